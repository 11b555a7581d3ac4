using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-028")]
public class VitalIsNoLongerMeasuredTests
{
    static readonly (Metric, decimal?) Beating = (Metric.HeartRate, 70m);

    [Theory]
    [InlineData(Metric.SpO2, 97, 30)]
    [InlineData(Metric.EtCO2, 38, 30)]
    [InlineData(Metric.Temperature, 36.8, 315)]
    public void GivenAVital_WhenTheMonitorTalksWithoutIt_ThenRaisedAfterItsStalenessAndTheDelay(Metric metric, double value, int seconds)
    {
        var ward = Bed.Infusing().Tell((metric, (decimal)value), Beating).After(1).Hold(seconds - 2, Beating);
        ward.CountRaised("vital-not-measured").ShouldBe(0);

        ward.After(1).Tell(Beating);
        var alarm = ward.OnlyAlarm("vital-not-measured");
        (alarm.Metric, alarm.Observed, alarm.Priority).ShouldBe((metric, null, AlarmPriority.Medium));
        ward.Headline("vital-not-measured").ShouldBe($"{MetricTable.Of(metric).Label} has not been measured for {seconds} s");
    }

    [Fact]
    public void GivenItIsMeasuredAgain_ThenItEnds_AndADoubtfulValueDoesNotEndIt()
    {
        var ward = Bed.Infusing().Tell((Metric.SpO2, 97m)).After(1).Hold(40, Beating);
        ward.After(1).Tell(Quality.Questionable, (Metric.SpO2, 97m)).OnlyAlarm("vital-not-measured").Presence.ShouldBe(AlarmPresence.Active);

        ward.After(1).Tell((Metric.SpO2, 97m)).OnlyAlarm("vital-not-measured").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenTheMonitorItselfIsSilent_ThenThatIsAnotherAlarm()
    {
        var ward = Bed.Infusing().Tell((Metric.SpO2, 97m), Beating).After(120);

        ward.CountRaised("vital-not-measured").ShouldBe(0);
        ward.CountRaised("telemetry-lost").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void GivenNoValueIsSaid_ThenTheLostSignalSpeaksForIt()
    {
        var ward = Bed.Infusing().Tell((Metric.SpO2, 97m)).After(1).Tell((Metric.SpO2, null)).After(1).Hold(60, Beating);

        ward.Standing().ShouldBe([("signal-lost", Metric.SpO2, AlarmPriority.Medium, AlarmPresence.Active)]);
    }

    [Fact]
    public void GivenTheFingerProbeIsUnplugged_ThenSpO2SpeaksForThePulse() =>
        Bed.Infusing().Tell((Metric.SpO2, 97m), (Metric.PulseRate, 70m)).After(1).Hold(60, Beating).Clinical
            .Select(alarm => (alarm.Rule, alarm.Metric)).ShouldBe([("vital-not-measured", Metric.SpO2)]);

    [Fact]
    public void GivenOnlyThePulseIsGone_ThenItSpeaksForItself() =>
        Bed.Infusing().Tell((Metric.SpO2, 97m), (Metric.PulseRate, 70m)).After(1).Hold(60, (Metric.SpO2, 97m)).Clinical
            .Select(alarm => (alarm.Rule, alarm.Metric)).ShouldBe([("vital-not-measured", Metric.PulseRate)]);

    [Fact]
    public void GivenNeverMeasured_OrNotConfigured_OrNotMonitored_ThenNothing()
    {
        Bed.Infusing().Hold(60, Beating).Clinical.ShouldBeEmpty();
        new Ward().Infusing().Tell((Metric.SpO2, 97m)).After(1).Hold(60, Beating).Clinical.ShouldBeEmpty();
        Bed.Unmonitored().Tell((Metric.SpO2, 97m)).After(1).Hold(60, Beating).Raised.ShouldBeEmpty();
    }

    [Fact]
    public void GivenARestart_ThenOurOwnSilenceDoesNotCount()
    {
        var ward = Bed.Infusing().Tell((Metric.SpO2, 97m), Beating).After(120).Restart();
        ward.Hold(29, Beating).CountRaised("vital-not-measured").ShouldBe(0);

        ward.After(1).Tell(Beating).CountRaised("vital-not-measured").ShouldBe(1);
    }
}
