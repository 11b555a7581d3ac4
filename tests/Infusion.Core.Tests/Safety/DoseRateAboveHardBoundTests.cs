using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-036")]
public class DoseRateAboveHardBoundTests
{
    const string Code = "dose-rate-high";

    /// <summary>2 mg/kg/h for 70 kg at 1 mg/mL are 140 mL/h.</summary>
    [Theory]
    [InlineData(140, 1.0, 30, false)]
    [InlineData(140.1, 1.0, 10, true)]
    [InlineData(140.1, 1.0, 9, false)]
    [InlineData(14, 10.0, 30, false)]
    [InlineData(14.1, 10.0, 10, true)]
    [InlineData(140.1, null, 10, true)]
    public void GivenItRunsFasterThanTheHardBound_WhenForSoLong_ThenRaised(double rate, double? concentration, int seconds, bool isRaised) =>
        Run(new Ward().Infusing().After(1), seconds, (decimal)rate, (decimal?)concentration).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    /// <summary>0.75 mg/kg/h are 52.5 mL/h.</summary>
    [Theory]
    [InlineData(52.5, 0)]
    [InlineData(52.6, 1)]
    public void GivenTheOrderItselfIsAtTheHardBound_ThenItIsAllowedAndNoMore(double rate, int raised)
    {
        var atBound = SampleProtocols.Mood with { Guardrails = SampleProtocols.Mood.Guardrails with { RateMgPerKgPerHour = new Guardrail(HardHigh: 0.75m) } };
        Run(new Ward(protocol: atBound).Infusing().After(1), 30, (decimal)rate, 1m).CountRaised(Code).ShouldBe(raised);
    }

    [Fact]
    public void GivenRaised_ThenItIsHighWithItsNumbers_AndGoingSlowerClears()
    {
        var ward = Run(new Ward().Infusing().After(1), 10, 525m, 1m);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 gives 7.5 mg/kg/h, hard limit 2 mg/kg/h");

        ward.After(1).Pump(PumpStatus.Unknown, 525m);
        ward.After(40).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.Pump(PumpStatus.Infusing, 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenABolus_NoRate_AStoppedPump_NoBound_OrNoProtocol_ThenNotJudged()
    {
        Run(new Ward().Infusing().After(1), 30, 525m, 1m, PumpMode.Bolus).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().After(1), 30, null, 1m).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().After(1), 30, 525m, 1m, status: PumpStatus.NotInfusing).CountRaised(Code).ShouldBe(0);
        Run(new Ward().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().WithoutProtocol().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
        var unbound = SampleProtocols.Mood with { Guardrails = SampleProtocols.Mood.Guardrails with { RateMgPerKgPerHour = new Guardrail() } };
        Run(new Ward(protocol: unbound).Infusing().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
    }

    static Ward Run(
        Ward ward, int seconds, decimal? rate, decimal? concentration, PumpMode mode = PumpMode.Continuous, PumpStatus status = PumpStatus.Infusing)
    {
        ward.Set(status, concentration: concentration, rate: rate, mode: mode);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Set(status, concentration: concentration, rate: rate, mode: mode);
        }

        return ward;
    }
}
