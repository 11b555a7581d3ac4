using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

static class AlarmViews
{
    /// <param name="session">Null for an alarm that belongs to no session.</param>
    /// <param name="stream">Where commands about it go.</param>
    /// <param name="clinic">What its devices say now; null for what is history.</param>
    public static AlarmView Build(Alarm alarm, SessionState? session, Guid stream, ClinicState? clinic)
    {
        var rule = SafetyRules.Find(alarm.Rule);
        return new AlarmView(
            alarm.Id,
            stream,
            session?.Chair,
            rule?.Id ?? alarm.Rule,
            alarm.Rule,
            alarm.Metric is Metric.Unknown ? null : alarm.Metric.ToString(),
            AlarmSource.DeviceOf(alarm.Source),
            alarm.Priority,
            alarm.Presence,
            alarm.IsAcknowledged,
            alarm.AcknowledgedBy,
            alarm.AudioPausedUntil,
            alarm.Onset,
            alarm.RaisedAt,
            Headline(alarm, rule, clinic),
            AlarmText.Action(alarm),
            alarm.Observed,
            alarm.HardLimit,
            alarm.Metric is Metric.Unknown ? null : MetricTable.Of(alarm.Metric).UnitText,
            alarm.MayBeSilenced,
            alarm.Calls,
            alarm.ReturnedAt,
            alarm.CausedBy,
            alarm.Group,
            alarm.Assigned is { } call ? new AlarmCallView(call.Step, call.People, call.Until, call.AcceptedBy, call.Reminders) : null);
    }

    /// <summary>
    /// With the device's own words where no rule has any for its code. They are free text: shown while the device says them, never charted.
    /// </summary>
    static string Headline(Alarm alarm, SafetyRule? rule, ClinicState? clinic)
    {
        var headline = AlarmText.Headline(alarm);
        if (rule?.Alerts is not { Count: 0 } || AlarmSource.DeviceOf(alarm.Source) is not { } name
            || clinic is null || !clinic.Devices.TryGetValue(name, out var device))
        {
            return headline;
        }

        var code = AlarmSource.CodeOf(alarm.Source);
        var text = device.Alerts.FirstOrDefault(alert => alert.Code == code)?.Text;
        return string.IsNullOrWhiteSpace(text) ? headline : $"{headline}: {text}";
    }
}
