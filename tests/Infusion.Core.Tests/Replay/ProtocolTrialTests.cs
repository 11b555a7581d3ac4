using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Replay;
using Infusion.Core.Safety;
using Shouldly;
using Xunit;

namespace Infusion.Core.Tests.Replay;

public sealed class ProtocolTrialTests
{
    [Fact]
    public void What_is_watched_and_due_is_tried_in_every_version_and_what_was_ordered_stays()
    {
        var approved = SampleProtocols.Mood with { Version = 2, Approval = new ProtocolApproval("hale", DateTimeOffset.UnixEpoch) };
        var other = SampleProtocols.All.First(protocol => protocol.Id != SampleProtocols.Mood.Id);
        var clinic = new ClinicConfiguration("here", "Here", "Europe/Vienna", [], [], new SafetyLimits()) { Protocols = [SampleProtocols.Mood, approved, other] };
        var draft = SampleProtocols.Mood with
        {
            Id = "ours",
            Version = 7,
            Safety = SampleProtocols.Mood.Safety with { RateToleranceFraction = 0.2m },
            Schedule = [],
            Guardrails = SampleProtocols.Mood.Guardrails with { PerDayMg = 1m },
        };

        var tried = new ProtocolTrial(SampleProtocols.Mood.Id, draft).Apply(clinic);

        tried.Protocols.ShouldBe(
        [
            SampleProtocols.Mood with { Safety = draft.Safety, Schedule = [] }, approved with { Safety = draft.Safety, Schedule = [] }, other,
        ]);
        tried.Limits.ShouldBe(clinic.Limits);
    }
}
