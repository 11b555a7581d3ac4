using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A device's clock left the offset it had, and has not kept the new one for a minute yet. Live goes on by receipt time and the
/// chart by the corrected clock: this is about the device. Observed and limit are seconds behind the server (ahead: negative),
/// after and before the jump.
/// </summary>
public static class DeviceClockJumped
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-010",
        Code = "device-clock-jumped",
        Priority = AlarmPriority.Low,
        Action = "Check the date and time on the device. The chart is corrected; what the device itself prints or stores is not.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTechnical = true,
        RuledOutBy = static (_, _) => Facts.ClockRuns,
        Judge = Judge,
        Headline = static alarm =>
            $"Clock of {alarm.Source} jumped from {AlarmText.Behind(alarm.HardLimit)} to {AlarmText.Behind(alarm.Observed)}",
    };

    static Judgement Judge(in SafetyView view, Metric metric) => view.Device?.Clock.Jump is { } jump
        ? new Judgement(Verdict.Breach, Seconds(jump.To), Seconds(jump.From), jump.At)
        : Judgement.Clear;

    static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
