using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients.Ehr;

/// <summary>A FHIR R4 Patient as a patient here. What it does not say stays unknown. Pure.</summary>
static class EhrMapping
{
    const string IdentifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";

    /// <param name="Notes">What a person should know before the patient is taken over, and what could not be.</param>
    public readonly record struct Mapped(WritePatientRequest Patient, IReadOnlyList<string> Notes);

    public static Mapped Of(Patient source, ClinicEhr ehr)
    {
        var notes = new List<string>();
        if (source.Active is false)
        {
            notes.Add("The EHR marks this record as not in use.");
        }

        if (source.Deceased is not null and not FhirBoolean { Value: false })
        {
            notes.Add("The EHR says that this patient has died.");
        }

        if (source.Link.Any(link => link.Type == Patient.LinkType.ReplacedBy))
        {
            notes.Add("The EHR says that another record replaces this one.");
        }

        var name = NameOf(source);
        if (name is { Text: { } text } && (string.IsNullOrWhiteSpace(name.Family) || !name.Given.Any()))
        {
            notes.Add($"The EHR does not give family and given name apart: \"{text}\".");
        }

        var identifiers = source.Identifier
            .Where(each => each.Use != Identifier.IdentifierUse.Old && !string.IsNullOrWhiteSpace(each.Value)).ToList();
        return new Mapped(
            new WritePatientRequest(
                Guid.NewGuid(), Guid.NewGuid(), name?.Family?.Trim(), name is null ? null : string.Join(' ', name.Given).Trim(),
                Born(source.BirthDate, notes), Mrn(identifiers, ehr, notes), GenderOf(source.Gender))
            {
                // The record's own id there, so that it is known again.
                Identifiers = [new PatientIdentifier($"{ehr.Base}Patient", source.Id!),
                    .. identifiers.Select(each => new PatientIdentifier(SystemOf(each), each.Value!.Trim())).Distinct()],
                Contacts = [.. Own(source, name), .. source.Contact.SelectMany(contact => ContactOf(contact, notes))],
            },
            notes);
    }

    static HumanName? NameOf(Patient source) => source.Name
        .Where(name => name.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden))
        .OrderBy(name => name.Use switch { HumanName.NameUse.Official => 0, HumanName.NameUse.Usual => 1, null => 2, _ => 3 })
        .FirstOrDefault();

    static DateOnly? Born(string? text, List<string> notes)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        notes.Add(string.IsNullOrEmpty(text) ? "The EHR gives no birth date." : $"The EHR gives no whole birth date: \"{text}\".");
        return null;
    }

    static string? Mrn(List<Identifier> identifiers, ClinicEhr ehr, List<string> notes)
    {
        var numbers = identifiers
            .Where(each => ehr.MrnSystem.Length > 0
                ? each.System == ehr.MrnSystem
                : each.Type?.Coding.Any(coding => coding is { System: IdentifierTypes, Code: "MR" }) == true)
            .Select(each => each.Value!.Trim()).Distinct().ToList();
        if (numbers.Count > 1)
        {
            notes.Add($"The EHR gives {numbers.Count} record numbers ({string.Join(", ", numbers)}): none is taken as the clinic's.");
        }

        return numbers is [var only] ? only : null;
    }

    static string SystemOf(Identifier identifier) =>
        new[] { identifier.System, identifier.Type?.Text, identifier.Assigner?.Display }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "not named";

    static string? GenderOf(AdministrativeGender? gender) => gender switch
    {
        AdministrativeGender.Male => "male",
        AdministrativeGender.Female => "female",
        AdministrativeGender.Other => "other",
        AdministrativeGender.Unknown => "unknown",
        _ => null,
    };

    static IEnumerable<PatientContact> Own(Patient source, HumanName? name) =>
        PhoneOf(source.Telecom) is { } phone ? [new PatientContact(Words(name) ?? "the patient", "self", phone)] : [];

    static PatientContact[] ContactOf(Patient.ContactComponent contact, List<string> notes)
    {
        var (name, phone) = (Words(contact.Name), PhoneOf(contact.Telecom));
        var relation = contact.Relationship.Select(each => each.Text ?? each.Coding.FirstOrDefault()?.Display)
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "";
        if (name is not null && phone is not null)
        {
            return [new PatientContact(name, relation, phone)];
        }

        notes.Add($"A contact is left out, because the EHR gives {(name is null ? "no name" : $"no phone number of {name}")}.");
        return [];
    }

    static string? PhoneOf(IEnumerable<ContactPoint> points) => points
        .Where(point => point.System is ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Sms
            && point.Use != ContactPoint.ContactPointUse.Old && !string.IsNullOrWhiteSpace(point.Value))
        .OrderBy(point => point.Use == ContactPoint.ContactPointUse.Mobile ? 0 : 1).FirstOrDefault()?.Value?.Trim();

    static string? Words(HumanName? name)
    {
        var words = name is null ? "" : string.Join(' ', name.Given.Append(name.Family).Where(each => !string.IsNullOrWhiteSpace(each)));
        return words.Length > 0 ? words : string.IsNullOrWhiteSpace(name?.Text) ? null : name.Text.Trim();
    }
}
