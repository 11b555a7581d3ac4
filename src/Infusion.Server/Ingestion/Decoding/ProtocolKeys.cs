using System.Collections.Frozen;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>A key of <c>values</c>, ready for the decoder.</summary>
sealed record ProtocolKey(string RefId, Metric Metric)
{
    /// <summary>Where the key's value stands in a payload.</summary>
    public string Path { get; } = "$.values." + RefId;

    /// <summary>
    /// Above this, or below zero, a number is not a reading gone wrong but another thing altogether (a wrong unit, a wrong
    /// key), and the message is refused. What is merely impossible becomes "no value": the rest of the message still counts.
    /// </summary>
    public decimal RefusedAbove { get; } = 2 * MetricTable.Of(Metric).Highest;
}

/// <summary>Core's table of metrics, indexed for the decoder.</summary>
static class ProtocolKeys
{
    public static readonly ProtocolKey[] All = [.. MetricTable.Keys.Select(key => new ProtocolKey(key.ReferenceId, key.Metric))];

    static readonly FrozenDictionary<string, int> Indexes =
        All.Select((key, index) => (key, index)).ToFrozenDictionary(pair => pair.key.RefId, pair => pair.index);

    static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Indexes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns>-1 when the key is not in the table.</returns>
    public static int IndexOf(ReadOnlySpan<char> refId) => Lookup.TryGetValue(refId, out var index) ? index : -1;
}
