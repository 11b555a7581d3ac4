using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Outcomes;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <param name="protocol">The session's; null: its rules are not known, so nothing is asked.</param>
    /// <param name="given">By the attached pump's counter; null: unknown.</param>
    internal static Decision DecideAfter(SessionState state, InfusionProtocol? protocol, Mass? given, AfterCommand command, DateTimeOffset now)
    {
        if (!state.IsOpen)
        {
            return Reject("session-unknown", $"There is no open session {command.Session}.");
        }

        var at = command.ObservedAt ?? now;
        if (at > now || (command.ObservedAt is not null && at < (state.CheckedInAt ?? state.PhaseSince)))
        {
            return Reject("observed-out-of-range", "What was seen lies between check-in and now; enter a time from then on.");
        }

        var decision = command switch
        {
            ScoreRecovery c => Score(state, c, at),
            ChartNeed c => ChartSeen(state, c, at),
            DischargeInSpite c => From(state, c, "discharged", SessionPhase.Recovery) ?? InSpite(state, protocol?.Discharge, c, now),
            LeaveAgainstAdvice c => Leave(state, c, now),
            _ => DecideVial(state, protocol, given, command, at),
        };
        return HonestTimes(decision, now);
    }

    /// <summary>What the protocol asks for before a discharge is there; null: it is.</summary>
    internal static Decision? RefuseDischarge(SessionState state, DischargeGate? gate, DateTimeOffset now)
    {
        if (state.Phase != SessionPhase.Recovery || DischargeCheck.Missing(state, gate, now) is not { Length: > 0 } gaps)
        {
            return null;
        }

        var way = DischargeCheck.HasOpenSafetyTask(state)
            ? "Chart what is missing; a safety task is answered by a physician on the page Safety tasks, and nobody may override it"
            : gate is { MayBeOverridden: true }
                ? "Chart what is missing, or a physician discharges with a reason"
                : "Chart what is missing; this protocol lets nobody override it";
        return Reject("discharge-not-ready", $"{DischargeCheck.Sentence(gaps)} {way}.");
    }

    static Decision Score(SessionState state, ScoreRecovery command, DateTimeOffset at) =>
        From(state, command, "scored for recovery", SessionPhase.CheckedIn, SessionPhase.Ready, SessionPhase.Recovery)
        ?? (RecoveryScaleInfo.Find(command.Scale) is not { } scale
            ? Reject("scale-unknown", "A recovery score is counted by Modified Aldrete in percent or in mmHg, or by PADSS.")
            : scale.Fault(command.Items) is { } fault
                ? Reject("score-incomplete", fault)
                : Accept(new RecoveryScored(at, command.Scale, command.Items, command.By)));

    static Decision ChartSeen(SessionState state, ChartNeed command, DateTimeOffset at)
    {
        if (From(state, command, "charted for discharge", SessionPhase.CheckedIn, SessionPhase.Ready, SessionPhase.Recovery) is { } refused)
        {
            return refused;
        }

        if (command.IsMet && DischargeCheck.Contradiction(state, command.Need) is { } contradiction)
        {
            return Reject("need-contradicted", $"Not {DischargeCheck.Words(command.Need)}: {contradiction}. Chart a new score first.");
        }

        return command switch
        {
            { Need: DischargeNeed.InstructionsGiven, IsMet: true } => Accept(new InstructionsGiven(at, command.By)),
            { Need: DischargeNeed.EscortPresent, IsMet: true, Note: { } note } => Accept(new EscortPresent(at, note, command.By)),
            { Need: DischargeNeed.EscortPresent, IsMet: true } => Reject("escort-name", "An escort is charted by name; enter the name."),
            _ when command.Need is DischargeNeed.Unknown || !Enum.IsDefined(command.Need) => Reject("need-unknown", "This is nothing that is asked for at discharge."),
            _ => Accept(new DischargeNeedSeen(at, command.Need, command.IsMet, command.Note, command.By)),
        };
    }

    static Decision InSpite(SessionState state, DischargeGate? gate, DischargeInSpite command, DateTimeOffset now)
    {
        var gaps = DischargeCheck.Missing(state, gate, now);
        if (gaps.IsEmpty)
        {
            return Reject("discharge-ready", "Nothing is missing; discharge without a reason.");
        }

        if (DischargeCheck.HasOpenSafetyTask(state))
        {
            return Reject("safety-task-open", "A safety task of this patient is open. It is answered, not overridden: say on the page Safety tasks what was done.");
        }

        return gate!.MayBeOverridden
            ? Accept(
                new DischargeGateOverridden(now, [.. gaps.Select(gap => gap.Code)], command.Reason, command.By), new PatientDischarged(now, command.By))
            : Reject("discharge-fixed", $"{DischargeCheck.Sentence(gaps)} This protocol lets nobody override it; chart what is missing.");
    }

    static Decision Leave(SessionState state, LeaveAgainstAdvice command, DateTimeOffset now) => state.Phase is SessionPhase.Infusing or SessionPhase.Paused
        ? Reject("infusion-not-stopped", "The infusion is not stopped yet; stop it, then chart that the patient left against advice.")
        : From(state, command, "left against advice", SessionPhase.CheckedIn, SessionPhase.Ready, SessionPhase.Recovery)
            ?? Accept(new LeftAgainstAdvice(now, command.Reason, command.By), new PatientDischarged(now, command.By));

    /// <summary>Those of the others that concern recovery leave their trace too: the baseline of dissociation, the last dose.</summary>
    static AfterCare EvolveAfter(SessionState state, SessionEvent happened)
    {
        var after = state.After;
        return happened switch
        {
            RecoveryScored e when !(after.Totals.TryGetValue(e.Scale, out var known) && known.At > e.At) =>
                after with { Totals = after.Totals.SetItem(e.Scale, new RecoveryTotal(e.Scale, e.Total, e.Items, e.At, e.By)) },
            InstructionsGiven e => Seen(after, DischargeNeed.InstructionsGiven, true, false, e.At),
            EscortPresent e => Seen(after, DischargeNeed.EscortPresent, true, false, e.At),
            DischargeNeedSeen e => Seen(after, e.Need, e.IsMet, e is { IsMet: false, Need: DischargeNeed.SuicidalityScreened, Note: not null }, e.At),
            SafetyTaskOpened e => after with { SafetyTasks = after.SafetyTasks.Add(e.Task) },
            SafetyTaskAnswered e => after with
            {
                SafetyTasks = [.. after.SafetyTasks.Select(each => each.Assessment == e.Assessment ? each with { AnsweredAt = e.At, AnsweredBy = e.By } : each)],
            },
            LeftAgainstAdvice => after with { LeftAgainstAdvice = true },
            ObservationCharted { What: Observation.Dissociation, Scale: ObservationScale.Cadss6 } e when !(e.At >= state.StartedAt) =>
                after with { DissociationBefore = e.Score },
            DeliveryStopped e => after with { LastDoseAt = Latest(after.LastDoseAt, e.At) },
            DoseGiven e => after with { LastDoseAt = Latest(after.LastDoseAt, e.At) },
            BolusDelivered e => after with { LastDoseAt = Latest(after.LastDoseAt, e.At) },
            VialOpened e => after with { Vials = after.Vials.Add(new Vial(e.Vial, e.Drug, e.Strength, e.Volume, e.Lot, e.Expiry, e.At)) },
            VialGiven { IsByPump: false } e => With(after with { LastDoseAt = Latest(after.LastDoseAt, e.At) }, e.Vial, v => v with { Given = v.Given + e.Given }),
            VialGiven e => With(after, e.Vial, v => v with { Given = v.Given + e.Given }),
            VialWasted e => With(after, e.Vial, v => v with { Wasted = v.Wasted + e.Wasted }),
            VialReturned e => With(after, e.Vial, v => v with { Returned = v.Returned + e.Returned }),
            VialOverfillCharted e => With(after, e.Vial, v => v with { Overfill = v.Overfill + e.More }),
            _ => after,
        };
    }

    static AfterCare Seen(AfterCare after, DischargeNeed need, bool isMet, bool hasPlan, DateTimeOffset at) =>
        after.Seen.TryGetValue(need, out var known) && known.At > at ? after : after with { Seen = after.Seen.SetItem(need, new NeedSeen(isMet, hasPlan, at)) };

    static AfterCare With(AfterCare after, Guid vial, Func<Vial, Vial> change) =>
        after with { Vials = [.. after.Vials.Select(each => each.Id == vial ? change(each) : each)] };

    static DateTimeOffset Latest(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;
}
