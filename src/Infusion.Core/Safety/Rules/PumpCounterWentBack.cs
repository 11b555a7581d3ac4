using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump's volume counter fell: a restart, a new programme or a new container. The dose counted so far is kept.
/// Observed is what it says now and limit what it said before, mL. The next word ends the condition.
/// </summary>
public static class PumpCounterWentBack
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-043",
        Code = "pump-counter-reset",
        Priority = AlarmPriority.Low,
        Action = "Compare pump and order: after a restart or a new container its programme may be another. The dose given so far is kept.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.VolumeDeliveredTotal],
        // It holds for one word only, and must be seen.
        IsLatching = true,
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.CounterGoesOn,
        Judge = Judge,
        Headline = static alarm =>
            $"Counter of pump {alarm.Source} went back from {AlarmText.Number(alarm.HardLimit)} to {AlarmText.Number(alarm.Observed)} mL",
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        PumpRule.IsAtPatient(view, out _, out var session) && session.Account.WentBack is var (from, to)
            ? new Judgement(Verdict.Breach, to, from, view.HeardAt)
            : Judgement.Clear;
}
