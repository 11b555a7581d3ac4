using Infusion.Core.Pharmacokinetics;

namespace Infusion.Core.Tests.Pharmacokinetics;

/// <summary>70 kg, 35 mg over 40 min, and what else stands beside that table in the clinical reference (4.3). Concentrations in ng/mL.</summary>
public class GoldenTableTests
{
    /// <summary>The table tells 4 or 5 digits at its top and as few as 2 at its bottom.</summary>
    const double Share = 0.001;

    [Theory]
    [InlineData(5, 155.34, 33.2, 52.2, 109.3, 42.68)]
    [InlineData(10, 181.81, 62.0, 94.5, 154.5, 86.37)]
    [InlineData(20, 209.58, 109.5, 156.7, 198.3, 150.25)]
    [InlineData(30, 226.47, 146.9, 197.9, 228.0, 189.51)]
    [InlineData(40, 240.33, 177.3, 225.3, 253.1, 214.98)]
    [InlineData(45, 91.41, 157.4, 183.3, 155.0, 182.13)]
    [InlineData(50, 71.12, 140.8, 149.3, 120.3, 147.06)]
    [InlineData(60, 55.11, 115.4, 99.6, 95.9, 98.05)]
    [InlineData(80, 45.81, 84.7, 46.0, 73.7, 57.82)]
    [InlineData(120, 35.83, 58.8, 13.1, 49.9, 38.94)]
    [InlineData(240, 17.34, 34.6, 4.6, 25.6, 18.69)]
    public void GivenTheUsualDose_ThenEachModelSaysWhatTheTableSays(
        double minutes, double domino, double clements, double hijazi, double kamp, double dominoEffectSite)
    {
        ShouldBeNear(After(KetamineModels.Domino, minutes).Plasma, domino, 0.005);
        ShouldBeNear(After(KetamineModels.Clements, minutes).Plasma, clements, 0.05);
        ShouldBeNear(After(KetamineModels.Hijazi, minutes).Plasma, hijazi, 0.05);
        ShouldBeNear(After(KetamineModels.Kamp, minutes).Plasma, kamp, 0.05);
        ShouldBeNear(After(KetamineModels.Domino, minutes).EffectSite, dominoEffectSite, 0.005);
    }

    [Fact]
    public void EachModelHasANameAndASource()
    {
        KetamineModels.All.Select(model => model.Name).ShouldBe(["Domino", "Clements 250", "Hijazi", "Kamp"]);
        KetamineModels.All.ShouldAllBe(model => model.Source.Any(char.IsDigit));
    }

    [Fact]
    public void DominosModesAreThoseOfTheReference()
    {
        var modes = KetamineModels.Domino.Modes;

        modes.Select(mode => Math.Round(mode.PerMinute, 6)).ShouldBe([1.724240, 0.151513, 0.006048]);
        modes.Select(mode => Math.Round(mode.Gain / 70 / 1000, 7)).ShouldBe([0.2119297, 0.0129580, 0.0018696]);
    }

    [Theory]
    [InlineData(30, 151.0, 152.0)]
    [InlineData(60, 176.5, 196.1)]
    [InlineData(120, 214.6, 251.1)]
    [InlineData(240, 259.7, 313.9)]
    [InlineData(300, 96.1, 138.7)]
    public void GivenFourHoursOfHalfAMilligramPerKilogramAnHour_ThenAsInTheReference(double minutes, double domino, double kamp)
    {
        ShouldBeNear(After(KetamineModels.Domino, minutes, 2, 240).Plasma, domino, 0.05);
        ShouldBeNear(After(KetamineModels.Kamp, minutes, 2, 240).Plasma, kamp, 0.05);
    }

    [Fact]
    public void GivenTenTimesTheRate_ThenFourMinutesReachWhatPutsToSleep()
    {
        ShouldBeNear(After(KetamineModels.Domino, 4, 0.5, 4).Plasma, 1479, 0.5);
        ShouldBeNear(After(KetamineModels.Kamp, 4, 0.5, 4).Plasma, 951, 0.5);
        ShouldBeNear(After(KetamineModels.Clements, 4, 0.5, 4).Plasma, 269, 0.5);
    }

    [Fact]
    public void TheEffectSitePeaksJustAfterTheStop()
    {
        var minutes = Enumerable.Range(0, 1000).Select(tenth => 35 + (tenth / 10.0)).ToList();
        var peak = minutes.MaxBy(each => After(KetamineModels.Domino, each).EffectSite);

        peak.ShouldBe(40.1, 0.05);
        ShouldBeNear(After(KetamineModels.Domino, peak).EffectSite, 215.1, 0.05);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(120)]
    public void GivenTheSameDoseByWeight_ThenTheSameConcentration(double kilograms)
    {
        var body = new ModelledBody(Core.Quantities.BodyWeight.FromKilograms((decimal)kilograms));
        body.Step(0.5 * kilograms, 40);

        ShouldBeNear(body.States[0].Plasma, 240.33, 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheClosedFormIsWhatTheDifferentialEquationsSay(int index)
    {
        var model = KetamineModels.All[index];
        (double MilligramsPerMinute, double Minutes)[] stretches = [(0.875, 12), (0, 3.5), (6, 0.4), (1.2, 31), (0, 90)];
        var state = default(KineticState);
        for (var count = 0; count < stretches.Length; count++)
        {
            state = model.Step(state, stretches[count].MilligramsPerMinute * stretches[count].Minutes / 82, stretches[count].Minutes);
            var (plasma, effectSite) = RungeKutta.After(model, 82, stretches[..(count + 1)]);

            state.Plasma.ShouldBe(plasma, 1e-4);
            state.EffectSite.ShouldBe(effectSite, 1e-4);
        }
    }

    static KineticState After(CompartmentModel model, double minutes, double milligramsPerKilogram = 0.5, double over = 40)
    {
        var during = Math.Min(minutes, over);
        return model.Step(model.Step(default, milligramsPerKilogram * during / over, during), 0, minutes - during);
    }

    /// <param name="rounding">Half of the last digit in print.</param>
    static void ShouldBeNear(double actual, double printed, double rounding) =>
        Math.Abs(actual - printed).ShouldBeLessThanOrEqualTo(Math.Max(printed * Share, rounding * 1.0001), $"{actual} for {printed}");
}
