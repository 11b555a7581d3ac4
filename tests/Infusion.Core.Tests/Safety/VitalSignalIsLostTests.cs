using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-006")]
public class VitalSignalIsLostTests
{
    [Theory]
    [InlineData(Metric.SpO2, 97, "SpO2")]
    [InlineData(Metric.PulseRate, 70, "Pulse rate")]
    [InlineData(Metric.HeartRate, 70, "Heart rate")]
    [InlineData(Metric.RespiratoryRate, 12, "Respiratory rate")]
    public void GivenAValue_WhenItTurnsToZero_ThenRaisedAtOnceAndNeverAsALimit(Metric metric, int value, string label)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(metric, value);
        ward.After(1).Vital(metric, null);

        var alarm = ward.OnlyAlarm();
        (alarm.Rule, alarm.Metric, alarm.Observed, alarm.Onset).ShouldBe(("signal-lost", metric, null, ward.Now));
        AlarmText.Headline(alarm).ShouldBe($"{label} signal lost, check the patient");
        ward.Live[metric].ShouldBe(new Core.Sessions.LiveValue(null, Quality.Invalid, ward.Now, ward.Now, "mon-1"));
    }

    [Fact]
    public void GivenNeverAValue_WhenZero_ThenNothing()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(Metric.SpO2, null);

        ward.Clinical.ShouldBeEmpty();
    }

    [Fact]
    public void GivenLost_WhenBack_ThenCleared_AndLostAgain_ThenANewAlarm()
    {
        var ward = Lost();
        ward.After(1).Vital(Metric.SpO2, 96m);
        ward.Lists("signal-lost").ShouldBeFalse();

        ward.After(1).Vital(Metric.SpO2, null);
        ward.CountRaised("signal-lost").ShouldBe(2);
    }

    [Fact]
    public void GivenLost_WhenAQuestionableValueComes_ThenItStays()
    {
        var ward = Lost().After(1);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 96m, Quality.Questionable)));

        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenLost_WhenTheMonitorSaysNothingMore_ThenStaleDoesNotClear() =>
        Lost().After(100).Live.State.Alarms.Values.Single(each => each.Rule == "signal-lost").Presence.ShouldBe(AlarmPresence.Active);

    [Fact]
    public void GivenTheFingerProbeIsOff_ThenSpO2SpeaksForThePulse_UntilItAloneIsBack()
    {
        var ward = new Ward().Infusing().After(1);
        Probe(ward, 97m, 70m);
        Probe(ward.After(1), null, null);
        ward.Clinical.Select(alarm => alarm.Metric).ShouldBe([Metric.SpO2]);

        Probe(ward.After(1), 97m, null);
        ward.Clinical.Select(alarm => alarm.Metric).ShouldBe([Metric.SpO2, Metric.PulseRate]);
    }

    [Fact]
    public void GivenSpO2NeverHadAValue_ThenThePulseSpeaksForItself()
    {
        var ward = new Ward().Infusing().After(1);
        Probe(ward, null, 70m);
        Probe(ward.After(1), null, null);

        ward.OnlyAlarm().Metric.ShouldBe(Metric.PulseRate);
    }

    [Fact]
    public void GivenADischargedPatient_WhenTheProbeIsOff_ThenNothing()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(Metric.SpO2, 97m);
        ward.Accept(new Core.Sessions.StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Core.Sessions.Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.After(1).Vital(Metric.SpO2, null);

        ward.Clinical.ShouldBeEmpty();
    }

    static void Probe(Ward ward, decimal? spo2, decimal? pulse) => ward.Observe(ward.NewReading(
        "mon-1", MetricTable.ToSample(Metric.PulseRate, pulse ?? 0m), MetricTable.ToSample(Metric.SpO2, spo2 ?? 0m)));

    static Ward Lost()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(Metric.SpO2, 97m);
        ward.After(1).Vital(Metric.SpO2, null);
        return ward;
    }
}
