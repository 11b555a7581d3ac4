using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Of an attached device so many messages (inclusive) went missing within the time that counts: its connection is bad, and what it
/// shows between is less than it measured. Observed and limit are messages.
/// </summary>
public static class TooManyMessagesAreMissing
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-071",
        Code = "messages-missing",
        Priority = AlarmPriority.Low,
        Action = "Check the device's network: cable, Wi-Fi, place. Until then trust its own screen.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (limits, _) => limits.MissingMessages is null ? Facts.Always : Fact.NotMonitored | Facts.NothingMissing,
        Judge = Judge,
        Headline = static alarm => $"{AlarmText.Number(alarm.Observed)} messages of {alarm.Source} are missing, limit {AlarmText.Number(alarm.HardLimit)}",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { } device || !view.IsMonitored || view.Limits.MissingMessages is not { } limit)
        {
            return Judgement.Clear;
        }

        var missing = device.Missing.Since(view.Now - view.Limits.MissingWithin);
        return missing >= limit ? new Judgement(Verdict.Breach, missing, limit, view.Now) : Judgement.Clear;
    }
}
