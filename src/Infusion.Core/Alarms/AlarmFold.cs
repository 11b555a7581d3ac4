using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>
/// What an event makes of an alarm. One that latches leaves only when its condition has cleared and a person has acknowledged it,
/// in either order; one that does not, when its condition has cleared. The table of it stands in docs/alarms.md.
/// </summary>
public static class AlarmFold
{
    /// <summary>The alarm an event is about; null: none.</summary>
    public static Guid? Subject(SessionEvent happened) => (happened as AlarmEvent)?.Alarm;

    /// <returns>Null: there is no such alarm any more.</returns>
    public static Alarm? Next(Alarm? alarm, SessionEvent happened) => (alarm, happened) switch
    {
        (_, AlarmRaised e) => Raised(e),
        (null, _) => null,
        (_, AlarmConditionCleared) => alarm.IsLatching && !alarm.IsAcknowledged ? alarm with { Presence = AlarmPresence.Latched } : null,
        (_, AlarmAcknowledged e) => alarm.Presence == AlarmPresence.Latched ? null : alarm with { AcknowledgedBy = e.By, Assigned = null },
        (_, AlarmAudioPaused e) => alarm with { AudioPausedUntil = e.Until },
        (_, AlarmPriorityChanged e) => Changed(alarm, e),
        (_, AlarmReturned e) => Anew(alarm, e.At) with
        {
            Presence = AlarmPresence.Active,
            Priority = e.Priority,
            Observed = e.Observed,
            HardLimit = e.HardLimit,
            ReturnedAt = e.At,
            CausedBy = e.CausedBy,
            Group = e.Group,
        },
        (_, AlarmStandsAlone e) => alarm with { CallingSince = e.At, CausedBy = null, Group = e.Group },
        (_, AlarmOnsetCorrected e) => alarm with { Onset = e.To },
        (_, AlarmAssigned e) => alarm with { Assigned = new AlarmAssignment(e.Step, e.People, e.Until) },
        (_, AlarmAccepted e) => alarm with { Assigned = (alarm.Assigned ?? AlarmAssignment.Nobody) with { AcceptedBy = e.By, Until = null } },
        (_, AlarmRefused e) => alarm with
        {
            Assigned = (alarm.Assigned ?? AlarmAssignment.Nobody) with { AcceptedBy = null, RefusedBy = e.By, Until = e.At },
        },
        (_, AlarmNotAnswered e) => alarm with { Assigned = Reminded(alarm.Assigned ?? AlarmAssignment.Nobody, e) },
        _ => alarm,
    };

    static Alarm Raised(AlarmRaised e) =>
        new(e.Alarm, e.Rule, e.Metric, e.Source, e.Priority, e.Onset, e.At, e.Observed, e.HardLimit)
        {
            IsLatching = e.IsLatching,
            MayBeSilenced = e.MayBeSilenced,
            CallingSince = e.At,
            CausedBy = e.CausedBy,
            Group = e.Group,
            Beside = e.Beside,
        };

    static Alarm Changed(Alarm alarm, AlarmPriorityChanged e)
    {
        var next = e.To > e.From ? Anew(alarm, e.At)
            : e.To < AlarmPriority.Medium ? alarm with { Assigned = null }
            : alarm;
        return next with
        {
            Priority = e.To,
            Observed = e.Observed,
            HardLimit = e.HardLimit,
            IsLatching = alarm.IsLatching || e.IsLatching,
            Group = e.To == AlarmPriority.High ? null : alarm.Group,
        };
    }

    /// <summary>A new signal: nobody has acknowledged, paused or accepted it. Who is being asked goes on being asked.</summary>
    static Alarm Anew(Alarm alarm, DateTimeOffset at) => alarm with
    {
        CallingSince = at,
        AcknowledgedBy = null,
        AudioPausedUntil = null,
        Assigned = alarm.Assigned is { AcceptedBy: null } asked ? asked : null,
    };

    static AlarmAssignment Reminded(AlarmAssignment assigned, AlarmNotAnswered e) =>
        assigned with { Until = e.RemindsAt, Reminders = assigned.Reminders + 1 };
}
