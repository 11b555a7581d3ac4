using Infusion.Core.Quantities;

namespace Infusion.Core.Recovery;

/// <summary>What the clinic asks of the vials of a controlled drug.</summary>
public sealed record VialRules
{
    /// <summary>A session that was started is closed only with its vials charted.</summary>
    public bool AreAsked { get; init; }

    /// <summary>A vial may be charted as holding so much more than its label says, in percent of it; null: nothing more.</summary>
    public decimal? OverfillUpToPercent { get; init; }
}

/// <summary>One opened vial and where its drug went.</summary>
/// <param name="Expiry">The last day on which it may be used.</param>
public sealed record Vial(Guid Id, string Drug, Concentration Strength, Volume Volume, string Lot, DateOnly Expiry, DateTimeOffset OpenedAt)
{
    public Mass Overfill { get; init; }

    public Mass Given { get; init; }

    public Mass Wasted { get; init; }

    public Mass Returned { get; init; }

    /// <summary>By the label.</summary>
    public Mass Labelled => Volume * Strength;

    /// <summary>Not accounted for, mg. Never negative: more than is left is refused.</summary>
    public decimal LeftMilligrams =>
        Labelled.Milligrams + Overfill.Milligrams - Given.Milligrams - Wasted.Milligrams - Returned.Milligrams;
}
