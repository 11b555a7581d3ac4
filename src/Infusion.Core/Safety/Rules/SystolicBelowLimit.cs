using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Systolic pressure was below a limit (mmHg) in a measurement. Seeds: clinical reference 3.2.</summary>
public static class SystolicBelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-012",
        Code = "systolic-low",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: lay flat, raise the legs, measure again. Pause the infusion and call the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.NibpSystolic],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
