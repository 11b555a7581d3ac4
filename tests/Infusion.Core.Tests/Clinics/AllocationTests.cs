using Infusion.Core.Clinics;
using Infusion.Core.Charting;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Safety;

namespace Infusion.Core.Tests.Clinics;

public class AllocationTests
{
    /// <summary>A whole minute of both devices, and its ticks, with nothing to say: not one byte.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenAQuietMinute_WhenObservedAndTicked_ThenNothingIsAllocated(bool isStaged)
    {
        var ward = isStaged ? Bed.Infusing() : new Ward().Infusing().After(1);
        var sink = new FindingSink();
        Run(ward, sink, Minute(ward, 300));
        sink.Clear();
        var readings = Minute(ward.At(302), 50);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(ward, sink, readings);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        sink.Events.ShouldBeEmpty();
        allocated.ShouldBe(0);
    }

    /// <summary>The same while an alarm stands that somebody has accepted.</summary>
    [Fact]
    public void GivenAnAlarmThatStands_WhenNothingMoreHappens_ThenNothingIsAllocated()
    {
        var ward = new Ward(new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Value = 98m })).Infusing().After(1);
        var sink = new FindingSink();
        Run(ward, sink, Minute(ward, 30));
        ward.At(32).Accept(new AcceptAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.OnlyAlarm("spo2-low").Id));
        Run(ward, sink, Minute(ward, 300));
        sink.Clear();
        var readings = Minute(ward.At(334), 50);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(ward, sink, readings);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        sink.Events.ShouldBeEmpty();
        allocated.ShouldBe(0);
    }

    /// <summary>What was charted is remembered for hours, in memory that is taken once.</summary>
    [Fact]
    public void GivenACuffThatIsCharted_WhenItMeasuresAgainAndAgain_ThenNothingMoreIsAllocated()
    {
        var ward = new Ward().Infusing().After(1);
        var sink = new FindingSink();
        Run(ward, sink, Cuffs(ward, 10));
        sink.Clear();
        var readings = Cuffs(ward.At(1_000), 70);

        var allocated = 0L;
        foreach (var reading in readings)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(ward, sink, reading);
            allocated += sink.Events.Count == 0 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            sink.Charted.ShouldContain(vital => vital.Kind == ChartedKind.BloodPressure);
            sink.Clear();
        }

        allocated.ShouldBe(0);
    }

    static Reading[] Cuffs(Ward ward, int count)
    {
        var start = ward.Now;
        return
        [
            .. Enumerable.Range(0, count).Select(minute => start.AddMinutes(minute)).Select((at, minute) => ward.NewReading(
                "mon-1",
                new Sample(Metric.NibpSystolic, 120m + (minute % 3), Quality.Valid, at), new Sample(Metric.NibpDiastolic, 80m, Quality.Valid, at))
                with { At = at, ReceivedAt = at }),
        ];
    }

    static void Run(Ward ward, FindingSink sink, params ReadOnlySpan<Reading> readings)
    {
        foreach (var reading in readings)
        {
            ClinicEngine.Observe(ward.State, reading, reading.ReceivedAt, sink);
            ClinicEngine.Tick(ward.State, reading.ReceivedAt, sink);
        }
    }

    static Reading[] Minute(Ward ward, int seconds)
    {
        var start = ward.Now;
        return
        [
            .. Enumerable.Range(0, seconds).SelectMany(second => new[]
            {
                ward.NewReading(
                    "mon-1",
                    new Sample(Metric.HeartRate, 71m, Quality.Valid), new Sample(Metric.PulseRate, 71m, Quality.Valid),
                    new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample(Metric.RespiratoryRate, 12m, Quality.Valid),
                    new Sample(Metric.NibpSystolic, 131m, Quality.Valid, Ward.DefaultStart.AddSeconds(2)), new Sample(Metric.NibpDiastolic, 80m, Quality.Valid, Ward.DefaultStart.AddSeconds(2)))
                    with { At = start.AddSeconds(second), ReceivedAt = start.AddSeconds(second) },
                ward.NewReading(
                    "pump-1",
                    new Sample(Metric.PumpRateProgrammed, 52.5m, Quality.Valid), new Sample(Metric.PumpRateCurrent, 52.4m, Quality.Valid),
                    new Sample(Metric.VolumeDeliveredTotal, 10m + (second * 0.0001m), Quality.Valid))
                    with { At = start.AddSeconds(second), ReceivedAt = start.AddSeconds(second), Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine") },
            }),
        ];
    }
}
