using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// An attached device was switched on anew since the infusion started (a new boot), in the last minute: a pump (medium) may have
/// stood still and forgotten its programme, a monitor (low) its limits.
/// </summary>
public static class DeviceRestarted
{
    static readonly TimeSpan Told = TimeSpan.FromMinutes(1);

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-072",
        Code = "device-restarted",
        Priority = AlarmPriority.Medium,
        Action = "Check what is set on the device: programme and rate on a pump, alarm limits on a monitor.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        Levels = [AlarmPriority.Medium, AlarmPriority.Low],
        IsTimed = true,
        Judge = Judge,
        Headline = static alarm => $"{alarm.Source} was switched on anew during the infusion",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view is not { Device: { RestartedAt: { } at } device, Session.State: { Phase: SessionPhase.Infusing or SessionPhase.Paused } state })
        {
            return Judgement.Clear;
        }

        return at >= state.StartedAt && at >= device.AttachedAt && view.Now - at < Told
            && (view.Level == AlarmPriority.Low || device.Kind == DeviceKind.Pump)
            ? new Judgement(Verdict.Breach, null, null, at)
            : Judgement.Clear;
    }
}
