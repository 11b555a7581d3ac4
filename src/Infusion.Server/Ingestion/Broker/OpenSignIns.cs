using System.Collections.Concurrent;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>The connections of this server that have signed in.</summary>
sealed class OpenSignIns
{
    readonly ConcurrentDictionary<DeviceChannel, DeviceGrant> _open = new(ReferenceEqualityComparer.Instance);

    public void Add(DeviceChannel channel) => _open[channel] = channel.Grant!;

    public void Remove(DeviceChannel channel) => _open.TryRemove(channel, out _);

    public IReadOnlyList<(DeviceChannel Channel, DeviceGrant Grant)> Of(string? username) =>
        [.. _open.Where(each => username is null || each.Value.Username == username).Select(each => (each.Key, each.Value))];

    /// <summary>How many connections each credential of a clinic has here.</summary>
    public IReadOnlyDictionary<string, int> CountsOf(string clinic) =>
        _open.Values.Where(grant => grant.Clinic == clinic).CountBy(grant => grant.Username).ToDictionary();
}
