using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-003")]
public class RespiratoryRateBelowLimitTests
{
    [Theory]
    [InlineData(7.9, 10, true)]
    [InlineData(7.9, 9, false)]
    [InlineData(8, 60, false)]
    public void GivenInfusing_WhenBelowTheLimitForSoLong_ThenRaised(double rate, int seconds, bool isRaised) =>
        Breathing.Held((decimal)rate, seconds).CountRaised("respiratory-rate-low").ShouldBe(isRaised ? 1 : 0);

    [Theory]
    [InlineData(8.9, AlarmPresence.Active)]
    [InlineData(9, AlarmPresence.Latched)]
    public void GivenRaised_WhenFaster_ThenClearsByTheHysteresis(double rate, AlarmPresence expected)
    {
        var ward = Breathing.Held(6m, 10).After(1);
        ward.Vital(Metric.RespiratoryRate, (decimal)rate);

        ward.OnlyAlarm().Presence.ShouldBe(expected);
    }

    [Fact]
    public void GivenZero_ThenItIsNoRateButALostSignal()
    {
        var ward = Breathing.Held(12m, 1).After(1);
        ward.Vital(Metric.RespiratoryRate, null);
        ward.After(30);

        ward.Clinical.Select(alarm => alarm.Rule).ShouldBe(["signal-lost"]);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere()
    {
        var alarm = Breathing.Held(6m, 10).OnlyAlarm();

        alarm.Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(alarm).ShouldBe("Respiratory rate 6 /min, limit 8 /min");
    }

    [Fact]
    public void GivenNotCheckedIn_ThenNotRaised() => Breathing.Unmonitored(6m).Raised.ShouldBeEmpty();
}

[Trait("Rule", "SR-004")]
public class RespiratoryRateAboveLimitTests
{
    [Theory]
    [InlineData(30.1, 10, true)]
    [InlineData(30.1, 9, false)]
    [InlineData(30, 60, false)]
    public void GivenInfusing_WhenAboveTheLimitForSoLong_ThenRaised(double rate, int seconds, bool isRaised) =>
        Breathing.Held((decimal)rate, seconds).CountRaised("respiratory-rate-high").ShouldBe(isRaised ? 1 : 0);

    [Theory]
    [InlineData(29.1, AlarmPresence.Active)]
    [InlineData(29, AlarmPresence.Latched)]
    public void GivenRaised_WhenSlower_ThenClearsByTheHysteresis(double rate, AlarmPresence expected)
    {
        var ward = Breathing.Held(35m, 10).After(1);
        ward.Vital(Metric.RespiratoryRate, (decimal)rate);

        ward.OnlyAlarm().Presence.ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere()
    {
        var alarm = Breathing.Held(35m, 10).OnlyAlarm();

        alarm.Priority.ShouldBe(AlarmPriority.Medium);
        AlarmText.Headline(alarm).ShouldBe("Respiratory rate 35 /min, limit 30 /min");
    }

    [Fact]
    public void GivenNotCheckedIn_ThenNotRaised() => Breathing.Unmonitored(40m).Raised.ShouldBeEmpty();
}

static class Breathing
{
    public static Ward Held(decimal rate, int seconds) => Hold(new Ward().Infusing().After(1), rate, seconds);

    public static Ward Unmonitored(decimal rate) => Hold(new Ward().Planned().WithDevices().After(1), rate, 30);

    static Ward Hold(Ward ward, decimal rate, int seconds)
    {
        ward.Vital(Metric.RespiratoryRate, rate);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Vital(Metric.RespiratoryRate, rate);
        }

        return ward;
    }
}
