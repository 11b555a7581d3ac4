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
        _ => throw new NotSupportedException($"{resource.TypeName} has no search columns"),
    };

    static string? PatientOf(ResourceReference? reference) =>
        reference?.Reference is { } target && target.StartsWith("Patient/", StringComparison.Ordinal)
            ? target["Patient/".Length..]
            : null;

    /// <summary>Search pages by date, so a resource without one would be on no page.</summary>
    static DateInterval DateOf(Resource resource, DataType? effective) => effective switch
    {
        FhirDateTime { Value: { } at } => DateInterval.Parse(at),
        Period period => DateInterval.Parse(period),
        _ => throw new ArgumentException($"{resource.TypeName}/{resource.Id} has no effective time", nameof(effective)),
    };
}
