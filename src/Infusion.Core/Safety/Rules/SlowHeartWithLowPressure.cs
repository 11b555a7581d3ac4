using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The heart beats slowly (a minute) and the last systolic pressure was low (mmHg), each beyond the bound configured for the pair.</summary>
public static class SlowHeartWithLowPressure
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-024",
        Code = "slow-heart-low-pressure",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: stop the infusion, lay flat, raise the legs. Call the physician, get the emergency drugs.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.HeartRate],
        Beside = Metric.NibpSystolic,
        Delay = static limits => limits.CombinationDelay,
        RuledOutBy = static (limits, _) => CombinationRule.RuledOutBy(limits.SlowHeartAndLowPressure),
        Judge = static (in view, _) => CombinationRule.Judge(view, view.Limits.SlowHeartAndLowPressure),
        Headline = static alarm => CombinationRule.Headline(alarm, Metric.HeartRate, Metric.NibpSystolic),
    };
}
