namespace Infusion.Core.DrugLibrary;

/// <summary>Where a number stands against a guardrail.</summary>
public enum GuardrailVerdict : byte
{
    Unknown = 0,
    Within = 1,

    /// <summary>May be overridden, with a reason and by two people.</summary>
    Soft = 2,

    /// <summary>May not be overridden by anybody.</summary>
    Hard = 3,
}

/// <summary>
/// Soft and hard bounds of one number, in the unit of the property that holds it; each bound is still allowed (inclusive).
/// A bound that is null does not exist.
/// </summary>
public sealed record Guardrail(decimal? HardLow = null, decimal? SoftLow = null, decimal? SoftHigh = null, decimal? HardHigh = null)
{
    public GuardrailVerdict Check(decimal value) =>
        value < HardLow || value > HardHigh ? GuardrailVerdict.Hard
        : value < SoftLow || value > SoftHigh ? GuardrailVerdict.Soft
        : GuardrailVerdict.Within;

    /// <summary>The bound that a value crosses; null: none.</summary>
    public decimal? Crossed(decimal value) => Check(value) switch
    {
        GuardrailVerdict.Hard => value < HardLow ? HardLow : HardHigh,
        GuardrailVerdict.Soft => value < SoftLow ? SoftLow : SoftHigh,
        _ => null,
    };
}

/// <summary>The bounds of an order. Units are in the names.</summary>
public sealed record Guardrails
{
    public required Guardrail TotalDoseMg { get; init; }

    public required Guardrail DoseMgPerKg { get; init; }

    public required Guardrail RateMgPerKgPerHour { get; init; }

    public required Guardrail DurationMinutes { get; init; }

    /// <summary>Null: this protocol has no bolus; every one is unordered.</summary>
    public Guardrail? BolusMgPerKg { get; init; }

    public required Guardrail WeightKg { get; init; }

    /// <summary>At most so much to one person within 24 hours, mg; null: no cap.</summary>
    public decimal? PerDayMg { get; init; }

    /// <summary>At most so much to one person within one series, mg; null: no cap.</summary>
    public decimal? PerSeriesMg { get; init; }

    /// <summary>A pause this long, inclusive, ends a series.</summary>
    public TimeSpan SeriesBreak { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Fraction by which rate times duration times concentration may differ from the dose: rounding.</summary>
    public decimal DoseMismatchFraction { get; init; } = 0.02m;

    /// <summary>Fraction by which the weight may differ from the last one before somebody has to say why.</summary>
    public decimal WeightChangeFraction { get; init; } = 0.1m;
}
