using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A pump delivers, by its own word, and no session is infusing with it: unattached, not yet started, paused, stopped.
/// KVO counts: it still gives drug. Observed is its rate in mL/h.
/// </summary>
public static class PumpRunsWithoutSession
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-007",
        Code = "pump-runs-without-session",
        Priority = AlarmPriority.High,
        Action = "Go to the pump: stop it, or start the session it belongs to.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.PumpRateCurrent],
        Delay = static limits => limits.PumpWithoutSessionDelay,
        MayBeSilenced = false,
        MayBeOff = false,
        RuledOutBy = static (_, _) => Facts.NoPump | Fact.In(SessionPhase.Infusing),
        Judge = Judge,
        Headline = static alarm => alarm.Observed is { } rate
            ? $"Pump {alarm.Source} runs at {AlarmText.Number(rate)} mL/h and no infusion is under way"
            : $"Pump {alarm.Source} runs and no infusion is under way",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { Kind: DeviceKind.Pump } pump || view.Session?.State.Phase == SessionPhase.Infusing)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is not { } delivering)
        {
            return Judgement.Unknown;
        }

        if (!delivering)
        {
            return Judgement.Clear;
        }

        var at = view.HeardAt;
        var since = view.Session?.State.PhaseSince ?? at;
        return new Judgement(Verdict.Breach, pump.RateMlPerHour, null, since > at ? since : at);
    }
}
