using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// With what was given within 24 hours before, this infusion has gone beyond the protocol's cap, or is on it and the pump still
/// delivers. Observed and limit are mg.
/// </summary>
public static class DailyDoseIsReached
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-034",
        Code = "daily-dose-reached",
        Priority = AlarmPriority.High,
        Action = "Stop the pump: no more may be given within 24 hours. Call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.BelowCaps,
        Judge = static (in SafetyView view, Metric metric) => PumpRule.AgainstCap(
            view, view.Protocol?.Guardrails.PerDayMg, view.Session?.State.History?.GivenLast24Hours),
        Headline = static alarm =>
            $"{AlarmText.Number(alarm.Observed)} mg within 24 hours, the cap is {AlarmText.Number(alarm.HardLimit)} mg",
    };
}
