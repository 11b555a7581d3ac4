using System.Globalization;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients.Import;

/// <summary>One line of a file as a patient, or what is wrong with it, column by column. No default stands in for what is missing.</summary>
sealed class PatientLine(PatientColumns columns, CsvLine line)
{
    /// <summary>None of these says whether somebody asked; some say less than they seem to (NKDA is about drugs alone).</summary>
    static readonly string[] SayNothing = ["none", "no", "nil", "n/a", "na", "-", "0", "nkda", "unknown", "?"];
    static readonly string[] SayNone = ["none known", "no known allergies", "nka"];

    readonly List<FieldFault> _faults = [];

    public static (WritePatientRequest? Patient, IReadOnlyList<FieldFault> Faults) Read(PatientColumns columns, CsvLine line, DateOnly today)
    {
        if (line.Fault is { } fault)
        {
            return (null, [new FieldFault("", fault)]);
        }

        var reader = new PatientLine(columns, line);
        var patient = reader.Patient();
        reader._faults.AddRange(PatientFaults.Of(patient, today)
            .Select(each => each with { Field = reader.ColumnOf(each.Field) })
            .Where(each => !reader._faults.Any(known => known.Field == each.Field)));
        if (Untraceable(patient) is { } untraceable && reader._faults.Count == 0)
        {
            reader._faults.Add(untraceable with { Field = columns.NameOf(untraceable.Field) });
        }

        return (patient, reader._faults);
    }

    /// <summary>Who has neither a number nor a birth date could be entered again and again, and nobody would see it.</summary>
    public static FieldFault? Untraceable(WritePatientRequest patient) =>
        string.IsNullOrWhiteSpace(patient.Mrn) && patient.BirthDate is null
            ? new FieldFault("birthDate", "Enter a birth date or a number: without either nobody can tell whether the patient is here already.")
            : null;

    WritePatientRequest Patient() => new(
        Guid.NewGuid(), Guid.NewGuid(), Text("familyName"), Text("givenName"), Day("birthDate"), Text("mrn"), Gender())
    {
        Identifiers = Text("identifierValue") is null && Text("identifierSystem") is null
            ? [] : [new PatientIdentifier(Text("identifierSystem") ?? "", Text("identifierValue") ?? "")],
        Allergies = Allergies(out var isNoneKnown),
        NoKnownAllergies = isNoneKnown,
        Weights = Weights(),
        Contacts = Text("contactName") is null && Text("contactPhone") is null
            ? [] : [new PatientContact(Text("contactName") ?? "", Text("contactRelation") ?? "", Text("contactPhone") ?? "")],
    };

    string? Text(string key) => columns.Read(line.Fields, key);

    string? Gender() => Text("gender")?.ToLowerInvariant() switch { "f" => "female", "m" => "male", var other => other };

    DateOnly? Day(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault(key, $"\"{Short(text)}\" is no date as year-month-day: write it as 1984-02-29. Other orders can be read in two ways.");
        return null;
    }

    /// <summary>"latex (severe) | penicillin": with its severity in brackets, or without.</summary>
    List<PatientAllergy> Allergies(out bool isNoneKnown)
    {
        var text = Text("allergies");
        isNoneKnown = text is not null && SayNone.Contains(text.ToLowerInvariant());
        if (text is null || isNoneKnown)
        {
            return [];
        }

        var each = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (each.FirstOrDefault(one => SayNothing.Contains(one.ToLowerInvariant())) is { } empty)
        {
            Fault("allergies", $"\"{empty}\" does not say whether somebody asked: write \"none known\", list them with | between, or leave it empty.");
        }

        return [.. each.Select(Allergy)];
    }

    static PatientAllergy Allergy(string text)
    {
        var bracket = text.EndsWith(')') ? text.LastIndexOf('(') : -1;
        return bracket > 0 && Enum.TryParse<AllergySeverity>(text[(bracket + 1)..^1], ignoreCase: true, out var severity) && Enum.IsDefined(severity)
            ? new PatientAllergy(text[..bracket].Trim(), severity)
            : new PatientAllergy(text, AllergySeverity.Unknown);
    }

    List<PatientWeight> Weights()
    {
        var key = columns.Has("weightLb") ? "weightLb" : "weightKg";
        if (Text(key) is not { } text)
        {
            return [];
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is <= 0 or > 10_000)
        {
            Fault(key, $"\"{Short(text)}\" is no weight: write a number with a point, such as 71.5, and the unit in the header alone.");
            return [];
        }

        var kilograms = key == "weightLb" ? Math.Round(BodyWeight.FromPounds(number).Kilograms, 2) : number;
        var method = Text("weightMethod")?.ToLowerInvariant() switch
        {
            "measured" => WeightMethod.Measured,
            "stated" => WeightMethod.Stated,
            _ => WeightMethod.Unknown,
        };
        if (Text("weightDate") is null)
        {
            Fault("weightDate", "Say on which day the weight was taken.");
        }

        return Day("weightDate") is { } day ? [new PatientWeight(kilograms, method, day)] : [];
    }

    void Fault(string key, string message) => _faults.Add(new FieldFault(columns.NameOf(key), message));

    /// <param name="field">As <see cref="PatientFaults"/> names it.</param>
    string ColumnOf(string field) => columns.NameOf(field switch
    {
        "weights[0].kilograms" => columns.Has("weightLb") ? "weightLb" : "weightKg",
        "weights[0].method" => "weightMethod",
        "weights[0].on" => "weightDate",
        "identifiers[0].system" => "identifierSystem",
        "identifiers[0].value" => "identifierValue",
        "contacts[0].name" => "contactName",
        "contacts[0].relation" => "contactRelation",
        "contacts[0].phone" => "contactPhone",
        _ when field.StartsWith("allergies", StringComparison.Ordinal) || field == "noKnownAllergies" => "allergies",
        _ => field,
    });

    static string Short(string text) => text.Length > 30 ? text[..30] + "..." : text;
}
