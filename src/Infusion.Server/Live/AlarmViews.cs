using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

static class AlarmViews
{
    /// <param name="session">Null for an alarm that belongs to no session.</param>
    /// <param name="stream">Where commands about it go.</param>
    public static AlarmView Build(Alarm alarm, SessionState? session, Guid stream)
    {
        var rule = SafetyRules.Find(alarm.Rule);
        return new AlarmView(
            alarm.Id,
            stream,
            session?.Chair,
            rule?.Id ?? alarm.Rule,
            alarm.Rule,
            alarm.Metric is Metric.Unknown ? null : alarm.Metric.ToString(),
            alarm.Source,
            alarm.Priority,
            alarm.Presence,
            alarm.IsAcknowledged,
            alarm.AcknowledgedBy,
            alarm.AudioPausedUntil,
            alarm.Onset,
            alarm.RaisedAt,
            AlarmText.Headline(alarm),
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
}
