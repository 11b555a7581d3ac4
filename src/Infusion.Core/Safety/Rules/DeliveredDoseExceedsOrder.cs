using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// More was given than was ordered, by more than the tolerance (exclusive), whether the pump still runs or not: it holds until
/// discharge. Observed and limit are mg.
/// </summary>
public static class DeliveredDoseExceedsOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-033",
        Code = "total-dose-exceeded",
        Priority = AlarmPriority.High,
        Action = "Stop the pump and go to the patient: more than the order was given. Call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.DoseNotIn,
        Judge = Judge,
        Headline = static alarm => $"Given {AlarmText.Number(alarm.Observed)} mg, the order allows {AlarmText.Number(alarm.HardLimit)} mg",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsAtPatient(view, out _, out var session))
        {
            return Judgement.Clear;
        }

        if (session.Given is not { } given)
        {
            return Judgement.Unknown;
        }

        var most = session.State.Order.Dose.Milligrams * (1 + view.Limits.DoseToleranceFraction);
        return given.Milligrams > most ? new Judgement(Verdict.Breach, given.Milligrams, most, view.HeardAt) : Judgement.Clear;
    }
}
