using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The heart beats fast (a minute) and the last systolic pressure was high (mmHg), each beyond the bound configured for the pair.</summary>
public static class FastHeartWithHighPressure
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-025",
        Code = "fast-heart-high-pressure",
        Priority = AlarmPriority.Medium,
        Action = "Go to the patient: calm, ask for chest pain or headache, measure again. Pause the infusion and call the physician.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.HeartRate],
        Beside = Metric.NibpSystolic,
        Delay = static limits => limits.CombinationDelay,
        RuledOutBy = static (limits, _) => CombinationRule.RuledOutBy(limits.FastHeartAndHighPressure),
        Judge = static (in view, _) => CombinationRule.Judge(view, view.Limits.FastHeartAndHighPressure),
        Headline = static alarm => CombinationRule.Headline(alarm, Metric.HeartRate, Metric.NibpSystolic),
    };
}
