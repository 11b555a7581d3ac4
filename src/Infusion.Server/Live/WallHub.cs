using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Identity.Wall;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Infusion.Server.Live;

/// <param name="Deltas">Set when the hole can be filled; otherwise the snapshot is.</param>
public sealed record WallMissed(DeltaBatch? Deltas, JsonNode? Snapshot);

/// <summary>The chairs of a display's own clinic, live, and nothing else: see <see cref="WallView"/>. The calls are those of <see cref="LiveHub"/>.</summary>
[Authorize(Policy = WallDoor.Policy)]
sealed class WallHub(IGrainFactory grains, LiveRelay relay, WallDisplays displays, AuditTrail trail, AuditClock clock) : Hub<ILiveClient>
{
    /// <summary>Ends with the display's revocation.</summary>
    public override Task OnConnectedAsync()
    {
        if (!displays.Connect(Context.User!, Context.ConnectionId, Context.Abort))
        {
            Context.Abort();
        }

        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        displays.Disconnect(Context.User!, Context.ConnectionId);
        return Task.CompletedTask;
    }

    public async Task<JsonNode> Watch(string clinic)
    {
        Enter(clinic);
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveRelay.Wall(clinic));
        await relay.FollowAsync(clinic, hasWall: true);
        return WallView.Of((await grains.GetGrain<IClinicGrain>(clinic).SnapshotAsync()).Value);
    }

    public async Task<WallMissed> Since(string clinic, long epoch, long n)
    {
        Enter(clinic);
        var missed = (await grains.GetGrain<IClinicGrain>(clinic).SinceAsync(epoch, n)).Value;
        return new(missed.Deltas is { } deltas ? WallView.Of(deltas) : null, missed.Snapshot is { } snapshot ? WallView.Of(snapshot) : null);
    }

    void Enter(string clinic, [CallerMemberName] string method = "")
    {
        var may = Context.User!.MayEnter(clinic);
        trail.Add(new AuditLine(
            Guid.NewGuid(), clinic, clock.Now, Actor.Display, Context.User!.Identity!.Name ?? "", "WatchWall", $"wall {method}", [], null,
            Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "", (short)(may ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden)));
        if (!may)
        {
            throw new HubException("unauthorized: this display belongs to another clinic.");
        }
    }
}
