using Infusion.Core.Alarms;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump keeps the vein open, after its volume is in or in a pause, and so gives drug. Observed is mg/h; there is no
/// limit. A pump that runs in a pause or after the stop is SR-007 as well.
/// </summary>
public static class KeepVeinOpenGivesDrug
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-038",
        Code = "kvo-gives-drug",
        Priority = AlarmPriority.Low,
        Action = "The pump still gives drug: stop it, or change to a line without drug.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.Delivers,
        Judge = Judge,
        Headline = static alarm => $"Pump {alarm.Source} keeps the vein open and gives {AlarmText.Number(alarm.Observed)} mg/h of drug",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsAtPatient(view, out var pump, out var session) || pump.Pump?.Mode != PumpMode.KeepVeinOpen || view.IsDelivering == false)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is null)
        {
            return Judgement.Unknown;
        }

        decimal? perHour = pump.RateMlPerHour is { } rate
            ? (Rate.FromMillilitresPerHour(rate) * session.State.Order.Concentration).MilligramsPerHour
            : null;
        return new Judgement(Verdict.Breach, perHour, null, view.HeardAt);
    }
}
