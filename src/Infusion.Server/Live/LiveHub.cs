using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Microsoft.AspNetCore.SignalR;

namespace Infusion.Server.Live;

public interface ILiveClient
{
    [HubMethodName("deltas")]
    Task Deltas(DeltaBatch batch);

    [HubMethodName("heartbeat")]
    Task Heartbeat(Heartbeat heartbeat);
}

/// <summary>Every chair of a clinic, live. A user sees the clinics they belong to, and no other.</summary>
[Requires(Act.WatchBoard)]
sealed class LiveHub(IGrainFactory grains, LiveRelay relay) : Hub<ILiveClient>
{
    /// <summary>Joins before the snapshot is taken: a delta in between is known by its number.</summary>
    [Requires(Act.WatchBoard)]
    public async Task<Snapshot> Watch(string clinic)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveRelay.Group(clinic));
        await relay.FollowAsync(clinic);
        return (await grains.GetGrain<IClinicGrain>(clinic).SnapshotAsync()).Value;
    }

    [Requires(Act.WatchBoard)]
    public async Task<Missed> Since(string clinic, long epoch, long n)
    {
        return (await grains.GetGrain<IClinicGrain>(clinic).SinceAsync(epoch, n)).Value;
    }
}
