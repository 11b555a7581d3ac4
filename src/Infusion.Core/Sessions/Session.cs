namespace Infusion.Core.Sessions;

/// <summary>
/// The life of a session as pure functions: planned, checked in, ready, infusing and paused by turns, recovery, discharged, closed.
/// </summary>
public static partial class Session
{
    /// <param name="state">Null: no open session of this id.</param>
    public static Decision Decide(SessionState? state, SessionCommand command, DateTimeOffset now) => HonestTimes(Judge(state, command, now), now);

    static Decision Judge(SessionState? state, SessionCommand command, DateTimeOffset now)
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
            CheckIn c => From(state, c, "checked in", SessionPhase.Planned) ?? ArriveAt(c, now),
            MarkReady c => From(state, c, "marked ready", SessionPhase.CheckedIn) ?? Accept(new SessionReadied(now, c.By)),
            StartInfusion c => From(state, c, "started", SessionPhase.Ready) ?? Start(state, c, now),
            PauseInfusion c => From(state, c, "paused", SessionPhase.Infusing) ?? Pause(state, c, now),
            ResumeInfusion c => From(state, c, "resumed", SessionPhase.Paused) ?? Resume(state, c, now),
            StopInfusion c => From(state, c, "stopped", SessionPhase.Infusing, SessionPhase.Paused) ?? Stop(state, c, now),
            Discharge c => From(state, c, "discharged", SessionPhase.Recovery) ?? Accept(new PatientDischarged(now, c.By)),
            CloseSession c => From(state, c, "closed", SessionPhase.Discharged) ?? RefuseEmergency(state) ?? RefuseDispute(state) ?? Close(state, c, now),
            AttachDevice c => Attach(state, c, now),
            DetachDevice c => Detach(state, c, now),
            WriteNote c => Accept(new NoteWritten(now, c.Note, c.By)),
            WithdrawEntry c => Withdraw(state, c, now),
            AlarmCommand c => Alarms.AlarmDecider.Decide(state.Alarms.GetValueOrDefault(c.Alarm), c, now),
            ChartObservation c => ChartScore(state, c, now),
            CareCommand c => DecideCare(state, c, now),
            _ => Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
        };
    }

    internal static Decision Accept(params SessionEvent[] events) => new Decision.Accepted(events);

    internal static Decision Reject(string code, string reason) => new Decision.Rejected(code, reason);
}
