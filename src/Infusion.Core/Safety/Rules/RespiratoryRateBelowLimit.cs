using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Respiratory rate stayed below its limit (breaths a minute, exclusive) for the delay. Zero is no value, not a rate.</summary>
public static class RespiratoryRateBelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-003",
        Code = "respiratory-rate-low",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: stimulate, open the airway, count the breaths. Pause the infusion.",
        Subject = RuleSubject.Vitals,
        Metrics = [Metric.RespiratoryRate],
        Delay = static limits => limits.RespiratoryRateDelay,
        IsDatedBack = true,
        Judge = Judge,
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view.IsMonitored
            ? LimitCheck.Below(view.Fresh(metric), view.Limits.RespiratoryRateLow, view.Limits.RespiratoryRateHysteresis)
            : Judgement.Clear;
}
