using System.Collections.Immutable;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>Between which numbers, exclusive, each vital is inside every limit and every half of a combination. Derived, never stored.</summary>
sealed class CalmBands
{
    readonly SafetyLimits _limits;
    readonly ImmutableDictionary<Metric, decimal> _baseline;
    readonly (decimal Low, decimal High)[] _bands = new (decimal, decimal)[16];

    public CalmBands(SafetyLimits limits, ImmutableDictionary<Metric, decimal> baseline)
    {
        (_limits, _baseline) = (limits, baseline);
        // No vital that is told is zero; where one is, it is not calm.
        Array.Fill(_bands, (0m, decimal.MaxValue));
        foreach (var limit in limits.Vitals)
        {
            Narrow(limit.Metric, limit.Side, limit.Against(baseline.TryGetValue(limit.Metric, out var before) ? before : null));
        }

        foreach (var pair in new[]
        {
            limits.SlowBreathingAndLowSpO2, limits.HighEtCO2AndLowSpO2, limits.SlowHeartAndLowPressure, limits.FastHeartAndHighPressure,
        })
        {
            if (pair is not null)
            {
                Narrow(pair.First.Metric, pair.First.Side, pair.First.Bound);
                Narrow(pair.Second.Metric, pair.Second.Side, pair.Second.Bound);
            }
        }
    }

    /// <summary>Whether these are the bands of that.</summary>
    public bool AreOf(SafetyLimits limits, ImmutableDictionary<Metric, decimal> baseline) =>
        ReferenceEquals(_limits, limits) && ReferenceEquals(_baseline, baseline);

    public bool Hold(Metric metric, decimal number)
    {
        ref readonly var band = ref _bands[(int)metric];
        return number > band.Low && number < band.High;
    }

    void Narrow(Metric metric, LimitSide side, decimal? bound)
    {
        if (bound is not { } number)
        {
            return;
        }

        ref var band = ref _bands[(int)metric];
        band = side == LimitSide.High ? (band.Low, Math.Min(band.High, number)) : (Math.Max(band.Low, number), band.High);
    }
}
