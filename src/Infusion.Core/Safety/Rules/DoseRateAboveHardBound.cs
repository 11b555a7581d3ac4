using Infusion.Core.Alarms;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// What the attached pump really runs at, times the concentration it states (or else the ordered one), is above the protocol's hard
/// bound (exclusive) for the delay. A bolus is not judged by rate. Observed and limit are mg/kg/h.
/// </summary>
public static class DoseRateAboveHardBound
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-036",
        Code = "dose-rate-high",
        Priority = AlarmPriority.High,
        Action = "Stop the pump and go to the patient. Compare rate and concentration with the order, field by field.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        Delay = static limits => limits.RateDelay,
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.DoseRateAsOrdered,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} gives {AlarmText.Number(alarm.Observed)} mg/kg/h, hard limit {AlarmText.Number(alarm.HardLimit)} mg/kg/h",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsAtPatient(view, out var pump, out var session)
            || view.Protocol?.Guardrails.RateMgPerKgPerHour.HardHigh is not { } bound || view.IsDelivering == false)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is null || pump.RateMlPerHour is not { } rate || pump.Pump!.Mode == PumpMode.Bolus)
        {
            return Judgement.Unknown;
        }

        var order = session.State.Order;
        var stated = pump.ConcentrationMgPerMl ?? order.Concentration.MilligramsPerMillilitre;
        var doseRate = Rate.FromMillilitresPerHour(rate) * Concentration.FromMilligramsPerMillilitre(stated);
        var byWeight = doseRate.MilligramsPerKilogramPerHour(order.Weight);
        return byWeight > bound ? new Judgement(Verdict.Breach, byWeight, bound, view.HeardAt) : Judgement.Clear;
    }
}
