using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>One level at which a rule can hold. A rule about vital limits has one for each limit; every other has one.</summary>
/// <param name="Limit">The limit judged; null for a rule that judges none.</param>
public sealed record RuleLevel(AlarmPriority Priority, TimeSpan Delay, VitalLimit? Limit)
{
    /// <summary>What the rule tells apart as <see cref="SafetyView.Level"/>: of a rule with levels of its own the one that breaches this, and graver ones.</summary>
    public AlarmPriority From { get; init; } = Priority;

    public bool IsConfirmedByRepeat => Limit?.RepeatAfter is not null;

    /// <summary>Whether an alarm of this level stays, once its condition is over, until somebody acknowledges it.</summary>
    public bool IsLatching { get; init; }
}

/// <summary>A rule and one of its metrics, as a set of limits has them.</summary>
/// <param name="Levels">Gravest first; never empty.</param>
public sealed record RuleInForce(SafetyRule Rule, Metric Metric, ImmutableArray<RuleLevel> Levels)
{
    public bool MayBeSilenced { get; init; }

    public Facts RuledOutBy { get; init; }

    /// <summary>One level of its own, without a limit: it is judged once.</summary>
    internal bool IsPlain { get; } = Levels.Length == 1 && Levels[0].Limit is null && Rule.Levels.IsEmpty;

    /// <summary>See <see cref="AlarmSlots.Marks"/>.</summary>
    internal ulong Mark { get; } = AlarmSlots.MarkOf(Rule.Code, Metric);
}

/// <summary>A rule beside what tells whether it is asked, so that those that are not cost no look at them.</summary>
readonly record struct RuleEntry(Facts RuledOutBy, ulong Mark, RuleInForce Asked);

/// <summary>Rules that are asked together, in the order of their ids.</summary>
sealed class RuleRow
{
    readonly RuleEntry[] _entries;

    public RuleRow(IEnumerable<RuleInForce> rules)
    {
        _entries = [.. rules.Select(each => new RuleEntry(each.RuledOutBy, each.Mark, each))];
        foreach (var entry in _entries)
        {
            Named |= entry.RuledOutBy;
        }
    }

    public ReadOnlySpan<RuleEntry> Entries => _entries;

    /// <summary>Facts that any of them names; no other is worth finding.</summary>
    public Facts Named { get; }
}

/// <summary>The rules about one subject, and which of them are asked when.</summary>
sealed class RuleList(ImmutableArray<RuleInForce> all)
{
    public RuleRow All { get; } = new(all);

    public RuleRow AtReadings { get; } = new(all.Where(each => each.Rule.IsAskedAtReadings));

    public RuleRow AtTicks { get; } = new(all.Where(each => each.Rule.IsTimed));
}

/// <summary>The rules that a set of limits leaves on, each with its levels: what the evaluator asks. Derived from the limits, never stored.</summary>
public sealed class RulesInForce
{
    /// <summary>Limits are immutable, and sessions under one protocol share them.</summary>
    static readonly ConditionalWeakTable<SafetyLimits, RulesInForce> Known = [];

    RulesInForce(ImmutableArray<RuleInForce> all)
    {
        All = all;
        var ofDevices = all.Where(each => each.Rule.Subject != RuleSubject.Session && each.Rule.Alerts is null).ToList();
        OfSession = new([.. all.Where(each => each.Rule.Subject == RuleSubject.Session)]);
        OfPump = new([.. ofDevices]);
        OfOtherDevice = new([.. ofDevices.Where(each => each.Rule.Subject == RuleSubject.Device)]);
        OfAlerts = [.. all.Where(each => each.Rule.Alerts is not null)];
    }

    /// <summary>In the order of their ids.</summary>
    public ImmutableArray<RuleInForce> All { get; }

    internal RuleList OfSession { get; }

    internal RuleList OfPump { get; }

    internal RuleList OfOtherDevice { get; }

    /// <summary>Those that repeat what devices alarm themselves.</summary>
    public ImmutableArray<RuleInForce> OfAlerts { get; }

    internal RuleList Of(DeviceLive device) => device.Kind == DeviceKind.Pump ? OfPump : OfOtherDevice;

    public static RulesInForce Of(SafetyLimits limits) => Known.GetValue(limits, static limits => From(limits));

    static RulesInForce From(SafetyLimits limits) => new([.. SafetyRules.All
        .Where(rule => limits.Rules.GetValueOrDefault(rule.Code) is not { IsOn: false } || !rule.MayBeOff)
        .SelectMany(rule => rule.Metrics.Select(metric => new RuleInForce(rule, metric, LevelsOf(rule, metric, limits))
        {
            RuledOutBy = rule.RuledOutBy(limits, metric),
            MayBeSilenced = rule.MayBeSilenced && limits.Rules.GetValueOrDefault(rule.Code)?.MayBeSilenced != false,
        }))
        .Where(each => each.Levels.Length > 0)]);

    static IEnumerable<RuleLevel> OwnLevels(SafetyRule rule, RuleTuning? tuning) => tuning?.Priority is { } priority
        ? [new RuleLevel(priority, default, null) { From = rule.Levels.IsEmpty ? priority : rule.Levels[^1] }]
        : rule.Levels.IsEmpty
            ? [new RuleLevel(rule.Priority, default, null)]
            : rule.Levels.Select(level => new RuleLevel(level, default, null));

    static ImmutableArray<RuleLevel> LevelsOf(SafetyRule rule, Metric metric, SafetyLimits limits)
    {
        var tuning = limits.Rules.GetValueOrDefault(rule.Code);
        return rule.Side is { } side
            ? [.. limits.Of(metric, side).OrderByDescending(limit => limit.Priority)
                .Select(limit => Latching(new RuleLevel(limit.Priority, limit.RepeatAfter ?? limit.Delay, limit), rule, tuning))]
            : [.. OwnLevels(rule, tuning).Select(level => Latching(level with { Delay = tuning?.Delay ?? rule.Delay(limits) }, rule, tuning))];
    }

    static RuleLevel Latching(RuleLevel level, SafetyRule rule, RuleTuning? tuning) => level with
    {
        IsLatching = tuning?.IsLatching ?? rule.IsLatching ?? (!rule.IsTechnical && level.Priority >= AlarmPriority.Medium),
    };
}
