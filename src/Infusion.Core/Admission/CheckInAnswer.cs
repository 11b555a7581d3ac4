using System.Collections.Immutable;

namespace Infusion.Core.Admission;

/// <summary>What a person found of one item. Only what the item asks for is filled in.</summary>
public sealed record CheckInAnswer(CheckInItem Item, CheckInFinding Finding)
{
    /// <summary>Of the identity: what was compared.</summary>
    public ImmutableArray<IdentityProof> Identifiers { get; init; } = [];

    /// <summary>As it stands on the form that was signed.</summary>
    public string? ConsentVersion { get; init; }

    public DateOnly? SignedOn { get; init; }

    /// <summary>The last meal.</summary>
    public DateTimeOffset? SolidsAt { get; init; }

    /// <summary>The last clear fluid.</summary>
    public DateTimeOffset? FluidsAt { get; init; }

    /// <summary>The last benzodiazepine or stimulant.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    public ImmutableArray<Contraindication> Present { get; init; } = [];

    /// <summary>The erasable note: the escort's name, or what else was said.</summary>
    public Guid? Note { get; init; }
}

public sealed record GivenAnswer(CheckInAnswer Answer, DateTimeOffset At, string By);

/// <param name="Reason">The erasable note.</param>
public sealed record GivenOverride(DateTimeOffset At, Guid Reason, string By);
