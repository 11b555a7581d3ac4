using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// With what was given within this series before, this infusion has gone beyond the protocol's cap, or is on it and the pump still
/// delivers. Observed and limit are mg.
/// </summary>
public static class SeriesDoseIsReached
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-035",
        Code = "series-dose-reached",
        Priority = AlarmPriority.High,
        Action = "Stop the pump: no more may be given within this series. Call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.BelowCaps,
        Judge = static (in SafetyView view, Metric metric) => PumpRule.AgainstCap(
            view, view.Protocol?.Guardrails.PerSeriesMg, view.Session?.State.History?.GivenInSeries),
        Headline = static alarm =>
            $"{AlarmText.Number(alarm.Observed)} mg within this series, the cap is {AlarmText.Number(alarm.HardLimit)} mg",
    };
}
