using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>The visit and what is done in it. The EHR has an Encounter of its own; this one is the clinic's view of the same day.</summary>
static partial class FhirMapper
{
    public static string ProcedureId(Guid session) => FhirId.Derive("procedure", FhirId.Of(session));

    /// <summary>What follows from a session's state alone: told when it says something else than before.</summary>
    static IEnumerable<Resource> OfState(string clinic, StreamEvent e)
    {
        if (e.Event is AlarmEvent or TelemetryGapOpened or TelemetryGapClosed || e.After is not { } after)
        {
            yield break;
        }

        foreach (var map in StateMaps)
        {
            if (map(clinic, after) is { } now && (e.Before is null || map(clinic, e.Before) is not { } before || !now.IsExactly(before)))
            {
                yield return now;
            }
        }
    }

    /// <summary>In this order each refers only to what stands before it.</summary>
    static readonly Func<string, SessionState, Resource?>[] StateMaps = [Visit, OrderWeight, Order, Treatment];

    static Encounter Visit(string clinic, SessionState state) => new()
    {
        Id = FhirId.Of(state.Id),
        Meta = FhirCodes.Claims("ket-visit"),
        Identifier = [new Identifier(FhirCodes.SessionIdentifier, FhirId.Of(state.Id))],
        Status = state.Phase switch
        {
            SessionPhase.Planned => Encounter.EncounterStatus.Planned,
            SessionPhase.CheckedIn or SessionPhase.Ready => Encounter.EncounterStatus.Arrived,
            SessionPhase.Infusing or SessionPhase.Paused or SessionPhase.Recovery => Encounter.EncounterStatus.InProgress,
            SessionPhase.Discharged => Encounter.EncounterStatus.Finished,
            SessionPhase.Closed => state.CheckedInAt is null ? Encounter.EncounterStatus.Cancelled : Encounter.EncounterStatus.Finished,
            _ => Encounter.EncounterStatus.Unknown,
        },
        Class = new Coding(FhirCodes.ActCode, "AMB", "ambulatory"),
        Type = [FhirCodes.Words("Ketamine infusion visit")],
        Subject = FhirCodes.Patient(state.Patient),
        Participant = state.Admission.OrderedBy is { } by ? [new() { Individual = FhirCodes.Person(clinic, by) }] : [],
        Period = state.CheckedInAt is { } from ? FhirTime.Period(from, VisitEnd(state)) : null,
        Location = [new() { Location = FhirCodes.Chair(clinic, state.Chair) }],
        ServiceProvider = FhirCodes.Organization(clinic),
    };

    static DateTimeOffset? VisitEnd(SessionState state) =>
        state.DischargedAt ?? (state.Phase is SessionPhase.Closed ? state.PhaseSince : null);

    /// <summary>The session as a procedure: from its order to its end.</summary>
    static Procedure Treatment(string clinic, SessionState state)
    {
        var procedure = new Procedure
        {
            Id = ProcedureId(state.Id),
            Meta = FhirCodes.Claims("ket-session"),
            Identifier = [new Identifier(FhirCodes.SessionIdentifier, $"{FhirId.Of(state.Id)}:procedure")],
            Status = TreatmentStatus(state),
            Code = state.IsSingleDose
                ? FhirCodes.Words("Ketamine administration")
                : new CodeableConcept(FhirCodes.Snomed, "14152002", "Intravenous infusion", "Ketamine infusion"),
            Subject = FhirCodes.Patient(state.Patient),
            Encounter = FhirCodes.Encounter(state.Id),
            Location = FhirCodes.Chair(clinic, state.Chair),
        };
        if (state.Care.Dose is { } dose && state.IsSingleDose)
        {
            procedure.Performed = FhirTime.DateTime(dose.At);
        }
        else if (HasBegun(state))
        {
            procedure.Performed = FhirTime.Period(InfusionStart(state, state.PhaseSince), TreatmentEnd(state));
        }

        return procedure;
    }

    static bool HasBegun(SessionState state) => state is not { StartedAt: null, DeliveryBeganAt: null };

    static DateTimeOffset? TreatmentEnd(SessionState state) => state.Phase is SessionPhase.Recovery or SessionPhase.Discharged or SessionPhase.Closed
        ? state.StoppedAt ?? state.PhaseSince
        : null;

    static EventStatus TreatmentStatus(SessionState state) => state.Phase switch
    {
        SessionPhase.Planned or SessionPhase.CheckedIn or SessionPhase.Ready => HasBegun(state) ? EventStatus.InProgress : EventStatus.Preparation,
        SessionPhase.Infusing => EventStatus.InProgress,
        SessionPhase.Paused => EventStatus.OnHold,
        _ when state.IsSingleDose => state.Care.Dose is null ? EventStatus.NotDone : EventStatus.Completed,
        _ when !HasBegun(state) => EventStatus.NotDone,
        _ => IsWhole(state) ? EventStatus.Completed : EventStatus.Stopped,
    };

    /// <summary>As good as all of the order was given.</summary>
    static bool IsWhole(SessionState state) =>
        (state.ClosedSegmentsVolume * state.Order.Concentration).Milligrams >= state.Order.Dose.Milligrams * CompleteFrom;
}
