using Hl7.Fhir.Model;
using Infusion.Core.Clinics;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>A clinic, its chairs and the people who work there.</summary>
static partial class FhirMapper
{
    /// <param name="people">Names as they stand in a chart, by sign-in name.</param>
    /// <param name="roles">By sign-in name; of more than one, with commas between.</param>
    public static IReadOnlyList<Resource> FromClinic(
        string clinic, string name, IEnumerable<Chair> chairs, IReadOnlyDictionary<string, string> people, IReadOnlyDictionary<string, string> roles) =>
    [
        new Organization
        {
            Id = FhirId.Organization(clinic),
            Identifier = [new Identifier(FhirCodes.ClinicIdentifier, clinic)],
            Active = true,
            Name = name,
        },
        .. chairs.Select(chair => ChairOf(clinic, chair)),
        .. people.OrderBy(person => person.Key, StringComparer.Ordinal).SelectMany(person => PersonOf(clinic, person.Key, person.Value, roles.GetValueOrDefault(person.Key))),
    ];

    static Location ChairOf(string clinic, Chair chair) => new()
    {
        Id = FhirId.Chair(clinic, chair.Code),
        Identifier = [new Identifier(FhirCodes.ChairIdentifier(clinic), chair.Code)],
        Status = Location.LocationStatus.Active,
        Name = $"Chair {chair.Code}",
        Description = chair.Room,
        Mode = Location.LocationMode.Instance,
        ManagingOrganization = FhirCodes.Organization(clinic),
    };

    static IEnumerable<Resource> PersonOf(string clinic, string name, string displayName, string? roles)
    {
        yield return new Practitioner
        {
            Id = FhirId.Person(clinic, name),
            Identifier = [new Identifier(FhirCodes.PersonIdentifier(clinic), name)],
            Active = true,
            Name = [new HumanName { Text = displayName }],
        };
        if (roles is not null)
        {
            yield return new PractitionerRole
            {
                Id = FhirId.Derive("practitioner-role", $"{clinic}/{name}"),
                Active = true,
                Practitioner = new ResourceReference($"Practitioner/{FhirId.Person(clinic, name)}"),
                Organization = FhirCodes.Organization(clinic),
                Code = [.. roles.Split(", ").Select(FhirCodes.Words)],
            };
        }
    }

    /// <summary>Who left and a chair that is gone stay readable: what refers to them still does.</summary>
    public static FhirChange Gone(string type, string id) => new(type, id, stored => stored switch
    {
        Practitioner { Active: true } person => Inactive(person, () => person.Active = false),
        PractitionerRole { Active: true } role => Inactive(role, () => role.Active = false),
        Location { Status: Location.LocationStatus.Active } chair => Inactive(chair, () => chair.Status = Location.LocationStatus.Inactive),
        _ => null,
    });

    static Resource Inactive(Resource resource, Action end)
    {
        end();
        return resource;
    }
}
