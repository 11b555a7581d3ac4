using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump is set to a concentration that differs from the ordered one by more than the tolerance (exclusive), from ready
/// on. Observed and limit are mg/mL.
/// </summary>
public static class ConcentrationDiffersFromOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-039",
        Code = "concentration-differs",
        Priority = AlarmPriority.High,
        Action = "Stop. Read the label of the container and compare it with order and pump before anything goes on.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.DrugConcentration],
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Ready, SessionPhase.Infusing, SessionPhase.Paused) | Facts.ConcentrationAsOrdered,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} is set to {AlarmText.Number(alarm.Observed)} mg/mL, the order allows {AlarmText.Number(alarm.HardLimit)} mg/mL",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsUnderOrder(view, out var pump, out var session))
        {
            return Judgement.Clear;
        }

        return view.IsDelivering is null || pump.ConcentrationMgPerMl is not { } set
            ? Judgement.Unknown
            : PumpRule.Against(
                session.State.Order.Concentration.MilligramsPerMillilitre, set, view.Limits.ConcentrationToleranceFraction, 0m, view.HeardAt);
    }
}
