using Infusion.Core.Admission;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <param name="protocol">The session's; null: its rules are not known.</param>
    /// <param name="before">What the patient was given elsewhere, of a changed order; null: not known.</param>
    internal static Decision DecideAdmission(
        SessionLive live, InfusionProtocol? protocol, AdmissionCommand command, DoseHistory? before, DateTimeOffset now)
    {
        var state = live.State;
        if (state.Phase is not (SessionPhase.Planned or SessionPhase.CheckedIn or SessionPhase.Ready))
        {
            return Reject(
                "admission-over",
                $"Session {command.Session} is {Words(state.Phase)}; check-in, order and preparation belong before the start. Write a note instead.");
        }

        return HonestTimes(
            command switch
            {
                ChangeOrder c => Change(state, protocol, c, before, now),
                CheckOrder c => Check(state, protocol?.Admission, c, now),
                PrepareDose c => Prepare(live, c, now),
                _ => CheckInStep(live, protocol?.Admission, command, now),
            },
            now);
    }

    /// <summary>What the protocol asks before a patient is ready is there, and no safety task is open; null: it is.</summary>
    internal static Decision? RefuseReady(SessionLive live, AdmissionGate? gate, DateTimeOffset now) =>
        live.State.Phase == SessionPhase.CheckedIn && live.State.After.SafetyTasks.FirstOrDefault(task => task.IsOpen) is { } task
            ? Reject(
                "safety-task-open",
                $"Not done: an answer to the safety task ({task.Words}). A physician answers it on the page Safety tasks, then go on.")
        : gate is not null && live.State.Phase == SessionPhase.CheckedIn && CheckInGate.Against(live.State, gate, live.PressuresBeforeStart, now) is { Length: > 0 } lines
            ? Reject(
                "check-in-not-passed",
                $"Not done: {string.Join("; ", lines.Select(CheckInGate.Words))}. Do what is open on the check-in page; a physician may let go there, with a "
                + "reason, what holds, but never identifiers or consent.")
            : null;

    /// <summary>The same, and the second person's check and the preparation.</summary>
    /// <param name="at">When it started.</param>
    internal static Decision? RefuseStart(SessionLive live, AdmissionGate? gate, DateTimeOffset at) =>
        gate is not null && live.State.Phase == SessionPhase.Ready && StartGate.Gaps(live, gate, at) is { Length: > 0 } gaps
            ? Reject(
                "start-not-ready",
                $"Not done: {string.Join("; ", gaps)}. Do it on the pages Check-in and Double check. If the pump runs already, stop it.")
            : null;

    static Decision CheckInStep(SessionLive live, AdmissionGate? gate, AdmissionCommand command, DateTimeOffset now)
    {
        var item = command switch
        {
            AnswerCheckIn c => c.Answer.Item,
            WithdrawCheckIn c => c.Item,
            OverrideCheckIn c => c.Item,
            _ => CheckInItem.Unknown,
        };
        if (gate is null || !gate.Asks(item))
        {
            return Reject("check-in-not-asked", $"The protocol of this session does not ask for {CheckInWords.Of(item)}; write a note instead.");
        }

        if (From(live.State, command, "answered for", SessionPhase.CheckedIn, SessionPhase.Ready) is not null)
        {
            return Reject("wrong-phase", "The patient is not checked in yet; check in first, then answer item by item.");
        }

        return command switch
        {
            AnswerCheckIn c => CheckInAnswers.Fault(c.Answer, gate, now) is { } fault
                ? Reject("check-in-answer", fault)
                : Accept(new CheckInAnswered(now, c.Answer, c.By)),
            WithdrawCheckIn c => live.State.Admission.Answers.ContainsKey(item) || live.State.Admission.Overrides.ContainsKey(item)
                ? Accept(new CheckInAnswerWithdrawn(now, item, c.By))
                : Reject("check-in-nothing", $"Nothing is answered for {CheckInWords.Of(item)}; there is nothing to take back."),
            OverrideCheckIn c => Override(live, gate, c, now),
            _ => Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
        };
    }

    static Decision Override(SessionLive live, AdmissionGate gate, OverrideCheckIn command, DateTimeOffset now)
    {
        var line = CheckInGate.Lines(live.State, gate, live.PressuresBeforeStart, now).First(each => each.Item == command.Item);
        return line.Status switch
        {
            CheckInStatus.Hold when !CheckInGate.IsOverridable(command.Item) => Reject(
                "check-in-fixed", "Nobody overrides the identity or the consent: compare again, or have the consent signed. If it cannot be, the infusion is not given."),
            CheckInStatus.Hold => Accept(new CheckInOverridden(now, command.Item, command.Reason, command.By)),
            CheckInStatus.Open => Reject("check-in-open", $"Nothing is known yet of {CheckInWords.Of(command.Item)}; answer or measure it first, then override what holds."),
            _ => Reject("check-in-passed", $"Nothing holds at {CheckInWords.Of(command.Item)}; no override is needed."),
        };
    }

    static SessionState EvolveAdmission(SessionState state, AdmissionEvent happened)
    {
        var admission = state.Admission;
        return happened switch
        {
            CheckInAnswered e => state with { Admission = admission.Answered(e.Answer, e.At, e.By) },
            CheckInAnswerWithdrawn e => state with { Admission = admission.Withdrawn(e.Item) },
            CheckInOverridden e => state with
            {
                Admission = admission with { Overrides = admission.Overrides.SetItem(e.Item, new GivenOverride(e.At, e.Reason, e.By)) },
            },
            OrderChanged e => state with { Order = e.Order, Admission = admission.Ordered(e.At, e.By) },
            OrderChecked e => state with { Admission = admission with { Check = new ComputedByHand(e.At, e.Dose, e.Volume, e.Rate, e.By) } },
            OrderCheckDisagreed e => state with
            {
                Admission = admission with { Check = null, Disagreed = admission.Disagreed.Add(new ComputedByHand(e.At, e.Dose, e.Volume, e.Rate, e.By)) },
            },
            DosePrepared e => state with { Admission = admission with { Prepared = new DosePreparation(e.At, e.Vials, e.Diluent, e.Total, e.By) } },
            _ => state,
        };
    }
}
