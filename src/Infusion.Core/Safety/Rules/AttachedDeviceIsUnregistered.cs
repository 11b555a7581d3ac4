using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The attached device was taken out of the clinic's configuration meanwhile: after a restart nobody would listen to it.</summary>
public static class AttachedDeviceIsUnregistered
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-059",
        Code = "device-unregistered",
        Priority = AlarmPriority.Medium,
        Action = "Attach another device, or have this one registered again.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Facts.Registered | Facts.NoSession,
        Judge = static (in SafetyView view, Metric metric) => view is { Device.IsRegistered: false, Session: not null }
            ? new Judgement(Verdict.Breach, null, null, view.Now)
            : Judgement.Clear,
        Headline = static alarm => $"{alarm.Source} is no longer registered in this clinic",
    };
}
