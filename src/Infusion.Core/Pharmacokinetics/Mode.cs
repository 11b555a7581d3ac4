namespace Infusion.Core.Pharmacokinetics;

/// <summary>
/// One exponential of a model: its part x of the plasma concentration follows x' = gain · input - rate · x.
/// The parts add up to the plasma concentration. None is ever negative.
/// </summary>
/// <param name="PerMinute">1/min.</param>
/// <param name="Gain">ng/mL for each mg/kg given at once.</param>
public readonly record struct Mode(double PerMinute, double Gain)
{
    /// <summary>Below this the quotient of differences loses digits and its series does not.</summary>
    const double Small = 0.02d;

    /// <summary>The part after <paramref name="minutes"/> over which the dose went in evenly; at once if there are none.</summary>
    /// <param name="before">ng/mL.</param>
    /// <param name="dose">mg/kg.</param>
    /// <param name="siteDecay">What is left at the effect site of what was there.</param>
    /// <param name="effectSite">ng/mL; what this part brings to the effect site meanwhile is added.</param>
    internal double Step(double before, double dose, double minutes, double siteDecay, ref double effectSite)
    {
        const double Ke0 = CompartmentModel.Ke0PerMinute;
        var decay = Math.Exp(-PerMinute * minutes);
        var input = Gain * dose;

        // The mean over the step of: decayed here until then, decayed there from then on. The two rates may be equal.
        var apart = Math.Abs(PerMinute - Ke0) * minutes;
        var passed = apart > Small ? Math.Abs(decay - siteDecay) / apart : Math.Max(decay, siteDecay) * MeanDecay(apart, 0d);
        effectSite += (before * passed * Ke0 * minutes)
            + (input * Ke0 / PerMinute * (MeanDecay(Ke0 * minutes, siteDecay) - passed));
        return Next(before, input, minutes, decay);
    }

    /// <summary>The same without the effect site.</summary>
    internal double Step(double before, double dose, double minutes) =>
        Next(before, Gain * dose, minutes, Math.Exp(-PerMinute * minutes));

    double Next(double before, double input, double minutes, double decay) =>
        (before * decay) + (input * MeanDecay(PerMinute * minutes, decay));

    /// <summary>The mean of exp(-s) for s from 0 to <paramref name="end"/>.</summary>
    /// <param name="last">exp(-end); not asked for where end is small.</param>
    static double MeanDecay(double end, double last) => end > Small
        ? (1d - last) / end
        : 1d - (end / 2d * (1d - (end / 3d * (1d - (end / 4d * (1d - (end / 5d * (1d - (end / 6d)))))))));
}
