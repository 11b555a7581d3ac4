using System.Collections.Immutable;

namespace Infusion.Core.SignOff;

/// <summary>A signature as the chart's stream has it.</summary>
public sealed record SignatureGiven(string By, SignatureMeaning Meaning, DateTimeOffset At, string Digest, int Version);

public sealed record Waiver(string Obligation, Guid Reason, DateTimeOffset At, string By);

/// <summary>What became of a chart: what its events say.</summary>
public sealed record SignOffState
{
    public static SignOffState None { get; } = new();

    public ImmutableArray<SignatureGiven> Signatures { get; init; } = [];

    public ImmutableArray<EntryAdded> Entries { get; init; } = [];

    /// <summary>In force.</summary>
    public ImmutableArray<Waiver> Waivers { get; init; } = [];

    public ImmutableArray<ChartLocked> Locks { get; init; } = [];

    /// <summary>The newest sealed version; 0: none.</summary>
    public int Version { get; init; }

    /// <summary>What the newest sealed version says; null: none.</summary>
    public string? Digest { get; init; }

    /// <summary>Up to which version each signer has seen what arrived.</summary>
    public ImmutableDictionary<string, int> SeenThrough { get; init; } = ImmutableDictionary<string, int>.Empty;

    public static SignOffState Of(IEnumerable<SignOffEvent> events) => events.Aggregate(None, (state, happened) => state.With(happened));

    public bool IsLocked(string digest) => Locks.Any(each => each.Digest == digest);

    public bool IsSigned(string digest) => Signatures.Any(each => each.Digest == digest);

    /// <summary>The signers for whom something has come that they have neither signed nor seen, in the order in which they first signed.</summary>
    public IEnumerable<string> ToBeTold =>
        from signature in Signatures
        group signature by signature.By into each
        let lastKnown = Math.Max(each.Max(signature => signature.Version), SeenThrough.GetValueOrDefault(each.Key))
        where lastKnown < Version && !each.Any(signature => signature.Digest == Digest)
        select each.Key;

    public SignOffState With(SignOffEvent happened) => happened switch
    {
        ChartSigned e => this with
        {
            Signatures = Signatures.Add(new(e.By, e.Meaning, e.At, e.Digest, e.Version)),
            Version = e.Version,
            Digest = e.Digest,
        },
        ChartChanged e => this with { Version = e.Version, Digest = e.Digest },
        ChartLocked e => this with { Locks = Locks.Add(e) },
        ObligationWaived e => this with { Waivers = Waivers.Add(new(e.Obligation, e.Reason, e.At, e.By)) },
        WaiverWithdrawn e => this with { Waivers = Waivers.RemoveAll(waiver => waiver.Obligation == e.Obligation) },
        EntryAdded e => this with { Entries = Entries.Add(e) },
        ChangeSeen e => this with { SeenThrough = SeenThrough.SetItem(e.By, e.Version) },
        _ => this,
    };
}
