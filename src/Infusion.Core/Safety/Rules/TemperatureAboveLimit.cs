using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Temperature was above a limit (degrees Celsius).</summary>
public static class TemperatureAboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-020",
        Code = "temperature-high",
        Priority = AlarmPriority.Low,
        Action = "Measure again. Look for infection, and for stiffness or agitation; tell the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Temperature],
        Side = LimitSide.High,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
