using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-001")]
public class SpO2BelowLimitTests
{
    [Theory]
    [InlineData(89.9, 15, true)]
    [InlineData(89.9, 14, false)]
    [InlineData(90, 60, false)]
    [InlineData(50, 15, true)]
    public void GivenInfusing_WhenBelowTheLimitForSoLong_ThenRaised(double percent, int seconds, bool isRaised)
    {
        var ward = Held((decimal)percent, seconds);

        ward.CountRaised("spo2-low").ShouldBe(isRaised ? 1 : 0);
    }

    [Theory]
    [InlineData(91.9, AlarmPresence.Active)]
    [InlineData(92, AlarmPresence.Latched)]
    public void GivenRaised_WhenBackUp_ThenClearsByTheHysteresis(double percent, AlarmPresence expected)
    {
        var ward = Held(85m, 15).After(1);

        ward.Vital(Metric.SpO2, (decimal)percent);

        ward.OnlyAlarm().Presence.ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_WhenReadings_ThenTheNumbersAreThere()
    {
        var alarm = Held(86m, 15).OnlyAlarm();

        alarm.Priority.ShouldBe(AlarmPriority.High);
        alarm.Onset.ShouldBe(Ward.DefaultStart.AddSeconds(1));
        alarm.RaisedAt.ShouldBe(Ward.DefaultStart.AddSeconds(16));
        AlarmText.Headline(alarm).ShouldBe("SpO2 86 %, limit 90 %");
        AlarmText.Action(alarm).ShouldStartWith("Go to the patient");
    }

    [Theory]
    [InlineData(90)]
    [InlineData(91)]
    [InlineData(97)]
    public void GivenWaiting_WhenTheBreachGivesWay_ThenTheDelayBeginsAnew(int percent)
    {
        var ward = Held(85m, 10).After(1);
        ward.Vital(Metric.SpO2, percent);
        Hold(ward.After(1), 85m, 14).CountRaised("spo2-low").ShouldBe(0);

        Hold(ward.After(1), 85m, 1).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenWaiting_WhenNoValueForAMoment_ThenTheDelayGoesOn()
    {
        var ward = Held(85m, 10).After(1);
        ward.Vital(Metric.SpO2, null);

        Hold(ward.After(1), 85m, 3).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenWaiting_WhenNoValueForLongerThanAValueLives_ThenTheDelayBeginsAnew()
    {
        var ward = Held(85m, 5);
        for (var second = 0; second < 16; second++)
        {
            ward.After(1).Vital(Metric.SpO2, null);
        }

        Hold(ward.After(1), 85m, 14).CountRaised("spo2-low").ShouldBe(0);
    }

    [Fact]
    public void GivenOneLowValue_WhenNothingFollows_ThenAStaleValueIsNoBreach() =>
        Held(85m, 0).After(40).CountRaised("spo2-low").ShouldBe(0);

    [Fact]
    public void GivenRaised_WhenTheProbeIsOff_ThenUnknownDoesNotClear()
    {
        var ward = Held(85m, 20).After(1);
        ward.Vital(Metric.SpO2, null);
        ward.After(60);

        ward.Live.State.Alarms.Values.Single(alarm => alarm.Rule == "spo2-low").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenQuestionableValues_ThenTheyMayBreachButNotClear()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second <= 15; second++, ward.After(1))
        {
            Questionable(ward, 85m);
        }

        ward.CountRaised("spo2-low").ShouldBe(1);
        Questionable(ward, 97m);
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenNotCheckedIn_WhenLow_ThenNotRaised()
    {
        var ward = new Ward().Planned().WithDevices().After(1);

        Hold(ward, 80m, 30).Raised.ShouldBeEmpty();
    }

    static void Questionable(Ward ward, decimal percent) =>
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, percent, Quality.Questionable)));

    static Ward Held(decimal percent, int seconds) => Hold(new Ward().Infusing().After(1), percent, seconds);

    static Ward Hold(Ward ward, decimal percent, int seconds)
    {
        ward.Vital(Metric.SpO2, percent);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Vital(Metric.SpO2, percent);
        }

        return ward;
    }
}
