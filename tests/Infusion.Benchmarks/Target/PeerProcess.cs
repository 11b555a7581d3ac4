using System.Globalization;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Report;
using Npgsql;

namespace Infusion.Benchmarks.Target;

/// <summary>
/// What a clinic would otherwise put together: Mosquitto, Node-RED and the same Postgres. <c>bench.sh peer</c> installs them.
/// </summary>
sealed class PeerProcess : IAsyncDisposable
{
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>What Mosquitto says when Node-RED has subscribed.</summary>
    const string Subscribed = "peer 1 infusion/v1/+/+/telemetry";

    /// <summary>Its value is how many rows were stored; counting them would cost more than storing them.</summary>
    public const string StoredSequence = "stored";

    PeerProcess(ChildProcess broker, ChildProcess flow, string connectionString, int mqttPort) =>
        (Broker, Flow, ConnectionString, MqttPort) = (broker, flow, connectionString, mqttPort);

    public ChildProcess Broker { get; }

    public ChildProcess Flow { get; }

    public string ConnectionString { get; }

    public int MqttPort { get; }

    static string Sources => Path.Combine(MachineFacts.RepositoryRoot, "tests", "Infusion.Benchmarks", "Peer");

    /// <summary>Where the packages were installed, and where Node-RED keeps what it writes.</summary>
    static string Installed => Path.Combine(MachineFacts.RepositoryRoot, "artifacts", "peer");

    /// <param name="rows">Messages of one statement.</param>
    public static async Task<PeerProcess> StartAsync(string connectionString, int rows)
    {
        await CreateTableAsync(connectionString);
        var postgres = new NpgsqlConnectionStringBuilder(connectionString);
        var port = Ports.Free().ToString(CultureInfo.InvariantCulture);
        var broker = ChildProcess.Start(
            "mosquitto", ["-c", Path.Combine(Sources, "mosquitto.conf"), "-p", port], new Dictionary<string, string>(), Subscribed);
        var flow = ChildProcess.Start(
            "node",
            [
                Path.Combine(Installed, "node_modules", "node-red", "red.js"),
                "--userDir", Path.Combine(Installed, "user"),
                "--settings", Path.Combine(Sources, "settings.js"),
            ],
            new Dictionary<string, string>
            {
                ["NODE_PATH"] = Path.Combine(Installed, "node_modules"),
                ["PEER_MQTT_PORT"] = port,
                ["PGHOST"] = postgres.Host!,
                ["PGPORT"] = postgres.Port.ToString(CultureInfo.InvariantCulture),
                ["PGUSER"] = postgres.Username!,
                ["PGPASSWORD"] = postgres.Password!,
                ["PGDATABASE"] = postgres.Database!,
                ["PEER_ROWS"] = rows.ToString(CultureInfo.InvariantCulture),
            });
        var peer = new PeerProcess(broker, flow, connectionString, int.Parse(port, CultureInfo.InvariantCulture));
        try
        {
            await broker.Ready.WaitAsync(StartPatience);
            return peer;
        }
        catch (TimeoutException)
        {
            var said = $"{broker.LastWords()}{Environment.NewLine}{flow.LastWords()}";
            await peer.DisposeAsync();
            throw new RunFailedException($"the peer did not start: {said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Flow.DisposeAsync();
        await Broker.DisposeAsync();
    }

    /// <summary>The server's readings in shape and index; the body as JSON, and a sequence that tells how many came.</summary>
    static async Task CreateTableAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(
            $"""
            create sequence {StoredSequence};
            create table reading (
                clinic text not null,
                device text not null,
                boot text not null,
                seq bigint not null,
                device_at timestamptz,
                at timestamptz not null,
                received_at timestamptz not null,
                input bigint not null default nextval('{StoredSequence}'),
                flags smallint not null default 0,
                body jsonb not null
            );
            create index reading_device_at on reading (clinic, device, at);
            """);
        await command.ExecuteNonQueryAsync();
    }
}
