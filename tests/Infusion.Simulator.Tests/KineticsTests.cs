using Infusion.Simulator.Patients;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class KineticsTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>70 kg, 35 mg over 40 min: minutes, plasma and effect site in ng/mL, from the closed form.</summary>
    [Theory]
    [InlineData(5, 155.34, 42.68)]
    [InlineData(10, 181.81, 86.37)]
    [InlineData(20, 209.58, 150.25)]
    [InlineData(30, 226.47, 189.51)]
    [InlineData(40, 240.33, 214.98)]
    [InlineData(45, 91.41, 182.13)]
    [InlineData(50, 71.12, 147.06)]
    [InlineData(60, 55.11, 98.05)]
    [InlineData(80, 45.81, 57.82)]
    [InlineData(120, 35.83, 38.94)]
    [InlineData(240, 17.34, 18.69)]
    public void Plasma_and_effect_site_follow_the_golden_table(int minute, double plasmaNgPerMl, double effectSiteNgPerMl)
    {
        var ketamine = Infused(weightKg: 70, doseMg: 35, minute);

        ketamine.PlasmaNgPerMl.ShouldBe(plasmaNgPerMl, plasmaNgPerMl * 0.001);
        ketamine.EffectSiteNgPerMl.ShouldBe(effectSiteNgPerMl, effectSiteNgPerMl * 0.001);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(120)]
    public void A_dose_per_kilogram_gives_the_same_concentration_at_any_weight(double weightKg) =>
        Infused(weightKg, doseMg: 0.5 * weightKg, minutes: 40).PlasmaNgPerMl.ShouldBe(240.33, 0.24);

    static DominoKetamine Infused(double weightKg, double doseMg, int minutes)
    {
        var ketamine = new DominoKetamine(weightKg);
        for (var second = 0; second < minutes * 60; second++)
        {
            ketamine.Advance(Second, second < 2400 ? doseMg / 2400 : 0);
        }

        return ketamine;
    }
}
