using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Systolic pressure was at or above its limit (mmHg, inclusive) in a measurement and again in another one,
/// at least the repeat interval later on the monitor's clock, with none below the limit between them.
/// </summary>
public static class SystolicAboveLimitTwice
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-002",
        Code = "systolic-high",
        Priority = AlarmPriority.Medium,
        Action = "Check cuff and patient, calm and reposition. Call the physician; consider pausing the infusion.",
        Subject = RuleSubject.Vitals,
        Metrics = [Metric.NibpSystolic],
        Delay = static limits => limits.NibpRepeatAfter,
        IsConfirmedByRepeat = true,
        IsDatedBack = true,
        Judge = Judge,
        Headline = static alarm => $"{AlarmText.ObservedAgainstLimit(alarm)}, confirmed by repeat",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored)
        {
            return Judgement.Clear;
        }

        var judgement = LimitCheck.AtOrAbove(view.Fresh(metric), view.Limits.SystolicHigh, view.Limits.SystolicHysteresis);
        return judgement with { ClockAt = view.Session!.NibpClockAt ?? judgement.At };
    }
}
