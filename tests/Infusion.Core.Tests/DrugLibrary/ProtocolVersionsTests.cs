using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;

namespace Infusion.Core.Tests.DrugLibrary;

public class ProtocolVersionsTests
{
    static readonly ProtocolApproval Approval = new("hale", new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));

    [Fact]
    public void WithoutAnApprovalTheNewestIsInUse() => With(Mood(1), Mood(3), Mood(2)).InUse("mood")!.Version.ShouldBe(3);

    [Fact]
    public void ADraftDoesNotTakeThePlaceOfWhatIsApproved() =>
        With(Mood(1, Approval), Mood(2, Approval), Mood(3)).InUse("mood")!.Version.ShouldBe(2);

    [Fact]
    public void WhatIsNotThereIsNotInUse()
    {
        With(Mood(1)).InUse("pain").ShouldBeNull();
        With(Mood(1)).NewestVersion("pain").ShouldBe(0);
        With(Mood(1), Mood(2)).NewestVersion("mood").ShouldBe(2);
    }

    [Fact]
    public void AVersionStandsWhereTheStoreHasIt()
    {
        var configuration = With(SampleProtocols.AlcoholUseDisorder, Mood(1), SampleProtocols.Pain);

        var added = configuration.With(Mood(2)).With(Mood(1, Approval));

        added.Protocols.Select(protocol => (protocol.Id, protocol.Version, protocol.Approval is not null)).ShouldBe(
            [("alcohol-use-disorder", 1, false), ("mood", 1, true), ("mood", 2, false), ("pain", 1, false)]);
    }

    static InfusionProtocol Mood(int version, ProtocolApproval? approval = null) => SampleProtocols.Mood with { Version = version, Approval = approval };

    static ClinicConfiguration With(params InfusionProtocol[] protocols) =>
        new("north", "North", "Europe/Berlin", [], [], new SafetyLimits()) { Protocols = [.. protocols] };
}
