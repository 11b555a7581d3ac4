using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>A late value for a minute that is still open.</summary>
readonly record struct LateSample(DateTimeOffset At, decimal Value, string Device)
{
    public bool IsBefore(in LateSample other) => At < other.At || (At == other.At && Value < other.Value);
}

/// <summary>Which minutes of an open session have their charted sample, and which are charted as having none.</summary>
sealed class ChartedMinutes
{
    static readonly ChartedKind[] Kinds =
    [
        ChartedKind.HeartRate, ChartedKind.SpO2, ChartedKind.RespiratoryRate, ChartedKind.EtCO2, ChartedKind.Temperature,
    ];

    readonly DateTimeOffset?[] _charted = new DateTimeOffset?[8];
    readonly MinuteSet?[] _absent = new MinuteSet?[8];
    readonly LateSample?[] _late = new LateSample?[8];
    ulong _reported;

    /// <summary>The first minute not yet closed; null while nothing is charted.</summary>
    public DateTimeOffset? Open { get; set; }

    /// <summary>
    /// After a start: the minutes since the last one known are closed by the next tick, so that the interruption is charted as
    /// having no values and late readings can fill it.
    /// </summary>
    public void OpenFrom(DateTimeOffset now)
    {
        var earliest = Floor(now - MinuteSet.Span);
        Open = Open is not { } open ? Floor(now) : open < earliest ? earliest : open;
    }

    /// <summary>Kinds with a minute grid: all but blood pressure.</summary>
    public static ReadOnlySpan<ChartedKind> OnGrid => Kinds;

    public static DateTimeOffset Floor(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    public void Report(Metric metric) => _reported |= 1ul << (int)metric;

    public void Forget(Metric metric) => _reported &= ~(1ul << (int)metric);

    /// <summary>The kind a metric is charted as. The pulse is the heart rate where the monitor gives no other.</summary>
    public ChartedKind KindOf(Metric metric) => metric switch
    {
        Metric.HeartRate => ChartedKind.HeartRate,
        Metric.PulseRate => HasReported(Metric.HeartRate) ? ChartedKind.Unknown : ChartedKind.HeartRate,
        Metric.SpO2 => ChartedKind.SpO2,
        Metric.RespiratoryRate => ChartedKind.RespiratoryRate,
        Metric.EtCO2 => ChartedKind.EtCO2,
        Metric.Temperature => ChartedKind.Temperature,
        _ => ChartedKind.Unknown,
    };

    /// <summary>Whether the attached monitor ever spoke of this kind, be it to say "no value".</summary>
    public bool HasReported(ChartedKind kind) => kind switch
    {
        ChartedKind.HeartRate => HasReported(Metric.HeartRate) || HasReported(Metric.PulseRate),
        ChartedKind.SpO2 => HasReported(Metric.SpO2),
        ChartedKind.RespiratoryRate => HasReported(Metric.RespiratoryRate),
        ChartedKind.EtCO2 => HasReported(Metric.EtCO2),
        ChartedKind.Temperature => HasReported(Metric.Temperature),
        _ => false,
    };

    public bool IsCharted(ChartedKind kind, DateTimeOffset minute) => _charted[(int)kind] >= minute;

    /// <summary>Whether the minute of that time is open, or later than any open one, and has its sample: true of nearly every reading.</summary>
    public bool HasSampleAt(ChartedKind kind, DateTimeOffset at) =>
        _charted[(int)kind] is { } minute && (at - minute).Ticks < TimeSpan.TicksPerMinute && !(at < Open);

    /// <summary>The minute is charted as having no value.</summary>
    public void MarkAbsent(ChartedKind kind, DateTimeOffset minute) => (_absent[(int)kind] ??= new MinuteSet()).Add(minute);

    /// <summary>
    /// A late value for a closed minute without one. For a minute still open it waits, the earliest of them, until the close:
    /// a live one goes first. Minutes nobody watched stay uncharted.
    /// </summary>
    /// <returns>True: to be charted now.</returns>
    public bool TryChartLate(ChartedKind kind, in LateSample late)
    {
        var minute = Floor(late.At);
        if (Open is null || minute < Open)
        {
            return TryFill(kind, minute);
        }

        if (_late[(int)kind] is not { } waiting || Floor(waiting.At) < minute || late.IsBefore(waiting))
        {
            _late[(int)kind] = late;
        }

        return false;
    }

    /// <summary>The late value that waits for the close of this minute; null: none does.</summary>
    public LateSample? LateOf(ChartedKind kind, DateTimeOffset minute) =>
        _late[(int)kind] is { } late && Floor(late.At) == minute ? late : null;

    /// <returns>False: this minute has its sample, or was closed with it.</returns>
    public bool TryChart(ChartedKind kind, DateTimeOffset minute)
    {
        if (minute < Open)
        {
            return TryFill(kind, minute);
        }

        if (IsCharted(kind, minute))
        {
            return false;
        }

        _charted[(int)kind] = minute;
        return true;
    }

    bool TryFill(ChartedKind kind, DateTimeOffset minute) => _absent[(int)kind] is { } absent && absent.Remove(minute);

    bool HasReported(Metric metric) => (_reported & (1ul << (int)metric)) != 0;
}
