using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>What is charted of a vital in one minute.</summary>
/// <param name="At">When it was measured, chart time.</param>
/// <param name="IsLate">It came when its minute was over.</param>
public readonly record struct MinuteValue(DateTimeOffset At, decimal Value, string Device, bool IsLate);

/// <summary>
/// The vitals of a session minute by minute, told once more from its stored readings: the first valid live value at or after the
/// minute's start, or else the earliest late one. Of blood pressure every measurement counts, so it is not here.
/// </summary>
public sealed class MinuteChart
{
    static readonly Metric[] Metrics =
    [
        Metric.HeartRate, Metric.PulseRate, Metric.SpO2, Metric.RespiratoryRate, Metric.EtCO2, Metric.Temperature,
    ];

    readonly DateTimeOffset _from;
    readonly MinuteRow?[] _rows;

    MinuteChart(DateTimeOffset from, MinuteRow?[] rows) => (_from, _rows) = (from, rows);

    public static ReadOnlySpan<Metric> OnGrid => Metrics;

    /// <summary>From the minute of the beginning.</summary>
    public int Minutes => _rows.Length;

    /// <summary>Whether the metric had a value in any minute.</summary>
    public bool Has(Metric metric) => Array.IndexOf(Metrics, metric) is >= 0 and var column && _rows.Any(row => row?.Values[column] is not null);

    public DateTimeOffset MinuteAt(int index) => _from.AddMinutes(index);

    /// <returns>Null: no valid value in that minute.</returns>
    public MinuteValue? At(Metric metric, DateTimeOffset minute) =>
        Place(metric, minute) is var (row, column) ? row.Values[column] : null;

    /// <summary>Whether a device spoke of the metric in that minute, be it to say "no value".</summary>
    public bool IsHeard(Metric metric, DateTimeOffset minute) => Place(metric, minute) is var (row, column) && row.IsHeard[column];

    (MinuteRow Row, int Column)? Place(Metric metric, DateTimeOffset minute)
    {
        var (index, column) = ((minute - _from).Ticks / TimeSpan.TicksPerMinute, Array.IndexOf(Metrics, metric));
        return minute >= _from && index < Minutes && column >= 0 && _rows[index] is { } row ? (row, column) : null;
    }

    sealed class MinuteRow
    {
        public MinuteValue?[] Values { get; } = new MinuteValue?[Metrics.Length];

        public bool[] IsHeard { get; } = new bool[Metrics.Length];
    }

    /// <summary>Tells the minutes reading by reading, in any order.</summary>
    public sealed class Fold(SessionState state)
    {
        readonly Dictionary<DateTimeOffset, MinuteRow> _rows = [];

        public void Take(Reading reading, DateTimeOffset at)
        {
            if (!state.Monitored(reading.Device, at))
            {
                return;
            }

            MinuteRow? row = null;
            foreach (var sample in reading.Samples)
            {
                if (Array.IndexOf(Metrics, sample.Metric) is not (>= 0 and var column))
                {
                    continue;
                }

                row ??= Row(ChartedMinutes.Floor(at));
                row.IsHeard[column] = true;
                if (sample.Value is { } value && IsFirst(row.Values[column], at, reading.FlaggedLate))
                {
                    row.Values[column] = new MinuteValue(at, value, reading.Device, reading.FlaggedLate);
                }
            }
        }

        /// <summary>Holds until the next reading.</summary>
        public MinuteChart Chart(DateTimeOffset from, DateTimeOffset to)
        {
            var first = ChartedMinutes.Floor(from);
            var rows = new MinuteRow?[Math.Max(1, (int)Math.Ceiling((to - first).TotalMinutes))];
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index] = _rows.GetValueOrDefault(first.AddMinutes(index));
            }

            return new MinuteChart(first, rows);
        }

        MinuteRow Row(DateTimeOffset minute)
        {
            if (!_rows.TryGetValue(minute, out var row))
            {
                _rows[minute] = row = new MinuteRow();
            }

            return row;
        }

        static bool IsFirst(MinuteValue? known, DateTimeOffset at, bool isLate) =>
            known is not { } before || (before.IsLate == isLate ? at < before.At : before.IsLate);
    }
}
