using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Quantities;

namespace Infusion.Core.Tests.Pharmacokinetics;

public class ConcentrationForecastTests
{
    static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    [Fact]
    public void GivenTheEndOfTheUsualDose_ThenTheBandNamesItsModels()
    {
        var body = After(35, 40);

        body.Plasma.LowNgPerMl.ShouldBe(177.3, 0.05);
        body.Plasma.HighNgPerMl.ShouldBe(253.1, 0.05);
        (body.Plasma.LowModel, body.Plasma.HighModel).ShouldBe(("Clements 250", "Kamp"));
        (body.EffectSite.LowModel, body.EffectSite.HighModel).ShouldBe(("Clements 250", "Domino"));
    }

    [Fact]
    public void GivenAPlan_ThenThePointsAreWhatTheBodyWillBe_AndTheBodyStaysAsItIs()
    {
        var body = After(17.5, 20);
        var before = body.States.ToArray();
        var plan = DeliveryPlan.GoesOnAt(0.875, 17.5, TwoDays);

        var points = ConcentrationForecast.Points(body, plan, TimeSpan.FromMinutes(100), TimeSpan.FromMinutes(15));

        body.States.ShouldBe(before);
        points.Select(point => point.After.TotalMinutes).ShouldBe([0, 15, 30, 45, 60, 75, 90]);
        foreach (var point in points)
        {
            var later = body.Copy();
            var giving = Math.Min(point.After.TotalMinutes, 20);
            later.Step(0.875 * giving, giving);
            later.Step(0, point.After.TotalMinutes - giving);
            point.Plasma.HighNgPerMl.ShouldBe(later.Plasma.HighNgPerMl, 1e-9);
            point.EffectSite.LowNgPerMl.ShouldBe(later.EffectSite.LowNgPerMl, 1e-9);
        }
    }

    [Fact]
    public void GivenOfTheOrderedDoseNothingIsLeft_ThenARunningPumpIsNotTakenToStop()
    {
        DeliveryPlan.GoesOnAt(0.875, 17.5, TwoDays).Stretches.ShouldBe([new PlannedDelivery(0.875, 20)]);
        DeliveryPlan.GoesOnAt(0.875, 1_000_000, TwoDays).Stretches.ShouldBe([new PlannedDelivery(0.875, 48 * 60)]);
        DeliveryPlan.GoesOnAt(0.05, 0, TwoDays).Stretches.ShouldBe([new PlannedDelivery(0.05, 48 * 60)]);
        DeliveryPlan.GoesOnAt(0, 17.5, TwoDays).Stretches.ShouldBeEmpty();
        DeliveryPlan.Stops.Stretches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(214.99)]
    [InlineData(217)]
    [InlineData(300)]
    public void GivenAStop_ThenTheEffectSiteFallsBelowWhereItsCurveDoes_ThoughItStillRises(double level)
    {
        var body = After(35, 40);

        ShouldPassWhereTheCurveDoes(body, DeliveryPlan.Stops, level);
    }

    [Theory]
    [InlineData(20, 0.875, 17.5, 150)]
    [InlineData(20, 0.875, 17.5, 100)]
    [InlineData(20, 0.05, 17.5, 60)]
    [InlineData(20, 0.05, 17.5, 20)]
    [InlineData(1, 3, 30, 5)]
    [InlineData(20, 0.875, 17.31, 150)]
    public void GivenAPlan_ThenTheEffectSiteIsBelowForGood_NotForTheFirstTime(double minutes, double rate, double left, double level)
    {
        var body = After(0.875 * minutes, minutes);
        body.Step(0, 3);

        ShouldPassWhereTheCurveDoes(body, DeliveryPlan.GoesOnAt(rate, left, TwoDays), level);
    }

    [Fact]
    public void GivenAPumpThatRunsOn_ThenTheEffectSiteMayNeverFallBelow()
    {
        var passing = EffectSitePassing.Below(After(35, 40), DeliveryPlan.GoesOnAt(0.875, 0, TwoDays), 100, TwoDays);

        (passing.First, passing.Last).ShouldBe((null, null));
    }

    [Fact]
    public void GivenAHorizonTooShort_ThenWhatFallsBelowLaterIsNotToldOf()
    {
        var passing = EffectSitePassing.Below(After(35, 40), DeliveryPlan.Stops, 100, TimeSpan.FromMinutes(20));

        passing.First!.Value.TotalMinutes.ShouldBe(19.5, 0.1);
        (passing.FirstModel, passing.Last).ShouldBe(("Domino", null));
    }

    [Fact]
    public void GivenNothingWasGiven_ThenItIsBelowNow_AndNoLevelIsZero()
    {
        var body = After(0, 0);
        EffectSitePassing.Below(body, DeliveryPlan.Stops, 1, TwoDays).Last.ShouldBe(TimeSpan.Zero);
        Should.Throw<ArgumentOutOfRangeException>(() => EffectSitePassing.Below(body, DeliveryPlan.Stops, 0, TwoDays));
        Should.Throw<ArgumentOutOfRangeException>(() => ConcentrationForecast.Points(body, DeliveryPlan.Stops, TwoDays, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(35, 40, 0, 0, 0.875, 60)]
    [InlineData(35, 4, 0, 0, 0.2, 300)]
    [InlineData(70, 240, 30, 0, 0.3, 600)]
    [InlineData(0, 0, 0, 0, 8.75, 4)]
    [InlineData(20, 1, 2, 0, 0.1, 1440)]
    public void ThePeakIsWhatALookAtEveryTenSecondsFinds(double milligrams, double minutes, double rest, double more, double rate, double going)
    {
        var body = After(milligrams, minutes);
        body.Step(more, rest);
        var plan = new DeliveryPlan([new PlannedDelivery(rate, going)]);

        var looked = ConcentrationForecast.Points(body, plan, TimeSpan.FromMinutes(going), TimeSpan.FromSeconds(10))
            .Max(point => point.Plasma.HighNgPerMl);

        (ConcentrationForecast.PeakPlasmaNgPerMl(body, rate, going) / looked).ShouldBe(1, 0.005);
    }

    /// <summary>A look at every second, model by model.</summary>
    static void ShouldPassWhereTheCurveDoes(ModelledBody body, DeliveryPlan plan, double level)
    {
        var passing = EffectSitePassing.Below(body, plan, level, TwoDays);
        var seconds = new double[body.States.Count];
        var walker = body.Copy();
        var stretch = plan.Stretches.SingleOrDefault();
        for (var second = 0; second < TwoDays.TotalSeconds; second++)
        {
            for (var index = 0; index < seconds.Length; index++)
            {
                seconds[index] = walker.States[index].EffectSite >= level ? second + 1 : seconds[index];
            }

            walker.Step(stretch.MilligramsPerMinute * Math.Clamp(stretch.Minutes - (second / 60.0), 0, 1 / 60.0), 1 / 60.0);
        }

        var (first, last) = (seconds.Min(), seconds.Max());
        passing.First!.Value.TotalSeconds.ShouldBe(first, 1.1);
        passing.Last!.Value.TotalSeconds.ShouldBe(last, 1.1);
        passing.LastModel.ShouldBe(KetamineModels.All[Array.IndexOf(seconds, last)].Name);
    }

    static ModelledBody After(double milligrams, double minutes)
    {
        var body = new ModelledBody(BodyWeight.FromKilograms(70m));
        body.Step(milligrams, minutes);
        return body;
    }
}
