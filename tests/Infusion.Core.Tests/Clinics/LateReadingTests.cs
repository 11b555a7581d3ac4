using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class LateReadingTests
{
    [Fact]
    public void GivenAMinuteWithoutAValue_WhenALateOneComes_ThenItIsCharted_OnceAndOnlyThere()
    {
        var ward = new Ward().Infusing().At(10);
        ward.Vital(Metric.SpO2, 97m);
        ward.At(200);
        ward.Charted.Count(vital => vital.Value is null).ShouldBe(2);
        var shown = ward.Live[Metric.SpO2];

        Late(ward, 75, Metric.SpO2, 93m);
        Late(ward, 80, Metric.SpO2, 92m);
        Late(ward, 20, Metric.SpO2, 91m);

        ward.Charted[^1].ShouldBe(new ChartedVital(
            Ward.FirstSession, Ward.FirstSession, ChartedKind.SpO2, ward.Start.AddSeconds(60), ward.Start.AddSeconds(75), "mon-1", 93m, null, Quality.Valid));
        ward.Charted.Count(vital => vital.Value is not null).ShouldBe(2);
        ward.Live[Metric.SpO2].ShouldBe(shown);
    }

    [Fact]
    public void GivenALateValueForTheOpenMinute_ThenALiveOneGoesFirst_AndTheLateOneFillsAtTheClose()
    {
        var ward = new Ward().Infusing().At(50);
        ward.Vital(Metric.SpO2, null);
        ward.Vital(Metric.RespiratoryRate, null);
        Late(ward, 45, Metric.SpO2, 93m);
        Late(ward, 40, Metric.SpO2, 94m);
        Late(ward, 45, Metric.RespiratoryRate, 12m);
        ward.Charted.ShouldBeEmpty();
        ward.Vital(Metric.RespiratoryRate, 14m);
        ward.At(60);

        ward.Charted.Select(vital => (vital.Kind, vital.Minute, vital.At, vital.Value)).ShouldBe(
        [
            (ChartedKind.RespiratoryRate, ward.Start, ward.Start.AddSeconds(50), 14m),
            (ChartedKind.SpO2, ward.Start, ward.Start.AddSeconds(40), 94m),
        ]);
    }

    [Fact]
    public void GivenValuesThatAreNotValid_OrBeforeCheckInOrAttachment_ThenTheyFillNothing()
    {
        var ward = new Ward().Planned().At(61).Accept(new CheckIn(new Guid(9, 9, 9, new byte[8]), Ward.FirstSession, "nurse-1")).WithDevices();
        ward.Vital(Metric.SpO2, 97m);
        ward.At(300);
        var charted = ward.Charted.Count;
        ward.Observe(At(ward, 130, new Sample(Metric.SpO2, 95m, Quality.Questionable)));
        ward.Observe(At(ward, 130, MetricTable.ToSample(Metric.SpO2, 0m)));
        Late(ward, 30, Metric.SpO2, 95m);
        Cuff(ward, 30, 150m);
        ward.Observe(At(ward, 130, new Sample(Metric.SpO2, 95m, Quality.Valid)) with { At = null });
        ward.Charted.Count.ShouldBe(charted);
    }

    [Fact]
    public void GivenTheMonitorIsGone_OrThePatientDischarged_ThenItsMinutesAreStillFilled()
    {
        var ward = new Ward().Infusing().At(10);
        ward.Vital(Metric.SpO2, 97m);
        ward.At(200).Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1")).At(210);
        Late(ward, 75, Metric.SpO2, 93m);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1")).At(220);
        Late(ward, 130, Metric.SpO2, 94m);
        Late(ward, 205, Metric.SpO2, 94m);
        Cuff(ward, 140, 150m);

        ward.Charted.Where(vital => vital.Value is not null || vital.Nibp is not null).Select(vital => vital.At).ShouldBe(
            [ward.Start.AddSeconds(10), ward.Start.AddSeconds(75), ward.Start.AddSeconds(130), ward.Start.AddSeconds(140)]);
    }

    [Fact]
    public void GivenAMinuteOlderThanADay_ThenItIsNotFilledAnyMore()
    {
        var ward = new Ward().Infusing().At(10);
        ward.Vital(Metric.SpO2, 97m);
        ward.At(86_400 + 180);
        Late(ward, 100, Metric.SpO2, 95m);
        ward.Charted[^1].Value.ShouldBeNull();

        Late(ward, 180, Metric.SpO2, 95m);
        (ward.Charted[^1].Minute, ward.Charted[^1].Value).ShouldBe((ward.Start.AddSeconds(180), 95m));
    }

    [Fact]
    public void GivenACuffMeasurementSentLate_ThenItIsChartedAtItsOwnTime_Once_AndShowsNothing()
    {
        var ward = new Ward().Infusing().At(600);
        ward.Cuff(120m, own: ward.Now);
        Cuff(ward, 300, 190m);
        Cuff(ward, 301, 190m);
        Cuff(ward, 300, 190m);
        Cuff(ward, 600, 120m);
        ward.Observe(At(ward, 400, new Sample(Metric.NibpSystolic, 170m, Quality.Valid)));
        ward.After(1).Cuff(190m, own: ward.Start.AddSeconds(300));

        ward.Charted.Select(vital => (vital.At, vital.Nibp!.Value.Systolic)).ShouldBe(
            [(ward.Start.AddSeconds(600), 120m), (ward.Start.AddSeconds(300), 190m)]);
        ward.Live[Metric.NibpSystolic]!.Value.Value.ShouldBe(120m);
        ward.CountRaised("systolic-high").ShouldBe(0);
    }

    [Fact]
    public void GivenACuffMeasurementChartedLate_WhenTheMonitorThenShowsIt_ThenItIsLive_AndNotChartedAgain()
    {
        var ward = new Ward().Infusing().At(600);
        Cuff(ward, 590, 150m);
        ward.Cuff(150m, own: ward.Start.AddSeconds(590));

        ward.Charted.ShouldHaveSingleItem();
        ward.Live[Metric.NibpSystolic]!.Value.Value.ShouldBe(150m);
    }

    [Fact]
    public void GivenALateHighCuffMeasurement_ThenItConfirmsNothing_ButDatesBackWhatALiveOneBegan()
    {
        var ward = new Ward().Infusing().At(600);
        ward.Cuff(190m, own: ward.Now);
        Cuff(ward, 400, 188m);
        ward.After(5).Cuff(190m, own: ward.Start.AddSeconds(600));
        ward.CountRaised("systolic-high").ShouldBe(0);

        ward.At(700).Cuff(191m, own: ward.Now);
        ward.OnlyAlarm("systolic-high").Onset.ShouldBe(ward.Start.AddSeconds(400));
    }

    [Fact]
    public void GivenALatePumpReading_ThenVolumeSegmentsAndRateStay()
    {
        var ward = new Ward().Infusing().At(10);
        ward.Pump(PumpStatus.Infusing, 52.5m, 10m, programmed: 52.5m);
        var missing = ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, 500m, Quality.Valid), new Sample(Metric.PumpRateProgrammed, 90m, Quality.Valid))
            with
        { Pump = new PumpState(PumpStatus.NotInfusing, PumpMode.Continuous, null) };
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 10.5m, programmed: 52.5m);
        var (events, delivered, pump, live) = (ward.Events.Count, ward.Live.Delivered, ward.Live.Pump, ward.Live[Metric.PumpRateProgrammed]);
        ward.Observe(missing).ShouldBe(ObserveOutcome.Late);
        ward.All<TelemetryGapClosed>().ShouldHaveSingleItem();
        ward.Observe(missing with { Seq = 90, FlaggedLate = true }).ShouldBe(ObserveOutcome.Late);

        (ward.Live.Delivered, ward.Live.Pump, ward.Live[Metric.PumpRateProgrammed]).ShouldBe((delivered, pump, live));
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 11m, programmed: 52.5m, device: "pump-1");
        ward.Events.Skip(events).ShouldAllBe(each => each.Event is TelemetryGapClosed || each.Event is TelemetryGapOpened);
        ward.Rebuilt(null).Sessions[Ward.FirstSession].Delivered.ShouldBe(ward.Live.Delivered);
    }

    [Fact]
    public void GivenARestart_ThenLateReadingsFillTheSameMinutes_AndTheInterruptionToo()
    {
        var (ran, restarted) = (new Ward().Infusing().At(10), new Ward().Infusing().At(10));
        foreach (var ward in new[] { ran, restarted })
        {
            ward.Vital(Metric.SpO2, 97m);
            ward.At(200).Pump(PumpStatus.Infusing, 52.5m, 1m);
            Late(ward, 130, Metric.SpO2, 94m);
        }

        restarted.Restart();
        foreach (var ward in new[] { ran, restarted })
        {
            Late(ward, 130, Metric.SpO2, 93m);
            Late(ward, 75, Metric.SpO2, 93m);
            ward.At(241);
        }

        restarted.Charted.ShouldBe(ran.Charted);
    }

    [Fact]
    public void GivenAnInterruption_ThenItsMinutesAreChartedAsHavingNoValue_UntilLateOnesFillThem()
    {
        var ward = new Ward().Infusing().At(10);
        ward.Vital(Metric.SpO2, 97m);
        var state = ward.Rebuilt(null);
        var sink = new FindingSink();
        var back = ward.Now.AddMinutes(5);
        state.TickedThrough = back;
        ClinicEngine.Tick(state, back, sink);
        sink.Charted.Select(vital => (vital.Minute, vital.Value)).ShouldBe(
            Enumerable.Range(1, 4).Select(minute => (ward.Start.AddMinutes(minute), (decimal?)null)));
        sink.Clear();

        ClinicEngine.Observe(state, At(ward, 130, new Sample(Metric.SpO2, 95m, Quality.Valid)) with { ReceivedAt = back }, back, sink);
        sink.Charted.ShouldHaveSingleItem().Minute.ShouldBe(ward.Start.AddMinutes(2));
    }

    static void Late(Ward ward, int second, Metric metric, decimal value) =>
        ward.Observe(At(ward, second, new Sample(metric, value, Quality.Valid))).ShouldBe(ObserveOutcome.Late);

    static void Cuff(Ward ward, int second, decimal systolic) => ward.Observe(At(
        ward,
        second,
        new Sample(Metric.NibpSystolic, systolic, Quality.Valid, ward.Start.AddSeconds(second)), new Sample(Metric.NibpDiastolic, 80m, Quality.Valid, ward.Start.AddSeconds(second)),
        new Sample(Metric.NibpMean, 95m, Quality.Valid, ward.Start.AddSeconds(second)))).ShouldBe(ObserveOutcome.Late);

    static Reading At(Ward ward, int second, params ReadOnlySpan<Sample> samples) =>
        ward.NewReading("mon-1", samples) with { At = ward.Start.AddSeconds(second), FlaggedLate = true };
}
