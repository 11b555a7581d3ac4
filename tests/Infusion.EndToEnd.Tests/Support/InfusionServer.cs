using System.Text.Json;
using Npgsql;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>The server as a program of its own, with its private Postgres in a data directory of the test.</summary>
sealed class InfusionServer : IAsyncDisposable
{
    readonly string[] _settings;
    RunningProgram _program;

    InfusionServer(DataFolder data, string[] settings, RunningProgram program) =>
        (Data, _settings, _program, Access) = (data, settings, program, DemoAccess.Read(data.DemoFile));

    public DataFolder Data { get; }

    public DemoAccess Access { get; }

    public int ProcessId => _program.Id;

    public string Output => _program.Output;

    /// <summary>Starts the demo on free ports and waits until demo.json says that it is ready.</summary>
    public static Task<InfusionServer> StartAsync(params string[] settings) => StartAsync(new DataFolder(), settings);

    /// <summary>As above, in a data directory that goes with the server.</summary>
    public static async Task<InfusionServer> StartAsync(DataFolder data, params string[] settings)
    {
        try
        {
            var program = await StartProgramAsync(data, [.. settings, "--Mqtt:Port=0", "--Urls=http://127.0.0.1:0"]);
            return new InfusionServer(data, settings, program);
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, and only the server: its Postgres is the server's own affair.</summary>
    public Task KillAsync() => _program.KillAsync();

    public void Send(Signal signal) => _program.Send(signal);

    public Task<int> EndedAsync() => _program.EndedAsync();

    /// <summary>On the same data and the same ports, so that devices and browsers find it again.</summary>
    public async Task StartAgainAsync()
    {
        await _program.DisposeAsync();
        _program = await StartProgramAsync(
            Data, [.. _settings, $"--Mqtt:Port={Access.Mqtt.Port}", $"--Urls=http://127.0.0.1:{Access.Url.Port}"]);
    }

    public NpgsqlDataSource OpenDatabase() => NpgsqlDataSource.Create(DatabaseConnection());

    /// <summary>What is stored of a session, in order: type and data of each event.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(Guid session)
    {
        await using var database = OpenDatabase();
        await using var command = database.CreateCommand(
            "select jsonb_build_object('type', type, 'data', data)::text from infusion.mt_events where stream_id = $1 order by version");
        command.Parameters.Add(new() { Value = session });
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<JsonElement>();
        while (await reader.ReadAsync())
        {
            events.Add(JsonElement.Parse(reader.GetString(0)));
        }

        return events;
    }

    public string DatabaseConnection() => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Data.PostgresPort()!.Value,
        Username = "infusion",
        Password = File.ReadAllText(Path.Combine(Data, "postgres.password")).Trim(),
        Database = "infusion",
        Pooling = false,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await Data.DisposeAsync();
    }

    public static string[] Arguments(DataFolder data, params IEnumerable<string> settings) =>
    [
        $"--Infusion:DataDirectory={data.Path}",
        "--Mqtt:Host=127.0.0.1",
        $"--webroot={Repository.DashboardDirectory}",
        .. settings,
    ];

    static async Task<RunningProgram> StartProgramAsync(DataFolder data, IEnumerable<string> settings)
    {
        // Else a file that a killed server left would be taken for readiness.
        File.Delete(data.DemoFile);
        var program = RunningProgram.Start(Repository.Server, Arguments(data, ["--Infusion:Demo=true", .. settings]));
        try
        {
            await Eventually.Is(() => File.Exists(data.DemoFile) || program.HasEnded, "the server is ready", () => program.Output);
            return File.Exists(data.DemoFile)
                ? program
                : throw new InvalidOperationException($"The server did not start:{Environment.NewLine}{program.Output}");
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }
}
