using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks;

/// <summary>The order of a run: what needs the same server shares it.</summary>
static class BenchRun
{
    const int CalmClinics = 50;

    public static async Task RunAsync(BenchOptions options)
    {
        await using var database = await BenchDatabase.StartAsync();
        var facts = MachineFacts.Read(await database.VersionAsync());
        Progress.Say(facts.ToString());
        var table = new ResultTable();
        try
        {
            await RunAsync(options, database, facts, table);
        }
        finally
        {
            table.Print();
        }
    }

    static async Task RunAsync(BenchOptions options, BenchDatabase database, MachineFacts facts, ResultTable table)
    {
        if (options.RunsPeer)
        {
            var result = await PeerThroughput.RunAsync(database, options);
            PeerThroughput.AddTo(table, result);
            ResultFile.Write("peer", facts, options, result);
            return;
        }

        if (options.RunsPull)
        {
            var result = await PullCheck.RunAsync(database, options);
            PullCheck.AddTo(table, result);
            ResultFile.Write("pull", facts, options, result);
            return;
        }

        if (options.RunsB8)
        {
            var result = await B8Dashboard.RunAsync(database, options);
            B8Dashboard.AddTo(table, result);
            ResultFile.Write("b8", facts, options, result);
            return;
        }

        if (options.RunsB3)
        {
            var result = B3Observe.Run();
            B3Observe.AddTo(table, result);
            ResultFile.Write("b3", facts, options, result);
        }

        if (options.RunsB4)
        {
            var result = await B4Chart.RunAsync(database, options);
            B4Chart.AddTo(table, result);
            ResultFile.Write("b4", facts, options, result);
        }

        if (options.RunsB5)
        {
            var result = await B5Fhir.RunAsync(database, options);
            B5Fhir.AddTo(table, result);
            ResultFile.Write("b5", facts, options, result);
        }

        if (!options.RunsB1 && !options.RunsB2)
        {
            return;
        }

        if (options.RunsB2 && options.Rate is null)
        {
            var result = await B2Latency.RunCalmAsync(database, new Ward(CalmClinics, options.ChairsPerClinic), options);
            B2Latency.AddTo(table, result);
            ResultFile.Write("b2-1000-sessions", facts, options, result);
        }

        await using var server = await ServerUnderTest.StartAsync(
            await database.CreateAsync("infusion_b1"), new Ward(options.Clinics, options.ChairsPerClinic));
        try
        {
            await RunOnAsync(server, options, database, facts, table);
        }
        catch (RunFailedException)
        {
            Console.Error.WriteLine(server.Process.HasExited ? "The server is gone. Its last words:" : "The server still runs. What it said last:");
            Console.Error.WriteLine(server.Process.LastWords());
            throw;
        }
    }

    static async Task RunOnAsync(
        ServerUnderTest server, BenchOptions options, BenchDatabase database, MachineFacts facts, ResultTable table)
    {
        if (options.Rate is { } rate)
        {
            await RunOverloadAsync(rate, rowsBefore: 0);
            return;
        }

        var throughput = await B1Throughput.RunAsync(database, server, options);
        if (options.RunsB1)
        {
            B1Throughput.AddTo(table, throughput);
            ResultFile.Write("b1", facts, options, throughput);
        }

        if (options.RunsB2)
        {
            await RunOverloadAsync(
                throughput.ServerPerSecond * B2Latency.OverloadFactor, throughput.Server.Sum(turn => turn.Load.Sent));
        }

        async Task RunOverloadAsync(double perSecond, long rowsBefore)
        {
            var result = await B2Latency.RunOverloadAsync(database, server, perSecond, rowsBefore, options);
            B2Latency.AddTo(table, result);
            ResultFile.Write("b2-overload", facts, options, result);
        }
    }
}
