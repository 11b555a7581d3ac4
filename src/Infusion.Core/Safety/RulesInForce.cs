using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>One level at which a rule can hold. A rule about vital limits has one for each limit; every other has one.</summary>
/// <param name="Limit">The limit judged; null for a rule that judges none.</param>
public sealed record RuleLevel(AlarmPriority Priority, TimeSpan Delay, VitalLimit? Limit)
{
    public bool IsConfirmedByRepeat => Limit?.RepeatAfter is not null;

    /// <summary>Whether an alarm of this level stays, once its condition is over, until somebody acknowledges it.</summary>
    public bool IsLatching { get; init; }
}

/// <summary>A rule and one of its metrics, as a set of limits has them.</summary>
/// <param name="Levels">Gravest first; never empty.</param>
public sealed record RuleInForce(SafetyRule Rule, Metric Metric, ImmutableArray<RuleLevel> Levels)
{
    public bool MayBeSilenced { get; init; }
}

/// <summary>The rules that a set of limits leaves on, each with its levels: what the evaluator asks. Derived from the limits, never stored.</summary>
public sealed class RulesInForce
{
    RulesInForce(ImmutableArray<RuleInForce> all)
    {
        All = all;
        OfSession = [.. all.Where(each => each.Rule.Subject == RuleSubject.Session)];
        OfDevice = [.. all.Where(each => each.Rule.Subject == RuleSubject.Device)];
    }

    /// <summary>In the order of their ids.</summary>
    public ImmutableArray<RuleInForce> All { get; }

    public ImmutableArray<RuleInForce> OfSession { get; }

    public ImmutableArray<RuleInForce> OfDevice { get; }

    public static RulesInForce Of(SafetyLimits limits) => new([.. SafetyRules.All
        .Where(rule => limits.Rules.GetValueOrDefault(rule.Code) is not { IsOn: false } || !rule.MayBeOff)
        .SelectMany(rule => rule.Metrics.Select(metric => new RuleInForce(rule, metric, LevelsOf(rule, metric, limits))
        {
            MayBeSilenced = rule.MayBeSilenced && limits.Rules.GetValueOrDefault(rule.Code)?.MayBeSilenced != false,
        }))
        .Where(each => each.Levels.Length > 0)]);

    static ImmutableArray<RuleLevel> LevelsOf(SafetyRule rule, Metric metric, SafetyLimits limits)
    {
        var tuning = limits.Rules.GetValueOrDefault(rule.Code);
        return rule.Side is { } side
            ? [.. limits.Of(metric, side).OrderByDescending(limit => limit.Priority)
                .Select(limit => Latching(new RuleLevel(limit.Priority, limit.RepeatAfter ?? limit.Delay, limit), rule, tuning))]
            : [Latching(new RuleLevel(tuning?.Priority ?? rule.Priority, tuning?.Delay ?? rule.Delay(limits), null), rule, tuning)];
    }

    static RuleLevel Latching(RuleLevel level, SafetyRule rule, RuleTuning? tuning) => level with
    {
        IsLatching = tuning?.IsLatching ?? rule.IsLatching ?? (!rule.IsTechnical && level.Priority >= AlarmPriority.Medium),
    };
}
