using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks;

/// <summary>One pipeline's turn. CPU times are microseconds a message, over the whole turn.</summary>
sealed record Turn(ClosedLoopResult Load, double PipelineCpuUs, double PostgresCpuUs, double LoaderCpuUs);

sealed record B1Result(
    IReadOnlyList<Turn> Yardstick, IReadOnlyList<Turn> Server, double YardstickPerSecond, double ServerPerSecond, double ServerPeakMemoryMiB)
{
    public double Ratio => ServerPerSecond / YardstickPerSecond;
}

/// <summary>
/// Telemetry in, evaluated, durable, acknowledged: what the server sustains, against a pipeline that only decodes, writes
/// and acknowledges. The two take turns on the same machine, each frozen while the other runs.
/// </summary>
static class B1Throughput
{
    static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(10);

    public const double Target = 0.7;

    public static async Task<B1Result> RunAsync(BenchDatabase database, ServerUnderTest server, BenchOptions options)
    {
        Progress.Say($"{server.Ward.Chairs.Count:N0} sessions infuse in {server.Ward.ClinicIds.Count:N0} clinics");
        var ward = new Ward(options.Clinics, options.ChairsPerClinic);
        await using var yardstick = await YardstickProcess.StartAsync(await database.CreateAsync("yardstick"));
        var (bare, full) = (new List<Turn>(), new List<Turn>());
        for (var turn = 1; turn <= options.TurnsOfEach; turn++)
        {
            server.Process.Freeze();
            bare.Add(await TakeTurnAsync(database, yardstick.Process, yardstick.MqttPort, ward, options));
            Progress.Say($"B1 turn {turn}: yardstick {bare[^1].Load.PerSecond:N0}/s");
            server.Process.Thaw();
            full.Add(await TakeServerTurnAsync(database, server, options));
            Progress.Say($"B1 turn {turn}: Infusion  {full[^1].Load.PerSecond:N0}/s");
        }

        await VerifyRowsAsync(yardstick.ConnectionString, "reading", bare.Sum(turn => turn.Load.Sent));
        await VerifyRowsAsync(server.ConnectionString, "infusion.reading", full.Sum(turn => turn.Load.Sent));
        return new B1Result(bare, full, MedianRate(bare), MedianRate(full), server.Process.PeakMemoryMiB);
    }

    public static void AddTo(ResultTable table, B1Result result)
    {
        table.Add("B1 yardstick, messages/s", "", $"{result.YardstickPerSecond:N0}", null);
        table.Add("B1 Infusion, messages/s", "", $"{result.ServerPerSecond:N0}", null);
        table.Add("B1 ratio", $">= {Target}", $"{result.Ratio:0.00}", result.Ratio >= Target);
    }

    public static async Task VerifyRowsAsync(string connectionString, string table, long acknowledged)
    {
        var rows = await BenchDatabase.CountAsync(connectionString, table);
        for (var before = -1L; rows < acknowledged && rows > before;)
        {
            // What the spool acknowledged comes to the store a little later; as long as something comes, the rest may.
            await Task.Delay(SettleEvery);
            (before, rows) = (rows, await BenchDatabase.CountAsync(connectionString, table));
        }

        if (rows != acknowledged)
        {
            throw new RunFailedException($"{acknowledged} messages were acknowledged and {table} has {rows} rows");
        }
    }

    public static async Task<Turn> TakeServerTurnAsync(BenchDatabase database, ServerUnderTest server, BenchOptions options)
    {
        await using var screens = await Screens.OpenAsync(server, _ => null);
        return await TakeTurnAsync(database, server.Process, server.MqttPort, server.Ward, options);
    }

    static async Task<Turn> TakeTurnAsync(
        BenchDatabase database, ChildProcess pipeline, int port, Ward ward, BenchOptions options)
    {
        await database.CheckpointAsync();
        await using var loader = new Loader(new LoadStatistics());
        var before = CpuSample.Take(pipeline, database);
        var result = await ClosedLoop.RunAsync(loader, port, ward, options.InFlight, options.WarmUp, options.Window);
        var used = CpuSample.Take(pipeline, database) - before;
        return new Turn(result, used.Pipeline / result.Sent, used.Postgres / result.Sent, used.Loader / result.Sent);
    }

    static double MedianRate(IEnumerable<Turn> turns)
    {
        var rates = turns.Select(turn => turn.Load.PerSecond).Order().ToList();
        return (rates[(rates.Count - 1) / 2] + rates[rates.Count / 2]) / 2;
    }
}
