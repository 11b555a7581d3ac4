using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>Which minutes of an open session have their charted sample.</summary>
sealed class ChartedMinutes
{
    static readonly ChartedKind[] Kinds =
    [
        ChartedKind.HeartRate, ChartedKind.SpO2, ChartedKind.RespiratoryRate, ChartedKind.EtCO2, ChartedKind.Temperature,
    ];

    readonly DateTimeOffset?[] _charted = new DateTimeOffset?[8];
    ulong _reported;

    /// <summary>The first minute not yet closed; null while nothing is charted.</summary>
    public DateTimeOffset? Open { get; set; }

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

    /// <returns>False: this minute has its sample, or is closed.</returns>
    public bool TryChart(ChartedKind kind, DateTimeOffset minute)
    {
        if (minute < Open || IsCharted(kind, minute))
        {
            return false;
        }

        _charted[(int)kind] = minute;
        return true;
    }

    bool HasReported(Metric metric) => (_reported & (1ul << (int)metric)) != 0;
}
