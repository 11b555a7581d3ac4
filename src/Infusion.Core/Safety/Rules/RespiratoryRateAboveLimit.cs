using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Respiratory rate stayed above its limit (breaths a minute, exclusive) for the delay.</summary>
public static class RespiratoryRateAboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-004",
        Code = "respiratory-rate-high",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: count the breaths, look for distress or anxiety.",
        Subject = RuleSubject.Vitals,
        Metrics = [Metric.RespiratoryRate],
        Delay = static limits => limits.RespiratoryRateDelay,
        IsDatedBack = true,
        Judge = Judge,
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view.IsMonitored
            ? LimitCheck.Above(view.Fresh(metric), view.Limits.RespiratoryRateHigh, view.Limits.RespiratoryRateHysteresis)
            : Judgement.Clear;
}
