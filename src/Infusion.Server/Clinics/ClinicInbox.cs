using System.Collections.Concurrent;
using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>Takes messages from ingestion to the writer of their clinic, each clinic on a lane of its own.</summary>
sealed class ClinicInbox(
    IGrainFactory grains, Journal journal, Unevaluated unevaluated, Spool spool, TimeProvider time, ILogger<ClinicInbox> logger)
    : IClinicInbox, IDisposable
{
    readonly ConcurrentDictionary<string, ClinicLane> _lanes = new();
    readonly CancellationTokenSource _ended = new();

    public Task DeliverAsync(string clinic, Incoming message)
    {
        var lane = LaneOf(clinic);
        var durable = lane.Gather(message);
        lane.Wake();
        return durable;
    }

    public Task GatherAsync(string clinic, Incoming message) => LaneOf(clinic).Gather(message);

    // Asked before each message: a lane is looked up only when there is something to wait for.
    public ValueTask WaitForRoomAsync(string clinic, CancellationToken cancellationToken) =>
        unevaluated.IsFull ? LaneOf(clinic).WaitForRoomAsync(cancellationToken) : ValueTask.CompletedTask;

    public void Wake(string clinic) => LaneOf(clinic).Wake();

    /// <summary>Nobody waits for a writer any more; what is not acknowledged is sent again to the next server.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    ClinicLane LaneOf(string clinic) => _lanes.TryGetValue(clinic, out var lane) ? lane : _lanes.GetOrAdd(
        clinic, name => new ClinicLane(name, grains.GetGrain<IClinicGrain>(name), journal, unevaluated, spool, time, logger, _ended.Token));
}
