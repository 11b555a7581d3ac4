using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Nothing live came from an attached device for the time allowed (inclusive) while the session needs it:
/// the monitor from the start of the infusion until discharge, the pump while the infusion runs.
/// Observed and limit are seconds of silence. One that was said to be offline before that is the matter of SR-070.
/// </summary>
public static class AttachedDeviceIsSilent
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-005",
        Code = "telemetry-lost",
        Priority = AlarmPriority.Medium,
        Action = "Look at the device itself: power, cable, network. Watch the patient by hand until it is back.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsTechnical = true,
        MayBeOff = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing, SessionPhase.Paused, SessionPhase.Recovery) | Facts.Heard,
        Judge = Judge,
        Headline = static alarm => $"Nothing heard from {alarm.Source} for {AlarmText.Number(alarm.HardLimit)} s",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { } device || view.Session is not { } session || !DeviceSilence.IsNeeded(device.Kind, session.State.Phase)
            || DeviceSilence.OfflineSince(view, device) is not null)
        {
            return Judgement.Clear;
        }

        var since = DeviceSilence.Since(view, device);
        var silence = view.Now - since;
        var allowed = view.Limits.TelemetryLostAfter;
        return silence < allowed
            ? Judgement.Clear
            : new Judgement(Verdict.Breach, Seconds(silence), Seconds(allowed), since + allowed);
    }

    static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
