using System.Text.Json.Serialization;

namespace Infusion.Server.Charts.Document;

/// <summary>
/// The chart of one session, complete as of an instant. Page, PDF and data are this and nothing else, so that no number can differ
/// between them. Times in texts are on the clinic's clock.
/// </summary>
/// <param name="Format">Of this record; grows when a member changes its meaning.</param>
public sealed record ChartDocument(
    int Format, ChartIdentity Identity, ChartStatus Status, ChartGraph Graph, IReadOnlyList<ChartSection> Sections)
{
    public const int CurrentFormat = 1;
}

/// <summary>Whose chart it is: on every page.</summary>
/// <param name="Patient">"Erased" where the patient's data are.</param>
public sealed record ChartIdentity(
    Guid Session, Guid PatientId, string Patient, string BirthDate, string Mrn, string Clinic, string Chair, string Day, string TimeZone, bool IsSimulated);

/// <param name="IsComplete">The session is closed; what comes later changes it all the same.</param>
/// <param name="Text">In one sentence.</param>
public sealed record ChartStatus(bool IsComplete, DateTimeOffset AsOf, string Text);

/// <param name="Key">Stable.</param>
/// <param name="Notes">Sentences under the tables: what marks mean, what is not known.</param>
public sealed record ChartSection(string Key, string Title, IReadOnlyList<ChartFact> Facts, IReadOnlyList<ChartTable> Tables, IReadOnlyList<string> Notes);

/// <summary>One thing that is known, or said to be unknown.</summary>
/// <param name="Key">Stable, one of its section.</param>
/// <param name="Number">The same as a number, in <paramref name="Unit"/>; null: it is none.</param>
public sealed record ChartFact(string Key, string Label, string Text, bool IsKnown)
{
    public decimal? Number { get; init; }

    public string? Unit { get; init; }
}

/// <param name="Empty">Said in place of the rows where there are none.</param>
public sealed record ChartTable(string Key, string Title, IReadOnlyList<ChartColumn> Columns, IReadOnlyList<ChartRow> Rows, string Empty);

/// <param name="Share">Of the width, beside those of the others.</param>
public sealed record ChartColumn(string Key, string Label, int Share);

/// <param name="At">When it was; null: it is not about an instant.</param>
public sealed record ChartRow(IReadOnlyList<ChartCell> Cells, DateTimeOffset? At);

public sealed record ChartCell(string Text)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Number { get; init; }

    /// <summary>What the text shows by a sign: the chart reads without colours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ChartMark Mark { get; init; }

    /// <summary>So many of its first characters are struck out: they were entered in error.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Struck { get; init; }

    public static implicit operator ChartCell(string text) => new(text);
}

/// <summary>Where a value of the grid comes from, or what is said of it.</summary>
[Flags]
public enum ChartMark
{
    None = 0,
    ByHand = 1,
    Artefact = 2,
    Confirmed = 4,
    Late = 8,

    /// <summary>The device said that it has no value.</summary>
    NoValue = 16,

    /// <summary>The device was silent, or its messages are missing.</summary>
    Gap = 32,
}
