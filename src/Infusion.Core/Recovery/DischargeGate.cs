using System.Collections.Immutable;

namespace Infusion.Core.Recovery;

/// <summary>What is asked of a patient beside a score. The numbers are stored: never renumber, never reuse.</summary>
public enum DischargeNeed : byte
{
    Unknown = 0,

    /// <summary>By the last CADSS-6 of recovery, at most one above the baseline, or charted as seen.</summary>
    DissociationAtBaseline = 1,

    /// <summary>Heel to toe, without help.</summary>
    SteadyGait = 2,
    NoActiveNausea = 3,

    /// <summary>Negative, or with a plan where it is positive.</summary>
    SuicidalityScreened = 4,
    EscortPresent = 5,

    /// <summary>In writing: no driving, alcohol, machines or legal decisions until the next day after sleep.</summary>
    InstructionsGiven = 6,
}

/// <summary>What a protocol wants before a patient leaves. What is null or empty is not asked for.</summary>
public sealed record DischargeGate
{
    /// <summary>Since the stop or the last dose, whichever is later.</summary>
    public TimeSpan? AtLeast { get; init; }

    /// <summary>With <see cref="Threshold"/>; charted in recovery.</summary>
    public RecoveryScale? Scale { get; init; }

    /// <summary>The lowest total that passes, 0 to 10.</summary>
    public int? Threshold { get; init; }

    public ImmutableArray<DischargeNeed> Needs { get; init; } = [];

    /// <summary>A physician may let go for a reason what is missing.</summary>
    public bool MayBeOverridden { get; init; }
}
