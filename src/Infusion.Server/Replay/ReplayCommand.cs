using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.Replay;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Replay;

/// <summary>
/// The command line: a recorded session, or all of a stretch of time, once more. Ends with 0 when all is as it was recorded
/// (with other limits: when it ran), with 1 at a difference from the record, with 2 when the arguments say nothing that can be done.
/// </summary>
sealed class ReplayCommand(TextWriter output, TextWriter error)
{
    public const string Name = "replay";
    const int Same = 0;
    const int Different = 1;
    const int WrongArguments = 2;
    const string Usage =
        "Usage: replay --clinic ID (--session ID | --from TIME --to TIME) [--limits FILE.json] [--connection TEXT]";

    static readonly string[] Known = ["clinic", "session", "from", "to", "limits", "connection"];

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(Read(arguments), cancellationToken);
        }
        catch (WrongArgumentsException wrong)
        {
            await error.WriteLineAsync(wrong.Message);
            await error.WriteLineAsync(Usage);
            return WrongArguments;
        }
    }

    async Task<int> RunAsync(Dictionary<string, string> said, CancellationToken cancellationToken)
    {
        var clinic = said.GetValueOrDefault("clinic") ?? throw new WrongArgumentsException("--clinic is missing.");
        var faults = new List<RequestFault>();
        var named = said.TryGetValue("session", out var text)
            ? Guid.TryParse(text, out var session) ? session : throw new WrongArgumentsException($"--session is \"{text}\", which is no session's id.")
            : (Guid?)null;
        var (from, to) = named is null ? WhatIfAsked.Range(said.GetValueOrDefault("from"), said.GetValueOrDefault("to"), faults) : default;
        var change = said.TryGetValue("limits", out var file) ? await LimitsAsync(file, faults, cancellationToken) : null;
        Refuse(faults);

        await using var database = await CommandDatabase.OpenAsync(said.GetValueOrDefault("connection"), cancellationToken);
        using var documents = DocumentStore.For(options => MartenSetup.Configure(options, database.Source));
        var store = new ClinicStore(database.Source, documents);
        var (configuration, _) = await store.ConfigurationAsync(clinic, cancellationToken)
            ?? throw new WrongArgumentsException($"There is no clinic {clinic}.");
        if (change is not null)
        {
            new LimitsReader(faults).Match(change, configuration, "limits");
            Refuse(faults);
        }

        await SupportTrail.WriteAsync(database.Source, clinic, Name, named, cancellationToken);
        var recorded = new RecordedSessions(database.Source, documents);
        var inputs = new InputStore(database.Source, new CorrectionStore(database.Source, documents, store));
        using var runner = new ReplayRunner(recorded, new ReplayStart(documents, store, inputs), inputs);
        var sessions = named is { } one ? [one] : await recorded.PlannedAsync(clinic, from, to, cancellationToken);
        return await TellAsync(runner, clinic, sessions, change is null ? null : change.Apply, named, cancellationToken);
    }

    async Task<int> TellAsync(
        ReplayRunner runner, string clinic, IReadOnlyCollection<Guid> sessions, Func<ClinicConfiguration, ClinicConfiguration>? change, Guid? named,
        CancellationToken cancellationToken)
    {
        WhatIfTotals? totals = null;
        await foreach (var line in runner.RunAsync(clinic, sessions, change, cancellationToken))
        {
            if (line is WhatIfLine.Done { Session: var session })
            {
                await WriteAsync(ReplayWords.Of(session));
            }

            totals = line is WhatIfLine.Totals { Of: var sums } ? sums : totals;
        }

        if (totals is not { Sessions: > 0 })
        {
            throw new WrongArgumentsException(named is null ? "No session was planned in that time." : $"Clinic {clinic} has no session {named}.");
        }

        if (change is not null)
        {
            await WriteAsync(ReplayWords.Of(totals));
        }

        return change is not null || totals.Replayed == totals.Sessions ? Same : Different;
    }

    async Task WriteAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }

    static Dictionary<string, string> Read(IReadOnlyList<string> arguments)
    {
        var said = new Dictionary<string, string>();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index].StartsWith("--", StringComparison.Ordinal) ? arguments[index][2..] : "";
            if (!Known.Contains(name))
            {
                throw new WrongArgumentsException($"\"{arguments[index]}\" is not known here.");
            }

            if (index + 1 == arguments.Count || arguments[index + 1].Length == 0)
            {
                throw new WrongArgumentsException($"--{name} has no value.");
            }

            if (!said.TryAdd(name, arguments[index + 1]))
            {
                throw new WrongArgumentsException($"--{name} is there twice.");
            }
        }

        return said.ContainsKey("session") && (said.ContainsKey("from") || said.ContainsKey("to"))
            ? throw new WrongArgumentsException("--session names one session; --from and --to are for all of a time.")
            : said;
    }

    static async Task<LimitsChange?> LimitsAsync(string file, List<RequestFault> faults, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return new LimitsReader(faults).Read(json.RootElement, "limits");
        }
        catch (JsonException wrong)
        {
            throw new WrongArgumentsException($"--limits {file} is not JSON: {wrong.Message}");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new WrongArgumentsException($"--limits {file} cannot be read: {wrong.Message}");
        }
    }

    static void Refuse(List<RequestFault> faults)
    {
        if (faults.Count > 0)
        {
            throw new WrongArgumentsException(string.Join(Environment.NewLine, faults.Select(fault => $"{fault.Path} {fault.Message}")));
        }
    }

    sealed class WrongArgumentsException(string message) : Exception(message);
}
