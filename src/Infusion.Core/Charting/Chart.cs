using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>Which samples are charted. Without a sink the minutes are only marked as charted.</summary>
static class Chart
{
    /// <summary>The first valid sample of a kind in its minute.</summary>
    public static void Samples(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime, FindingSink? sink)
    {
        if (!live.State.IsMonitored)
        {
            return;
        }

        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            var kind = live.Minutes.KindOf(sample.Metric);
            if (kind == ChartedKind.Unknown || sample.Quality != Quality.Valid)
            {
                continue;
            }

            var at = live.TimeOf(sample, reading, chartTime);
            if (live.Minutes.HasSampleAt(kind, at))
            {
                continue;
            }

            var minute = ChartedMinutes.Floor(at);
            if (at >= device.AttachedAt && live.Minutes.TryChart(kind, minute))
            {
                sink?.Charted.Add(new ChartedVital(
                    live.State.Id, live.State.Patient, kind, minute, at, reading.Device, sample.Value, null, Quality.Valid));
            }
        }
    }

    /// <summary>A late sample: for a minute that has no value, charted as such or when it closes.</summary>
    public static void Late(SessionLive live, string device, in Sample sample, DateTimeOffset at, FindingSink? sink)
    {
        var kind = live.Minutes.KindOf(sample.Metric);
        if (kind != ChartedKind.Unknown && sample is { Quality: Quality.Valid, Value: { } value }
            && live.Minutes.TryChartLate(kind, new LateSample(at, value, device)))
        {
            sink?.Charted.Add(new ChartedVital(
                live.State.Id, live.State.Patient, kind, ChartedMinutes.Floor(at), at, device, value, null, Quality.Valid));
        }
    }

    /// <summary>A distinct cuff measurement, at its own time.</summary>
    public static void Cuff(SessionLive live, in CuffMeasurement measurement, string device, FindingSink? sink) =>
        sink?.Charted.Add(new ChartedVital(
            live.State.Id, live.State.Patient, ChartedKind.BloodPressure, measurement.At, measurement.At, device,
            null, measurement.Pressure, measurement.Quality));

    /// <summary>What a person measured, at its own time, beside what devices have for that minute.</summary>
    /// <param name="isWithdrawn">It was charted, and is taken back.</param>
    public static void ByHand(SessionLive live, VitalsCharted charted, FindingSink sink, bool isWithdrawn = false)
    {
        foreach (var each in charted.Values)
        {
            var kind = KindByHand(each.Metric);
            if (kind != ChartedKind.Unknown)
            {
                sink.Charted.Add(new ChartedVital(
                    live.State.Id, live.State.Patient, kind, charted.At, charted.At, null, each.Value, null, Quality.Valid)
                { By = charted.By, IsWithdrawn = isWithdrawn });
            }
        }

        var pressure = new NibpMeasurement(
            ValueOf(charted, Metric.NibpSystolic), ValueOf(charted, Metric.NibpDiastolic), ValueOf(charted, Metric.NibpMean));
        if (pressure is not (null, null, null))
        {
            sink.Charted.Add(new ChartedVital(
                live.State.Id, live.State.Patient, ChartedKind.BloodPressure, charted.At, charted.At, null, null, pressure, Quality.Valid)
            {
                By = charted.By,
                IsWithdrawn = isWithdrawn,
            });
        }
    }

    static ChartedKind KindByHand(Metric metric) => metric switch
    {
        Metric.HeartRate => ChartedKind.HeartRate,
        Metric.SpO2 => ChartedKind.SpO2,
        Metric.RespiratoryRate => ChartedKind.RespiratoryRate,
        Metric.EtCO2 => ChartedKind.EtCO2,
        Metric.Temperature => ChartedKind.Temperature,
        _ => ChartedKind.Unknown,
    };

    static decimal? ValueOf(VitalsCharted charted, Metric metric)
    {
        foreach (var each in charted.Values)
        {
            if (each.Metric == metric)
            {
                return each.Value;
            }
        }

        return null;
    }

    /// <summary>Closes every minute that has ended: a kind without a live sample is charted by a late one, or as having none.</summary>
    public static void Close(SessionLive live, DateTimeOffset second, FindingSink? sink)
    {
        var minutes = live.Minutes;
        if (!live.State.IsMonitored || live.State.Attached(DeviceKind.Monitor) is not { } monitor)
        {
            minutes.Open = null;
            return;
        }

        var open = minutes.Open ?? ChartedMinutes.Floor(second);
        for (; open.AddMinutes(1) <= second; open = open.AddMinutes(1))
        {
            foreach (var kind in ChartedMinutes.OnGrid)
            {
                if (!minutes.HasReported(kind) || minutes.IsCharted(kind, open))
                {
                    continue;
                }

                var late = minutes.LateOf(kind, open);
                if (late is null)
                {
                    minutes.MarkAbsent(kind, open);
                }

                sink?.Charted.Add(new ChartedVital(
                    live.State.Id, live.State.Patient, kind, open, late?.At ?? open, late?.Device ?? monitor.Device,
                    late?.Value, null, late is null ? Quality.Invalid : Quality.Valid));
            }
        }

        minutes.Open = open;
    }
}
