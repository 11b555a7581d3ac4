using Infusion.Core.Clinics;
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

    static void Run(Ward ward, FindingSink sink, Reading[] readings)
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
