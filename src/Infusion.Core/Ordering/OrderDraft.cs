using System.Collections.Immutable;
using Infusion.Core.Dosing;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Ordering;

public enum WeightUnit : byte { Unknown = 0, Kilogram = 1, Pound = 2 }

/// <summary>An order as it is being typed. What is null is not there yet.</summary>
public sealed record OrderDraft
{
    /// <summary>The actual weight, as the scale or the patient said it.</summary>
    public decimal? Weight { get; init; }

    public WeightUnit WeightUnit { get; init; } = WeightUnit.Kilogram;

    public WeightBasis Basis { get; init; } = WeightBasis.Actual;

    public WeightMethod Method { get; init; }

    public DateOnly? WeighedOn { get; init; }

    /// <summary>With <see cref="Sex"/> for an ideal or adjusted weight.</summary>
    public decimal? HeightCm { get; init; }

    public Sex Sex { get; init; }

    /// <summary>Or <see cref="DoseMg"/>, not both.</summary>
    public decimal? DoseMgPerKg { get; init; }

    public decimal? DoseMg { get; init; }

    /// <summary>Or <see cref="TotalVolumeMl"/>, not both.</summary>
    public decimal? ConcentrationMgPerMl { get; init; }

    /// <summary>The dose in a fixed volume.</summary>
    public decimal? TotalVolumeMl { get; init; }

    public decimal? DurationMinutes { get; init; }

    public DoseRoute Route { get; init; } = DoseRoute.IvInfusion;
}

/// <summary>What keeps an order from being computed, as a sentence about one field.</summary>
public sealed record OrderFault(string Path, string Sentence);

/// <param name="Weight">What the dose goes by; null: not known yet.</param>
/// <param name="Order">Null: something is absent or cannot be, and then nothing is computed.</param>
/// <param name="Findings">Of the order against its protocol.</param>
public sealed record OrderCalculation(
    BodyWeight? Weight, InfusionOrder? Order, ImmutableArray<OrderFault> Faults, ImmutableArray<OrderFinding> Findings);
