using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>A few earlier values of each vital, about ten seconds apart, to tell where it is going.</summary>
sealed class TrendMemory
{
    const int Kept = 13;

    static readonly TimeSpan Spacing = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Nearest = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Farthest = TimeSpan.FromSeconds(120);
    static readonly TimeSpan FarthestCuff = TimeSpan.FromMinutes(30);

    readonly Ring?[] _rings = new Ring?[16];

    public void Add(Metric metric, DateTimeOffset at, decimal value)
    {
        if (Steps(metric) is not null)
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

    sealed class Ring
    {
        readonly (DateTimeOffset At, decimal Value)[] _points = new (DateTimeOffset, decimal)[Kept];
        int _count;
        int _newest = -1;
        (DateTimeOffset At, decimal Value) _latest;

        public void Add(DateTimeOffset at, decimal value)
        {
            _latest = (at, value);
            if (_count == 0 || at - _points[_newest].At >= Spacing)
            {
                _newest = (_newest + 1) % Kept;
                _points[_newest] = _latest;
                _count = Math.Min(_count + 1, Kept);
            }
        }

        public decimal? Change(TimeSpan farthest)
        {
            for (var back = 0; back < _count; back++)
            {
                var point = _points[(_newest - back + Kept) % Kept];
                var age = _latest.At - point.At;
                if (age >= Nearest)
                {
                    return age <= farthest ? _latest.Value - point.Value : null;
                }
            }

            return null;
        }
    }
}
