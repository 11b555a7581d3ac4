using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// SpO2 stayed below a limit (percent) for the delay, or for less the deeper it fell; a probe in doubt is held back for a while.
/// Seeds: clinical reference 3.2 and 5.3.
/// </summary>
public static class SpO2BelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-001",
        Code = "spo2-low",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: open the airway, stimulate, give oxygen, check the probe. Pause the infusion.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = LimitRule.RuledOutBy,
        Judge = static (in view, metric) => ProbeDoubt.HoldsBack(view, metric, "spo2-low") ? Judgement.Unknown : LimitRule.Judge(view, metric),
    };
}
