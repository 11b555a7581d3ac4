using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-037")]
public class BolusIsNotOrderedTests
{
    const string Code = "bolus-not-ordered";

    static InfusionProtocol WithBolus { get; } = SampleProtocols.Mood with
    {
        Guardrails = SampleProtocols.Mood.Guardrails with { BolusMgPerKg = new Guardrail(null, null, 0.2m, 0.35m) },
    };

    [Fact]
    public void GivenAProtocolWithoutBolus_WhenThePumpGivesOne_ThenRaisedAtOnce_AndItsEndClears()
    {
        var ward = Bolus(new Ward(), 7m);
        var alarm = ward.OnlyAlarm(Code);
        (alarm.Priority, alarm.HardLimit).ShouldBe((AlarmPriority.High, null));
        AlarmText.Headline(alarm with { Observed = 0.1m }).ShouldBe("Bolus of 0.1 mg/kg, and none is ordered");

        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 18m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 18m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    /// <summary>14 mL of 1 mg/mL are 0.2 mg/kg for 70 kg.</summary>
    [Theory]
    [InlineData(14, false)]
    [InlineData(14.01, true)]
    [InlineData(25, true)]
    public void GivenAProtocolWithABolus_WhenItIsLarger_ThenRaised(double millilitres, bool isRaised) =>
        Bolus(new Ward(protocol: WithBolus), (decimal)millilitres).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenTheWordThatEndsTheBolusShowsItTooLarge_ThenRaisedAllTheSame()
    {
        var ward = Bolus(new Ward(protocol: WithBolus), 13m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 24.1m);

        ward.Raised.Single(alarm => alarm.Rule == Code).HardLimit.ShouldBe(0.2m);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Bolus of 0.2 mg/kg, limit 0.2 mg/kg");
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 24.2m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoPatientOrNoProtocol_ThenNotJudged()
    {
        var ward = new Ward().After(1);
        ward.Pump(PumpStatus.Infusing, 600m, 0m, PumpMode.Bolus);
        ward.CountRaised(Code).ShouldBe(0);
        Bolus(new Ward(), 7m, before: static started => started.WithoutProtocol()).CountRaised(Code).ShouldBe(0);
    }

    static Ward Bolus(Ward ward, decimal millilitres, Func<Ward, Ward>? before = null)
    {
        ward.Infusing();
        (before ?? (same => same))(ward).After(1).Pump(PumpStatus.Infusing, 52.5m, 10m);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 10m, PumpMode.Bolus);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 10m + millilitres, PumpMode.Bolus);
        return ward;
    }
}
