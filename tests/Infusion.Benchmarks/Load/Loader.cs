using System.Diagnostics;

namespace Infusion.Benchmarks.Load;

/// <summary>Where a clinic's devices connect, and as whom.</summary>
sealed record Gateway(string Clinic, string Username, string Password);

/// <summary>The devices' side of a run: all connections of all clinics.</summary>
sealed class Loader(LoadStatistics statistics) : IAsyncDisposable
{
    const int OpenedAtOnce = 50;

    /// <summary>How long no acknowledgement may come before those outstanding count as lost.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly List<DeviceConnection> _connections = [];

    public LoadStatistics Statistics => statistics;

    /// <summary>Opens one connection for each list of devices.</summary>
    public async Task<IReadOnlyList<DeviceConnection>> OpenAllAsync<TSupply>(
        int port, IReadOnlyList<(Gateway Gateway, TSupply Supply)> wanted, int maxInFlight)
        where TSupply : ISupply
    {
        var opened = wanted.Select(entry => new DeviceConnection(entry.Supply, Statistics, maxInFlight)).ToList();
        _connections.AddRange(opened);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, wanted.Count),
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce },
            async (index, _) => await opened[index].OpenAsync(
                port, $"bench-{index}", wanted[index].Gateway.Username, wanted[index].Gateway.Password));
        return opened;
    }

    /// <summary>Ends when everything that was sent is acknowledged. What stays unanswered is a lost acknowledgement.</summary>
    /// <param name="unsent">How many messages are due and have not been sent.</param>
    public async Task DrainAsync(Func<int> unsent)
    {
        var (last, lastAt) = (Statistics.Acknowledged, Stopwatch.GetTimestamp());
        while (unsent() > 0 || _connections.Any(connection => connection.InFlight > 0))
        {
            await Task.Delay(50);
            Statistics.ThrowIfFailed();
            if (Statistics.Acknowledged != last)
            {
                (last, lastAt) = (Statistics.Acknowledged, Stopwatch.GetTimestamp());
            }

            if (Stopwatch.GetElapsedTime(lastAt) > Patience)
            {
                throw new RunFailedException($"{Statistics.Sent - Statistics.Acknowledged} messages were never acknowledged");
            }
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_connections.Select(connection => connection.DisposeAsync().AsTask()));
}
