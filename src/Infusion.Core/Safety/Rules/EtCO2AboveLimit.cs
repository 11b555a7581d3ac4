using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>End-tidal CO2 stayed above a limit (mmHg) for the delay: the patient breathes too little.</summary>
public static class EtCO2AboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-019",
        Code = "etco2-high",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: open the airway, stimulate, count the breaths. Pause the infusion.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.EtCO2],
        Side = LimitSide.High,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
