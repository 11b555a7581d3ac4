namespace Infusion.Core.Pharmacokinetics;

/// <summary>One body as one model sees it, in ng/mL: the parts of the plasma concentration by mode, and the effect site.</summary>
public readonly record struct KineticState(double First, double Second, double Third, double EffectSite)
{
    public double Plasma => First + Second + Third;
}
