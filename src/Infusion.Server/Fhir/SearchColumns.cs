using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir;

/// <summary>What a resource can be found by.</summary>
sealed record SearchColumns(
    string? Patient,
    IEnumerable<CodeableConcept?> Codes,
    IEnumerable<CodeableConcept?> Categories,
    IEnumerable<Identifier> Identifiers,
    string? Status,
    DateInterval Date)
{
    public static SearchColumns Of(Resource resource) => resource switch
    {
        Observation o => new(
            PatientOf(o.Subject), [o.Code], o.Category, o.Identifier, o.Status.GetLiteral(), DateOf(o, o.Effective)),
        MedicationAdministration a => new(
            PatientOf(a.Subject),
            [a.Medication as CodeableConcept],
            [a.Category],
            a.Identifier,
            a.Status.GetLiteral(),
            DateOf(a, a.Effective)),
        Patient p => new(p.Id, [], [], p.Identifier, null, default),
        Device d => new(PatientOf(d.Patient), [d.Type], [], d.Identifier, d.Status.GetLiteral(), default),
        Encounter e => Of(e.Subject, e.Type, [], e.Identifier, e.Status.GetLiteral()),
        Procedure p => Of(p.Subject, [p.Code], [p.Category], p.Identifier, p.Status.GetLiteral()),
        MedicationRequest m => Of(m.Subject, [m.Medication as CodeableConcept], m.Category, m.Identifier, m.Status.GetLiteral()),
        MedicationDispense m => Of(m.Subject, [m.Medication as CodeableConcept], [m.Category], m.Identifier, m.Status.GetLiteral()),
        DeviceMetric m => Of(null, [m.Type], [], m.Identifier, null),
        DeviceUseStatement u => Of(u.Subject, [], [], u.Identifier, u.Status.GetLiteral()),
        DetectedIssue i => Of(i.Patient, [i.Code], [], i.Identifier, i.Status.GetLiteral()),
        Flag f => Of(f.Subject, [f.Code], f.Category, f.Identifier, f.Status.GetLiteral()),
        Communication c => Of(c.Subject, [], c.Category, c.Identifier, c.Status.GetLiteral()),
        AdverseEvent a => Of(a.Subject, [a.Event], a.Category, a.Identifier is null ? [] : [a.Identifier], null),
        Consent c => Of(c.Patient, [], c.Category, c.Identifier, c.Status.GetLiteral()),
        QuestionnaireResponse r => Of(r.Subject, [], [], r.Identifier is null ? [] : [r.Identifier], r.Status.GetLiteral()),
        CarePlan c => Of(c.Subject, [], c.Category, c.Identifier, c.Status.GetLiteral()),
        ServiceRequest s => Of(s.Subject, [s.Code], s.Category, s.Identifier, s.Status.GetLiteral()),
        Appointment a => Of(a.Participant.Select(each => each.Actor).FirstOrDefault(each => PatientOf(each) is not null), a.ServiceType, a.ServiceCategory, a.Identifier, a.Status.GetLiteral()),
        DocumentReference d => Of(d.Subject, [d.Type], d.Category, [.. d.MasterIdentifier is null ? [] : new[] { d.MasterIdentifier }, .. d.Identifier], d.Status.GetLiteral()),
        Provenance p => Of(p.Annotation<RecordOf>() is { } record ? FhirCodes.Patient(record.Patient) : null, [], [], [], null),
        Practitioner p => Of(null, [], [], p.Identifier, null),
        PractitionerRole r => Of(null, r.Code, [], r.Identifier, null),
        Organization o => Of(null, o.Type, [], o.Identifier, null),
        Location l => Of(null, l.Type, [], l.Identifier, l.Status.GetLiteral()),
        Questionnaire q => Of(null, [], [], q.Identifier, q.Status.GetLiteral()),
        Bundle b => Of(b.Entry.Select(each => each.Resource).OfType<Composition>().FirstOrDefault()?.Subject, [], [], b.Identifier is null ? [] : [b.Identifier], null),
        Binary b => Of(b.SecurityContext, [], [], [], null),
        _ => throw new NotSupportedException($"{resource.TypeName} has no search columns"),
    };

    static SearchColumns Of(
        ResourceReference? subject, IEnumerable<CodeableConcept?> codes, IEnumerable<CodeableConcept?> categories, IEnumerable<Identifier> identifiers,
        string? status) => new(PatientOf(subject), codes, categories, identifiers, status, default);

    static string? PatientOf(ResourceReference? reference) =>
        reference?.Reference is { } target && target.StartsWith("Patient/", StringComparison.Ordinal)
            ? target["Patient/".Length..].Split('/')[0]
            : null;

    /// <summary>Search pages by date, so a resource without one would be on no page.</summary>
    static DateInterval DateOf(Resource resource, DataType? effective) => effective switch
    {
        FhirDateTime { Value: { } at } => DateInterval.Parse(at),
        Period period => DateInterval.Parse(period),
        _ => throw new ArgumentException($"{resource.TypeName}/{resource.Id} has no effective time", nameof(effective)),
    };
}
