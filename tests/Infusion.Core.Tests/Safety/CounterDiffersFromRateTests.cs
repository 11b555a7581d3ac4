using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-032")]
public class CounterDiffersFromRateTests
{
    const string Code = "volume-against-rate";

    static readonly SafetyLimits Limits = new() { VolumeWindow = TimeSpan.FromMinutes(3) };

    /// <summary>36 mL/h are 1.8 mL in three minutes; 0.5 mL more or less is allowed.</summary>
    [Theory]
    [InlineData(0.01, 180, false)]
    [InlineData(0.0128, 180, true)]
    [InlineData(0.0128, 179, false)]
    [InlineData(0.0127, 180, false)]
    [InlineData(0.0073, 180, false)]
    [InlineData(0.0072, 180, true)]
    [InlineData(0, 180, true)]
    public void GivenTheCounterGoesByOtherStepsThanTheRate_WhenForTheWindow_ThenRaised(double millilitresASecond, int seconds, bool isRaised) =>
        Run(new Ward(Limits).Infusing().After(1), seconds, (decimal)millilitresASecond).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndStoppingClears()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 180, 0m);
        var alarm = ward.OnlyAlarm(Code);
        alarm.Priority.ShouldBe(AlarmPriority.Medium);
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 counted 0 mL where its rate allows 1.3 mL");

        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenTheCounterGoesRightAgain_ThenClears_AndSilenceDoesNot()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 190, 0m);
        ward.After(60).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);

        Run(ward, 190, 0.01m, 5m).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("bolus")]
    [InlineData("reset")]
    [InlineData("silence")]
    [InlineData("no rate")]
    [InlineData("another boot")]
    public void GivenABreak_ThenNothingIsLookedAtAcrossIt(string what)
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 100, 0m);
        switch (what)
        {
            case "pause":
                ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);
                break;
            case "bolus":
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 0m, PumpMode.Bolus);
                break;
            case "reset":
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 50m);
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 0m);
                break;
            case "silence":
                ward.After(15);
                break;
            case "no rate":
                ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, null, Quality.Invalid)));
                break;
            default:
                ward.After(1).Observe(ward.NewReading("pump-1") with { Boot = "boot-2" });
                break;
        }

        Run(ward.After(1), 170, 0m).CountRaised(Code).ShouldBe(0);
        Run(ward.After(1), 15, 0m).CountRaised(Code).ShouldBe(1);
    }

    [Fact]
    public void GivenNoWindow_OrNoCounter_OrNobodyAtThePump_ThenNotJudged()
    {
        Run(new Ward().Infusing().After(1), 400, 0m).CountRaised(Code).ShouldBe(0);
        PumpRunsWithoutSessionTests.Run(new Ward(Limits).Infusing().After(1), 400).CountRaised(Code).ShouldBe(0);
        Run(new Ward(Limits).After(1), 400, 0m).CountRaised(Code).ShouldBe(0);
    }

    [Fact]
    public void GivenALongInfusion_ThenTheLastMinutesAloneCount()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 900, 0.01m);
        ward.CountRaised(Code).ShouldBe(0);

        Run(ward, 60, 0m, 9m).CountRaised(Code).ShouldBe(1);
    }

    static Ward Run(Ward ward, int seconds, decimal millilitresASecond, decimal from = 0m)
    {
        ward.Pump(PumpStatus.Infusing, 36m, from);
        for (var second = 1; second <= seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 36m, from + (second * millilitresASecond));
        }

        return ward;
    }
}
