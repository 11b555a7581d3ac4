using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Replay;

/// <summary>Another number at one limit. What is null stays as it is.</summary>
/// <param name="Value">In the metric's unit.</param>
/// <param name="Delay">Of a limit that a second measurement confirms: how much later that must be at least; zero: the first is enough.</param>
/// <param name="Hysteresis">In the metric's unit.</param>
/// <param name="IsOff">The limit is taken away.</param>
public sealed record LimitChange(
    Metric Metric,
    LimitSide Side,
    AlarmPriority Priority,
    decimal? Value = null,
    TimeSpan? Delay = null,
    decimal? Hysteresis = null,
    bool IsOff = false)
{
    /// <summary>It says enough to stand where no limit stood.</summary>
    public bool IsWhole => !IsOff && Value is not null && Delay is not null && Hysteresis is not null;

    public bool IsOf(VitalLimit limit) => (limit.Metric, limit.Side, limit.Priority) == (Metric, Side, Priority);

    /// <summary>The limit with the change made.</summary>
    public VitalLimit Apply(VitalLimit limit)
    {
        var changed = limit with { Value = Value ?? limit.Value, Hysteresis = Hysteresis ?? limit.Hysteresis };
        return Delay is not { } delay
            ? changed
            : changed with { Delay = delay, RepeatAfter = limit.RepeatAfter is null || delay == TimeSpan.Zero ? null : delay };
    }

    /// <summary>A limit of its own. Only of a whole one.</summary>
    public VitalLimit Stand() => Apply(new VitalLimit(Metric, Side, Priority));
}

/// <summary>A rule switched on or off, or set otherwise.</summary>
/// <param name="Rule">Its code.</param>
public sealed record RuleChange(string Rule, RuleTuning Tuning);

/// <summary>What to try instead of the limits that were in force.</summary>
/// <param name="Whole">Null: the limits in force are the ones changed.</param>
public sealed record LimitsChange(ImmutableArray<LimitChange> Limits, ImmutableArray<RuleChange> Rules, SafetyLimits? Whole = null)
{
    /// <summary>The clinic with every change made, in all of its protocols.</summary>
    public ClinicConfiguration Apply(ClinicConfiguration clinic) => clinic with
    {
        Limits = Apply(clinic.Limits),
        Protocols = [.. clinic.Protocols.Select(protocol => protocol with { Safety = Apply(protocol.Safety) })],
    };

    /// <summary>The limits with every change made. A change that is not whole alters only a limit that is there.</summary>
    public SafetyLimits Apply(SafetyLimits inForce)
    {
        var limits = Whole ?? inForce;
        var vitals = limits.Vitals;
        foreach (var change in Limits)
        {
            var isThere = vitals.Any(change.IsOf);
            vitals = change.IsOff ? vitals.RemoveAll(change.IsOf)
                : isThere ? [.. vitals.Select(limit => change.IsOf(limit) ? change.Apply(limit) : limit)]
                : change.IsWhole ? vitals.Add(change.Stand())
                : vitals;
        }

        return limits with
        {
            Vitals = vitals,
            Rules = limits.Rules.SetItems(Rules.Select(change => KeyValuePair.Create(change.Rule, change.Tuning))),
        };
    }
}
