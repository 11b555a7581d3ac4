using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>
/// What an event makes of an alarm. An alarm leaves only when its condition has cleared and a person has acknowledged it,
/// in either order.
/// </summary>
public static class AlarmFold
{
    /// <summary>The alarm an event is about; null: none.</summary>
    public static Guid? Subject(SessionEvent happened) => happened switch
    {
        AlarmRaised e => e.Alarm,
        AlarmConditionCleared e => e.Alarm,
        AlarmAcknowledged e => e.Alarm,
        AlarmAudioPaused e => e.Alarm,
        AlarmOnsetCorrected e => e.Alarm,
        AlarmPriorityChanged e => e.Alarm,
        _ => null,
    };

    /// <returns>Null: there is no such alarm any more.</returns>
    public static Alarm? Next(Alarm? alarm, SessionEvent happened) => (alarm, happened) switch
    {
        (_, AlarmRaised e) => new Alarm(e.Alarm, e.Rule, e.Metric, e.Source, e.Priority, e.Onset, e.At, e.Observed, e.HardLimit) { Beside = e.Beside },
        (null, _) => null,
        (_, AlarmConditionCleared) => alarm.IsAcknowledged ? null : alarm with { Presence = AlarmPresence.Latched },
        (_, AlarmAcknowledged e) => alarm.Presence == AlarmPresence.Latched ? null : alarm with { AcknowledgedBy = e.By },
        (_, AlarmAudioPaused e) => alarm with { AudioPausedUntil = e.Until },
        (_, AlarmPriorityChanged e) when e.To > e.From => alarm with
        {
            Priority = e.To, Observed = e.Observed, HardLimit = e.HardLimit, AcknowledgedBy = null, AudioPausedUntil = null,
        },
        (_, AlarmPriorityChanged e) => alarm with { Priority = e.To, Observed = e.Observed, HardLimit = e.HardLimit },
        (_, AlarmOnsetCorrected e) => alarm with { Onset = e.To },
        _ => alarm,
    };
}
