using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Mean pressure was below a limit (mmHg) in a measurement.</summary>
public static class MeanPressureBelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-014",
        Code = "mean-pressure-low",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: awake, warm, with a good pulse? Lay flat, measure again, tell the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.NibpMean],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
