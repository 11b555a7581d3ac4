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
    IHubContext<LiveHub, ILiveClient> hub, IGrainFactory grains, ILogger<LiveRelay> logger) : BackgroundService
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<string, Watcher> _watched = new();

    public static string Group(string clinic) => $"clinic:{clinic}";

    /// <summary>Ends when the clinic's deltas flow to this server.</summary>
    public Task FollowAsync(string clinic) => BeatAsync(_watched.GetOrAdd(clinic, name => new Watcher(name, hub, grains)));

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
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No heartbeat for the screens of clinic {Clinic}: {Reason}")]
    partial void LogNoBeat(string reason, string clinic);

    /// <summary>Held here strongly: the grain's side keeps only a reference to it.</summary>
    sealed class Watcher : IClinicWatcher
    {
        readonly IHubContext<LiveHub, ILiveClient> _hub;

        public Watcher(string clinic, IHubContext<LiveHub, ILiveClient> hub, IGrainFactory grains)
        {
            (Clinic, _hub) = (clinic, hub);
            Reference = grains.CreateObjectReference<IClinicWatcher>(this);
        }

        public string Clinic { get; }

        public IClinicWatcher Reference { get; }

        public Task OnDeltasAsync(Immutable<DeltaBatch> batch) => _hub.Clients.Group(Group(Clinic)).Deltas(batch.Value);
    }
}
