namespace Infusion.Core.Pharmacokinetics;

/// <summary>
/// A published population model of the drug in the body. Volumes and clearances of all that ship grow with weight in
/// proportion, so rate constants hold for every weight and the dose counts in mg/kg.
/// </summary>
public sealed class CompartmentModel
{
    /// <summary>
    /// Equilibration of plasma and effect site, 1/min: half of it in 8.3 min (95 % CI 5.1 to 13.0; Olofsen 2022, S-ketamine in
    /// people). Larger ones in circulation derive from guessed peak times.
    /// </summary>
    public const double Ke0PerMinute = 0.0835d;

    readonly Mode[] _modes;

    /// <param name="name">As screens show it.</param>
    /// <param name="source">Where the numbers stand.</param>
    /// <param name="centralLitresPerKilogram">Volume of the central compartment.</param>
    public CompartmentModel(string name, string source, double centralLitresPerKilogram, RateConstants constants)
    {
        Name = name;
        Source = source;
        CentralLitresPerKilogram = centralLitresPerKilogram;
        Constants = constants;
        var rates = constants.ModeRates();
        _modes = [.. rates.Select(rate => new Mode(rate, GainOf(rate, rates)))];
    }

    public string Name { get; }

    public string Source { get; }

    public double CentralLitresPerKilogram { get; }

    public RateConstants Constants { get; }

    /// <summary>Two or three, the fastest first.</summary>
    public IReadOnlyList<Mode> Modes => _modes;

    /// <summary>
    /// The state after <paramref name="minutes"/> over which <paramref name="milligramsPerKilogram"/> went in at a constant rate
    /// (all at once for zero minutes). Exact, whatever the length of the step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A dose or a time that is negative or no number.</exception>
    public KineticState Step(in KineticState before, double milligramsPerKilogram, double minutes)
    {
        ThrowUnlessAmount(milligramsPerKilogram, nameof(milligramsPerKilogram));
        ThrowUnlessAmount(minutes, nameof(minutes));
        var siteDecay = Math.Exp(-Ke0PerMinute * minutes);
        var effectSite = before.EffectSite * siteDecay;
        var first = _modes[0].Step(before.First, milligramsPerKilogram, minutes, siteDecay, ref effectSite);
        var second = _modes[1].Step(before.Second, milligramsPerKilogram, minutes, siteDecay, ref effectSite);
        var third = _modes.Length > 2 ? _modes[2].Step(before.Third, milligramsPerKilogram, minutes, siteDecay, ref effectSite) : 0d;
        return new KineticState(first, second, third, effectSite);
    }

    /// <summary>
    /// The highest plasma concentration while this rate is given so long, now included, in ng/mL. Each part goes one way, towards
    /// its own steady state. Where all go the same way the peak is now or at the end; where they do not, it is looked for at the
    /// end and at halves, quarters and so on of the way, between which no peak worth naming hides.
    /// </summary>
    internal double PeakPlasma(in KineticState now, double milligramsPerKilogramPerMinute, double minutes)
    {
        const int Halvings = 8;
        var end = StepPlasma(now, milligramsPerKilogramPerMinute * minutes, minutes);
        var peak = Math.Max(now.Plasma, end.Plasma);
        var rises = end.First > now.First || end.Second > now.Second || end.Third > now.Third;
        var falls = end.First < now.First || end.Second < now.Second || end.Third < now.Third;
        for (var halving = 1; rises && falls && halving < Halvings; halving++)
        {
            minutes /= 2d;
            peak = Math.Max(peak, StepPlasma(now, milligramsPerKilogramPerMinute * minutes, minutes).Plasma);
        }

        return peak;
    }

    KineticState StepPlasma(in KineticState before, double milligramsPerKilogram, double minutes) => new(
        _modes[0].Step(before.First, milligramsPerKilogram, minutes),
        _modes[1].Step(before.Second, milligramsPerKilogram, minutes),
        _modes.Length > 2 ? _modes[2].Step(before.Third, milligramsPerKilogram, minutes) : 0d,
        0d);

    static void ThrowUnlessAmount(double value, string name)
    {
        if (!(value >= 0d) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "must be a number, and not below zero");
        }
    }

    /// <summary>Residue of the transfer function at the mode, mg/L for each mg/kg, as ng/mL. Below zero only by rounding, where it is none.</summary>
    double GainOf(double rate, double[] rates)
    {
        var gain = 1000d / CentralLitresPerKilogram * (Constants.K21 - rate) * (Constants.HasThird ? Constants.K31 - rate : 1d);
        foreach (var other in rates)
        {
            gain /= other == rate ? 1d : other - rate;
        }

        return Math.Max(gain, 0d);
    }
}
