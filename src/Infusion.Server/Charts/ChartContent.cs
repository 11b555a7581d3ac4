using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Charts;

/// <summary>Whose chart it is, and what is needed to print it. Not part of what is signed: a name that is put right later changes no session.</summary>
/// <param name="People">Printed names by user name: of those who appear in the chart.</param>
public sealed record ChartAbout(
    string Clinic, string ClinicName, string TimeZone, bool Simulated, Guid Session, ChartPatient Patient, InfusionProtocol? Protocol,
    ImmutableSortedDictionary<string, string> People)
{
    /// <summary>Of the same people.</summary>
    public ImmutableSortedDictionary<string, string> Roles { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Null: erased.</summary>
public sealed record ChartPatient(Guid Id, string? FamilyName, string? GivenName, DateOnly? BirthDate, string? Mrn, string? Gender)
{
    public ImmutableArray<PatientIdentifier> Identifiers { get; init; } = [];

    public ImmutableArray<PatientAllergy> Allergies { get; init; } = [];

    /// <summary>Somebody asked, and there are none.</summary>
    public bool NoKnownAllergies { get; init; }
}

/// <summary>One event as it is stored.</summary>
/// <param name="Version">Its number in the session's stream, from 1.</param>
/// <param name="RecordedAt">When it was committed.</param>
/// <param name="Data">The stored JSON, byte for byte.</param>
/// <param name="Event">What the data say.</param>
public sealed record ChartEvent(Guid Id, long Version, string Type, DateTimeOffset RecordedAt, string Data, SessionEvent Event);

/// <summary>One message as it is stored.</summary>
/// <param name="At">Chart time.</param>
/// <param name="Body">The stored bytes.</param>
/// <param name="Reading">What the bytes say.</param>
public sealed record ChartReading(DateTimeOffset At, long Input, short Flags, ReadOnlyMemory<byte> Body, Reading Reading);

/// <summary>What was added or waived after the session, as it is stored.</summary>
public sealed record ChartAddition(Guid Id, long Version, string Type, string Data, SignOffEvent Event);

/// <summary>A person's signature as it is shown and printed.</summary>
/// <param name="Name">As printed at that time.</param>
/// <param name="Version">The sealed version it was given on.</param>
public sealed record Signature(string By, string Name, SignatureMeaning Meaning, DateTimeOffset At, string Digest, int Version);

/// <summary>What is recorded of a session beside the readings of its devices, as it was at one moment.</summary>
/// <param name="Row">The list row of the session.</param>
/// <param name="Notes">Names, reasons and notes of this session, by id.</param>
public record ChartRecord(
    ChartAbout About,
    SessionRow Row,
    SessionState State,
    ImmutableArray<ChartEvent> Events,
    ImmutableArray<NoteDocument> Notes,
    ImmutableArray<ChartAddition> Additions)
{
    public NoteDocument? Note(Guid id) => Notes.FirstOrDefault(note => note.Id == id);

    /// <summary>The printed name; where there is none any more, the user name.</summary>
    public string NameOf(string by) => About.People.GetValueOrDefault(by, by);
}

/// <summary>Everything that a chart rests on, as it was at one moment.</summary>
/// <param name="Readings">Of the session's devices while they were attached, in the order of evaluation.</param>
public sealed record ChartContent(
    ChartAbout About,
    SessionRow Row,
    SessionState State,
    ImmutableArray<ChartEvent> Events,
    ImmutableArray<ChartReading> Readings,
    ImmutableArray<NoteDocument> Notes,
    ImmutableArray<ChartAddition> Additions) : ChartRecord(About, Row, State, Events, Notes, Additions)
{
    ImmutableArray<ChartFile>? _files;
    string? _digest;

    /// <summary>The same content gives the same bytes.</summary>
    public ImmutableArray<ChartFile> Files => _files ??= ChartFiles.Of(this);

    /// <summary>Over events, readings, notes and additions: what a person signs. Hexadecimal SHA-256.</summary>
    public string Digest => _digest ??= ChartFiles.Digest(Files);
}

/// <summary>How far a clinic's writer had come in a snapshot. Its commits are in the order of its inputs.</summary>
readonly record struct WrittenThrough(long Epoch, long Seq, long Input)
{
    /// <summary>Whether all that had been read then still is there now, and what came since has later inputs: the same writer has gone on.</summary>
    public bool IsGoneOnFrom(in WrittenThrough before) => Epoch == before.Epoch && Seq >= before.Seq && Input >= before.Input;
}

/// <summary>A record, and what was read with it.</summary>
/// <param name="SignOff">All of the chart's stream, in order.</param>
sealed record StoredRecord(ChartRecord Record, ImmutableArray<ChartAddition> SignOff, WrittenThrough Through);
