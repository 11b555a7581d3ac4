using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Infusion.Server.Patients.Import;

/// <summary>A file of patients: bytes to lines, each readable or with its faults. Nothing is guessed.</summary>
static class PatientCsv
{
    public const int LargestBytes = 2 * 1024 * 1024;
    public const int MostLines = 2_000;
    const int LongestField = 2_000;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly string[] Delimiters = [",", ";", "\t"];

    /// <exception cref="UnreadableFileException">It is no such file.</exception>
    public static (PatientColumns Columns, IReadOnlyList<CsvLine> Lines) Read(byte[] file)
    {
        var text = Text(file);
        var delimiter = Delimiters.MaxBy(each => PatientColumns.Recognised(Header(text, each)))!;
        var columns = PatientColumns.Of(Header(text, delimiter));
        var lines = new List<CsvLine>();
        var isQuoteAmiss = false;
        using var parser = Parser(text, delimiter, () => isQuoteAmiss = true);
        parser.Read();
        for (var above = parser.RawRow; Next(parser); above = parser.RawRow)
        {
            if (lines.Count == MostLines)
            {
                throw new UnreadableFileException($"The file has more than {MostLines} patients: split it.");
            }

            var fields = parser.Record!;
            if (fields.Any(field => field.Trim().Length > 0) || isQuoteAmiss)
            {
                var number = fields.Any(field => field.Contains('\n', StringComparison.Ordinal)) ? above + 1 : parser.RawRow;
                lines.Add(new CsvLine(number, fields, Fault(fields, columns, isQuoteAmiss)));
            }

            isQuoteAmiss = false;
        }

        return lines.Count > 0 ? (columns, lines) : throw new UnreadableFileException("The file has a header and no patient below it.");
    }

    static string? Fault(string[] fields, PatientColumns columns, bool isQuoteAmiss)
    {
        if (fields.Any(field => field.Contains('\n', StringComparison.Ordinal) || field.Contains('\r', StringComparison.Ordinal)))
        {
            return "A field goes on over the end of the line: is a quotation mark missing?";
        }

        if (isQuoteAmiss)
        {
            return "A quotation mark stands where none can: put the whole field in quotation marks and double those within.";
        }

        // A spreadsheet may leave empty cells behind the last column.
        return fields.Length < columns.Count || fields.Skip(columns.Count).Any(field => field.Trim().Length > 0)
            ? $"The line has {fields.Length} fields, the header names {columns.Count}: is a field missing, or does one hold what separates them?"
            : null;
    }

    static bool Next(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new UnreadableFileException(
                $"Line {parser.RawRow}: a field has more than {LongestField} characters. Is a quotation mark missing?");
        }
    }

    static string[] Header(string text, string delimiter)
    {
        using var parser = Parser(text, delimiter, () => { });
        return Next(parser) ? parser.Record! : throw new UnreadableFileException("The file is empty.");
    }

    static CsvParser Parser(string text, string delimiter, Action badData) => new(
        new StringReader(text),
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = _ => badData(),
            MaxFieldSize = LongestField,
        });

    /// <summary>A name that is decoded wrongly is another name: what is not UTF-8 is refused, not guessed.</summary>
    static string Text(byte[] file)
    {
        try
        {
            var text = file switch
            {
                [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetString(file[2..]),
                [0xEF, 0xBB, 0xBF, ..] => Strict.GetString(file[3..]),
                _ => Strict.GetString(file),
            };
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new UnreadableFileException("This is no text: save the table as CSV (UTF-8).")
                : text;
        }
        catch (ArgumentException)
        {
            throw new UnreadableFileException("The letters of the file are not UTF-8, so names could be read wrongly: save it as \"CSV UTF-8\".");
        }
    }
}

/// <param name="Fault">Why it cannot be taken apart; null: it can.</param>
readonly record struct CsvLine(int Number, string[] Fields, string? Fault);
