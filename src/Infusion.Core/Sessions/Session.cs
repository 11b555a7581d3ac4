namespace Infusion.Core.Sessions;

/// <summary>
/// The life of a session as pure functions: planned, checked in, ready, infusing and paused by turns, recovery, discharged, closed.
/// </summary>
public static partial class Session
{
    /// <summary>A sound may be silent this long, inclusive, and not longer.</summary>
    public static readonly TimeSpan AudioPauseAtMost = TimeSpan.FromSeconds(120);

    /// <param name="state">Null: no open session of this id.</param>
    public static Decision Decide(SessionState? state, SessionCommand command, DateTimeOffset now)
    {
        if (command is PlanSession plan)
        {
            return state is null
                ? Accept(new SessionPlanned(now, plan.Chair, plan.Patient, plan.Order, plan.By) { History = plan.History })
                : Reject("session-exists", $"Session {plan.Session} is already planned.");
        }

        if (state is null || !state.IsOpen)
        {
            return Reject("session-unknown", $"There is no open session {command.Session}.");
        }

        return command switch
        {
            CheckIn c => From(state, c, "checked in", SessionPhase.Planned) ?? Accept(new PatientCheckedIn(now, c.By)),
            MarkReady c => From(state, c, "marked ready", SessionPhase.CheckedIn) ?? Accept(new SessionReadied(now, c.By)),
            StartInfusion c => From(state, c, "started", SessionPhase.Ready) ?? Start(state, c, now),
            PauseInfusion c => From(state, c, "paused", SessionPhase.Infusing) ?? Accept(new InfusionPaused(now, c.By)),
            ResumeInfusion c => From(state, c, "resumed", SessionPhase.Paused) ?? Accept(new InfusionResumed(now, c.By)),
            StopInfusion c => From(state, c, "stopped", SessionPhase.Infusing, SessionPhase.Paused) ?? Accept(new InfusionStopped(now, c.By)),
            Discharge c => From(state, c, "discharged", SessionPhase.Recovery) ?? Accept(new PatientDischarged(now, c.By)),
            CloseSession c => From(state, c, "closed", SessionPhase.Discharged) ?? Close(state, c, now),
            AttachDevice c => Attach(state, c, now),
            DetachDevice c => Detach(state, c, now),
            WriteNote c => Accept(new NoteWritten(now, c.Note, c.By)),
            AcknowledgeAlarm c => Acknowledge(state.Alarms.GetValueOrDefault(c.Alarm), c, now),
            PauseAlarmAudio c => PauseAudio(state.Alarms.GetValueOrDefault(c.Alarm), c, now),
            ChartObservation c => ChartScore(state, c, now),
            _ => Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
        };
    }

    /// <param name="alarm">Null: not active and not latched.</param>
    public static Decision Acknowledge(Alarms.Alarm? alarm, AcknowledgeAlarm command, DateTimeOffset now) => alarm switch
    {
        null => Reject("alarm-unknown", $"There is no active or latched alarm {command.Alarm} here."),
        { IsAcknowledged: true } => Reject("alarm-already-acknowledged", $"Alarm {alarm.Rule} is already acknowledged."),
        _ => Accept(new AlarmAcknowledged(now, command.Alarm, command.By)),
    };

    /// <param name="alarm">Null: not active and not latched.</param>
    public static Decision PauseAudio(Alarms.Alarm? alarm, PauseAlarmAudio command, DateTimeOffset now)
    {
        if (alarm is null)
        {
            return Reject("alarm-unknown", $"There is no active or latched alarm {command.Alarm} here.");
        }

        return command.For > TimeSpan.Zero && command.For <= AudioPauseAtMost
            ? Accept(new AlarmAudioPaused(now, command.Alarm, now + command.For, command.By))
            : Reject("audio-pause-out-of-range", $"An audio pause lasts above 0 and at most {AudioPauseAtMost.TotalSeconds} s.");
    }

    internal static Decision Accept(params SessionEvent[] events) => new Decision.Accepted(events);

    internal static Decision Reject(string code, string reason) => new Decision.Rejected(code, reason);
}
