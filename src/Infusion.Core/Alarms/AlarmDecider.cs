using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>What people may do about an alarm, and why not.</summary>
static class AlarmDecider
{
    /// <summary>A sound may be silent this long, inclusive, and not longer.</summary>
    static readonly TimeSpan PauseAtMost = TimeSpan.FromSeconds(120);

    /// <param name="alarm">Null: not active and not latched.</param>
    public static Decision Decide(Alarm? alarm, AlarmCommand command, DateTimeOffset now) => (alarm, command) switch
    {
        (null, _) => Session.Reject("alarm-unknown", $"There is no active or latched alarm {command.Alarm} here."),
        (_, PauseAlarmAudio c) => Pause(alarm, c, now),
        (_, RefuseAlarm) => Refuse(alarm, command.By, now),
        ({ IsAcknowledged: true }, _) => Session.Reject("alarm-already-acknowledged", $"Alarm {alarm.Rule} is already acknowledged."),
        (_, AcceptAlarm) => Accept(alarm, command.By, now),
        _ => Session.Accept(new AlarmAcknowledged(now, command.Alarm, command.By)),
    };

    static Decision Pause(Alarm alarm, PauseAlarmAudio command, DateTimeOffset now)
    {
        if (!alarm.MayBeSilenced)
        {
            return Session.Reject("alarm-not-silenced", $"Alarm {alarm.Rule} cannot be silenced: it sounds until its condition ends.");
        }

        return command.For > TimeSpan.Zero && command.For <= PauseAtMost
            ? Session.Accept(new AlarmAudioPaused(now, command.Alarm, now + command.For, command.By))
            : Session.Reject("audio-pause-out-of-range", $"An audio pause lasts above 0 and at most {PauseAtMost.TotalSeconds} s.");
    }

    static Decision Accept(Alarm alarm, string by, DateTimeOffset now) => alarm.Assigned is { AcceptedBy: { } other }
        ? Session.Reject("alarm-already-accepted", $"Alarm {alarm.Rule} is already accepted by {other}.")
        : Session.Accept(new AlarmAccepted(now, alarm.Id, by));

    static Decision Refuse(Alarm alarm, string by, DateTimeOffset now) => alarm.Assigned is { } assigned && assigned.IsOf(by)
        ? Session.Accept(new AlarmRefused(now, alarm.Id, assigned.Step, by))
        : Session.Reject("alarm-not-assigned", $"Alarm {alarm.Rule} is not assigned to {by}.");
}
