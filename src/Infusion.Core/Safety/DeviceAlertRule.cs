using System.Collections.Frozen;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What all rules that repeat alarms of devices have in common: the priority is the device's own.</summary>
static class DeviceAlertRule
{
    /// <param name="meanings">Codes (MDC reference ids), each with what it means, as a sentence goes on after the device's name.</param>
    public static SafetyRule Of(string id, string code, string action, params (string Code, string Meaning)[] meanings) => new()
    {
        Id = id,
        Code = code,
        Priority = AlarmPriority.Medium,
        Action = action,
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        Levels = [AlarmPriority.High, AlarmPriority.Medium, AlarmPriority.Low],
        Alerts = meanings.ToFrozenDictionary(each => each.Code, each => each.Meaning, StringComparer.Ordinal),
        Judge = Judge,
        Headline = Headline,
    };

    /// <summary>A device that does not say how grave it is: in the middle.</summary>
    public static AlarmPriority PriorityOf(DeviceAlert alert) => alert.Priority switch
    {
        DeviceAlertPriority.Low => AlarmPriority.Low,
        DeviceAlertPriority.High => AlarmPriority.High,
        _ => AlarmPriority.Medium,
    };

    static Judgement Judge(in SafetyView view, Metric metric) => view.Alert is { } alert && PriorityOf(alert) >= view.Level
        ? new Judgement(Verdict.Breach, null, null, view.HeardAt)
        : Judgement.Clear;

    static string Headline(Alarm alarm)
    {
        var (device, code) = (AlarmSource.DeviceOf(alarm.Source), AlarmSource.CodeOf(alarm.Source) ?? "an alarm");
        return SafetyRules.OfAlert(code).Alerts!.GetValueOrDefault(code) is { } meaning
            ? $"{device}: {meaning}"
            : $"{device} reports {code}";
    }
}
