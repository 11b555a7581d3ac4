using System.Diagnostics;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks.Load;

/// <param name="PerSecond">Rows that reached the store, a second, over the whole window.</param>
/// <param name="Lost">Messages that were acknowledged and never became a row.</param>
sealed record StoredLoopResult(double PerSecond, double Seconds, long Sent, long Lost, IReadOnlyList<long> EachSecond);

/// <summary>
/// Saturates a pipeline that acknowledges before it stores. Its acknowledgements say nothing about its pace, so the rows
/// do: there are always as many messages under way, from the loader to the store, as the window allows.
/// </summary>
static class StoredLoop
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);

    /// <summary>How long no row may come before those outstanding count as lost.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="stored">How many rows the store has.</param>
    public static async Task<StoredLoopResult> RunAsync(
        Loader loader, int port, Ward ward, int maxInFlight, Func<Task<long>> stored, TimeSpan warmUp, TimeSpan window)
    {
        var supplies = ward.Connections(connectionsPerClinic: 1)
            .Select(entry => (entry.Gateway, entry.Devices, Supply: new ScheduledSupply())).ToList();
        var connections = await loader.OpenAllAsync(
            port, [.. supplies.Select(entry => (entry.Gateway, entry.Supply))], maxInFlight);
        var turns = supplies.Zip(connections)
            .SelectMany(pair => pair.First.Devices.Select(device => (device, pair.First.Supply, Connection: pair.Second))).ToList();
        var (due, rows) = (0L, 0L);
        await FeedAsync(warmUp);
        var (before, startedAt, eachSecond) = (rows, Stopwatch.GetTimestamp(), new List<long>());
        while (eachSecond.Count < (int)window.TotalSeconds)
        {
            var seen = rows;
            await FeedAsync(TimeSpan.FromSeconds(1));
            eachSecond.Add(rows - seen);
        }

        var (perSecond, seconds) = (rows - before, Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        await loader.DrainAsync(unsent: () => supplies.Sum(entry => entry.Supply.Waiting));
        return new StoredLoopResult(perSecond / seconds, seconds, due, due - await DrainAsync(due, stored), eachSecond);

        async Task FeedAsync(TimeSpan time)
        {
            for (var from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from) < time; await Task.Delay(Every))
            {
                rows = await stored();
                for (var allowed = rows + (long)maxInFlight * connections.Count; due < allowed; due++)
                {
                    var (device, supply, connection) = turns[(int)(due % turns.Count)];
                    supply.Add(new Due(device, Stopwatch.GetTimestamp(), RaisesAlarm: false));
                    connection.Wake();
                }

                loader.Statistics.ThrowIfFailed();
            }
        }
    }

    /// <returns>How many rows there are when all are there, or none comes any more.</returns>
    static async Task<long> DrainAsync(long due, Func<Task<long>> stored)
    {
        var (rows, lastAt) = (await stored(), Stopwatch.GetTimestamp());
        while (rows < due && Stopwatch.GetElapsedTime(lastAt) < Patience)
        {
            await Task.Delay(Every);
            var now = await stored();
            (rows, lastAt) = now > rows ? (now, Stopwatch.GetTimestamp()) : (rows, lastAt);
        }

        return rows;
    }
}
