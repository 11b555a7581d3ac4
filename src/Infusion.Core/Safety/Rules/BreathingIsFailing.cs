using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Breathing shows in two vitals at once: few breaths (a minute), or CO2 that stays in (mmHg), together with a low SpO2 (percent);
/// each beyond the bound configured for the pair. Observed is the first, beside it the SpO2.
/// </summary>
public static class BreathingIsFailing
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-023",
        Code = "breathing-failing",
        Priority = AlarmPriority.High,
        Action = "Go to the patient: stop the infusion, open the airway, stimulate, give oxygen. Call for help.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.RespiratoryRate, Metric.EtCO2],
        Beside = Metric.SpO2,
        Delay = static limits => limits.CombinationDelay,
        RuledOutBy = static (limits, metric) => CombinationRule.RuledOutBy(PairOf(limits, metric)),
        Judge = static (in view, metric) => CombinationRule.Judge(view, PairOf(view.Limits, metric)),
        Headline = static alarm => CombinationRule.Headline(alarm, alarm.Metric, Metric.SpO2),
    };

    static Combination? PairOf(SafetyLimits limits, Metric metric) =>
        metric == Metric.EtCO2 ? limits.HighEtCO2AndLowSpO2 : limits.SlowBreathingAndLowSpO2;
}
