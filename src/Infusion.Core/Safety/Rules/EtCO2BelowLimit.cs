using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>End-tidal CO2 stayed below a limit (mmHg) for the delay.</summary>
public static class EtCO2BelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-018",
        Code = "etco2-low",
        Priority = AlarmPriority.Low,
        Action = "Look at the breathing and at the sampling line: fast and deep breaths, or a cannula that has slipped.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.EtCO2],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = LimitRule.Judge,
    };
}
