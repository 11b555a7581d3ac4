using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

public sealed record NibpPoint(long At, decimal? Systolic, decimal? Diastolic, decimal? Mean);

/// <param name="Missing">How many messages of its numbering are missing there; null: silence alone, no number is missing.</param>
public sealed record TelemetryGap(long From, long To, string Device, long? Missing);

/// <param name="Values">By hr, spo2, rr, etco2, temp, systolic, diastolic, mean; in the metrics' units.</param>
public sealed record HandPoint(long At, string By, IReadOnlyDictionary<string, decimal> Values);

public sealed record ReviewPoint(long At, string Key, string Device, VitalVerdict Verdict, string By);

/// <summary>Points are [epoch milliseconds, value]; null is "no value", an absent stretch is a gap.</summary>
public sealed record TrendsView(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyDictionary<string, List<object?[]>> Vitals,
    IReadOnlyList<NibpPoint> Nibp,
    List<object?[]> RateMlPerHour,
    List<object?[]> GivenMg,
    IReadOnlyList<TelemetryGap> Gaps)
{
    /// <summary>What people measured, apart from what devices did.</summary>
    public IReadOnlyList<HandPoint> ByHand { get; init; } = [];

    /// <summary>What people said of values that devices measured. The values stand in their series.</summary>
    public IReadOnlyList<ReviewPoint> Reviews { get; init; } = [];
}

/// <summary>A session's readings as series to draw. Pure.</summary>
static class TrendBuilder
{
    /// <summary>More points than a screen has pixels help nobody.</summary>
    const int MaxPoints = 2_400;

    static readonly Dictionary<Metric, string> HandKeys = new()
    {
        [Metric.HeartRate] = "hr",
        [Metric.SpO2] = "spo2",
        [Metric.RespiratoryRate] = "rr",
        [Metric.EtCO2] = "etco2",
        [Metric.Temperature] = "temp",
        [Metric.NibpSystolic] = "systolic",
        [Metric.NibpDiastolic] = "diastolic",
        [Metric.NibpMean] = "mean",
    };

    static readonly Dictionary<Metric, string> Vitals = new()
    {
        [Metric.HeartRate] = "hr",
        [Metric.PulseRate] = "pulse",
        [Metric.SpO2] = "spo2",
        [Metric.RespiratoryRate] = "rr",
        [Metric.EtCO2] = "etco2",
        [Metric.Temperature] = "temp",
    };

    /// <summary>What people measured in that time, apart from what devices did.</summary>
    public static IReadOnlyList<HandPoint> ByHand(IEnumerable<SessionEvent> events, DateTimeOffset from, DateTimeOffset to) =>
        [.. Withdrawals.Standing([.. events]).OfType<VitalsCharted>().Where(each => each.At >= from && each.At <= to).OrderBy(each => each.At).Select(each => new HandPoint(
            each.At.ToUnixTimeMilliseconds(), each.By,
            each.Values.Where(value => HandKeys.ContainsKey(value.Metric)).ToDictionary(value => HandKeys[value.Metric], value => value.Value)))];

    public static IReadOnlyList<ReviewPoint> Reviews(IEnumerable<SessionEvent> events, DateTimeOffset from, DateTimeOffset to) =>
        [.. events.OfType<VitalReviewed>().Where(each => each.At >= from && each.At <= to && KeyOf(each.Metric) is not null).Select(each =>
            new ReviewPoint(each.At.ToUnixTimeMilliseconds(), KeyOf(each.Metric)!, each.Device, each.Verdict, each.By))];

    static string? KeyOf(Metric metric) => metric == Metric.PulseRate ? "pulse" : HandKeys.GetValueOrDefault(metric);

    public static TrendsView Build(SessionState state, IReadOnlyList<StoredReading> readings, DateTimeOffset from, DateTimeOffset to)
    {
        var vitals = Vitals.Values.ToDictionary(key => key, _ => new List<object?[]>());
        var (rate, given) = (new List<object?[]>(), new List<object?[]>());
        var nibp = new SortedDictionary<long, NibpPoint>();
        var gaps = new List<TelemetryGap>();
        var step = TimeSpan.FromTicks(Math.Max(0, (to - from).Ticks / MaxPoints));
        var volume = new VolumeCounter();
        foreach (var device in readings.GroupBy(stored => stored.Reading.Device).OrderBy(group => group.Min(stored => stored.At)))
        {
            var cuff = new CuffMemory();
            var next = DateTimeOffset.MinValue;
            Association? attached = null;
            decimal? total = null;
            volume.Begin(null);
            gaps.AddRange(TrendGaps.Of(state, device.Key, [.. device]));
            foreach (var stored in device.OrderBy(stored => stored.At))
            {
                var before = total;
                total = TotalOf(stored.Reading) ?? total;
                if (state.Associations.FirstOrDefault(association => association.Device == device.Key && association.Covers(stored.At)) is not { } here)
                {
                    continue;
                }

                if (attached is not null && here != attached)
                {
                    // What it gave elsewhere meanwhile is not this session's.
                    volume.Begin(before);
                }

                attached = here;

                AddNibp(nibp, cuff, stored);
                Count(volume, stored.Reading);
                if (stored.At < next)
                {
                    continue;
                }

                next = stored.At + step;
                AddValues(vitals, rate, stored);
                if (IsPump(state, device.Key) && volume.Total is { } delivered)
                {
                    given.Add(Point(stored.At, (delivered * state.Order.Concentration).Milligrams));
                }
            }
        }

        return new TrendsView(from, to, vitals, [.. nibp.Values], rate, given, gaps);
    }

    static void AddValues(Dictionary<string, List<object?[]>> vitals, List<object?[]> rate, StoredReading stored)
    {
        foreach (var sample in stored.Reading.Samples)
        {
            if (Vitals.TryGetValue(sample.Metric, out var key))
            {
                vitals[key].Add(Point(stored.At, sample.Value));
            }
            else if (sample.Metric is Metric.PumpRateCurrent)
            {
                rate.Add(Point(stored.At, sample.Value));
            }
        }
    }

    static void AddNibp(SortedDictionary<long, NibpPoint> nibp, CuffMemory cuff, StoredReading stored)
    {
        if (cuff.Take(stored.Reading, stored.At, clockIsUnsettled: false) is { Pressure: { Systolic: not null } pressure } measurement)
        {
            var at = measurement.At.ToUnixTimeMilliseconds();
            nibp.TryAdd(at / 1000, new NibpPoint(at, pressure.Systolic, pressure.Diastolic, pressure.Mean));
        }
    }

    static object?[] Point(DateTimeOffset at, decimal? value) => [at.ToUnixTimeMilliseconds(), value];

    static bool IsPump(SessionState state, string device) =>
        state.Associations.Any(association => association.Device == device && association.Kind is DeviceKind.Pump);

    static void Count(VolumeCounter volume, Reading reading)
    {
        if (TotalOf(reading) is { } total)
        {
            volume.Take(total);
        }
    }

    static decimal? TotalOf(Reading reading) => reading.Samples.LastOrDefault(sample => sample.Metric is Metric.VolumeDeliveredTotal && sample.Value is not null).Value;
}
