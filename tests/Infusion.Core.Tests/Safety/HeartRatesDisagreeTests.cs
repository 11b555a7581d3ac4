using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-029")]
public class HeartRatesDisagreeTests
{
    [Theory]
    [InlineData(80, 59.9, 30, 1)]
    [InlineData(80, 59.9, 29, 0)]
    [InlineData(80, 60, 60, 0)]
    [InlineData(60, 80.1, 30, 1)]
    public void GivenPulseAndHeartRateApart_WhenForSoLong_ThenLow(double heart, double pulse, int seconds, int count) =>
        Bed.Infusing().Hold(seconds, (Metric.HeartRate, (decimal)heart), (Metric.PulseRate, (decimal)pulse))
            .Raised.Count(alarm => alarm is { Rule: "heart-rates-disagree", Priority: AlarmPriority.Low }).ShouldBe(count);

    [Fact]
    public void GivenRaised_ThenBothNumbersAreThere_AndTheirAgreementEndsIt()
    {
        var ward = Bed.Infusing().Hold(30, (Metric.HeartRate, 88m), (Metric.PulseRate, 61m));
        ward.Headline("heart-rates-disagree").ShouldBe("Pulse rate 61 /min against 88 /min: the sources disagree");

        ward.After(1).Tell((Metric.HeartRate, null), (Metric.PulseRate, 88m)).OnlyAlarm("heart-rates-disagree").Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).Tell((Metric.HeartRate, 88m), (Metric.PulseRate, 70m)).OnlyAlarm("heart-rates-disagree").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenOneSourceIsDoubtful_OrAlone_ThenNothingIsSaid()
    {
        Bed.Infusing().Hold(60, (Metric.PulseRate, 61m)).Clinical.ShouldBeEmpty();
        var ward = Bed.Infusing();
        for (var second = 0; second < 60; second++)
        {
            ward.After(1).Tell((Metric.HeartRate, 88m)).Tell(Quality.Questionable, (Metric.PulseRate, 61m));
        }

        ward.Clinical.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Metric.HeartRate)]
    [InlineData(Metric.PulseRate)]
    public void GivenThePulseOfACuffMeasurement_ThenItIsComparedForTheMinuteAfterIt(Metric other)
    {
        var ward = Cuff(Bed.Infusing(), 88m, isTimed: true, other);

        ward.OnlyAlarm("heart-rates-disagree").Metric.ShouldBe(Metric.NibpPulseRate);
        ward.Headline("heart-rates-disagree").ShouldBe("Pulse rate (cuff) 88 /min against 60 /min: the sources disagree");
    }

    [Fact]
    public void GivenACuffPulseThatIsOld_OrWithoutItsTime_ThenItIsNotCompared()
    {
        Cuff(Bed.Infusing(), 88m, isTimed: false, Metric.HeartRate).CountRaised("heart-rates-disagree").ShouldBe(0);

        var ward = Bed.Infusing().After(60);
        Say(ward, 88m, ward.Now.AddSeconds(-45), Metric.HeartRate, 40);
        ward.CountRaised("heart-rates-disagree").ShouldBe(0);
    }

    [Fact]
    public void GivenNotConfigured_OrNotMonitored_ThenNothing()
    {
        new Ward().Infusing().Hold(60, (Metric.HeartRate, 88m), (Metric.PulseRate, 61m)).Clinical.ShouldBeEmpty();
        Bed.Unmonitored().Hold(60, (Metric.HeartRate, 88m), (Metric.PulseRate, 61m)).Raised.ShouldBeEmpty();
    }

    static Ward Cuff(Ward ward, decimal pulse, bool isTimed, Metric other) =>
        Say(ward.After(60), pulse, isTimed ? ward.Now : null, other, 31);

    /// <summary>A monitor repeats its last measurement with each message.</summary>
    static Ward Say(Ward ward, decimal pulse, DateTimeOffset? own, Metric other, int seconds)
    {
        for (var second = 0; second < seconds; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading(
                "mon-1",
                new Sample(Metric.NibpSystolic, 121m, Quality.Valid, own),
                new Sample(Metric.NibpPulseRate, pulse, Quality.Valid, own),
                new Sample(other, 60m, Quality.Valid)));
        }

        return ward;
    }
}
