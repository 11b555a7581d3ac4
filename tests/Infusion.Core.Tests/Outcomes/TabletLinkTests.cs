using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Outcomes;

public class TabletLinkTests
{
    static readonly Guid Patient = Ward.FirstSession;
    static readonly DateOnly Today = new(2026, 11, 23);
    static readonly ImmutableArray<int?> Pain = [4];
    static readonly ImmutableArray<int?> Positive = [0, 0, 0, 0, 0, 0, 0, 0, 2];

    [Fact]
    public void AnswersComeInOnce_WithWhatFollowsFromThem()
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.PainNrs, Instrument.Phq9));

        ward.Accept(Submit(ward, "hash-1", new(Instrument.PainNrs, Pain), new(Instrument.Phq9, Positive)));

        ward.All<AssessmentRecorded>().Select(each => (each.Instrument, each.IsByTablet, each.By)).ShouldBe(
            [(Instrument.PainNrs, true, "patient"), (Instrument.Phq9, true, "patient")]);
        ward.All<AssessmentRecorded>().Select(each => each.Assessment).ShouldBeUnique();
        ward.State.Outcomes.OpenTasks.ShouldHaveSingleItem();
        ward.Refused(Submit(ward, "hash-1", new(Instrument.PainNrs, Pain), new(Instrument.Phq9, Positive))).ShouldBe("link-used");
        ward.Restart().Refused(Submit(ward, "hash-1", new(Instrument.PainNrs, Pain), new(Instrument.Phq9, Positive))).ShouldBe("link-used");
    }

    [Theory]
    [InlineData(1799, null)]
    [InlineData(1800, "link-late")]
    public void ALinkIsShortLived(int seconds, string? code)
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.PainNrs)).After(seconds);

        ((ward.Do(Submit(ward, "hash-1", new TabletAnswers(Instrument.PainNrs, Pain))) as Decision.Rejected)?.Code).ShouldBe(code);
    }

    [Fact]
    public void ANewerLinkOfThePatient_TakesThePlaceOfTheOther()
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.PainNrs)).Accept(Make("hash-2", Instrument.PainNrs) with { Id = new(2, 2, 2, new byte[8]) });

        ward.Refused(Submit(ward, "hash-1", new TabletAnswers(Instrument.PainNrs, Pain))).ShouldBe("link-replaced");
        ward.Refused(Submit(ward, "hash-3", new TabletAnswers(Instrument.PainNrs, Pain))).ShouldBe("link-unknown");
        ward.Refused(Submit(ward, "hash-2", new TabletAnswers(Instrument.PainNrs, Pain)) with { Patient = Ward.SecondSession }).ShouldBe("link-unknown");
        ward.Accept(Submit(ward, "hash-2", new TabletAnswers(Instrument.PainNrs, Pain)));
    }

    [Fact]
    public void AnswersThatDoNotFit_AreRefused_AndTheLinkStays()
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.PainNrs));

        ward.Refused(Submit(ward, "hash-1")).ShouldBe("link-answers");
        ward.Refused(Submit(ward, "hash-1", new TabletAnswers(Instrument.Phq9, Positive))).ShouldBe("link-answers");
        ward.Refused(Submit(ward, "hash-1", new TabletAnswers(Instrument.PainNrs, [11]))).ShouldBe("assessment-items");
        ward.Accept(Submit(ward, "hash-1", new TabletAnswers(Instrument.PainNrs, Pain)));
    }

    [Fact]
    public void WhatStaffEnteredInBetween_DoesNotThrowAwayWhatThePatientAnswered()
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.Phq9));
        ward.Accept(new RecordAssessment(ward.NextId(), Ward.ClinicStream, "nurse-1", Patient, Instrument.Phq9, Positive, Today, Today));

        ward.Accept(Submit(ward, "hash-1", new TabletAnswers(Instrument.Phq9, Positive)));

        ward.All<AssessmentRecorded>().Last().IsOffSchedule.ShouldBeTrue();
        ward.Refused(Make("hash-2", Instrument.Phq9)).ShouldBe("assessment-early");
    }

    [Fact]
    public void WhatIsLeftOut_IsKept_OpensItsTask_AndMayBeAskedAgainAtOnce()
    {
        var ward = new Ward().Accept(Make("hash-1", Instrument.PainNrs, Instrument.Phq9));

        ward.Accept(Submit(ward, "hash-1", new(Instrument.PainNrs, Pain), new(Instrument.Phq9, [.. Positive.Select(_ => (int?)null)])));

        ward.State.Outcomes.OpenTasks.Values.ShouldHaveSingleItem().Reason.ShouldBe(SafetyReason.NotAnswered);
        ward.Accept(Make("hash-2", Instrument.Phq9) with { Id = new(2, 2, 2, new byte[8]) });
    }

    public static TheoryData<MakeTabletLink, string> Wrong => new()
    {
        { Make("hash-1"), "link-instruments" },
        { Make("hash-1", Instrument.PainNrs, Instrument.PainNrs), "link-instruments" },
        { Make("hash-1", Instrument.Bpi), "link-instrument" },
        { Make("hash-1", Instrument.Cssrs), "link-instrument" },
        { Make("hash-1", Instrument.Unknown), "link-instrument" },
        { Make("hash-1", Instrument.PainNrs) with { Lifetime = TimeSpan.FromMinutes(4) }, "link-lifetime" },
        { Make("hash-1", Instrument.PainNrs) with { Lifetime = TimeSpan.FromMinutes(241) }, "link-lifetime" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void ALinkThatCannotBe_IsRefused(MakeTabletLink command, string code) => new Ward().Refused(command).ShouldBe(code);

    static MakeTabletLink Make(string hash, params Instrument[] instruments) => new(
        new Guid(1, 1, 1, new byte[8]), Ward.ClinicStream, "nurse-1", Patient, hash, [.. instruments], TimeSpan.FromMinutes(30), Today);

    static SubmitTablet Submit(Ward ward, string hash, params TabletAnswers[] answers) =>
        new(ward.NextId(), Ward.ClinicStream, "patient", Patient, hash, [.. answers], Today);
}
