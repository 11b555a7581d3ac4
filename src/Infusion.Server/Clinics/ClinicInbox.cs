using System.Collections.Concurrent;
using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>Takes messages from ingestion to the writer of their clinic, each clinic on a lane of its own.</summary>
sealed class ClinicInbox(IGrainFactory grains, Journal journal, Spool spool, TimeProvider time, ILogger<ClinicInbox> logger) : IClinicInbox
{
    readonly ConcurrentDictionary<string, ClinicLane> _lanes = new();

    public Task DeliverAsync(string clinic, Incoming message) => _lanes
        .GetOrAdd(clinic, name => new ClinicLane(name, grains.GetGrain<IClinicGrain>(name), journal, spool, time, logger))
        .DeliverAsync(message);
}
