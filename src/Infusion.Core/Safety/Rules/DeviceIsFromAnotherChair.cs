using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The attached device stands at another chair by the clinic's configuration. It may have been moved, or a wrong one was picked.</summary>
public static class DeviceIsFromAnotherChair
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-058",
        Code = "device-of-another-chair",
        Priority = AlarmPriority.Low,
        Action = "Follow the cable: is this the device at this patient? If not, detach it and attach the right one.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Facts.AtItsChair | Facts.NoSession,
        Judge = static (in SafetyView view, Metric metric) =>
            view is { Device.HomeChair: { } home, Session: { } session } && home != session.State.Chair
                ? new Judgement(Verdict.Breach, null, null, view.Now)
                : Judgement.Clear,
        Headline = static alarm => $"{alarm.Source} is attached here and belongs to another chair",
    };
}
