using Infusion.Simulator.Chairs;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;

namespace Infusion.Simulator.Commands;

/// <summary>All chairs of a run, from the first connection to the summary.</summary>
public sealed class Clinic(
    ConnectionSettings settings, IReadOnlyList<Chair> chairs, string devicePrefix, TimeProvider time, ITerminal terminal)
{
    /// <summary>A chair begins when its devices are connected, but does not wait longer for a broker that is away.</summary>
    static readonly TimeSpan LongestWaitForBroker = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var serverClock = settings.ServerClock(http, time, terminal);
        DeviceClock clock;
        try
        {
            clock = serverClock is null
                ? new DeviceClock(time, time.GetUtcNow(), settings.Speed)
                : await serverClock.StartAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }

        using var ledger = settings.OpenLedger(time);
        var connect = settings.Connector(time, terminal, ledger);
        var connections = new List<DeviceConnection>();
        var stations = chairs.Select(chair =>
        {
            var monitor = connect($"{devicePrefix}monitor-{chair.Number}", "monitor");
            var pump = connect($"{devicePrefix}pump-{chair.Number}", "pump");
            connections.AddRange([monitor, pump]);
            return new ChairStation(chair, monitor, pump);
        }).ToList();

        terminal.Say($"{chairs.Count} chairs of clinic {settings.Clinic} at {settings.Broker}, device time {clock.Now:yyyy-MM-dd HH:mm:ss} UTC, speed x{clock.Speed:0.##}. Ctrl-C ends.");
        await PlayAsync(stations, connections, clock, serverClock, stop);

        var total = stations.Aggregate(new DeliveryCounts(), (sum, station) => sum + station.Counts);
        terminal.Say($"Ended: {Summary.Text(total)}.");
        return 0;
    }

    async Task PlayAsync(
        List<ChairStation> stations, List<DeviceConnection> connections, DeviceClock clock, ServerClock? serverClock, CancellationToken stop)
    {
        using var stopPlaying = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var stopSending = new CancellationTokenSource();

        var sending = Task.WhenAll(connections.Select(connection => connection.RunOrCancelAsync(stopPlaying, stopSending.Token)));
        var connected = Task.WhenAll(connections.Select(connection => connection.FirstConnection));
        await Task.WhenAny(connected, Task.Delay(LongestWaitForBroker, time, stopPlaying.Token));

        var showing = terminal.ShowAsync(() => [.. stations.Select(station => station.Status())], stopPlaying.Token);
        var following = serverClock?.FollowAsync(clock, stopPlaying.Token) ?? Task.CompletedTask;
        await Task.WhenAll(stations.Select((station, index) =>
            station.RunAsync(clock, TimeSpan.FromSeconds((double)index / stations.Count), stopPlaying.Token)));

        // The chairs have stopped: what they measured last still goes out with the goodbye.
        await stopSending.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await showing;
        await sending;
    }
}
