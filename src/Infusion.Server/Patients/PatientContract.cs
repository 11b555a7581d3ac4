using Infusion.Server.Clinics;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients;

/// <param name="Patient">Made by the client.</param>
/// <param name="Expected">The version that was corrected; null: a new patient.</param>
/// <param name="Distinct">Similar records that were compared and are somebody else.</param>
/// <param name="NoKnownAllergies">Asked, and none. An empty list without it: nobody knows.</param>
public sealed record WritePatientRequest(
    Guid CommandId,
    Guid Patient,
    string? FamilyName,
    string? GivenName,
    DateOnly? BirthDate,
    string? Mrn,
    string? Gender,
    int? Expected = null,
    IReadOnlyList<Guid>? Distinct = null,
    IReadOnlyList<PatientIdentifier>? Identifiers = null,
    IReadOnlyList<PatientAllergy>? Allergies = null,
    bool NoKnownAllergies = false,
    IReadOnlyList<PatientWeight>? Weights = null,
    IReadOnlyList<PatientContact>? Contacts = null)
{
    public PatientDocument ToDocument() => new(
        Patient, FamilyName!.Trim(), GivenName!.Trim(), BirthDate, Blank(Mrn), Blank(Gender))
    {
        Identifiers = Identifiers ?? [],
        Allergies = Allergies ?? [],
        NoKnownAllergies = NoKnownAllergies,
        Weights = [.. (Weights ?? []).OrderBy(weight => weight.On)],
        Contacts = Contacts ?? [],
    };

    public ClinicCommand.WritePatient ToCommand(string by) =>
        new(CommandId, ToDocument(), Expected ?? 0, Expected is null, Distinct ?? [], by);

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <param name="Field">As the request names it, in camel case; lists with the index: "weights[0].kilograms".</param>
public sealed record FieldFault(string Field, string Message);

/// <param name="Find">Words of the name, or the whole number.</param>
public sealed record PatientSearch(string? Find, DateOnly? BirthDate, int? Page, int? Size);

public sealed record PatientPage(IReadOnlyList<PatientDocument> Patients, long Total, int Page, int Size);
