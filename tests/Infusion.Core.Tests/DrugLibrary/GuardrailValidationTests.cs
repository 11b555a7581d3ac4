using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Tests.DrugLibrary;

public class GuardrailValidationTests
{
    static readonly InfusionProtocol Sound = SampleProtocols.Pain;

    [Theory]
    [InlineData(6, 5, 10, 20, "guardrails.totalDoseMg.softLow")]
    [InlineData(1, 11, 10, 20, "guardrails.totalDoseMg.softHigh")]
    [InlineData(1, 5, 21, 20, "guardrails.totalDoseMg.hardHigh")]
    [InlineData(-1, 5, 10, 20, "guardrails.totalDoseMg.hardLow")]
    [InlineData(1, 5, 10, 10_001, "guardrails.totalDoseMg.hardHigh")]
    public void BoundsStandInOrder(int hardLow, int softLow, int softHigh, int hardHigh, string path) =>
        Faults(With(total: new Guardrail(hardLow, softLow, softHigh, hardHigh))).ShouldContain(path);

    [Fact]
    public void BoundsMayBeEqual() => Faults(With(total: new Guardrail(260m, 260m, 500m, 500m))).ShouldBeEmpty();

    [Fact]
    public void SoftBoundsMayBeAbsent() => Faults(With(total: new Guardrail(10m, null, null, 500m))).ShouldBeEmpty();

    [Fact]
    public void OrderIsSeenAcrossAnAbsentBound() =>
        Faults(With(total: new Guardrail(400m, null, 300m, 500m))).ShouldBe(["guardrails.totalDoseMg.softHigh"]);

    [Theory]
    [InlineData(null, 500, "guardrails.totalDoseMg.hardLow")]
    [InlineData(10, null, "guardrails.totalDoseMg.hardHigh")]
    public void HardBoundsMustBeGiven(int? low, int? high, string path) => Faults(With(total: new Guardrail(low, 80m, 300m, high))).ShouldBe([path]);

    [Theory]
    [InlineData(1, 0, 0.01, null)]
    [InlineData(365, 0.1, 0.5, null)]
    [InlineData(0, 0.02, 0.1, "guardrails.seriesBreak")]
    [InlineData(14, -0.01, 0.1, "guardrails.doseMismatchFraction")]
    [InlineData(14, 0.11, 0.1, "guardrails.doseMismatchFraction")]
    [InlineData(14, 0.02, 0, "guardrails.weightChangeFraction")]
    [InlineData(14, 0.02, 0.51, "guardrails.weightChangeFraction")]
    public void WhatAnOrderIsComparedByLiesWithinReason(int seriesDays, double mismatch, double change, string? path)
    {
        var bounds = Sound.Guardrails with
        {
            SeriesBreak = TimeSpan.FromDays(seriesDays),
            DoseMismatchFraction = (decimal)mismatch,
            WeightChangeFraction = (decimal)change,
        };

        Faults(Sound with { Guardrails = bounds }).ShouldBe(path is null ? [] : [path]);
    }

    [Fact]
    public void ABolusNeedsNoLowerBoundButAHighOne()
    {
        Faults(Sound with { Guardrails = Sound.Guardrails with { BolusMgPerKg = null } }).ShouldBeEmpty();
        Faults(Bolus(new Guardrail(null, null, 0.2m, null))).ShouldBe(["guardrails.bolusMgPerKg.hardHigh"]);
        Faults(Bolus(new Guardrail(null, null, 0.2m, 8.1m))).ShouldBe(["guardrails.bolusMgPerKg.hardHigh"]);
    }

    [Fact]
    public void NothingCanBeOrderedUnderAHighestOfZero() =>
        Faults(Bolus(new Guardrail(null, null, null, 0m))).ShouldBe(["guardrails.bolusMgPerKg.hardHigh"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(51)]
    public void TheUsualDoseIsANumberThatCanBe(int dose) => Faults(Sound with { UsualDoseMgPerKg = dose }).ShouldBe(["usualDoseMgPerKg"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-240)]
    [InlineData(1441)]
    public void TheUsualDurationIsATimeThatCanBe(int minutes) =>
        Faults(Sound with { UsualDuration = TimeSpan.FromMinutes(minutes) }).ShouldBe(["usualDuration"]);

    [Fact]
    public void WhatIsUsualNeedsNoOverride()
    {
        // 0.4 mg/kg over 4 h is below the soft bound of 0.5 mg/kg, and its rate of 0.1 below that of 0.2.
        Messages(Sound with { UsualDoseMgPerKg = 0.4m }).ShouldBe(
            [
                "usualDoseMgPerKg is 0.4 mg/kg, beyond 0.5 of guardrails.doseMgPerKg: every order would begin outside it",
                "usualDoseMgPerKg is 0.1 mg/kg/h in the usual duration, beyond 0.2 of guardrails.rateMgPerKgPerHour: every order would begin outside it",
            ]);
        Faults(Sound with { UsualDuration = TimeSpan.FromMinutes(301) }).ShouldBe(["usualDuration"]);
    }

    [Theory]
    [InlineData(130, true)]
    [InlineData(131, false)]
    public void TheHeaviestUsualWeightMayHaveTheUsualDose(int kilograms, bool isSound)
    {
        var bounds = Sound.Guardrails with { TotalDoseMg = new Guardrail(10m, 80m, 200m, 260m), WeightKg = new Guardrail(30m, 45m, kilograms, 250m) };

        Faults(Sound with { Guardrails = bounds }).ShouldBe(isSound ? [] : ["guardrails.totalDoseMg"]);
    }

    [Theory]
    [InlineData(500, 5_000, null)]
    [InlineData(499, 5_000, "guardrails.perDayMg")]
    [InlineData(0, 5_000, "guardrails.perDayMg")]
    [InlineData(600, 599, "guardrails.perSeriesMg")]
    [InlineData(null, 499, "guardrails.perSeriesMg")]
    [InlineData(null, 500, null)]
    [InlineData(null, 0, "guardrails.perSeriesMg")]
    [InlineData(null, null, null)]
    public void CapsLeaveRoomForOneInfusion(int? day, int? series, string? path) =>
        Faults(Sound with { Guardrails = Sound.Guardrails with { PerDayMg = day, PerSeriesMg = series } }).Distinct().ShouldBe(path is null ? [] : [path]);

    static InfusionProtocol With(Guardrail total) => Sound with { Guardrails = Sound.Guardrails with { TotalDoseMg = total, PerDayMg = null, PerSeriesMg = null } };

    static InfusionProtocol Bolus(Guardrail bolus) => Sound with { Guardrails = Sound.Guardrails with { BolusMgPerKg = bolus } };

    static IEnumerable<string> Faults(InfusionProtocol protocol) => ProtocolValidation.Validate(protocol).Select(fault => fault.Path);

    static IEnumerable<string> Messages(InfusionProtocol protocol) => ProtocolValidation.Validate(protocol).Select(fault => $"{fault.Path} {fault.Message}");
}
