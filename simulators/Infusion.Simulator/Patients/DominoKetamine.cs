namespace Infusion.Simulator.Patients;

/// <summary>
/// Ketamine in plasma and at the effect site: the Domino three-compartment model (0.063 L/kg, micro-constants per
/// minute) with an effect site of ke0 0.0835 /min (Olofsen 2022). Written from the published constants, apart from
/// the server's own kinetics, so that a mistake in one does not hide in the other.
/// </summary>
public sealed class DominoKetamine(double weightKg)
{
    const double K10 = 0.4381;
    const double K12 = 0.5921;
    const double K21 = 0.2470;
    const double K13 = 0.5900;
    const double K31 = 0.0146;
    const double Ke0 = 0.0835;

    readonly double _centralVolumeL = 0.063 * weightKg;
    Amounts _now;

    public double PlasmaNgPerMl => _now.Central / _centralVolumeL * 1000;

    public double EffectSiteNgPerMl => _now.EffectSiteMgPerL * 1000;

    /// <summary>One Runge-Kutta step with the dose spread evenly over it; steps of seconds are exact to five digits.</summary>
    public void Advance(TimeSpan step, double doseMg)
    {
        var minutes = step.TotalMinutes;
        var rateMgPerMin = doseMg / minutes;
        var k1 = Slope(_now, rateMgPerMin);
        var k2 = Slope(_now.Plus(k1, minutes / 2), rateMgPerMin);
        var k3 = Slope(_now.Plus(k2, minutes / 2), rateMgPerMin);
        var k4 = Slope(_now.Plus(k3, minutes), rateMgPerMin);
        _now = _now.Plus(k1, minutes / 6).Plus(k2, minutes / 3).Plus(k3, minutes / 3).Plus(k4, minutes / 6);
    }

    Amounts Slope(Amounts at, double rateMgPerMin) => new(
        rateMgPerMin - ((K10 + K12 + K13) * at.Central) + (K21 * at.Fast) + (K31 * at.Slow),
        (K12 * at.Central) - (K21 * at.Fast),
        (K13 * at.Central) - (K31 * at.Slow),
        Ke0 * ((at.Central / _centralVolumeL) - at.EffectSiteMgPerL));

    /// <summary>Milligrams in the three compartments, and the effect site's concentration.</summary>
    readonly record struct Amounts(double Central, double Fast, double Slow, double EffectSiteMgPerL)
    {
        public Amounts Plus(Amounts slope, double minutes) => new(
            Central + (slope.Central * minutes),
            Fast + (slope.Fast * minutes),
            Slow + (slope.Slow * minutes),
            EffectSiteMgPerL + (slope.EffectSiteMgPerL * minutes));
    }
}
