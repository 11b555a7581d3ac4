using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-022")]
public class VitalMovesTowardsItsLimitTests
{
    [Theory]
    [InlineData(95.1, false)]
    [InlineData(95, true)]
    public void GivenSpO2FallsSoFar_ThenRaisedAfterTenSeconds_WhileStillAboveTheLimit(double to, bool isRaised)
    {
        var ward = Fallen(99m, 60, (decimal)to, 9);
        ward.Clinical.ShouldBeEmpty();

        ward.After(1).Tell((Metric.SpO2, (decimal)to)).CountRaised("vital-trend").ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere()
    {
        var ward = Fallen(99m, 60, 95m, 10);

        ward.Headline("vital-trend").ShouldBe("SpO2 falls: 95 % after 99 %");
        (ward.OnlyAlarm().Priority, ward.OnlyAlarm().Beside).ShouldBe((AlarmPriority.Low, 4m));
    }

    [Theory]
    [InlineData(150, 1)]
    [InlineData(170, 0)]
    public void GivenASlowFall_ThenWhatIsOlderThanThreeMinutesDoesNotCount(int seconds, int count)
    {
        var ward = Bed.Infusing().Hold(15, (Metric.SpO2, 99m)).Hold(seconds, (Metric.SpO2, 97m)).Hold(12, (Metric.SpO2, 95m));

        ward.CountRaised("vital-trend").ShouldBe(count);
    }

    [Fact]
    public void GivenOneValueThatStandsOut_ThenItIsNoHeightToFallFrom() =>
        Bed.Infusing().Hold(29, (Metric.SpO2, 95m)).After(1).Tell((Metric.SpO2, 100m)).After(1).Hold(60, (Metric.SpO2, 95m)).Clinical.ShouldBeEmpty();

    [Fact]
    public void GivenItRecovers_ThenItEnds() =>
        Fallen(99m, 60, 95m, 15).After(1).Tell((Metric.SpO2, 96m)).OnlyAlarm("vital-trend").Presence.ShouldBe(AlarmPresence.Latched);

    [Fact]
    public void GivenItCrossesTheLimit_ThenTheLimitsAlarmTakesOver()
    {
        var ward = Fallen(99m, 60, 95m, 15).After(1).Hold(30, (Metric.SpO2, 93m));

        ward.Standing().ShouldBe(
            [
                ("vital-trend", Metric.SpO2, AlarmPriority.Low, AlarmPresence.Latched),
                ("spo2-low", Metric.SpO2, AlarmPriority.Low, AlarmPresence.Active),
            ]);
    }

    [Fact]
    public void GivenNoValueOrADoubtfulOne_ThenItNeitherBeginsNorEnds()
    {
        var ward = Fallen(99m, 60, 95m, 15).After(1).Tell((Metric.SpO2, null)).After(1).Tell(Quality.Questionable, (Metric.SpO2, 99m));
        ward.OnlyAlarm("vital-trend").Presence.ShouldBe(AlarmPresence.Active);

        Bed.Infusing().Hold(60, (Metric.SpO2, 99m)).After(1).Hold(20, Quality.Questionable, (Metric.SpO2, 95m)).CountRaised("vital-trend").ShouldBe(0);
    }

    [Fact]
    public void GivenTheBreathingSlows_ThenRaised()
    {
        var ward = Bed.Infusing().Hold(60, (Metric.RespiratoryRate, 18m)).After(1).Hold(10, (Metric.RespiratoryRate, 12m));

        ward.Headline("vital-trend").ShouldBe("Respiratory rate falls: 12 /min after 18 /min");
    }

    [Theory]
    [InlineData(new[] { 105, 115, 129 }, 0)]
    [InlineData(new[] { 105, 115, 130 }, 1)]
    [InlineData(new[] { 105, 130, 129 }, 0)]
    [InlineData(new[] { 115, 105, 135 }, 0)]
    [InlineData(new[] { 105, 130 }, 0)]
    public void GivenPressures_WhenEachIsAboveTheOneBefore_AndTheRiseIsGreatEnough_ThenRaised(int[] systolic, int count)
    {
        var ward = new Ward(new SafetyLimits { Trends = Staged.Trends }).Infusing();
        foreach (var pressure in systolic)
        {
            ward.After(300).Measure(pressure);
        }

        ward.After(10).CountRaised("vital-trend").ShouldBe(count);
        if (count > 0)
        {
            ward.Headline("vital-trend").ShouldBe("Systolic rises: 130 mmHg after 105 mmHg");
        }
    }

    [Fact]
    public void GivenThePressuresAreFarApart_ThenTheyAreNoTrend()
    {
        var ward = new Ward(new SafetyLimits { Trends = Staged.Trends }).Infusing();
        ward.After(1).Measure(105m).After(901).Measure(115m).After(900).Measure(135m).After(10);

        ward.CountRaised("vital-trend").ShouldBe(0);
    }

    [Fact]
    public void GivenNotConfigured_OrNotMonitored_ThenNothing()
    {
        new Ward().Infusing().Hold(60, (Metric.SpO2, 99m)).After(1).Hold(30, (Metric.SpO2, 93m)).CountRaised("vital-trend").ShouldBe(0);
        Bed.Unmonitored().Hold(60, (Metric.SpO2, 99m)).After(1).Hold(30, (Metric.SpO2, 95m)).Raised.ShouldBeEmpty();
    }

    static SafetyLimits Staged => SampleLimits.Staged;

    static Ward Fallen(decimal from, int seconds, decimal to, int since) =>
        Bed.Infusing().Hold(seconds, (Metric.SpO2, from)).After(1).Hold(since, (Metric.SpO2, to));
}
