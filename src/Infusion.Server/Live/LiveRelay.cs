using System.Collections.Concurrent;
using Infusion.Server.Clinics;
using Microsoft.AspNetCore.SignalR;
using Orleans.Concurrency;

namespace Infusion.Server.Live;

/// <summary>
/// Brings each clinic that somebody watches on this server to its screens. Renews the subscription every two seconds;
/// the answer is the heartbeat, so a screen that hears none knows that nobody vouches for what it shows.
/// </summary>
sealed partial class LiveRelay(
    IHubContext<LiveHub, ILiveClient> hub, IHubContext<WallHub, ILiveClient> walls, IGrainFactory grains, ILogger<LiveRelay> logger) : BackgroundService
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<string, Watcher> _watched = new();

    public static string Group(string clinic) => $"clinic:{clinic}";

    public static string Wall(string clinic) => $"wall:{clinic}";

    /// <summary>Ends when the clinic's deltas flow to this server.</summary>
    /// <param name="hasWall">A wall display watches: from now on there is a second, smaller feed.</param>
    public Task FollowAsync(string clinic, bool hasWall = false)
    {
        var watcher = _watched.GetOrAdd(clinic, name => new Watcher(name, hub, walls, grains));
        watcher.HasWall |= hasWall;
        return BeatAsync(watcher);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Task.WhenAll(_watched.Values.Select(TryBeatAsync));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; screens notice the missing heartbeat.
        }
    }

    async Task TryBeatAsync(Watcher watcher)
    {
        try
        {
            await BeatAsync(watcher);
        }
        catch (Exception reason)
        {
            LogNoBeat(reason.Message, watcher.Clinic);
        }
    }

    async Task BeatAsync(Watcher watcher)
    {
        var heartbeat = await grains.GetGrain<IClinicGrain>(watcher.Clinic).WatchAsync(watcher.Reference);
        await hub.Clients.Group(Group(watcher.Clinic)).Heartbeat(heartbeat.Value);
        if (watcher.HasWall)
        {
            await walls.Clients.Group(Wall(watcher.Clinic)).Heartbeat(heartbeat.Value);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No heartbeat for the screens of clinic {Clinic}: {Reason}")]
    partial void LogNoBeat(string reason, string clinic);

    /// <summary>Held here strongly: the grain's side keeps only a reference to it.</summary>
    sealed class Watcher : IClinicWatcher
    {
        readonly IHubContext<LiveHub, ILiveClient> _hub;
        readonly IHubContext<WallHub, ILiveClient> _walls;
        volatile bool _hasWall;

        public Watcher(string clinic, IHubContext<LiveHub, ILiveClient> hub, IHubContext<WallHub, ILiveClient> walls, IGrainFactory grains)
        {
            (Clinic, _hub, _walls) = (clinic, hub, walls);
            Reference = grains.CreateObjectReference<IClinicWatcher>(this);
        }

        public string Clinic { get; }

        public IClinicWatcher Reference { get; }

        public bool HasWall
        {
            get => _hasWall;
            set => _hasWall = value;
        }

        public Task OnDeltasAsync(Immutable<DeltaBatch> batch)
        {
            var toBoards = _hub.Clients.Group(Group(Clinic)).Deltas(batch.Value);
            return _hasWall ? Task.WhenAll(toBoards, _walls.Clients.Group(Wall(Clinic)).Deltas(WallView.Of(batch.Value))) : toBoards;
        }
    }
}
