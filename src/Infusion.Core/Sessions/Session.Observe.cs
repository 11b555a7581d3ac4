using Infusion.Core.Charting;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>
    /// A live reading of an attached device: values, charted samples, delivery. Changes <paramref name="live"/> only
    /// (and its device's cuff memory), and allocates nothing where nothing happens.
    /// </summary>
    internal static void Observe(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime, FindingSink sink, in EventStream stream)
    {
        var bolus = Absorb(live, device, reading, chartTime, sink);
        if (device.Kind == DeviceKind.Pump)
        {
            live.Segments.Take(live, device, bolus, chartTime, stream);
            live.Container.Take(live, device, reading, chartTime, stream);
        }
    }

    /// <summary>The same without a word: values, dose and charted minutes as <see cref="Observe"/> left them.</summary>
    internal static void Recall(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime) =>
        Absorb(live, device, reading, chartTime, null);

    /// <summary>What a pump gave counts for the session it was attached to then, also after it was released.</summary>
    internal static Volume? Count(SessionLive live, DeviceLive device, DateTimeOffset attachedAt, Reading reading, DateTimeOffset chartTime)
    {
        var bolus = live.Account.Take(device, attachedAt, reading);
        live.Delivered = live.Account.Delivered;
        live.DeliveredAsOf = live.Delivered is null ? null : chartTime;
        live.Estimate.Take(device, attachedAt, reading, chartTime, live.Delivered, live.State.Order);
        return bolus;
    }

    static Volume? Absorb(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime, FindingSink? sink)
    {
        if (device.Kind == DeviceKind.Pump)
        {
            var bolus = Count(live, device, device.AttachedAt ?? chartTime, reading, chartTime);
            device.Take(reading, chartTime);
            live.Pump = device.Pump;
            live.PumpAt = chartTime;
            live.Flow.Take(device, live.Delivered, live.Account.WentBack is not null, chartTime);
            TakeSamples(live, device, reading, chartTime);
            return bolus;
        }

        device.Take(reading, chartTime);
        live.MonitorHeardAt = chartTime;
        TakeSamples(live, device, reading, chartTime);
        if (device.Cuff.Take(reading, chartTime, device.Clock.IsUnsettled) is { } measurement && measurement.At >= device.AttachedAt)
        {
            live.Take(measurement, reading);
            sink?.ChairsChanged.Add(live.State.Chair);
            var isCharted = live.State.IsMonitored || live.State.Monitored(reading.Device, measurement.At);
            if (isCharted && device.Cuff.TryChart(measurement, isLate: false))
            {
                Chart.Cuff(live, measurement, reading.Device, sink);
            }
        }

        Chart.Samples(live, device, reading, chartTime, sink);
        return null;
    }

    static void TakeSamples(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime)
    {
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            if (!MetricTable.IsFrom(sample.Metric, device.Kind))
            {
                continue;
            }

            live.Minutes.Report(sample.Metric);
            var at = live.TimeOf(sample, reading, chartTime);
            if (!IsCuffPressure(sample.Metric) && at >= device.AttachedAt)
            {
                live.Take(sample, at, reading);
            }
        }
    }

    static bool IsCuffPressure(Metric metric) => metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean;
}
