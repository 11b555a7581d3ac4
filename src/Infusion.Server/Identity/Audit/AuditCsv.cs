using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Infusion.Server.Identity.Audit;

/// <summary>Lines of the trail as a file. The digests are in it, so that it can be compared with the trail later.</summary>
static class AuditCsv
{
    static readonly string[] Header =
        ["number", "at", "kind", "who", "act", "what", "patient ids", "patient names", "session", "from where", "status", "digest"];

    public static async Task WriteAsync(
        Stream stream, IAsyncEnumerable<(long Number, AuditLine Line, byte[] Digest, IReadOnlyList<string> Names)> lines, CancellationToken cancellationToken)
    {
        // What begins like a formula is none: names and addresses come from outside, and the file is opened in a spreadsheet.
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" };
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(text, configuration, leaveOpen: true);
        await RowAsync(csv, Header);
        await foreach (var (number, line, digest, names) in lines.WithCancellation(cancellationToken))
        {
            await RowAsync(
                csv,
                [
                    number.ToString(CultureInfo.InvariantCulture), line.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
                    line.Kind.ToString().ToLowerInvariant(), line.Who, line.Act, line.What, string.Join("; ", line.Patients), string.Join("; ", names),
                    line.Session?.ToString() ?? "", line.Origin, line.Status.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(digest),
                ]);
        }
    }

    static async Task RowAsync(CsvWriter csv, IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        await csv.NextRecordAsync();
    }
}
