namespace Infusion.Core.Quantities;

/// <summary>Mass of drug base in milligrams. Exact decimal; may be zero, never negative.</summary>
public readonly record struct Mass : IComparable<Mass>
{
    Mass(decimal milligrams) => Milligrams = milligrams;

    /// <summary>Milligrams of base (10 mg base = 11.53 mg hydrochloride).</summary>
    public decimal Milligrams { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static Mass FromMilligrams(decimal milligrams) => new(Require.NotNegative(milligrams, "mass in mg"));

    /// <summary>A dose given by body weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dose is negative.</exception>
    public static Mass FromMilligramsPerKilogram(decimal milligramsPerKilogram, BodyWeight weight) =>
        FromMilligrams(milligramsPerKilogram * weight.Kilograms);

    public static Mass operator +(Mass left, Mass right) => new(left.Milligrams + right.Milligrams);

    /// <summary>The volume that holds this mass.</summary>
    public static Volume operator /(Mass mass, Concentration concentration) =>
        Volume.FromMillilitres(mass.Milligrams / concentration.MilligramsPerMillilitre);

    /// <summary>The concentration of this mass in that volume.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Mass or volume is zero.</exception>
    public static Concentration operator /(Mass mass, Volume volume) => Concentration.FromMilligramsPerMillilitre(
        mass.Milligrams / Require.Positive(volume.Millilitres, "volume in mL"));

    public int CompareTo(Mass other) => Milligrams.CompareTo(other.Milligrams);

    public static bool operator <(Mass left, Mass right) => left.Milligrams < right.Milligrams;

    public static bool operator >(Mass left, Mass right) => left.Milligrams > right.Milligrams;

    public static bool operator <=(Mass left, Mass right) => left.Milligrams <= right.Milligrams;

    public static bool operator >=(Mass left, Mass right) => left.Milligrams >= right.Milligrams;
}

/// <summary>Volume of fluid in millilitres. Exact decimal, never negative.</summary>
public readonly record struct Volume : IComparable<Volume>
{
    Volume(decimal millilitres) => Millilitres = millilitres;

    public decimal Millilitres { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static Volume FromMillilitres(decimal millilitres) => new(Require.NotNegative(millilitres, "volume in mL"));

    public static Volume operator +(Volume left, Volume right) => new(left.Millilitres + right.Millilitres);

    /// <summary>What came on top of <paramref name="earlier"/>; zero where that is the larger.</summary>
    public Volume Since(Volume earlier) => new(Math.Max(Millilitres - earlier.Millilitres, 0m));

    /// <summary>The rate that gives this volume evenly in that time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero or negative.</exception>
    public static Rate operator /(Volume volume, TimeSpan duration) => Rate.FromMillilitresPerHour(
        volume.Millilitres * TimeSpan.TicksPerHour / Require.Positive(duration.Ticks, "duration in ticks"));

    public int CompareTo(Volume other) => Millilitres.CompareTo(other.Millilitres);

    public static bool operator <(Volume left, Volume right) => left.Millilitres < right.Millilitres;

    public static bool operator >(Volume left, Volume right) => left.Millilitres > right.Millilitres;

    public static bool operator <=(Volume left, Volume right) => left.Millilitres <= right.Millilitres;

    public static bool operator >=(Volume left, Volume right) => left.Millilitres >= right.Millilitres;

    public static Mass operator *(Volume volume, Concentration concentration) =>
        Mass.FromMilligrams(volume.Millilitres * concentration.MilligramsPerMillilitre);
}

/// <summary>Flow of fluid in millilitres an hour. Exact decimal, never negative.</summary>
public readonly record struct Rate
{
    Rate(decimal millilitresPerHour) => MillilitresPerHour = millilitresPerHour;

    public decimal MillilitresPerHour { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static Rate FromMillilitresPerHour(decimal millilitresPerHour) =>
        new(Require.NotNegative(millilitresPerHour, "rate in mL/h"));

    /// <summary>The volume this rate gives in that time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static Volume operator *(Rate rate, TimeSpan duration) =>
        Volume.FromMillilitres(rate.MillilitresPerHour * duration.Ticks / TimeSpan.TicksPerHour);

    public static DoseRate operator *(Rate rate, Concentration concentration) =>
        DoseRate.FromMilligramsPerHour(rate.MillilitresPerHour * concentration.MilligramsPerMillilitre);
}

/// <summary>Drug given over time in milligrams an hour. Exact decimal, never negative.</summary>
public readonly record struct DoseRate
{
    DoseRate(decimal milligramsPerHour) => MilligramsPerHour = milligramsPerHour;

    public decimal MilligramsPerHour { get; }

    public decimal MilligramsPerMinute => MilligramsPerHour / 60m;

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static DoseRate FromMilligramsPerHour(decimal milligramsPerHour) =>
        new(Require.NotNegative(milligramsPerHour, "dose rate in mg/h"));

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static DoseRate FromMicrogramsPerKilogramPerMinute(decimal microgramsPerKilogramPerMinute, BodyWeight weight) =>
        FromMilligramsPerHour(microgramsPerKilogramPerMinute * weight.Kilograms * 60m / 1000m);

    /// <summary>The flow that gives this dose rate.</summary>
    public static Rate operator /(DoseRate doseRate, Concentration concentration) =>
        Rate.FromMillilitresPerHour(doseRate.MilligramsPerHour / concentration.MilligramsPerMillilitre);

    public decimal MilligramsPerKilogramPerHour(BodyWeight weight) => MilligramsPerHour / weight.Kilograms;

    public decimal MicrogramsPerKilogramPerMinute(BodyWeight weight) =>
        MilligramsPerHour * 1000m / 60m / weight.Kilograms;
}

/// <summary>Drug base in fluid, milligrams a millilitre. Exact decimal, above zero.</summary>
public readonly record struct Concentration
{
    Concentration(decimal milligramsPerMillilitre) => MilligramsPerMillilitre = milligramsPerMillilitre;

    public decimal MilligramsPerMillilitre { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public static Concentration FromMilligramsPerMillilitre(decimal milligramsPerMillilitre) =>
        new(Require.Positive(milligramsPerMillilitre, "concentration in mg/mL"));
}

static class Require
{
    public static decimal NotNegative(decimal value, string what) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} must not be negative");

    public static decimal Positive(decimal value, string what) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} must be above zero");
}
