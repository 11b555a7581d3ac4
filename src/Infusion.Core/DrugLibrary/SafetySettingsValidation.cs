using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.DrugLibrary;

/// <summary>Settings within reason, and rules tuned only as each of them allows.</summary>
static class SafetySettingsValidation
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    /// <param name="known">Every rule there is.</param>
    public static void Check(SafetyLimits limits, IReadOnlyCollection<SafetyRule> known, FaultList faults)
    {
        SettingBounds.Check(limits, faults);
        CheckTogether(limits, faults);
        CheckRules(limits, known, faults);
    }

    /// <summary>Settings that make sense only beside each other.</summary>
    static void CheckTogether(SafetyLimits limits, FaultList faults)
    {
        if (limits.ProbeDoubt is { } doubt)
        {
            faults.Require(
                doubt.NotAgainFor > doubt.AtMost, "safety.probeDoubt.notAgainFor", "must be longer than atMost: or the probe is never believed");
        }

        for (var index = 0; index < (limits.Trends.IsDefault ? 0 : limits.Trends.Length); index++)
        {
            if (limits.Trends[index] is not { } trend)
            {
                continue;
            }

            var path = $"safety.trends[{index}]";
            faults.Require(trend.By > 0, $"{path}.by", "must be above 0");
            faults.Require(
                !limits.Trends[..index].Any(other => other?.Metric == trend.Metric), path, "is a second one for its vital sign");
        }
    }

    static void CheckRules(SafetyLimits limits, IReadOnlyCollection<SafetyRule> known, FaultList faults)
    {
        if (limits.Rules is not { } tunings)
        {
            faults.Missing("safety.rules");
            return;
        }

        foreach (var (code, tuning) in tunings.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            var path = $"safety.rules.{code}";
            if (known.FirstOrDefault(rule => rule.Code == code) is not { } rule)
            {
                faults.Add(path, "is no rule that is known");
            }
            else if (tuning is null)
            {
                faults.Missing(path);
            }
            else
            {
                CheckTuning(rule, tuning, limits, path, faults);
            }
        }

        for (var index = 0; index < (limits.Vitals.IsDefault ? 0 : limits.Vitals.Length); index++)
        {
            if (limits.Vitals[index] is { Side: LimitSide.Low or LimitSide.High } limit && MetricTable.IsFrom(limit.Metric, DeviceKind.Monitor))
            {
                faults.Require(
                    known.Any(rule => rule.Side == limit.Side && rule.Metrics.Contains(limit.Metric)), $"safety.vitals[{index}]",
                    "is judged by no rule: it would never sound");
            }
        }

        // A rule that is on and has nothing to judge looks like a watch and is none.
        foreach (var rule in known.Where(rule => rule.Side is not null && tunings.GetValueOrDefault(rule.Code) is not { IsOn: false }))
        {
            faults.Require(
                limits.Vitals.IsDefault
                || limits.Vitals.Any(limit => limit is not null && limit.Side == rule.Side && rule.Metrics.Contains(limit.Metric)),
                "safety.vitals", $"has no limit for the rule {rule.Code}: give one, or switch the rule off");
        }
    }

    static void CheckTuning(SafetyRule rule, RuleTuning tuning, SafetyLimits limits, string path, FaultList faults)
    {
        faults.Require(
            tuning.IsOn || rule.MayBeOff, $"{path}.isOn", "must stay on: without it a failure would pass for silence");
        if (tuning.Delay is { } delay && faults.Between(delay, TimeSpan.Zero, LongestDelay, $"{path}.delay") && !rule.MayBeOff)
        {
            faults.Require(
                delay <= rule.Delay(limits), $"{path}.delay", $"must not be longer than {FaultList.Words(rule.Delay(limits))} for a rule that must stay on");
        }

        if (tuning.Priority is { } priority
            && faults.Require(
                priority is AlarmPriority.Low or AlarmPriority.Medium or AlarmPriority.High, $"{path}.priority", "must be low, medium or high"))
        {
            faults.Require(
                priority >= rule.Priority || rule.MayBeOff, $"{path}.priority",
                $"must not be below {rule.Priority} for a rule that must stay on".ToLowerInvariant());
        }

        if (rule.Side is not null)
        {
            faults.Require(tuning.Priority is null, $"{path}.priority", "has no effect: it is that of each limit in safety.vitals");
            faults.Require(tuning.Delay is null, $"{path}.delay", "has no effect: it is that of each limit in safety.vitals");
        }
    }
}
