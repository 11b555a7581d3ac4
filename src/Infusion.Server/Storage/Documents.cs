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
    public string Initials => $"{GivenName[..Math.Min(1, GivenName.Length)]}.{FamilyName[..Math.Min(1, FamilyName.Length)]}.";
}

/// <summary>Free text of a note. Erasable: the event holds only <see cref="Id"/>.</summary>
public sealed record NoteDocument(Guid Id, Guid Session, string Text, string By, DateTimeOffset At);
