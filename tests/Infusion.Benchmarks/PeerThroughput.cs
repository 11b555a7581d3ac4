using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;
using Npgsql;

namespace Infusion.Benchmarks;

/// <param name="RowsAtOnce">Messages of one insert.</param>
/// <param name="BrokerCpuUs">CPU times are microseconds a message, over the whole turn.</param>
sealed record PeerTurn(int RowsAtOnce, StoredLoopResult Load, double BrokerCpuUs, double FlowCpuUs, double PostgresCpuUs, double LoaderCpuUs);

sealed record PeerResult(IReadOnlyList<PeerTurn> Peer, Turn Server);

/// <summary>
/// The same devices and the same Postgres behind Mosquitto and a Node-RED flow that stores each message and looks at one
/// limit. It acknowledges before it stores, so what counts is what reached the store.
/// </summary>
static class PeerThroughput
{
    /// <summary>One row a message is what such a flow does; 500 is the best that batching was found to give it.</summary>
    static readonly int[] RowsAtOnce = [1, 500];

    public static async Task<PeerResult> RunAsync(BenchDatabase database, BenchOptions options)
    {
        var peers = new List<PeerTurn>();
        foreach (var rows in RowsAtOnce)
        {
            peers.Add(await TakePeerTurnAsync(database, rows, options));
            Progress.Say($"Peer, {rows} rows a statement: {peers[^1].Load.PerSecond:N0}/s");
        }

        await using var server = await ServerUnderTest.StartAsync(
            await database.CreateAsync("infusion_peer"), new Ward(options.Clinics, options.ChairsPerClinic));
        var turn = await B1Throughput.TakeServerTurnAsync(database, server, options);
        await B1Throughput.VerifyRowsAsync(server.ConnectionString, "infusion.reading", turn.Load.Sent);
        return new PeerResult(peers, turn);
    }

    public static void AddTo(ResultTable table, PeerResult result)
    {
        var rate = result.Server.Load.PerSecond;
        foreach (var peer in result.Peer)
        {
            var name = $"Node-RED, {(peer.RowsAtOnce == 1 ? "a row" : $"{peer.RowsAtOnce} rows")} a statement";
            table.Add($"{name}: messages stored/s", "", $"{peer.Load.PerSecond:N0}, {peer.Load.Lost:N0} of {peer.Load.Sent:N0} lost", null);
            table.Add($"Infusion against it ({rate:N0}/s)", "> 1", $"{rate / peer.Load.PerSecond:0.0}", rate > peer.Load.PerSecond);
        }
    }

    static async Task<PeerTurn> TakePeerTurnAsync(BenchDatabase database, int rows, BenchOptions options)
    {
        await using var peer = await PeerProcess.StartAsync(await database.CreateAsync($"peer_{rows}"), rows);
        await database.CheckpointAsync();
        await using var store = NpgsqlDataSource.Create(peer.ConnectionString);
        await using var loader = new Loader(new LoadStatistics());
        var (broker, flow) = (CpuSample.Take(peer.Broker, database), CpuSample.Take(peer.Flow, database));
        var load = await StoredLoop.RunAsync(
            loader, peer.MqttPort, new Ward(options.Clinics, options.ChairsPerClinic), options.InFlight, () => StoredAsync(store), options.WarmUp, options.Window);
        (broker, flow) = (CpuSample.Take(peer.Broker, database) - broker, CpuSample.Take(peer.Flow, database) - flow);
        var counted = await BenchDatabase.CountAsync(peer.ConnectionString, "reading");
        return counted == load.Sent - load.Lost
            ? new PeerTurn(rows, load, broker.Pipeline / load.Sent, flow.Pipeline / load.Sent, flow.Postgres / load.Sent, flow.Loader / load.Sent)
            : throw new RunFailedException($"the sequence counted {load.Sent - load.Lost} rows and the table has {counted}");
    }

    static async Task<long> StoredAsync(NpgsqlDataSource store)
    {
        await using var command = store.CreateCommand($"select case when is_called then last_value else 0 end from {PeerProcess.StoredSequence}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
