using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Respiratory rate stayed below a limit (breaths a minute) for the delay. Zero is no value, not a rate.</summary>
public static class RespiratoryRateBelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-003",
        Code = "respiratory-rate-low",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: stimulate, open the airway, count the breaths. Pause the infusion.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.RespiratoryRate],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
