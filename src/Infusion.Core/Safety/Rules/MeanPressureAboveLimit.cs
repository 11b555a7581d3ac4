using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Mean pressure was above a limit (mmHg): in one measurement, or, where the limit asks for a repeat, in two with none inside between them.</summary>
public static class MeanPressureAboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-015",
        Code = "mean-pressure-high",
        Priority = AlarmPriority.Medium,
        Action = "Check cuff and patient, calm and reposition. Call the physician; consider pausing the infusion.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.NibpMean],
        Side = LimitSide.High,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
