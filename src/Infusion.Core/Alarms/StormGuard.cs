using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>
/// What has a cause that already sounds is listed under it and does not sound by itself. Never what is of high priority, and
/// never what is graver than its cause; when the cause is over and the consequence is not, it speaks for itself.
/// </summary>
static class StormGuard
{
    /// <summary>The active alarm that speaks for this condition; null: none.</summary>
    public static Guid? CauseOf(SafetyRule rule, AlarmSlot slot, AlarmPriority priority, in EventStream stream)
    {
        if (priority == AlarmPriority.High || rule.SpokenForBy.IsEmpty)
        {
            return null;
        }

        for (var index = 0; index < stream.Slots.All.Count; index++)
        {
            var cause = stream.Slots.All[index];
            if (cause.Alarm is { } id && cause.Said >= priority && rule.SpokenForBy.Contains(cause.Rule) && Concerns(cause, slot, stream))
            {
                return stream.Alarms[id].CausedBy ?? id;
            }
        }

        return null;
    }

    /// <summary>After an alarm was over or changed its priority.</summary>
    public static void Review(SafetyLimits limits, in EventStream stream, DateTimeOffset now)
    {
        while (FirstOnItsOwn(stream) is { CausedBy: { } cause } alarm)
        {
            stream.Emit(new AlarmStandsAlone(now, alarm.Id, cause, stream.Slots.Rush.GroupOf(alarm.Id, alarm.Priority, limits, now)));
        }
    }

    /// <summary>A cause in one device concerns that device, and what it measures.</summary>
    static bool Concerns(AlarmSlot cause, AlarmSlot consequence, in EventStream stream) =>
        AlarmSource.DeviceOf(cause.Source) is not { } device || AlarmSource.IsOf(consequence.Source, device)
        || (consequence.Source is null && MetricTable.IsFrom(consequence.Metric, stream.KindOf(device)));

    static Alarm? FirstOnItsOwn(in EventStream stream)
    {
        var alarms = stream.Alarms;
        return alarms.Values
            .Where(alarm => alarm.CausedBy is { } cause && !(alarms.TryGetValue(cause, out var speaker) && SpeaksFor(speaker, alarm)))
            .OrderBy(alarm => alarm.RaisedAt).ThenBy(alarm => alarm.Id)
            .FirstOrDefault();
    }

    static bool SpeaksFor(Alarm cause, Alarm alarm) =>
        cause.Presence == AlarmPresence.Active && alarm.Priority < AlarmPriority.High && alarm.Priority <= cause.Priority;
}
