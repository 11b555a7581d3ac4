using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>A few earlier valid values of each vital, about ten seconds apart (cuff: each measurement), to tell where it is going.</summary>
sealed class TrendMemory
{
    /// <summary>How far back values that are measured all the time are kept.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(3);

    const int Kept = 19;

    static readonly TimeSpan Spacing = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Nearest = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Farthest = TimeSpan.FromSeconds(120);
    static readonly TimeSpan FarthestCuff = TimeSpan.FromMinutes(30);

    readonly Ring?[] _rings = new Ring?[16];

    public void Add(Metric metric, DateTimeOffset at, decimal value)
    {
        if (IsFollowed(metric))
        {
            (_rings[(int)metric] ??= new Ring()).Add(at, value);
        }
    }

    public void Forget(Metric metric)
    {
        if ((int)metric < _rings.Length)
        {
            _rings[(int)metric] = null;
        }
    }

    /// <summary>As it is now, to be put back with <see cref="PutBack"/>; null: nothing is kept.</summary>
    public Ring? CopyOf(Metric metric) => RingOf(metric)?.Copy();

    public void PutBack(Metric metric, Ring? ring)
    {
        if (IsFollowed(metric))
        {
            _rings[(int)metric] = ring;
        }
    }

    /// <summary>A value that counts no more, among others that do.</summary>
    public void Remove(Metric metric, DateTimeOffset at, decimal value)
    {
        if (RingOf(metric) is { } ring && !ring.Remove(at, value))
        {
            _rings[(int)metric] = null;
        }
    }

    /// <summary>The last valid value and its chart time; null: none, or not a vital.</summary>
    public (DateTimeOffset At, decimal Value)? Latest(Metric metric) => RingOf(metric)?.Latest;

    /// <summary>
    /// How far the latest value is below what it was within that time, in the metric's unit. It was the second highest of the
    /// values kept: a single one that stands out is no height to fall from. Null: fewer than two.
    /// </summary>
    public decimal? Fall(Metric metric, TimeSpan within) => RingOf(metric)?.Fall(within);

    /// <summary>By how much the last three values rose in all, each above the one before, within that time; null: they did not, or there are fewer.</summary>
    public decimal? RiseOfThree(Metric metric, TimeSpan within) => RingOf(metric)?.RiseOfThree(within);

    public Trend Of(Metric metric)
    {
        if (Steps(metric) is not var (slow, fast) || _rings[(int)metric]?.Change(IsCuff(metric) ? FarthestCuff : Farthest) is not { } change)
        {
            return Trend.Unknown;
        }

        return change switch
        {
            _ when change <= -fast => Trend.FallingFast,
            _ when change <= -slow => Trend.Falling,
            _ when change >= fast => Trend.RisingFast,
            _ when change >= slow => Trend.Rising,
            _ => Trend.Steady,
        };
    }

    static bool IsCuff(Metric metric) => metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean;

    static bool IsFollowed(Metric metric) => metric is Metric.HeartRate or Metric.PulseRate or Metric.SpO2 or Metric.NibpSystolic
        or Metric.NibpDiastolic or Metric.NibpMean or Metric.RespiratoryRate or Metric.EtCO2 or Metric.Temperature;

    /// <summary>Changes, in the metric's unit, that people would call a change and a fast one; inclusive.</summary>
    static (decimal Slow, decimal Fast)? Steps(Metric metric) => metric switch
    {
        Metric.HeartRate or Metric.PulseRate => (8m, 20m),
        Metric.SpO2 => (2m, 5m),
        Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean => (10m, 25m),
        Metric.RespiratoryRate => (3m, 6m),
        Metric.EtCO2 => (4m, 8m),
        Metric.Temperature => (0.3m, 1m),
        _ => null,
    };

    Ring? RingOf(Metric metric) => (int)metric < _rings.Length ? _rings[(int)metric] : null;

    internal sealed class Ring
    {
        (DateTimeOffset At, decimal Value)[] _points = new (DateTimeOffset, decimal)[Kept];
        int _count;
        (TimeSpan Within, decimal? Value)? _secondHighest;
        int _newest = -1;

        public (DateTimeOffset At, decimal Value) Latest { get; private set; }

        public void Add(DateTimeOffset at, decimal value)
        {
            Latest = (at, value);
            if (_count == 0 || at - _points[_newest].At >= Spacing)
            {
                _newest = (_newest + 1) % Kept;
                _points[_newest] = Latest;
                _secondHighest = null;
                _count = Math.Min(_count + 1, Kept);
            }
        }

        public Ring Copy()
        {
            var copy = (Ring)MemberwiseClone();
            copy._points = [.. _points];
            return copy;
        }

        /// <returns>False: nothing is left.</returns>
        public bool Remove(DateTimeOffset at, decimal value)
        {
            var left = Enumerable.Range(0, _count).Select(back => Back(_count - 1 - back)).Where(point => point != (at, value)).ToArray();
            var latest = Latest == (at, value) ? left.LastOrDefault() : Latest;
            (_count, _newest, _secondHighest) = (left.Length, left.Length - 1, null);
            left.CopyTo(_points, 0);
            Latest = latest;
            return latest != default;
        }

        public decimal? Change(TimeSpan farthest)
        {
            for (var back = 0; back < _count; back++)
            {
                var point = Back(back);
                var age = Latest.At - point.At;
                if (age >= Nearest)
                {
                    return age <= farthest ? Latest.Value - point.Value : null;
                }
            }

            return null;
        }

        public decimal? Fall(TimeSpan within)
        {
            // Looked up once for each point kept.
            if (_secondHighest is not { } known || known.Within != within)
            {
                _secondHighest = known = (within, SecondHighest(within));
            }

            return known.Value - Latest.Value;
        }

        public decimal? RiseOfThree(TimeSpan within)
        {
            if (_count < 3 || Latest.At - Back(2).At > within)
            {
                return null;
            }

            var (first, second, third) = (Back(2).Value, Back(1).Value, Back(0).Value);
            return first < second && second < third ? third - first : null;
        }

        decimal? SecondHighest(TimeSpan within)
        {
            decimal? first = null, second = null;
            for (var back = 0; back < _count && Latest.At - Back(back).At <= within; back++)
            {
                var value = Back(back).Value;
                if (first is not { } top || value > top)
                {
                    (first, second) = (value, first);
                }
                else if (second is not { } next || value > next)
                {
                    second = value;
                }
            }

            return second;
        }

        (DateTimeOffset At, decimal Value) Back(int back) => _points[(_newest - back + Kept) % Kept];
    }
}
