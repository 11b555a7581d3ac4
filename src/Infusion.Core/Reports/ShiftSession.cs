using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;

namespace Infusion.Core.Reports;

/// <summary>What a shift has to say of one session: as it stood at the shift's end, and what happened within it.</summary>
/// <param name="Figures">Of the whole session, up to the end of the shift.</param>
/// <param name="Alarms">Raised within the shift, in their order.</param>
/// <param name="Interventions">Within the shift: what people did beyond the plan, by time.</param>
/// <param name="Open">What the chart still owes.</param>
/// <param name="Vials">Every one opened for this session by then.</param>
/// <param name="NotEvaluated">Stretches of the shift in which nobody judged the vitals.</param>
/// <param name="OpenGaps">Holes in what its devices sent that nothing has filled.</param>
public sealed record ShiftSession(
    SessionFigures Figures,
    ImmutableArray<AlarmSpan> Alarms,
    ImmutableArray<SessionEvent> Interventions,
    ImmutableArray<Obligation> Open,
    ImmutableArray<Vial> Vials,
    ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> NotEvaluated,
    int OpenGaps)
{
    /// <param name="events">All of the session, in order; those after the shift are passed over.</param>
    /// <param name="protocol">The session's; null: its version is no longer known.</param>
    /// <returns>Null: the session had no patient here within the shift, and nothing of it is open.</returns>
    public static ShiftSession? Of(
        Guid session, IEnumerable<SessionEvent> events, InfusionProtocol? protocol, DateTimeOffset from, DateTimeOffset to)
    {
        var known = events.Where(each => each.At < to).ToList();
        if (known is not [SessionPlanned, ..]
            || known.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e, session)) is not { CheckedInAt: not null } state
            || (state.DischargedAt ?? (state.IsOpen ? null : state.PhaseSince)) <= from)
        {
            return null;
        }

        return new ShiftSession(
            SessionFigures.Of(state, known),
            [.. SessionAlarms.Of(session, known).Alarms.Where(alarm => alarm.RaisedAt >= from)],
            [.. Withdrawals.Standing(known).Where(each => each.At >= from && IsIntervention(each)).OrderBy(each => each.At)],
            Obligations.Open(state, known, protocol),
            state.After.Vials,
            [.. known.OfType<MonitoringInterrupted>().Where(gone => gone.To > from)
                .Select(gone => (gone.From > from ? gone.From : from, gone.To < to ? gone.To : to))],
            state.OpenGaps.Length);
    }

    /// <summary>What somebody who takes over has to hear of, and no plain step of the course.</summary>
    static bool IsIntervention(SessionEvent happened) => happened is InfusionPaused or InfusionResumed or InfusionStopped { Reason: not null }
        or BolusDelivered or OrderChanged or LimitAdjusted or CheckInOverridden or OrderGuardrailOverridden
        or RescueGiven or RescueResponseCharted or AdverseEventCharted or AdverseEventOutcomeCharted
        or EmergencyCalled or EmergencyEnded or DischargeGateOverridden or LeftAgainstAdvice;
}
