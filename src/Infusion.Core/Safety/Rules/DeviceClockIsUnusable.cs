using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Three live messages of a device in a row brought no time, or one more than a day off; three usable ones in a row end it.
/// They are charted at receipt. Observed is how many seconds behind the server it is (ahead: negative), if it says a time at all.
/// </summary>
public static class DeviceClockIsUnusable
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-011",
        Code = "device-clock-unusable",
        Priority = AlarmPriority.Low,
        Action = "Set the date and time of the device. Until then its values are charted when they arrive.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTechnical = true,
        SpokenForBy = ["device-clock-jumped"],
        RuledOutBy = static (_, _) => Facts.ClockRuns,
        Judge = Judge,
        Headline = static alarm => alarm.Observed is { } behind
            ? $"Clock of {alarm.Source} is {AlarmText.Behind(behind)}: charted at receipt"
            : $"{alarm.Source} sends no usable time: charted at receipt",
    };

    static Judgement Judge(in SafetyView view, Metric metric) => view.Device?.Clock is { UnusableSince: { } since } clock
        ? new Judgement(Verdict.Breach, clock.UnusableBy is { } by ? (decimal)by.Ticks / TimeSpan.TicksPerSecond : null, null, since)
        : Judgement.Clear;
}
