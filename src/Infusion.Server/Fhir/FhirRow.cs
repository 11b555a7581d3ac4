namespace Infusion.Server.Fhir;

/// <summary>
/// One version of one resource as stored in <c>infusion.fhir_resource</c>: the exact bytes that will be served,
/// and typed search columns beside them. Clinic and commit seq are added by the Journal.
/// </summary>
/// <param name="Patient">Patient id the resource belongs to; null for Device and the like.</param>
/// <param name="Codes">"system|code" and "code" of code/type codings: see <see cref="FhirToken"/>.</param>
/// <param name="Categories">"system|code" and "code" of category codings.</param>
/// <param name="Identifiers">"system|value" and "value" of identifiers.</param>
/// <param name="DateFrom">Start of the clinical date (effective), for date searches; MinValue if open, MaxValue if it says none, null if the type has none.</param>
/// <param name="DateTo">Exclusive end of it, by the precision it was written with; MaxValue if open.</param>
/// <param name="Terms">"parameter=value" of what has no column of its own.</param>
/// <param name="Refs">"parameter=Type/id" of references.</param>
public sealed record FhirRow(
    string Type,
    string Id,
    int Version,
    DateTimeOffset LastUpdated,
    string? Patient,
    string[] Codes,
    string[] Categories,
    string[] Identifiers,
    string? Status,
    DateTimeOffset? DateFrom,
    DateTimeOffset? DateTo,
    string[] Terms,
    string[] Refs,
    byte[] Content);
