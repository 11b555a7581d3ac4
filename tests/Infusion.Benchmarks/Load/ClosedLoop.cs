using System.Diagnostics;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks.Load;

/// <param name="PerSecond">Acknowledged messages a second, over the whole window.</param>
/// <param name="EachSecond">Acknowledged in each second of it: stalls show here.</param>
sealed record ClosedLoopResult(
    double PerSecond, double Seconds, long Sent, LatencySummary ToAcknowledgement, IReadOnlyList<long> EachSecond);

/// <summary>
/// Saturates a pipeline: every connection always has as many messages under way as its window allows, and what is
/// acknowledged in the measured time is what the pipeline holds.
/// </summary>
static class ClosedLoop
{
    public static async Task<ClosedLoopResult> RunAsync(
        Loader loader, int port, Ward ward, int maxInFlight, TimeSpan warmUp, TimeSpan window)
    {
        var supplies = ward.Connections(connectionsPerClinic: 1)
            .Select(entry => (entry.Gateway, Supply: new EndlessSupply(entry.Devices))).ToList();
        foreach (var connection in await loader.OpenAllAsync(port, supplies, maxInFlight))
        {
            connection.Wake();
        }

        await Task.Delay(warmUp);
        var statistics = loader.Statistics;
        statistics.ThrowIfFailed();
        statistics.Measure(window);
        var (before, startedAt) = (statistics.Acknowledged, Stopwatch.GetTimestamp());
        var eachSecond = await CountEachSecondAsync(statistics, window);
        var (after, elapsed) = (statistics.Acknowledged, Stopwatch.GetElapsedTime(startedAt));

        supplies.ForEach(entry => entry.Supply.End());
        await loader.DrainAsync(unsent: () => 0);
        return new ClosedLoopResult(
            (after - before) / elapsed.TotalSeconds,
            elapsed.TotalSeconds,
            statistics.Sent,
            statistics.ToAcknowledgement.Summary(),
            eachSecond);
    }

    static async Task<IReadOnlyList<long>> CountEachSecondAsync(LoadStatistics statistics, TimeSpan window)
    {
        var counts = new List<long>();
        var seen = statistics.Acknowledged;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (counts.Count < (int)window.TotalSeconds && await second.WaitForNextTickAsync())
        {
            var now = statistics.Acknowledged;
            counts.Add(now - seen);
            seen = now;
        }

        return counts;
    }
}
