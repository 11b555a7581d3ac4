using Infusion.Server.Clinics;
using Microsoft.AspNetCore.Authorization;
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
[Authorize]
sealed class LiveHub(IGrainFactory grains, LiveRelay relay) : Hub<ILiveClient>
{
    /// <summary>Joins before the snapshot is taken: a delta in between is known by its number.</summary>
    public async Task<Snapshot> Watch(string clinic)
    {
        Demand(clinic);
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveRelay.Group(clinic));
        await relay.FollowAsync(clinic);
        return (await grains.GetGrain<IClinicGrain>(clinic).SnapshotAsync()).Value;
    }

    public async Task<Missed> Since(string clinic, long epoch, long n)
    {
        Demand(clinic);
        return (await grains.GetGrain<IClinicGrain>(clinic).SinceAsync(epoch, n)).Value;
    }

    void Demand(string clinic)
    {
        if (Context.User?.HasClaim("clinic", clinic) is not true)
        {
            throw new HubException($"you do not belong to a clinic {clinic}");
        }
    }
}
