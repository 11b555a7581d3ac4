namespace Infusion.Core.Quantities;

/// <summary>As formulas of body size need it. The numbers are stored: never renumber, never reuse.</summary>
public enum Sex : byte { Unknown = 0, Female = 1, Male = 2 }

/// <summary>Body weight in kilograms. Exact decimal, above zero.</summary>
public readonly record struct BodyWeight
{
    /// <summary>By definition.</summary>
    static readonly decimal KilogramsPerPound = 0.45359237m;

    /// <summary>Of what is above the ideal weight, this share counts.</summary>
    static readonly decimal AdjustedShare = 0.4m;

    BodyWeight(decimal kilograms) => Kilograms = kilograms;

    public decimal Kilograms { get; }

    public decimal Pounds => Kilograms / KilogramsPerPound;

    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public static BodyWeight FromKilograms(decimal kilograms) => new(Require.Positive(kilograms, "weight in kg"));

    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public static BodyWeight FromPounds(decimal pounds) => new(Require.Positive(pounds, "weight in lb") * KilogramsPerPound);

    /// <summary>Devine: 50 kg (men) or 45.5 kg (women) at 60 inches, and 2.3 kg for each inch above. Clinical reference 1.2.</summary>
    /// <returns>Null: the formula does not hold below 60 inches, or the sex is not known.</returns>
    public static BodyWeight? Ideal(Height height, Sex sex)
    {
        var above = height.Inches - Height.DevineInches;
        decimal? atSixtyInches = sex switch { Sex.Male => 50m, Sex.Female => 45.5m, _ => null };
        return above >= 0m && atSixtyInches is { } start ? new BodyWeight(start + (2.3m * above)) : null;
    }

    /// <summary>Ideal weight and 0.4 of what the actual one has above it. Clinical reference 1.2.</summary>
    /// <returns>Null: there is no ideal weight, or the actual one is not above it.</returns>
    public static BodyWeight? Adjusted(BodyWeight actual, Height height, Sex sex) =>
        Ideal(height, sex) is { } ideal && actual.Kilograms > ideal.Kilograms
            ? new BodyWeight(ideal.Kilograms + (AdjustedShare * (actual.Kilograms - ideal.Kilograms)))
            : null;
}

/// <summary>Body height in centimetres. Exact decimal, above zero.</summary>
public readonly record struct Height
{
    internal static readonly decimal DevineInches = 60m;

    /// <summary>By definition.</summary>
    static readonly decimal CentimetresPerInch = 2.54m;

    Height(decimal centimetres) => Centimetres = centimetres;

    public decimal Centimetres { get; }

    public decimal Inches => Centimetres / CentimetresPerInch;

    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public static Height FromCentimetres(decimal centimetres) => new(Require.Positive(centimetres, "height in cm"));

    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public static Height FromInches(decimal inches) => new(Require.Positive(inches, "height in inches") * CentimetresPerInch);
}
