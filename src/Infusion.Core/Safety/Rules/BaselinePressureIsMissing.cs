using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The infusion began without a valid blood pressure in the quarter of an hour before it, and limits relative to the baseline are
/// configured: they are not judged in this session. A value that comes later is no baseline.
/// </summary>
public static class BaselinePressureIsMissing
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-021",
        Code = "baseline-missing",
        Priority = AlarmPriority.Low,
        Action = "Watch the pressure itself: rises over the baseline do not sound in this session. Measure before the start the next time.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.NibpSystolic],
        IsTechnical = true,
        // The start takes the baseline, and only commands change phase or limits.
        IsAskedAtReadings = false,
        RuledOutBy = static (limits, metric) => IsAskedFor(limits, metric) ? Fact.NotMonitored | Facts.PressureBefore : Facts.Always,
        Judge = Judge,
        Headline = static _ => "No blood pressure before the start: limits relative to the baseline are not judged",
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view.IsMonitored && view.Session!.State.StartedAt is { } started && view.Baseline(metric) is null && IsAskedFor(view.Limits, metric)
            ? new Judgement(Verdict.Breach, null, null, started)
            : Judgement.Clear;

    static bool IsAskedFor(SafetyLimits limits, Metric metric)
    {
        foreach (var limit in limits.Vitals.AsSpan())
        {
            if (limit.Metric == metric && limit.BaselineChange is not null)
            {
                return true;
            }
        }

        return false;
    }
}
