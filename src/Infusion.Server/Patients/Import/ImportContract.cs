using Infusion.Server.Storage;

namespace Infusion.Server.Patients.Import;

/// <summary>What a line of a file would become, or has become. Stored nowhere.</summary>
public enum ImportStanding
{
    Unknown,

    /// <summary>Would be entered.</summary>
    New,

    /// <summary>Is entered now.</summary>
    Entered,

    /// <summary>This patient is here already, under this number: nothing is changed.</summary>
    Already,

    /// <summary>May be somebody who is here: a person decides.</summary>
    Duplicate,

    /// <summary>Cannot be entered as it stands.</summary>
    Wrong,

    /// <summary>Sent, and no word from the store: the same line may be sent again.</summary>
    NotStored,
}

/// <param name="Number">Of the line in the file, from 1; the header's is 1 where nothing stands above it.</param>
/// <param name="Patient">As it would be sent back; null: the line cannot be read.</param>
/// <param name="Faults">Field: the column, by its name in the file.</param>
/// <param name="Similar">Who is entered already and may be the same.</param>
/// <param name="SameLines">Lines above that may be the same patient.</param>
public sealed record ImportLine(
    int Number, ImportStanding Standing, WritePatientRequest? Patient, IReadOnlyList<FieldFault> Faults,
    IReadOnlyList<PatientDocument> Similar, IReadOnlyList<int> SameLines);

/// <param name="Ignored">Columns that are not known here, by their names in the file.</param>
public sealed record ImportPreview(IReadOnlyList<ImportLine> Lines, IReadOnlyList<string> Ignored);

/// <param name="Number">Of the line in the file, for the answer.</param>
public sealed record ImportLineRequest(int Number, WritePatientRequest? Patient);

/// <param name="Lines">Those that the person confirmed, as the preview gave them; with whom each was compared in "distinct".</param>
public sealed record ImportRequest(IReadOnlyList<ImportLineRequest>? Lines);

/// <param name="Entered">How many are entered by this request or by an earlier copy of it.</param>
public sealed record ImportResult(int Entered, IReadOnlyList<ImportLine> Lines);
