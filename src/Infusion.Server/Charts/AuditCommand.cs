using System.Globalization;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Charts;

/// <summary>
/// The command line: whether the store still says what was sealed from it. Ends with 0 when it does, with 1 when it does not, with 2
/// when the arguments say nothing that can be done.
/// </summary>
sealed class AuditCommand(TextWriter output, TextWriter error)
{
    public const string Name = "audit";
    const string Usage = "Usage: audit --clinic ID --trust KEYS.pem [--noted NUMBER:DIGEST] [--connection TEXT]";
    static readonly string[] Known = ["--clinic", "--trust", "--noted", "--connection"];

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var said = Read(arguments);
            var clinic = said.GetValueOrDefault("--clinic") ?? throw new FormatException("--clinic is missing.");
            var keys = said.GetValueOrDefault("--trust") ?? throw new FormatException("--trust is missing: the keys that you trust, from another place than this store.");
            return await AuditAsync(clinic, Trust.Read(await File.ReadAllTextAsync(keys, cancellationToken)), Noted(said.GetValueOrDefault("--noted")), said.GetValueOrDefault("--connection"), cancellationToken);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(wrong.Message);
            await error.WriteLineAsync(Usage);
            return 2;
        }
    }

    async Task<int> AuditAsync(
        string clinic, Trust trust, (long Number, string Digest)? noted, string? connection, CancellationToken cancellationToken)
    {
        await using var database = await CommandDatabase.OpenAsync(connection, cancellationToken);
        using var documents = DocumentStore.For(options => MartenSetup.Configure(options, database.Source));
        var store = new ClinicStore(database.Source, documents);
        if (!(await store.ClinicsAsync(cancellationToken)).Contains(clinic))
        {
            throw new FormatException($"There is no clinic {clinic}.");
        }

        var report = await new ChartAudit(database.Source, new ChartReader(database.Source, documents, new Unnamed())).RunAsync(clinic, trust, cancellationToken);
        foreach (var fault in report.Faults)
        {
            await output.WriteLineAsync(fault.Text);
        }

        await output.WriteLineAsync(report.Faults.Count == 0
            ? $"Whole: the store says what was sealed in {report.Bundles} bundles, and none is missing."
            : $"Not whole: {report.Faults.Count} found in {report.Bundles} bundles.");
        var trail = await AuditChain.VerifyAsync(database.Source, clinic, noted, cancellationToken);
        foreach (var fault in trail.Faults)
        {
            await output.WriteLineAsync($"Who did what: {fault}");
        }

        await output.WriteLineAsync(trail.Faults.Count == 0
            ? $"Whole: {trail.Lines} lines of who did what{(trail.Last > 0 ? $". Note the newest away from here: {trail.Last}:{trail.Digest}" : "")}.{LetGo(trail)}"
            : $"Not whole: {trail.Faults.Count} found in {trail.Lines} lines of who did what.");
        return report.Faults.Count + trail.Faults.Count == 0 ? 0 : 1;
    }

    static string LetGo(TrailReport trail) => trail.LetGo == 0
        ? ""
        : $" Lines 1 to {trail.LetGo} were let go by their age, as a line of the trail says; the oldest that is kept is of {trail.Oldest?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.";

    static (long, string)? Noted(string? text) =>
        text is null ? null
        : text.Split(':') is [var number, { Length: > 0 } digest] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? (line, digest)
        : throw new FormatException("--noted is NUMBER:DIGEST, as an earlier run printed it.");

    static Dictionary<string, string> Read(IReadOnlyList<string> arguments)
    {
        var said = new Dictionary<string, string>();
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [var name, var value] || !Known.Contains(name) || !said.TryAdd(name, value))
            {
                throw new FormatException($"\"{pair[0]}\" is not known here, has no value, or is there twice.");
            }
        }

        return said;
    }

    /// <summary>Printed names are no part of what is compared.</summary>
    sealed class Unnamed : IColleagues
    {
        public Task<IReadOnlyList<string>> UnknownAsync(string clinic, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyDictionary<string, string>> NamesAsync(string clinic, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

        public Task<IReadOnlyDictionary<string, string>> RolesAsync(string clinic, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
    }
}
