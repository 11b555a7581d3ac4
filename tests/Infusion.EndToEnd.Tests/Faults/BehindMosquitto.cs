using System.Diagnostics;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Server.Tests.Ingestion.External;
using Infusion.Simulator.Bookkeeping;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>
/// A monitor that knows only a Mosquitto, which the server reads, and the ledger of what Mosquitto acknowledged to it.
/// Mosquitto holds that until the server has stored it, so nothing of it may be missing; only when Mosquitto itself dies
/// it may lose what it acknowledged before.
/// </summary>
sealed class BehindMosquitto : IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    readonly InfusionServer _server;
    readonly HashSet<MessageKey> _lost = [];

    // Not in the server's data directory, which may be full.
    readonly string _path = Path.GetTempFileName();
    readonly LedgerFile _ledger;
    long _acceptedBefore;
    int _lostBefore;

    BehindMosquitto(InfusionServer server, RunningMosquitto mosquitto, string monitor)
    {
        (_server, Mosquitto) = (server, mosquitto);
        _ledger = new LedgerFile(_path, TimeProvider.System);
        var access = server.Access with { Mqtt = new DemoBroker("127.0.0.1", mosquitto.Port, monitor, "anonymous") };
        Monitor = new Device(access, monitor, Speech.Pipelined, _ledger, makesSense: true);
    }

    /// <summary>What docs/external-broker.md advises, where the tests' Mosquitto is set otherwise.</summary>
    public static string[] Settings { get; } = ["autosave_on_changes false"];

    public RunningMosquitto Mosquitto { get; }

    public Device Monitor { get; }

    /// <summary>How many messages of the monitor are in the store.</summary>
    public async Task<long> StoredAsync() =>
        (await StoredRecord.ReadAsync(_server.DatabaseConnection(), _server.Access.Clinic, CancellationToken.None)).Readings.Count(row => row.Key.Device == Monitor.Name);

    public static async Task<BehindMosquitto> StartAsync(InfusionServer server, RunningMosquitto mosquitto, string monitor)
    {
        // Before the server's first connection Mosquitto keeps nothing for it.
        await Eventually.Is(() => server.Output.Contains("is read from the broker", StringComparison.Ordinal), "the server reads Mosquitto", () => server.Output);
        var behind = new BehindMosquitto(server, mosquitto, monitor);
        behind.Monitor.Start();
        return behind;
    }

    /// <summary>
    /// Ends when something that was measured afterwards is in the store. All comes in order, so what Mosquitto had
    /// acknowledged before that and is not in the store by then was lost in Mosquitto. From there on nothing may be.
    /// </summary>
    public async Task StartMosquittoAgainAsync()
    {
        await Mosquitto.StartAgainAsync();
        var measured = Monitor.Measured;
        await Eventually.Is(
            async () => (await ReadAsync()).Newest > measured, "what is sent after Mosquitto came back is stored", () => $"{Monitor.State}{Environment.NewLine}{_server.Output}");
        var (newest, balance) = await ReadAsync();
        _lost.UnionWith(balance.Differences.Where(IsMissing).Select(one => one.Message).Where(message => message.Seq < newest));
    }

    /// <summary>Waits until the server has stored what Mosquitto holds. The counts are those since the last time.</summary>
    public async Task<Tally> CountAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            var (_, balance) = await ReadAsync();
            IReadOnlyList<Difference> differences = [.. balance.Differences.Where(one => !IsMissing(one) || !_lost.Contains(one.Message))];
            if (differences.Count == 0 || Stopwatch.GetElapsedTime(started) > Eventually.Patience)
            {
                var tally = new Tally(balance.Accepted - _acceptedBefore, _lost.Count - _lostBefore, differences);
                (_acceptedBefore, _lostBefore) = (balance.Accepted, _lost.Count);
                return tally;
            }

            await Task.Delay(Pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Monitor.DisposeAsync();
        _ledger.Dispose();
        File.Delete(_path);
    }

    static bool IsMissing(Difference difference) => difference.Kind == "accepted-not-stored";

    /// <summary>The ledger first: what it says is acknowledged is then older than the store's rows.</summary>
    async Task<(long Newest, Balance Balance)> ReadAsync()
    {
        var ledger = LedgerFile.Read(_path, out _);
        var stored = await StoredRecord.ReadAsync(_server.DatabaseConnection(), _server.Access.Clinic, CancellationToken.None);
        var own = stored with { Readings = [.. stored.Readings.Where(row => row.Key.Device == Monitor.Name)] };
        return (own.Readings.Select(row => row.Key.Seq).DefaultIfEmpty().Max(), Balance.Of(ledger, own));
    }

    /// <param name="Accepted">By Mosquitto.</param>
    /// <param name="Lost">Of what Mosquitto had ever accepted, by Mosquitto itself.</param>
    /// <param name="Differences">What is wrong apart from that.</param>
    public sealed record Tally(long Accepted, int Lost, IReadOnlyList<Difference> Differences);
}
