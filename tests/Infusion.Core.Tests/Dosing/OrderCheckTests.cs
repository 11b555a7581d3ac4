using System.Collections.Immutable;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class OrderCheckTests
{
    /// <summary>70 kg, 0.5 mg/kg, 40 min, 1 mg/mL: nothing is wrong with it.</summary>
    [Fact]
    public void TheUsualOrderHasNoFindings() => Findings(Ward.Order).ShouldBeEmpty();

    [Theory]
    [InlineData(7, "dose-per-kg", null)]
    [InlineData(6.99, "dose-per-kg", GuardrailVerdict.Soft)]
    [InlineData(52.5, "dose-per-kg", null)]
    [InlineData(52.51, "dose-per-kg", GuardrailVerdict.Soft)]
    [InlineData(105, "dose-per-kg", GuardrailVerdict.Soft)]
    [InlineData(105.01, "dose-per-kg", GuardrailVerdict.Hard)]
    [InlineData(90, "dose", null)]
    [InlineData(90.01, "dose", GuardrailVerdict.Soft)]
    [InlineData(150.01, "dose", GuardrailVerdict.Hard)]
    public void ADoseBeyondItsBound(double milligrams, string path, GuardrailVerdict? verdict) =>
        Verdict(Ordered((decimal)milligrams, 40), path).ShouldBe(verdict);

    [Theory]
    [InlineData(35, null)]
    [InlineData(34.9, GuardrailVerdict.Soft)]
    [InlineData(19.9, GuardrailVerdict.Hard)]
    [InlineData(60, null)]
    [InlineData(120.1, GuardrailVerdict.Hard)]
    public void ADurationBeyondItsBound(double minutes, GuardrailVerdict? verdict) =>
        Verdict(Ordered(35m, minutes), "duration").ShouldBe(verdict);

    [Theory]
    [InlineData(35, 30, null)]
    [InlineData(35, 29.9, GuardrailVerdict.Soft)]
    [InlineData(70, 29.9, GuardrailVerdict.Hard)]
    public void ARateBeyondItsBound(double milligrams, double minutes, GuardrailVerdict? verdict) =>
        Verdict(Ordered((decimal)milligrams, minutes), "rate").ShouldBe(verdict);

    [Theory]
    [InlineData(45, null)]
    [InlineData(44.9, GuardrailVerdict.Soft)]
    [InlineData(250.1, GuardrailVerdict.Hard)]
    public void AWeightBeyondItsBound(double kilograms, GuardrailVerdict? verdict) =>
        Verdict(Ward.Order with { Weight = BodyWeight.FromKilograms((decimal)kilograms) }, "weight").ShouldBe(verdict);

    [Fact]
    public void AllFindingsStandAtOnce_WithNumbersAndUnits()
    {
        var order = Ordered(200m, 10) with { Drug = "propofol", WeightRecord = null };

        Findings(order).Select(finding => finding.Sentence).ShouldBe(
        [
            "Dose 200 mg is above the hard limit of 150 mg",
            "Dose by weight 2.8571 mg/kg is above the hard limit of 1.5 mg/kg",
            "Rate 17.1429 mg/kg/h is above the hard limit of 2 mg/kg/h",
            "Duration 10 min is below the hard limit of 20 min",
            "\"propofol\" is not the drug of this protocol, ketamine",
            "It is not said whether the weight was measured or stated",
            "The day of the weight is absent or in the future",
            "0 mg were given within 24 hours; with this dose 200 mg, the cap is 150 mg",
        ]);
    }

    [Theory]
    [InlineData(52.5, null)]
    [InlineData(53.55, null)]
    [InlineData(53.56, GuardrailVerdict.Hard)]
    [InlineData(51.45, null)]
    [InlineData(51.44, GuardrailVerdict.Hard)]
    [InlineData(5.25, GuardrailVerdict.Hard)]
    public void RateTimesDurationTimesConcentrationIsTheDose(double rate, GuardrailVerdict? verdict) =>
        Verdict(Ward.Order with { Rate = Rate.FromMillilitresPerHour((decimal)rate) }, "rate-times-duration").ShouldBe(verdict);

    [Theory]
    [InlineData(" KETAMINE ", null)]
    [InlineData("Ketalar", null)]
    [InlineData("esketamine", GuardrailVerdict.Hard)]
    [InlineData("", GuardrailVerdict.Hard)]
    public void TheDrugByAnyOfItsNames(string drug, GuardrailVerdict? verdict) =>
        Verdict(Ward.Order with { Drug = drug }, "drug").ShouldBe(verdict);

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(1.5, GuardrailVerdict.Hard)]
    public void OnlyConcentrationsOfTheList(double concentration, GuardrailVerdict? verdict) => OrderCheck
        .Findings(Ward.Order with { Concentration = Of(concentration) }, SampleProtocols.Pain, DoseHistory.Nothing, Ward.DefaultStart)
        .FirstOrDefault(finding => finding.Path == "concentration")?.Verdict.ShouldBe(verdict!.Value);

    [Fact]
    public void AConcentrationThatIsNotInTheListIsNamedWithThoseThatAre() => OrderCheck
        .Findings(Ward.Order with { Concentration = Of(1.5) }, SampleProtocols.Pain, DoseHistory.Nothing, Ward.DefaultStart)
        .Single(finding => finding.Path == "concentration").Sentence
        .ShouldBe("Concentration 1.5 mg/mL is not one of this protocol: 1 or 2 mg/mL");

    public static TheoryData<InfusionOrder, string> Impossible => new()
    {
        { Ward.Order with { Dose = default }, "dose" },
        { Ward.Order with { Dose = Mass.FromMilligrams(decimal.MaxValue) }, "dose" },
        { Ward.Order with { Weight = default }, "weight" },
        { Ward.Order with { Weight = BodyWeight.FromKilograms(1e-28m) }, "weight" },
        { Ward.Order with { WeightRecord = Record() with { Actual = BodyWeight.FromKilograms(1e-28m) } }, "weight-actual" },
        { Ward.Order with { Concentration = default }, "concentration" },
        { Ward.Order with { Concentration = Concentration.FromMilligramsPerMillilitre(1e-28m) }, "concentration" },
        { Ward.Order with { Rate = default }, "rate" },
        { Ward.Order with { Rate = Rate.FromMillilitresPerHour(decimal.MaxValue) }, "rate" },
        { Ward.Order with { Duration = TimeSpan.Zero }, "duration" },
        { Ward.Order with { Duration = TimeSpan.FromMinutes(-40) }, "duration" },
        { Ward.Order with { Duration = TimeSpan.MaxValue }, "duration" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void WhatIsAbsentZeroNegativeOrAbsurdIsAFindingAndNothingIsComputedFromIt(InfusionOrder order, string path)
    {
        var finding = Findings(order).ShouldHaveSingleItem();
        (finding.Path, finding.Verdict).ShouldBe((path, GuardrailVerdict.Hard));
        finding.Sentence.ShouldContain("cannot be");
    }

    [Theory]
    [InlineData(115, 0, null, null)]
    [InlineData(115.01, 0, GuardrailVerdict.Hard, null)]
    [InlineData(0, 865, null, null)]
    [InlineData(0, 865.01, null, GuardrailVerdict.Hard)]
    public void CapsOfADayAndASeries(double day, double series, GuardrailVerdict? ofDay, GuardrailVerdict? ofSeries)
    {
        var history = new DoseHistory(Mass.FromMilligrams((decimal)day), Mass.FromMilligrams((decimal)series));

        Verdict(Ward.Order, "day-cap", history).ShouldBe(ofDay);
        Verdict(Ward.Order, "series-cap", history).ShouldBe(ofSeries);
    }

    [Fact]
    public void WithoutAKnownHistoryACapCannotBeJudged()
    {
        OrderCheck.Findings(Ward.Order, SampleProtocols.Mood, null, Ward.DefaultStart).ShouldHaveSingleItem().Path.ShouldBe("history");
        Without(mood => mood with { PerDayMg = null }).ShouldBe(1);
        Without(mood => mood with { PerDayMg = null, PerSeriesMg = null }).ShouldBe(0);

        int Without(Func<Guardrails, Guardrails> change) => OrderCheck.Findings(
            Ward.Order, SampleProtocols.Mood with { Guardrails = change(SampleProtocols.Mood.Guardrails) }, null, Ward.DefaultStart).Length;
    }

    internal static WeightRecord Record() => Ward.Order.WeightRecord!;

    internal static ImmutableArray<OrderFinding> Findings(InfusionOrder order, DoseHistory? history = null) =>
        OrderCheck.Findings(order, SampleProtocols.Mood, history ?? DoseHistory.Nothing, Ward.DefaultStart);

    internal static GuardrailVerdict? Verdict(InfusionOrder order, string path, DoseHistory? history = null) =>
        Findings(order, history).SingleOrDefault(finding => finding.Path == path)?.Verdict;

    /// <summary>A dose for 70 kg in 1 mg/mL with the rate that gives it in that time.</summary>
    internal static InfusionOrder Ordered(decimal milligrams, double minutes)
    {
        var duration = TimeSpan.FromMinutes(minutes);
        var order = Ward.Order with { Dose = Mass.FromMilligrams(milligrams), Duration = duration };
        return order with { Rate = order.Volume / duration };
    }

    static Concentration Of(double milligramsPerMillilitre) => Concentration.FromMilligramsPerMillilitre((decimal)milligramsPerMillilitre);
}
