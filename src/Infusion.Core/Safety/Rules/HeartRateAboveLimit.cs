using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The heart beat faster than a limit (beats a minute) for the delay. The pulse speaks only while the heart rate does not.</summary>
public static class HeartRateAboveLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-017",
        Code = "heart-rate-high",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: anxious, in pain, short of breath? Calm, measure the pressure, tell the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.HeartRate, Metric.PulseRate],
        Side = LimitSide.High,
        IsDatedBack = true,
        RuledOutBy = static (_, metric) => BeatRule.RuledOutBy(metric),
        Judge = static (in view, metric) => BeatRule.Judge(view, metric, "heart-rate-high"),
    };
}
