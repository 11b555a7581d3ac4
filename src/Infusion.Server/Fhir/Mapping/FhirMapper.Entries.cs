using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using AdverseEvent = Hl7.Fhir.Model.AdverseEvent;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>What its author took back within the minute. Vitals by hand are told again with what is charted.</summary>
static partial class FhirMapper
{
    const string EnteredInErrorUrl = FhirCodes.Canonical + "/StructureDefinition/ket-entered-in-error";

    static IEnumerable<FhirChange> Withdrawn(string clinic, EntryWithdrawn withdrawn, SessionState? before, SessionState after) =>
        before?.Entries.Find(withdrawn.Withdrawn)?.Event switch
        {
            AdverseEventCharted e => [FhirChange.To<AdverseEvent>(FhirId.Of(e.AdverseEvent), EnterInError)],
            AdverseEventOutcomeCharted e => [FhirChange.To<AdverseEvent>(FhirId.Of(e.AdverseEvent), adverse =>
                adverse.Outcome = after.Care.AdverseEvents.FirstOrDefault(each => each.Id == e.AdverseEvent)?.Outcome is { } known ? OutcomeOf(known) : null)],
            RescueGiven e => [FhirChange.To<MedicationAdministration>(RescueId(e.Rescue), given =>
                given.Status = MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError)],
            RescueResponseCharted e => [FhirChange.To<MedicationAdministration>(RescueId(e.Rescue), given =>
                given.Note = after.Care.Rescues.FirstOrDefault(each => each.Id == e.Rescue)?.Response is { } known ? [ResponseOf(known, null)] : [])],
            { } entry => ScoresOf(clinic, entry, after).Select(score => ScoreWithdrawn(clinic, score, after)),
            null => [],
        };

    /// <summary>Another entry of the same person for the same time has the same id, and stands.</summary>
    static FhirChange ScoreWithdrawn(string clinic, Observation score, SessionState after) =>
        after.Entries.Entries.Where(each => each.WithdrawnAt is null).SelectMany(each => ScoresOf(clinic, each.Event, after))
            .LastOrDefault(each => each.Id == score.Id) is { } standing
            ? new FhirChange(score.TypeName, score.Id!, _ => standing)
            : FhirChange.To<Observation>(score.Id!, stored => stored.Status = ObservationStatus.EnteredInError);

    static IEnumerable<Observation> ScoresOf(string clinic, SessionEvent entry, SessionState after) => entry switch
    {
        ObservationCharted e => Score(clinic, e, after) is { } score ? [score] : [],
        RecoveryScored e => [Recovery(clinic, e, after)],
        _ => [],
    };

    /// <summary>R4 has no status of an adverse event: who does not know what this says must not read the rest.</summary>
    static void EnterInError(AdverseEvent adverse) =>
        adverse.ModifierExtension = [new Extension(EnteredInErrorUrl, new FhirBoolean(true))];
}
