using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump delivers, by its own word, before the start and while something is open of what the protocol asks before it: check-in,
/// the second person's check, the preparation. Observed is how many things are open.
/// </summary>
public static class StartedBeforeCheckIn
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-095",
        Code = "started-before-check-in",
        Priority = AlarmPriority.High,
        Action = "Stop the pump. Then do what is open on the check-in page, or have a physician let it go there with a reason.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.PumpRateCurrent],
        Delay = static limits => limits.PumpWithoutSessionDelay,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.CheckedIn, SessionPhase.Ready),
        Judge = Judge,
        Headline = static alarm => $"Pump {alarm.Source} runs before the check-in is passed, {AlarmText.Number(alarm.Observed)} still open",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Protocol?.Admission is not { } gate
            || !PumpRule.IsAtPatient(view, out _, out var session) || session.State.Phase is not (SessionPhase.CheckedIn or SessionPhase.Ready))
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is not { } delivering)
        {
            return Judgement.Unknown;
        }

        return delivering && StartGate.Gaps(session, gate, view.Now).Length is var open and > 0
            ? new Judgement(Verdict.Breach, open, null, view.HeardAt)
            : Judgement.Clear;
    }
}
