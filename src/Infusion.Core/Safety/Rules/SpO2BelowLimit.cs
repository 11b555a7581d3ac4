using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>SpO2 stayed below its limit (percent, exclusive) for the delay. Seeds: clinical reference 3.2 and 5.3.</summary>
public static class SpO2BelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-001",
        Code = "spo2-low",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: open the airway, stimulate, give oxygen, check the probe. Pause the infusion.",
        Subject = RuleSubject.Vitals,
        Metrics = [Metric.SpO2],
        Delay = static limits => limits.SpO2Delay,
        IsDatedBack = true,
        Judge = Judge,
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view.IsMonitored
            ? LimitCheck.Below(view.Fresh(metric), view.Limits.SpO2Low, view.Limits.SpO2Hysteresis)
            : Judgement.Clear;
}
