using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>Which side of a value a limit is on.</summary>
public enum LimitSide : byte { Unknown = 0, Low = 1, High = 2 }

/// <summary>
/// One limit of a vital in the metric's unit, at one priority: a metric may have up to three on each side, the graver the farther out.
/// With both <see cref="Value"/> and <see cref="BaselineChange"/> the one that is crossed first counts.
/// </summary>
public sealed record VitalLimit(Metric Metric, LimitSide Side, AlarmPriority Priority)
{
    /// <summary>Exclusive, unless <see cref="IsInclusive"/>. Null: only relative to the baseline.</summary>
    public decimal? Value { get; init; }

    /// <summary>A value on the limit breaches it.</summary>
    public bool IsInclusive { get; init; }

    /// <summary>Fraction of the session's baseline by which the value may differ to this side, for example 0.3; null: not judged.</summary>
    public decimal? BaselineChange { get; init; }

    /// <summary>How far back inside the condition clears.</summary>
    public decimal Hysteresis { get; init; }

    /// <summary>How long the breach lasts before it is raised, at the most.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Smart delay: raised sooner when the depth beyond the limit, summed over time, reaches so much (unit times seconds).
    /// Null: by <see cref="Delay"/> alone.
    /// </summary>
    public decimal? DepthSeconds { get; init; }

    /// <summary>Raised by a second measurement at least so much later, for a cuff; null: by delay.</summary>
    public TimeSpan? RepeatAfter { get; init; }

    /// <summary>A physician may set <see cref="Value"/> for one session from here, inclusive; null: not to this direction.</summary>
    public decimal? AdjustableFrom { get; init; }

    /// <summary>And up to here, inclusive.</summary>
    public decimal? AdjustableTo { get; init; }

    /// <summary>What is crossed, given the session's baseline (null: none yet). Null: nothing can be judged.</summary>
    public decimal? Against(decimal? baseline)
    {
        decimal? relative = (baseline, BaselineChange) is ({ } from, { } by) ? from + (from * (Side == LimitSide.High ? by : -by)) : null;
        return (Value, relative) switch
        {
            ({ } value, { } other) => Side == LimitSide.High ? Math.Min(value, other) : Math.Max(value, other),
            _ => Value ?? relative,
        };
    }
}
