using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump gives a bolus and the protocol has none, or it is larger than the protocol allows (soft or hard bound,
/// exclusive). Observed and limit are mg/kg; no limit where the protocol has no bolus.
/// </summary>
public static class BolusIsNotOrdered
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-037",
        Code = "bolus-not-ordered",
        Priority = AlarmPriority.High,
        Action = "Go to the pump and end the bolus. Watch the airway and the pressure, and call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.NoBolus,
        Judge = Judge,
        Headline = static alarm => alarm.HardLimit is { } limit
            ? $"Bolus of {AlarmText.Number(alarm.Observed)} mg/kg, limit {AlarmText.Number(limit)} mg/kg"
            : $"Bolus of {AlarmText.Number(alarm.Observed)} mg/kg, and none is ordered",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsAtPatient(view, out _, out var session) || session.Account.Bolus is not { } volume)
        {
            return Judgement.Clear;
        }

        if (view.Protocol is not { } protocol)
        {
            return Judgement.Unknown;
        }

        var order = session.State.Order;
        var byWeight = (volume * order.Concentration).Milligrams / order.Weight.Kilograms;
        var bound = (protocol.Guardrails.BolusMgPerKg ?? None).Crossed(byWeight);
        return protocol.Guardrails.BolusMgPerKg is null || bound is not null
            ? new Judgement(Verdict.Breach, byWeight, bound, view.HeardAt)
            : Judgement.Clear;
    }

    static DrugLibrary.Guardrail None { get; } = new();
}
