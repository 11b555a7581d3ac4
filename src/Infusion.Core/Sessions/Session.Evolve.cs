using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Quantities;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>The state after an event. Total: a fact is never refused, one that does not concern the state leaves it as it is.</summary>
    /// <param name="state">Null before the session was planned.</param>
    /// <param name="session">The stream's id; events do not repeat it.</param>
    /// <exception cref="InvalidOperationException">The first event of a session is not <see cref="SessionPlanned"/>.</exception>
    public static SessionState Evolve(SessionState? state, SessionEvent happened, Guid session)
    {
        if (happened is SessionPlanned planned)
        {
            return new SessionState(
                session, SessionPhase.Planned, planned.At, planned.Chair, planned.Patient, planned.Order, null, [],
                ImmutableDictionary<Guid, Alarm>.Empty, null, default)
            {
                History = planned.History,
                Admission = AdmissionState.None.Ordered(planned.At, planned.By),
                PlannedAt = planned.At,
            };
        }

        if (state is null)
        {
            throw new InvalidOperationException($"Session {session} begins with {happened.GetType().Name}, not with its plan.");
        }

        return happened is EntryWithdrawn withdrawn
            ? Remember(state, Withdrawn(state, withdrawn), happened)
            : Remember(state, Happen(state, happened, session), happened);
    }

    static SessionState Happen(SessionState state, SessionEvent happened, Guid session)
    {
        state = EvolveAfter(state, happened) is var after && ReferenceEquals(after, state.After) ? state : state with { After = after };
        return happened switch
        {
            PatientCheckedIn e => To(state, SessionPhase.CheckedIn, e.At) with { CheckedInAt = e.At },
            SessionReadied e => To(state, SessionPhase.Ready, e.At),
            InfusionStarted e => To(state, SessionPhase.Infusing, e.At) with { StartedAt = e.At },
            InfusionPaused e => To(state, SessionPhase.Paused, e.At),
            InfusionResumed e => To(Unpaused(state, e.At), SessionPhase.Infusing, e.At),
            InfusionStopped e => To(Unpaused(state, e.At), SessionPhase.Recovery, e.At) with { StoppedAt = e.At },
            PatientDischarged e => To(state, SessionPhase.Discharged, e.At) with { DischargedAt = e.At },
            SessionClosed e => To(state, SessionPhase.Closed, e.At),
            DeviceAssociated e => state with { Associations = state.Associations.Add(new Association(e.Device, e.Kind, e.At, null)) },
            DeviceReleased e => state with { Associations = Released(state.Associations, e) },
            DeliveryStarted e => OpenSegment(state, e.At, e.Device, e.Rate) with { DeliveryBeganAt = state.DeliveryBeganAt ?? e.At },
            RateChanged e => OpenSegment(CloseSegment(state, e.SegmentVolume), e.At, e.Device, e.To) with { ChangedAt = e.At },
            DeliveryStopped e => CloseSegment(state, e.SegmentVolume),
            BolusDelivered e => state with
            {
                ClosedSegmentsVolume = state.ClosedSegmentsVolume + e.Volume,
                BolusCount = state.BolusCount + 1,
                BolusVolume = state.BolusVolume + e.Volume,
                ChangedAt = e.At,
            },
            TelemetryGapOpened e => state with { OpenGaps = Opened(state.OpenGaps, e) },
            TelemetryGapClosed e => state with { OpenGaps = state.OpenGaps.RemoveAll(gap => gap.IsClosedBy(e)) },
            ObservationCharted e => Charted(state, e),
            ObservationMissed e => state with { Missed = state.Missed.SetItem(e.What, e.DueAt) },
            BaselineTaken e => state with { Baseline = SessionBaseline.Of(e) },
            AssociationCorrected e => state with
            {
                Associations = e.ChartOf(session)?.After ?? state.Associations,
                Correction = state.Correction.With(e),
            },
            CorrectionCompleted e => Corrected(state, e),
            DeviceDisputed or DeviceSettled => state with { Correction = state.Correction.With(happened) },
            LimitAdjusted e => state with { Adjustments = LimitAdjustment.Fold(state.Adjustments, e) },
            DoseGiven e => To(state, SessionPhase.Infusing, e.At) with { StartedAt = e.At, Care = state.Care.With(e) },
            AdmissionEvent e => EvolveAdmission(state, e),
            VitalsCharted e => Measured(state, e),
            CareEvent e => state with { Care = state.Care.With(e) },
            _ => EvolveAlarm(state, happened),
        };
    }

    static SessionState To(SessionState state, SessionPhase phase, DateTimeOffset at) => state with { Phase = phase, PhaseSince = at };

    static SessionState Unpaused(SessionState state, DateTimeOffset at) => state.Phase == SessionPhase.Paused
        ? state with { PausedTime = state.PausedTime + (at - state.PhaseSince) }
        : state;

    static SessionState Corrected(SessionState state, CorrectionCompleted e) => state with
    {
        DeliveryBeganAt = e.Delivery.BeganAt,
        ChangedAt = e.Delivery.ChangedAt,
        OpenSegment = e.Delivery.Open,
        ClosedSegmentsVolume = e.Delivery.Closed,
        SegmentCount = e.Delivery.Segments,
        BolusCount = e.Delivery.Boluses,
        BolusVolume = e.Delivery.BolusVolume,
        After = state.After with { LastDoseAt = e.Delivery.LastDoseAt },
        Baseline = e.Baseline is null ? state.Baseline.Clear() : SessionBaseline.Of(e.Baseline),
        Correction = state.Correction.With(e),
    };

    static SessionState OpenSegment(SessionState state, DateTimeOffset at, string device, Rate rate) =>
        state with { OpenSegment = new Segment(at, device, rate), SegmentCount = state.SegmentCount + 1 };

    static SessionState CloseSegment(SessionState state, Volume given) =>
        state with { OpenSegment = null, ClosedSegmentsVolume = state.ClosedSegmentsVolume + given };

    static ImmutableArray<OpenGap> Opened(ImmutableArray<OpenGap> gaps, TelemetryGapOpened opened)
    {
        var kept = gaps.Length < SessionState.OpenGapsKept ? gaps : gaps.RemoveAt(0);
        return kept.Add(new OpenGap(opened.Device, opened.Boot, opened.FirstMissing, opened.LastMissing, opened.At));
    }

    static ImmutableArray<Association> Released(ImmutableArray<Association> associations, DeviceReleased released)
    {
        for (var index = 0; index < associations.Length; index++)
        {
            if (associations[index].Device == released.Device && associations[index].To is null)
            {
                return associations.SetItem(index, associations[index] with { To = released.At });
            }
        }

        return associations;
    }

    /// <summary>One charted later for an earlier time leaves the latest as it is.</summary>
    static SessionState Charted(SessionState state, ObservationCharted e) => state.Scores.TryGetValue(e.What, out var known) && known.At > e.At
        ? state
        : state with { Scores = state.Scores.SetItem(e.What, new ChartedScore(e.Scale, e.Score, e.At)) };

    /// <summary>Of what the schedule asks for; the values themselves stand with those of the devices.</summary>
    static SessionState Measured(SessionState state, VitalsCharted e)
    {
        var measured = state.MeasuredByHand;
        foreach (var what in e.Observed())
        {
            measured = measured.TryGetValue(what, out var known) && known > e.At ? measured : measured.SetItem(what, e.At);
        }

        return state with { MeasuredByHand = measured };
    }

    static SessionState EvolveAlarm(SessionState state, SessionEvent happened)
    {
        if (AlarmFold.Subject(happened) is not { } id)
        {
            return state;
        }

        var next = AlarmFold.Next(state.Alarms.GetValueOrDefault(id), happened);
        return state with { Alarms = next is null ? state.Alarms.Remove(id) : state.Alarms.SetItem(id, next) };
    }
}
