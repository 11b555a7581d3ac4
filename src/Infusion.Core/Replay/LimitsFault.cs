using System.Collections.Immutable;
using System.Globalization;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Replay;

/// <summary>What is wrong with limits, and where.</summary>
/// <param name="Path">As in the JSON that they came in, for example changes[2].value.</param>
public sealed record LimitsFault(string Path, string Message)
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>Everything that is wrong with a whole set of limits.</summary>
    public static ImmutableArray<LimitsFault> Of(SafetyLimits limits)
    {
        var faults = ImmutableArray.CreateBuilder<LimitsFault>();
        for (var index = 0; index < limits.Vitals.Length; index++)
        {
            var limit = limits.Vitals[index];
            faults.AddRange(Of(limit, $"vitals[{index}]"));
            if (limits.Vitals.Take(index).Any(other => (other.Metric, other.Side, other.Priority) == (limit.Metric, limit.Side, limit.Priority)))
            {
                faults.Add(new($"vitals[{index}]", "is there twice: one limit for each metric, side and priority."));
            }
        }

        foreach (var (rule, tuning) in limits.Rules)
        {
            faults.AddRange(Of(new RuleChange(rule, tuning), $"rules.{rule}"));
        }

        Add(faults, "telemetryLostAfter", limits.TelemetryLostAfter);
        Add(faults, "pumpWithoutSessionDelay", limits.PumpWithoutSessionDelay);
        Add(faults, "rateDelay", limits.RateDelay);
        if (limits.RateToleranceFraction is < 0m or >= 1m)
        {
            faults.Add(new("rateToleranceFraction", "is a fraction from 0 to below 1."));
        }

        return faults.ToImmutable();
    }

    /// <summary>What is wrong with one change, whatever limit it is made to.</summary>
    public static IEnumerable<LimitsFault> Of(LimitChange change, string path)
    {
        // The limit that is changed has a value or a change against the baseline of its own.
        foreach (var fault in Of(change.Stand() with { BaselineChange = 0.1m }, path))
        {
            yield return fault;
        }

        if (!SafetyRules.All.Any(rule => rule.Side == change.Side && rule.Metrics.Contains(change.Metric)))
        {
            yield return new(path, "no rule judges this metric on this side.");
        }
    }

    public static IEnumerable<LimitsFault> Of(RuleChange change, string path)
    {
        if (SafetyRules.Find(change.Rule) is not { } rule)
        {
            yield return new(path, $"there is no rule {change.Rule}.");
            yield break;
        }

        if (!change.Tuning.IsOn && !rule.MayBeOff)
        {
            yield return new($"{path}.isOn", "this rule may not be off: without it a failure would pass for silence.");
        }

        if (rule.Side is not null && (change.Tuning.Priority is not null || change.Tuning.Delay is not null))
        {
            yield return new(path, "this rule takes priority and delay from its limits.");
        }

        if (change.Tuning.Priority is { } priority && priority is not (AlarmPriority.Low or AlarmPriority.Medium or AlarmPriority.High))
        {
            yield return new($"{path}.priority", "is low, medium or high.");
        }

        if (change.Tuning.Delay is { } delay && !IsDelay(delay))
        {
            yield return new($"{path}.delay", DelayWords);
        }
    }

    static IEnumerable<LimitsFault> Of(VitalLimit limit, string path)
    {
        if (MetricTable.All.FirstOrDefault(row => row.Metric == limit.Metric && row.Source == DeviceKind.Monitor) is not { } row)
        {
            yield return new($"{path}.metric", "is not a vital sign.");
            yield break;
        }

        if (limit.Side is not (LimitSide.Low or LimitSide.High))
        {
            yield return new($"{path}.side", "is low or high.");
        }

        if (limit.Priority is not (AlarmPriority.Low or AlarmPriority.Medium or AlarmPriority.High))
        {
            yield return new($"{path}.priority", "is low, medium or high.");
        }

        if (limit.Value is null && limit.BaselineChange is null)
        {
            yield return new($"{path}.value", "is missing: a limit has a value, or a change against the baseline.");
        }

        if (limit.Value is { } value && (value < row.Lowest || value > row.Highest))
        {
            yield return new($"{path}.value", string.Create(
                CultureInfo.InvariantCulture, $"is {value}; {row.Label} is from {row.Lowest} to {row.Highest} {row.UnitText}."));
        }

        if (limit.BaselineChange is <= 0m or > 5m)
        {
            yield return new($"{path}.baselineChange", "is a fraction above 0 and at most 5.");
        }

        if (limit.Hysteresis < 0m || limit.Hysteresis > row.Highest - row.Lowest)
        {
            yield return new($"{path}.hysteresis", $"is from 0 to the range of {row.Label}.");
        }

        if (!IsDelay(limit.Delay) || (limit.RepeatAfter is { } repeat && !IsDelay(repeat)))
        {
            yield return new($"{path}.delay", DelayWords);
        }

        if (limit.DepthSeconds is <= 0m)
        {
            yield return new($"{path}.depthSeconds", "is above 0.");
        }
    }

    const string DelayWords = "is from 0 to 3600 s.";

    static bool IsDelay(TimeSpan delay) => delay >= TimeSpan.Zero && delay <= LongestDelay;

    static void Add(ImmutableArray<LimitsFault>.Builder faults, string path, TimeSpan delay)
    {
        if (!IsDelay(delay))
        {
            faults.Add(new(path, DelayWords));
        }
    }
}
