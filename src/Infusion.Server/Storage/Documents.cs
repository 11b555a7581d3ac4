using Infusion.Core.Sessions;

namespace Infusion.Server.Storage;

/// <summary>Who a patient is. Erasable: events hold only <see cref="Id"/>.</summary>
public sealed record PatientDocument(
    Guid Id,
    string FamilyName,
    string GivenName,
    DateOnly? BirthDate,
    string? Mrn,
    string? Gender)
{
    /// <summary>From 1; 0: entered before versions were counted.</summary>
    public int Version { get; init; }

    /// <summary>When this version was written.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    public string? WrittenBy { get; init; }

    /// <summary>Beside the clinic's own number.</summary>
    public IReadOnlyList<PatientIdentifier> Identifiers { get; init; } = [];

    public IReadOnlyList<PatientAllergy> Allergies { get; init; } = [];

    /// <summary>Somebody asked, and there are none. Without it an empty list says that nobody knows.</summary>
    public bool NoKnownAllergies { get; init; }

    /// <summary>By day, oldest first.</summary>
    public IReadOnlyList<PatientWeight> Weights { get; init; } = [];

    public IReadOnlyList<PatientContact> Contacts { get; init; } = [];

    /// <summary>What stood here before each correction, oldest first; these have no history of their own.</summary>
    public IReadOnlyList<PatientDocument> History { get; init; } = [];

    public string Initials => $"{GivenName[..Math.Min(1, GivenName.Length)]}.{FamilyName[..Math.Min(1, FamilyName.Length)]}.";
}

/// <param name="System">Whose number it is: a URI, or the name of the office.</param>
public sealed record PatientIdentifier(string System, string Value);

public sealed record PatientAllergy(string Text, AllergySeverity Severity);

/// <summary>Stored by name.</summary>
public enum AllergySeverity
{
    Unknown = 0,
    Mild = 1,
    Moderate = 2,
    Severe = 3,
}

/// <param name="On">The day of the scale, or of the statement.</param>
public sealed record PatientWeight(decimal Kilograms, WeightMethod Method, DateOnly On);

/// <param name="Relation">To the patient, in the clinic's words.</param>
public sealed record PatientContact(string Name, string Relation, string Phone);

/// <summary>Free text of a note. Erasable: the event holds only <see cref="Id"/>.</summary>
public sealed record NoteDocument(Guid Id, Guid Session, string Text, string By, DateTimeOffset At);
