using Infusion.Core.Charting;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>
    /// A late reading of a monitor that was attached here at its time: fills charted minutes without a value, charts cuff
    /// measurements not charted yet, and is kept as evidence of since when. Live values, pump and dose stay as they are.
    /// </summary>
    /// <param name="sink">Null at start: the same without a word.</param>
    internal static void TakeLate(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime, Clinics.FindingSink? sink)
    {
        foreach (var sample in reading.Samples)
        {
            var at = OwnTime.OnChart(sample.MeasuredAt, reading.At, chartTime);
            if (IsCuffPressure(sample.Metric) || !MetricTable.IsFrom(sample.Metric, device.Kind) || !live.State.Monitored(device.Device, at))
            {
                continue;
            }

            Chart.Late(live, device.Device, sample, at, sink);
            live.Late.Add(sample.Metric, new LateValue(at, sample.Value, sample.Quality));
        }

        if (CuffMemory.Read(reading, chartTime) is { } measurement
            && live.State.Monitored(device.Device, measurement.At)
            && device.Cuff.TryChart(measurement, isLate: true))
        {
            Chart.Cuff(live, measurement, device.Device, sink);
            live.Late.Add(Metric.NibpSystolic, new LateValue(measurement.At, measurement.Pressure.Systolic, measurement.Quality));
            live.Late.Add(Metric.NibpDiastolic, new LateValue(measurement.At, measurement.Pressure.Diastolic, measurement.Quality));
            live.Late.Add(Metric.NibpMean, new LateValue(measurement.At, measurement.Pressure.Mean, measurement.Quality));
        }
    }
}
