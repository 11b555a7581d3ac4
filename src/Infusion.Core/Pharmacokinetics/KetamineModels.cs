namespace Infusion.Core.Pharmacokinetics;

/// <summary>
/// The models whose estimates make the band. They differ by a half for the same dose, which is why no one of them is shown alone.
/// Numbers: clinical reference 4.1; paediatric sets and sets that could not be found in print are left out.
/// </summary>
public static class KetamineModels
{
    public static CompartmentModel Domino { get; } = new(
        "Domino", "Domino 1984, Clin Pharmacol Ther 36:645", 0.063d, new RateConstants(0.4381d, 0.5921d, 0.2470d, 0.5900d, 0.0146d));

    /// <summary>Underestimates the first minutes after a bolus (it has no fast compartment).</summary>
    public static CompartmentModel Clements { get; } = new(
        "Clements 250", "Clements 1981, Br J Anaesth 53:27", 1.7522d, new RateConstants(0.0109d, 0.0186d, 0.0137d));

    public static CompartmentModel Hijazi { get; } = new(
        "Hijazi", "Hijazi 2003, Br J Anaesth, doi 10.1093/bja/aeg028", 1.08d, new RateConstants(0.0333d, 0.0088d, 0.0030d));

    /// <summary>The three compartments of the pooled model, without its venous delay.</summary>
    public static CompartmentModel Kamp { get; } = new(
        "Kamp", "Kamp 2020, Anesthesiology 133:1192", 25d / 70d, RateConstants.FromClearances(25d, 56d, 157d, 84d, 161d, 79d));

    static readonly CompartmentModel[] Ordered = [Domino, Clements, Hijazi, Kamp];

    public static IReadOnlyList<CompartmentModel> All => Ordered;

    internal static ReadOnlySpan<CompartmentModel> Span => Ordered;
}
