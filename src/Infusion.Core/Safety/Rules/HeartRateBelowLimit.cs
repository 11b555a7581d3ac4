using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The heart beat slower than a limit (beats a minute) for the delay, or for less the slower it was. The pulse speaks only while the heart rate does not.</summary>
public static class HeartRateBelowLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-016",
        Code = "heart-rate-low",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: speak to them, feel the pulse, lay flat. Pause the infusion and call the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.HeartRate, Metric.PulseRate],
        Side = LimitSide.Low,
        IsDatedBack = true,
        RuledOutBy = static (_, metric) => BeatRule.RuledOutBy(metric),
        Judge = static (in view, metric) => BeatRule.Judge(view, metric, "heart-rate-low"),
    };
}
