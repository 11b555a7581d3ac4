using System.Collections.Concurrent;
using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>Takes messages from ingestion to the writer of their clinic, each clinic on a lane of its own.</summary>
sealed class ClinicInbox(IGrainFactory grains, Journal journal, Spool spool, TimeProvider time, ILogger<ClinicInbox> logger) : IClinicInbox
{
    readonly ConcurrentDictionary<string, ClinicLane> _lanes = new();

    public Task DeliverAsync(string clinic, Incoming message)
    {
        var lane = LaneOf(clinic);
        var durable = lane.Gather(message);
        lane.Wake();
        return durable;
    }

    public Task GatherAsync(string clinic, Incoming message) => LaneOf(clinic).Gather(message);

    public void Wake(string clinic) => LaneOf(clinic).Wake();

    ClinicLane LaneOf(string clinic) => _lanes.GetOrAdd(
        clinic,
        static (name, inbox) => new ClinicLane(name, inbox.GrainOf(name), inbox.Journal, inbox.Spool, inbox.Time, inbox.Logger),
        this);

    IClinicGrain GrainOf(string clinic) => grains.GetGrain<IClinicGrain>(clinic);

    Journal Journal => journal;

    Spool Spool => spool;

    TimeProvider Time => time;

    ILogger Logger => logger;
}
