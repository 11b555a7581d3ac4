using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A device that the session needs is offline by its own word or its last will, for the delay: sooner known than its silence
/// (SR-005), which then does not speak as well. A live message ends it.
/// </summary>
public static class AttachedDeviceIsOffline
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-070",
        Code = "device-offline",
        Priority = AlarmPriority.Medium,
        Action = "Look at the device itself: power, cable, network. Watch the patient by hand until it is back.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        Delay = static limits => limits.OfflineDelay,
        IsTimed = true,
        MayBeOff = false,
        IsTechnical = true,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing, SessionPhase.Paused, SessionPhase.Recovery) | Facts.Heard,
        Judge = Judge,
        Headline = static alarm => $"{alarm.Source} is offline",
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view is { Device: { } device, Session: { } session } && DeviceSilence.IsNeeded(device.Kind, session.State.Phase)
        && DeviceSilence.OfflineSince(view, device) is { } since
            ? new Judgement(Verdict.Breach, null, null, since > session.State.PhaseSince ? since : session.State.PhaseSince)
            : Judgement.Clear;
}
