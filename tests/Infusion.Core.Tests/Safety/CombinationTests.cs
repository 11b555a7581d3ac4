using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-023")]
public class BreathingIsFailingTests
{
    [Theory]
    [InlineData(9.9, 93.9, 10, 1)]
    [InlineData(9.9, 93.9, 9, 0)]
    [InlineData(10, 93.9, 30, 0)]
    [InlineData(9.9, 94, 30, 0)]
    public void GivenFewBreathsAndALowSpO2_WhenBothForTenSeconds_ThenHigh(double rate, double spo2, int seconds, int count) =>
        Bed.Infusing().Hold(seconds, (Metric.RespiratoryRate, (decimal)rate), (Metric.SpO2, (decimal)spo2))
            .Raised.Count(alarm => alarm is { Rule: "breathing-failing", Priority: AlarmPriority.High }).ShouldBe(count);

    [Theory]
    [InlineData(50.1, 93.9, 10, 1)]
    [InlineData(50.1, 93.9, 9, 0)]
    [InlineData(50, 93.9, 30, 0)]
    [InlineData(50.1, 94, 30, 0)]
    public void GivenHighCO2AndALowSpO2_WhenBothForTenSeconds_ThenHigh(double co2, double spo2, int seconds, int count) =>
        Bed.Infusing().Hold(seconds, (Metric.EtCO2, (decimal)co2), (Metric.SpO2, (decimal)spo2))
            .CountRaised("breathing-failing", Metric.EtCO2).ShouldBe(count);

    [Fact]
    public void GivenRaised_ThenBothNumbersAreThere()
    {
        Bed.Infusing().Hold(10, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).Headline("breathing-failing")
            .ShouldBe("Respiratory rate 9 /min with SpO2 92 %");
        Bed.Infusing().Hold(10, (Metric.EtCO2, 52m), (Metric.SpO2, 92m)).Headline("breathing-failing").ShouldBe("EtCO2 52 mmHg with SpO2 92 %");
    }

    [Theory]
    [InlineData(10.9, 93, AlarmPresence.Active)]
    [InlineData(11, 93, AlarmPresence.Latched)]
    [InlineData(9, 95.9, AlarmPresence.Active)]
    [InlineData(9, 96, AlarmPresence.Latched)]
    public void GivenRaised_WhenOneHalfIsBackByItsHysteresis_ThenItEnds(double rate, double spo2, AlarmPresence expected) =>
        Bed.Infusing().Hold(10, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).After(1)
            .Tell((Metric.RespiratoryRate, (decimal)rate), (Metric.SpO2, (decimal)spo2)).OnlyAlarm("breathing-failing").Presence.ShouldBe(expected);

    [Fact]
    public void GivenAHalfThatIsLostOrDoubtful_ThenItNeitherBeginsNorEnds()
    {
        Bed.Infusing().Hold(30, (Metric.RespiratoryRate, 9m), (Metric.SpO2, null)).CountRaised("breathing-failing").ShouldBe(0);
        Bed.Infusing().Hold(30, (Metric.RespiratoryRate, 9m)).CountRaised("breathing-failing").ShouldBe(0);
        Bed.Infusing().Hold(30, Quality.Questionable, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).CountRaised("breathing-failing").ShouldBe(0);

        var ward = Bed.Infusing().Hold(10, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).After(1).Tell((Metric.SpO2, null));
        ward.OnlyAlarm("breathing-failing").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenNotConfigured_OrNotMonitored_ThenNothing()
    {
        new Ward().Infusing().Hold(30, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).Clinical.ShouldBeEmpty();
        Bed.Unmonitored().Hold(30, (Metric.RespiratoryRate, 9m), (Metric.SpO2, 92m)).Raised.ShouldBeEmpty();
    }
}

[Trait("Rule", "SR-024")]
public class SlowHeartWithLowPressureTests
{
    [Theory]
    [InlineData(49, 99, 1)]
    [InlineData(50, 99, 0)]
    [InlineData(49, 100, 0)]
    public void GivenASlowHeart_WhenTheLastPressureWasLow_ThenHighAfterTenSeconds(int rate, int systolic, int count)
    {
        var ward = Bed.Infusing().After(60).Measure(systolic).Hold(9, (Metric.HeartRate, rate));
        ward.CountRaised("slow-heart-low-pressure").ShouldBe(0);

        ward.After(1).Tell((Metric.HeartRate, rate)).Raised
            .Count(alarm => alarm is { Rule: "slow-heart-low-pressure", Priority: AlarmPriority.High }).ShouldBe(count);
    }

    [Fact]
    public void GivenOnlyThePulse_ThenItTellsTheRate_AndBothNumbersAreThere() =>
        Bed.Infusing().After(60).Measure(95m).Hold(10, (Metric.PulseRate, 46m), (Metric.HeartRate, null))
            .Headline("slow-heart-low-pressure").ShouldBe("Heart rate 46 /min with Systolic 95 mmHg");

    [Fact]
    public void GivenAPressureThatIsStale_ThenNothingIsConcluded() =>
        Bed.Infusing().After(60).Measure(95m).After(595).Hold(20, (Metric.HeartRate, 49m)).CountRaised("slow-heart-low-pressure").ShouldBe(0);
}

[Trait("Rule", "SR-025")]
public class FastHeartWithHighPressureTests
{
    [Theory]
    [InlineData(111, 161, 1)]
    [InlineData(110, 161, 0)]
    [InlineData(111, 160, 0)]
    public void GivenAFastHeart_WhenTheLastPressureWasHigh_ThenMediumAfterTenSeconds(int rate, int systolic, int count)
    {
        var ward = Bed.Infusing().After(60).Measure(systolic).Hold(9, (Metric.HeartRate, rate));
        ward.CountRaised("fast-heart-high-pressure").ShouldBe(0);

        ward.After(1).Tell((Metric.HeartRate, rate)).Raised
            .Count(alarm => alarm is { Rule: "fast-heart-high-pressure", Priority: AlarmPriority.Medium }).ShouldBe(count);
    }

    [Theory]
    [InlineData(105.1, AlarmPresence.Active)]
    [InlineData(105, AlarmPresence.Latched)]
    public void GivenRaised_WhenTheHeartSlows_ThenItEndsByTheHysteresis(double rate, AlarmPresence expected)
    {
        var ward = Bed.Infusing().After(60).Measure(165m).Hold(10, (Metric.HeartRate, 118m));
        ward.Headline("fast-heart-high-pressure").ShouldBe("Heart rate 118 /min with Systolic 165 mmHg");

        ward.After(1).Tell((Metric.HeartRate, (decimal)rate)).OnlyAlarm("fast-heart-high-pressure").Presence.ShouldBe(expected);
    }
}
