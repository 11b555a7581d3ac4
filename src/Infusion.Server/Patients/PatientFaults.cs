using Infusion.Core.Sessions;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients;

/// <summary>What is wrong with a patient as it was entered: field by field, with what would work.</summary>
static class PatientFaults
{
    const int LongestText = 200;
    const int MostInAList = 50;
    const int OldestYears = 130;
    const decimal LightestKilograms = 1;
    const decimal HeaviestKilograms = 500;
    static readonly string[] Genders = ["male", "female", "other", "unknown"];

    /// <summary>With a day of grace: today is another day where the clinic is.</summary>
    public static DateOnly Today(ClinicClock clock) => DateOnly.FromDateTime(clock.Now.UtcDateTime).AddDays(1);

    public static IReadOnlyList<FieldFault> Of(WritePatientRequest request, DateOnly today)
    {
        var faults = new List<FieldFault>();
        Needed("familyName", request.FamilyName, "a family name", faults);
        Needed("givenName", request.GivenName, "a given name", faults);
        Short("mrn", request.Mrn, faults);
        if (request.BirthDate is { } born && (born > today || born < today.AddYears(-OldestYears)))
        {
            faults.Add(new("birthDate", $"A birth date lies between {today.AddYears(-OldestYears):yyyy-MM-dd} and today, {today:yyyy-MM-dd}."));
        }

        if (!string.IsNullOrWhiteSpace(request.Gender) && !Genders.Contains(request.Gender.Trim()))
        {
            faults.Add(new("gender", $"Gender is one of {string.Join(", ", Genders)}, or left empty."));
        }

        Each("identifiers", request.Identifiers, faults, (path, identifier) =>
        {
            Needed($"{path}.system", identifier.System, "the office whose number it is", faults);
            Needed($"{path}.value", identifier.Value, "the number", faults);
        });
        Each("allergies", request.Allergies, faults, (path, allergy) =>
        {
            Needed($"{path}.text", allergy.Text, "what the allergy is to", faults);
            if (!Enum.IsDefined(allergy.Severity))
            {
                faults.Add(new($"{path}.severity", "Severity is mild, moderate, severe or unknown."));
            }
        });
        if (request is { NoKnownAllergies: true, Allergies.Count: > 0 })
        {
            faults.Add(new("noKnownAllergies", "Either there are no known allergies, or they are listed: not both."));
        }

        Each("weights", request.Weights, faults, (path, weight) => Weight(path, weight, today, faults));
        Each("contacts", request.Contacts, faults, (path, contact) =>
        {
            Needed($"{path}.name", contact.Name, "a name", faults);
            Short($"{path}.relation", contact.Relation, faults);
            Needed($"{path}.phone", contact.Phone, "a phone number", faults);
        });
        return faults;
    }

    static void Weight(string path, PatientWeight weight, DateOnly today, List<FieldFault> faults)
    {
        if (weight.Kilograms is < LightestKilograms or > HeaviestKilograms)
        {
            faults.Add(new($"{path}.kilograms", $"A weight is {LightestKilograms} to {HeaviestKilograms} kg."));
        }

        if (weight.Method is WeightMethod.Unknown || !Enum.IsDefined(weight.Method))
        {
            faults.Add(new($"{path}.method", "Say whether it was measured or stated."));
        }

        if (weight.On > today || weight.On < today.AddYears(-OldestYears))
        {
            faults.Add(new($"{path}.on", $"The day of a weight is not after today, {today:yyyy-MM-dd}."));
        }
    }

    static void Each<T>(string path, IReadOnlyList<T>? list, List<FieldFault> faults, Action<string, T> check)
    {
        if (list is { Count: > MostInAList })
        {
            faults.Add(new(path, $"At most {MostInAList}."));
            return;
        }

        for (var index = 0; index < (list?.Count ?? 0); index++)
        {
            if (list![index] is { } entry)
            {
                check($"{path}[{index}]", entry);
            }
            else
            {
                faults.Add(new($"{path}[{index}]", "An entry is missing."));
            }
        }
    }

    static void Needed(string path, string? text, string what, List<FieldFault> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add(new(path, $"Enter {what}."));
        }

        Short(path, text, faults);
    }

    static void Short(string path, string? text, List<FieldFault> faults)
    {
        if (text is { Length: > LongestText } || text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            faults.Add(new(path, $"At most {LongestText} characters, and no U+0000."));
        }
    }
}
