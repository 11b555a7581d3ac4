using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>One limit of a session that is not as its protocol has it, in the metric's unit.</summary>
/// <param name="Approved">What the protocol says.</param>
/// <param name="Reason">The erasable note that says why.</param>
public sealed record LimitAdjustment(
    Metric Metric, LimitSide Side, AlarmPriority Priority, decimal Approved, decimal Value, Guid Reason, string By, DateTimeOffset At)
{
    public bool IsOf(Metric metric, LimitSide side, AlarmPriority priority) => Metric == metric && Side == side && Priority == priority;

    /// <summary>The last one of each limit; one that was set back is none.</summary>
    internal static ImmutableArray<LimitAdjustment> Fold(ImmutableArray<LimitAdjustment> known, LimitAdjusted e)
    {
        var before = known.FirstOrDefault(each => each.IsOf(e.Metric, e.Side, e.Priority));
        var approved = before?.Approved ?? e.From;
        var others = before is null ? known : known.Remove(before);
        return e.To == approved ? others : others.Add(new LimitAdjustment(e.Metric, e.Side, e.Priority, approved, e.To, e.Reason, e.By, e.At));
    }

    internal static SafetyLimits Apply(SafetyLimits limits, LimitAdjusted e) => limits.With(
        e.Metric, e.Side, limit => limit.Priority == e.Priority ? limit with { Value = e.To } : limit);
}
