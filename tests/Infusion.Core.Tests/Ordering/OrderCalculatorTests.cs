using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Ordering;

public class OrderCalculatorTests
{
    static readonly OrderDraft Draft = new()
    {
        Weight = 70m,
        Method = WeightMethod.Measured,
        WeighedOn = new(2026, 11, 23),
        DoseMgPerKg = 0.5m,
        ConcentrationMgPerMl = 1m,
        DurationMinutes = 40m,
    };

    static OrderCalculation Calculate(OrderDraft draft, InfusionProtocol? protocol = null) =>
        OrderCalculator.Calculate(draft, protocol ?? SampleProtocols.Mood, DoseHistory.Nothing, Ward.DefaultStart);

    static InfusionOrder Order(OrderDraft draft) => Calculate(draft).Order.ShouldNotBeNull();

    [Theory]
    [InlineData(1.0, null, 1, 35, 52.5)]
    [InlineData(null, 50.0, 0.7, 50, 75)]
    [InlineData(null, 100.0, 0.35, 100, 150)]
    public void TheGoldenOrder_AsConcentrationOrInAFixedVolume(double? concentration, double? volume, double mgPerMl, double millilitres, double rate)
    {
        var calculated = Calculate(Draft with { ConcentrationMgPerMl = (decimal?)concentration, TotalVolumeMl = (decimal?)volume });

        calculated.Faults.ShouldBeEmpty();
        calculated.Findings.ShouldBeEmpty();
        calculated.Order.ShouldNotBeNull().ShouldSatisfyAllConditions(
            order => order.Dose.Milligrams.ShouldBe(35m),
            order => order.Concentration.MilligramsPerMillilitre.ShouldBe((decimal)mgPerMl),
            order => order.Volume.Millilitres.ShouldBe((decimal)millilitres),
            order => order.Rate.MillilitresPerHour.ShouldBe((decimal)rate),
            order => order.Duration.ShouldBe(TimeSpan.FromMinutes(40)),
            order => order.MilligramsPerKilogramPerHour.ShouldBe(0.75m),
            order => order.OrderedMilligramsPerKilogram.ShouldBe(0.5m),
            order => order.Protocol.ShouldBe("mood"));
    }

    [Fact]
    public void PoundsBecomeKilograms_AndEachResultIsRoundedOnce()
    {
        var order = Order(Draft with { Weight = 155m, WeightUnit = WeightUnit.Pound });

        order.Weight.Kilograms.ShouldBe(70.31m);
        order.Dose.Milligrams.ShouldBe(35.16m);
        order.Rate.MillilitresPerHour.ShouldBe(52.7m);
    }

    [Fact]
    public void ADoseInMilligramsIsTakenAsItIs() =>
        Order(Draft with { DoseMgPerKg = null, DoseMg = 30m }).ShouldSatisfyAllConditions(
            order => order.Dose.Milligrams.ShouldBe(30m), order => order.OrderedMilligramsPerKilogram.ShouldBeNull());

    [Theory]
    [InlineData(WeightBasis.Ideal, Sex.Female, 59.9)]
    [InlineData(WeightBasis.Ideal, Sex.Male, 64.4)]
    [InlineData(WeightBasis.Adjusted, Sex.Female, 75.94)]
    public void AnotherBasisKeepsTheActualWeightBesideIt(WeightBasis basis, Sex sex, double kilograms)
    {
        var calculated = Calculate(Draft with { Weight = 100m, Basis = basis, HeightCm = 168.3m, Sex = sex });

        calculated.Weight!.Value.Kilograms.ShouldBe((decimal)kilograms);
        calculated.Order!.ActualWeight!.Value.Kilograms.ShouldBe(100m);
        calculated.Findings.ShouldBeEmpty();
    }

    public static TheoryData<OrderDraft, string[]> Faulty => new()
    {
        { new(), ["weight", "dose-per-kg", "concentration", "duration"] },
        { Draft with { Weight = 0m }, ["weight"] },
        { Draft with { Weight = 0.001m, WeightUnit = WeightUnit.Pound }, ["weight"] },
        { Draft with { WeightUnit = WeightUnit.Unknown }, ["weight"] },
        { Draft with { Basis = WeightBasis.Unknown }, ["weight-basis"] },
        { Draft with { Basis = WeightBasis.Ideal, Sex = Sex.Male }, ["height"] },
        { Draft with { Basis = WeightBasis.Ideal, Sex = Sex.Male, HeightCm = 251m }, ["height"] },
        { Draft with { HeightCm = 0m }, ["height"] },
        { Draft with { Basis = WeightBasis.Adjusted, HeightCm = 168m }, ["sex"] },
        { Draft with { Basis = WeightBasis.Ideal, Sex = Sex.Male, HeightCm = 150m }, ["weight-basis"] },
        { Draft with { Basis = WeightBasis.Adjusted, Sex = Sex.Male, HeightCm = 190m }, ["weight-basis"] },
        { Draft with { DoseMg = 35m }, ["dose"] },
        { Draft with { DoseMgPerKg = 100_001m }, ["dose-per-kg"] },
        { Draft with { DoseMgPerKg = null, DoseMg = -1m }, ["dose"] },
        { Draft with { TotalVolumeMl = 50m }, ["volume"] },
        { Draft with { ConcentrationMgPerMl = null, TotalVolumeMl = 0m }, ["volume"] },
        { Draft with { DurationMinutes = null }, ["duration"] },
        { Draft with { DoseMgPerKg = null, DoseMg = 0.001m }, ["dose"] },
        { Draft with { DoseMgPerKg = null, DoseMg = 1m, ConcentrationMgPerMl = null, TotalVolumeMl = 100_000m }, ["dose"] },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void WhatIsAbsentOrCannotBeIsASentence_AndNothingIsComputed(OrderDraft draft, string[] paths)
    {
        var calculated = Calculate(draft);

        calculated.Order.ShouldBeNull();
        calculated.Findings.ShouldBeEmpty();
        calculated.Faults.Select(fault => fault.Path).ShouldBe(paths);
        calculated.Faults.ShouldAllBe(fault => fault.Sentence.EndsWith('.'));
    }

    [Fact]
    public void TheLimitsOfTheProtocolSpeakWhileItIsTyped()
    {
        Calculate(Draft with { DoseMgPerKg = 0.8m }).Findings.ShouldContain(finding => finding.Path == "dose-per-kg" && finding.Verdict == GuardrailVerdict.Soft);
        Calculate(Draft with { DoseMgPerKg = 3m }).Findings.ShouldContain(finding => finding.Path == "dose" && finding.Verdict == GuardrailVerdict.Hard);
        Calculate(Draft with { ConcentrationMgPerMl = 1.5m, DoseMgPerKg = 2m, DurationMinutes = 240m }, SampleProtocols.Pain)
            .Findings.ShouldContain(finding => finding.Path == "concentration");
    }
}
