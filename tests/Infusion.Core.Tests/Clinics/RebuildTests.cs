using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class RebuildTests
{
    [Fact]
    public void GivenAStateThatRan_WhenRebuiltFromEventsAndReadings_ThenTheSame()
    {
        var ward = EventfulSession();
        var rebuilt = ward.Rebuilt(null);

        var (ran, again) = (ward.Live, rebuilt.Sessions[Ward.FirstSession]);
        foreach (var metric in Enum.GetValues<Metric>())
        {
            again[metric].ShouldBe(ran[metric]);
            again.TrendOf(metric).ShouldBe(ran.TrendOf(metric));
            again.HadValue(metric).ShouldBe(ran.HadValue(metric));
        }

        (again.Delivered, again.DeliveredAsOf, again.Pump, again.NibpClockAt).ShouldBe((ran.Delivered, ran.DeliveredAsOf, ran.Pump, ran.NibpClockAt));
        again.State.Phase.ShouldBe(ran.State.Phase);
        (again.State.OpenSegment, again.State.ClosedSegmentsVolume).ShouldBe((ran.State.OpenSegment, ran.State.ClosedSegmentsVolume));
        again.State.Associations.ShouldBe(ran.State.Associations);
        again.State.Alarms.Values.ShouldBe(ran.State.Alarms.Values, ignoreOrder: true);
        again.State.Alarms.ShouldNotBeEmpty();
        rebuilt.Alarms.Values.ShouldBe(ward.State.Alarms.Values);
        rebuilt.Devices.Values.Select(device => (device.Device, device.Session, device.AttachedAt, device.Clock.Offset, device.TotalMl))
            .ShouldBe(ward.State.Devices.Values.Select(device => (device.Device, device.Session, device.AttachedAt, device.Clock.Offset, device.TotalMl)));
    }

    [Fact]
    public void GivenARestart_ThenTheInterruptionIsChartedOnce_AndTheRestGoesOnAsIfItHadNotBeen()
    {
        var (ran, restarted) = (EventfulSession(), EventfulSession().Restart());
        restarted.All<MonitoringInterrupted>().ShouldBeEmpty();
        Continue(ran);
        Continue(restarted);

        restarted.Live.Delivered.ShouldBe(ran.Live.Delivered);
        restarted.Charted.ShouldBe(ran.Charted);
        restarted.Live.State.Alarms.Values.Select(alarm => (alarm.Id, alarm.Presence))
            .ShouldBe(ran.Live.State.Alarms.Values.Select(alarm => (alarm.Id, alarm.Presence)), ignoreOrder: true);
    }

    [Fact]
    public void GivenAnOutage_WhenResumed_ThenItIsChartedFromTheLastInput_ForSessionsUnderWayOnly()
    {
        var ward = new Ward().Infusing().After(10);
        ward.Accept(new PlanSession(ward.NextId(), Ward.SecondSession, "nurse-1", "b2", Ward.SecondSession, Ward.Order) { History = DoseHistory.Nothing });
        ward.Vital(Metric.SpO2, 97m);
        var last = ward.Now;
        var state = Ward.NewState();
        foreach (var stored in ward.Events)
        {
            ClinicEngine.Restore(state, stored);
        }

        var sink = new FindingSink();
        var now = last.AddSeconds(90.5);
        ClinicEngine.Resume(state, last, now, sink);

        var interruption = sink.Events.ShouldHaveSingleItem();
        interruption.Stream.ShouldBe(Ward.FirstSession);
        interruption.Event.ShouldBe(new MonitoringInterrupted(now, last, now));
        state.TickedThrough.ShouldBe(last.AddSeconds(90));
    }

    [Fact]
    public void GivenReadingsOfUnknownDevicesOrCopies_WhenRecalled_ThenTheyChangeNothing()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(Metric.SpO2, 97m);
        ward.Observe(ward.Stored[0] with { Device = "toaster" });
        ward.Observe(ward.Stored[0] with { Samples = [new Sample(Metric.SpO2, 1m, Quality.Valid)] });

        ward.Rebuilt(null).Sessions[Ward.FirstSession][Metric.SpO2].ShouldBe(ward.Live[Metric.SpO2]);
    }

    [Fact]
    public void GivenStoredEventsOfAClosedSession_WhenRestored_ThenItIsNotOpen()
    {
        var ward = new Ward().Infusing();
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1"));
        var state = ward.Rebuilt(null);
        ClinicEngine.Restore(state, new StreamEvent(Ward.FirstSession, new NoteWritten(ward.Now, Guid.Empty, "nurse-1"), null, null));

        state.Sessions.ShouldBeEmpty();
    }

    static Ward EventfulSession()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second < 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 20m, second, device: "pump-2");
            ward.Pump(PumpStatus.NotInfusing, 0m, 500m);
        }

        ward.Infusing().After(1);
        var total = 500m;
        for (var second = 0; second < 150; second++, ward.After(1))
        {
            total = second == 100 ? 0.2m : total + 0.0145m;
            var percent = second is > 20 and < 60 ? 85m : 97m;
            ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, percent, Quality.Valid)) with { At = ward.Now.AddSeconds(-3.2), FlaggedLate = second % 40 == 7 });
            ward.Pump(PumpStatus.Infusing, second < 50 ? 52.5m : 75m, total);
        }

        ward.Cuff(131m, own: ward.Now.AddSeconds(-4));
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1")).Attach("mon-1", DeviceKind.Monitor).After(1);
        ward.Vital(Metric.SpO2, 96m);
        ward.Attach("pump-1", DeviceKind.Pump).After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, total + 0.5m);
        ward.Live.Delivered.ShouldNotBeNull();
        ward.State.Alarms.ShouldNotBeEmpty();
        return ward;
    }

    static void Continue(Ward ward)
    {
        for (var second = 0; second < 130; second++, ward.After(1))
        {
            ward.Vital(Metric.SpO2, second < 30 ? 85m : 97m);
            ward.Pump(PumpStatus.Infusing, 52.5m, 10m + (second * 0.0145m));
        }
    }
}
