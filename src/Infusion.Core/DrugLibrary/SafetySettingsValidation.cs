using Infusion.Core.Alarms;
using Infusion.Core.Safety;

namespace Infusion.Core.DrugLibrary;

/// <summary>Tolerances and delays within reason, and rules tuned only as each of them allows.</summary>
static class SafetySettingsValidation
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    static readonly (string Name, Func<SafetyLimits, TimeSpan> Of, TimeSpan Least, TimeSpan Most)[] Times =
    [
        ("telemetryLostAfter", limits => limits.TelemetryLostAfter, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
        ("pumpWithoutSessionDelay", limits => limits.PumpWithoutSessionDelay, TimeSpan.Zero, TimeSpan.FromMinutes(2)),
        ("rateDelay", limits => limits.RateDelay, TimeSpan.Zero, TimeSpan.FromMinutes(2)),
    ];

    static readonly (string Name, Func<SafetyLimits, decimal> Of, decimal Least, decimal Most)[] Fractions =
    [
        ("rateToleranceFraction", limits => limits.RateToleranceFraction, 0.005m, 0.5m),
    ];

    /// <param name="known">Every rule there is.</param>
    public static void Check(SafetyLimits limits, IReadOnlyCollection<SafetyRule> known, FaultList faults)
    {
        foreach (var (name, of, least, most) in Times)
        {
            faults.Between(of(limits), least, most, $"safety.{name}");
        }

        foreach (var (name, of, least, most) in Fractions)
        {
            var value = of(limits);
            faults.Require(
                value >= least && value <= most, $"safety.{name}", $"must lie between {FaultList.Number(least)} and {FaultList.Number(most)}");
        }

        CheckRules(limits, known, faults);
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
