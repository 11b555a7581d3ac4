using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Charting;

public class ChartedVitalTests
{
    [Fact]
    public void GivenAMinute_ThenItsFirstValidLiveSampleIsChartedAtOnce_AndNoOther()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.SpO2, null);
        ward.After(1).Vital(Metric.SpO2, 96m);
        ward.After(1).Vital(Metric.SpO2, 95m);
        ward.At(119);

        ward.Charted.ShouldBe(
        [
            new ChartedVital(
                Ward.FirstSession, Ward.FirstSession, ChartedKind.SpO2, Minute(1), Minute(1).AddSeconds(2), "mon-1", 96m, null, Quality.Valid),
        ]);
    }

    [Fact]
    public void GivenAMinuteWithoutASample_ThenItsClosingTickSaysSo_ForWhatTheMonitorEverReported()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.SpO2, 96m);
        ward.Vital(Metric.RespiratoryRate, null);
        ward.At(181);

        ward.Charted.Where(each => each.Kind == ChartedKind.SpO2).Select(each => (each.Minute, each.Value))
            .ShouldBe([(Minute(1), 96m), (Minute(2), null)]);
        ward.Charted.Where(each => each.Kind == ChartedKind.RespiratoryRate).ShouldBe(
        [
            Absent(ChartedKind.RespiratoryRate, 1), Absent(ChartedKind.RespiratoryRate, 2),
        ]);
        ward.Charted.ShouldAllBe(each => each.Kind == ChartedKind.SpO2 || each.Kind == ChartedKind.RespiratoryRate);
    }

    [Fact]
    public void GivenAQuestionableSample_ThenTheMinuteWaitsForAValidOne()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.Temperature, 36.6m, Quality.Questionable)));
        ward.After(1).Vital(Metric.Temperature, 36.7m);

        ward.Charted.ShouldHaveSingleItem().Value.ShouldBe(36.7m);
    }

    [Fact]
    public void GivenAClosedMinute_WhenASampleOfItComes_ThenItFillsWhatHasNoValue_AndReplacesNone()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.EtCO2, 38m);
        ward.At(180);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.EtCO2, 39m, Quality.Valid, ward.Now.AddSeconds(-1))));

        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.EtCO2, 40m, Quality.Valid, ward.Now.AddSeconds(-1))));
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.EtCO2, 41m, Quality.Valid, ward.Now.AddSeconds(-61))));

        ward.Charted.Select(each => (each.Minute, each.Value)).ShouldBe([(Minute(1), 38m), (Minute(2), null), (Minute(2), 39m)]);
    }

    [Fact]
    public void GivenOnlyAPulse_ThenItIsTheHeartRate_UntilTheMonitorGivesOne()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.PulseRate, 70m);
        ward.At(121);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.PulseRate, 71m, Quality.Valid), new Sample(Metric.HeartRate, 73m, Quality.Valid)));

        ward.Charted.Select(each => (each.Kind, each.Value)).ShouldBe([(ChartedKind.HeartRate, 70m), (ChartedKind.HeartRate, 73m)]);
    }

    [Fact]
    public void GivenCuffMeasurements_ThenEachAtItsOwnTimeOnce_AndNoneForMinutesWithout()
    {
        var ward = new Ward().Infusing().At(61);
        var own = ward.Now.AddSeconds(-20);
        ward.Cuff(131m, 82m, 98m, own);
        ward.After(30).Cuff(131m, 82m, 98m, own);
        ward.After(200).Cuff(140m, 85m, 101m, own.AddSeconds(200));

        ward.Charted.Select(each => (each.Kind, each.Minute, each.At, each.Nibp, each.Value)).ShouldBe(
        [
            (ChartedKind.BloodPressure, own, own, new NibpMeasurement(131m, 82m, 98m), null),
            (ChartedKind.BloodPressure, own.AddSeconds(200), own.AddSeconds(200), new NibpMeasurement(140m, 85m, 101m), null),
        ]);
    }

    [Fact]
    public void GivenNotMonitored_ThenNothingIsCharted()
    {
        var ward = new Ward().Planned().WithDevices().At(61);
        ward.Vital(Metric.SpO2, 96m);
        ward.Cuff(131m, own: ward.Now);

        ward.At(400).Charted.ShouldBeEmpty();
    }

    [Fact]
    public void GivenTheMonitorIsDetached_ThenMinutesAreNotClosedForIt()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.SpO2, 96m);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));

        ward.At(400).Charted.Count.ShouldBe(1);
    }

    [Fact]
    public void GivenARestartInTheMinute_ThenItIsNotChartedTwice()
    {
        var ward = new Ward().Infusing().At(61);
        ward.Vital(Metric.SpO2, 96m);
        ward.After(10).Restart().After(1).Vital(Metric.SpO2, 97m);

        ward.Charted.Count.ShouldBe(1);
    }

    static DateTimeOffset Minute(int minutes) => Ward.DefaultStart.AddMinutes(minutes);

    static ChartedVital Absent(ChartedKind kind, int minute) => new(
        Ward.FirstSession, Ward.FirstSession, kind, Minute(minute), Minute(minute), "mon-1", null, null, Quality.Invalid);
}
