using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
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
sealed class LiveHub(IGrainFactory grains, LiveRelay relay, SignIns signIns) : Hub<ILiveClient>
{
    /// <summary>Ends with the sign-in that opened it.</summary>
    public override Task OnConnectedAsync()
    {
        if (Context.User is { } user && signIns.Of(user) is { } signIn)
        {
            signIn.Connect(Context.ConnectionId, Context.Abort);
            if (signIns.Of(user) is null)
            {
                // It ended between the door and here.
                Context.Abort();
            }
        }

        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.User is { } user)
        {
            signIns.Of(user)?.Disconnect(Context.ConnectionId);
        }

        return Task.CompletedTask;
    }

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
