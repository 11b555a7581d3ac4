using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Respiratory rate stayed above a limit (breaths a minute) for the delay.</summary>
public static class RespiratoryRateAboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-004",
        Code = "respiratory-rate-high",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: count the breaths, look for distress or anxiety.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.RespiratoryRate],
        Side = LimitSide.High,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
