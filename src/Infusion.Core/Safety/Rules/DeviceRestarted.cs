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
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing, SessionPhase.Paused) | Facts.NeverRestarted,
        Judge = Judge,
        Headline = static alarm => $"{alarm.Source} was switched on anew during the infusion",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { RestartedAt: { } at } device || view.Session is not { } session)
        {
            return Judgement.Clear;
        }

        var state = session.State;
        return state.Phase is SessionPhase.Infusing or SessionPhase.Paused && at >= state.StartedAt && at >= device.AttachedAt && view.Now - at < Told
            && (view.Level == AlarmPriority.Low || device.Kind == DeviceKind.Pump)
            ? new Judgement(Verdict.Breach, null, null, at)
            : Judgement.Clear;
    }
}
