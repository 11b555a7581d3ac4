using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class ReconciliationTests
{
    [Fact]
    public void TheOrderInAllItsUnits()
    {
        var ordered = Of(new Ward().Planned()).Ordered;

        ordered.ShouldBe(new DoseColumn(
            "ketamine", Mass.FromMilligrams(35m), Volume.FromMillilitres(35m), Concentration.FromMilligramsPerMillilitre(1m),
            Rate.FromMillilitresPerHour(52.5m), 0.75m, 40m));
    }

    [Fact]
    public void WhatIsNotSaidIsUnknown_AndDiffersFromNothing()
    {
        var account = Of(new Ward().Ready());

        account.Programmed.ShouldBe(new DoseColumn(null, null, null, null, null, null, null));
        account.Delivered.ShouldBe(new DoseColumn(null, null, null, null, null, null, null));
        (account.ExpectedByNow, account.AheadMg, account.Differences).ShouldBe((null, null, DoseDifference.None));
        Reconciliation.Of(new Ward().Ready().Live, null, null, Ward.DefaultStart).Programmed.ShouldBe(account.Programmed);
        Of(new Ward().Infusing().After(60)).AheadMg.ShouldBeNull();
    }

    [Fact]
    public void TheProgrammeInAllItsUnits()
    {
        var ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.NotInfusing, 50m, 0.7m, 75m);

        Of(ward).Programmed.ShouldBe(new DoseColumn(
            "ketamine", Mass.FromMilligrams(35m), Volume.FromMillilitres(50m), Concentration.FromMilligramsPerMillilitre(0.7m),
            Rate.FromMillilitresPerHour(75m), 0.75m, 40m));

        ward.After(1).Set(PumpStatus.NotInfusing, programmed: 0m);
        Of(ward).Programmed.Minutes.ShouldBeNull();
        ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateProgrammed, null, Quality.Invalid)));
        Of(ward).Programmed.Rate.ShouldBeNull();
    }

    [Fact]
    public void WhatWasDelivered_WithPausesBolusesAndKeepVeinOpen()
    {
        var ward = new Ward().Infusing();
        Run(ward, 600, 0.01m, 0m);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 6m);
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(59);
        Of(ward).Paused.ShouldBe(TimeSpan.FromSeconds(59));
        ward.After(1).Accept(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Pump(PumpStatus.Infusing, 600m, 6m, PumpMode.Bolus);
        ward.After(10).Pump(PumpStatus.Infusing, 2m, 8m, PumpMode.KeepVeinOpen);
        ward.After(10).Pump(PumpStatus.Infusing, 2m, 8.1m, PumpMode.KeepVeinOpen);
        ward.After(10).Pump(PumpStatus.NotInfusing, 0m, 8.2m, PumpMode.KeepVeinOpen);

        var account = Of(ward);

        (account.Delivered.Dose!.Value.Milligrams, account.Delivered.Volume!.Value.Millilitres).ShouldBe((8.2m, 8.2m));
        (account.Delivered.Rate, account.Delivered.MilligramsPerKilogramPerHour).ShouldBe((default(Rate), 0m));
        account.Delivered.Minutes.ShouldBe(631m / 60m);
        (account.Boluses, account.BolusVolume.Millilitres, account.KeepVeinOpen.Millilitres).ShouldBe((1, 2m, 0.2m));
        (account.Segments, account.Paused).ShouldBe((3, TimeSpan.FromSeconds(60)));
        account.ExpectedByNow!.Value.Milligrams.ShouldBe(52.5m * 631m / 3600m, 1e-9m);
        account.AheadMg!.Value.ShouldBe(8.2m - (52.5m * 631m / 3600m), 1e-9m);
    }

    [Fact]
    public void ItRunsAsItSays_UntilItsWordIsStale()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 105m);
        Of(ward).Delivered.MilligramsPerKilogramPerHour.ShouldBe(1.5m);
        Of(ward.After(15)).Delivered.Rate.ShouldBeNull();

        ward.Pump(PumpStatus.Unknown, 105m);
        ward.After(1).Observe(ward.NewReading("pump-1") with { Boot = "boot-2" });
        Of(ward).Delivered.Rate.ShouldBeNull();
        ward.After(1).Observe(ward.NewReading("pump-1") with { Boot = "boot-2", Seq = 99, Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, null) });
        Of(ward).Delivered.Rate.ShouldBeNull();
    }

    [Fact]
    public void WhatShouldHaveBeenGivenEndsWithTheDose() =>
        Of(new Ward().Infusing().After(9000)).ExpectedByNow.ShouldBe(Mass.FromMilligrams(35m));

    [Fact]
    public void BeforeTheChartedStartNothingIsExpected()
    {
        var ward = new Ward().Infusing();

        Reconciliation.Of(ward.Live, null, null, ward.Now.AddSeconds(-1)).ExpectedByNow.ShouldBeNull();
    }

    [Theory]
    [InlineData("", DoseDifference.None)]
    [InlineData("drug", DoseDifference.ProgrammedDrug)]
    [InlineData("volume", DoseDifference.ProgrammedVolume)]
    [InlineData("concentration", DoseDifference.ProgrammedConcentration)]
    [InlineData("programmed rate", DoseDifference.ProgrammedRate)]
    [InlineData("rate", DoseDifference.DeliveredRate)]
    [InlineData("dose", DoseDifference.DeliveredDose | DoseDifference.Expected)]
    [InlineData("expected", DoseDifference.Expected)]
    [InlineData("the rest", DoseDifference.Expected)]
    public void EachDifferenceIsNamed(string what, DoseDifference expected)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.Infusing, 35m, 1m, 52.5m, 0m, rate: 52.5m);
        ward.After(1).Set(
            PumpStatus.Infusing,
            what switch { "volume" => 350m, "the rest" => 25m, _ => 35m },
            what == "concentration" ? 10m : 1m,
            what == "programmed rate" ? 60m : 52.5m,
            what switch { "dose" => 37m, "expected" => 2m, "the rest" => 10m, _ => 0.01m },
            what == "drug" ? "propofol" : "Ketalar",
            what == "rate" ? 60m : 52.5m);

        Of(ward).Differences.ShouldBe(expected);
    }

    [Fact]
    public void WhileItDoesNotInfuseItsRateIsNotHeldAgainstTheOrder()
    {
        var ward = new Ward().Paused().After(1);
        ward.Pump(PumpStatus.Infusing, 60m);
        Of(ward).Differences.ShouldBe(DoseDifference.None);

        var protocolUnknown = new Ward().Ready().After(1);
        protocolUnknown.Set(PumpStatus.NotInfusing, drug: "propofol");
        Reconciliation.Of(protocolUnknown.Live, protocolUnknown.State.Devices["pump-1"], null, protocolUnknown.Now)
            .Differences.ShouldBe(DoseDifference.None);
    }

    static Reconciliation Of(Ward ward) =>
        Reconciliation.Of(ward.Live, ward.State.Devices["pump-1"], SampleProtocols.Mood, ward.Now);

    static void Run(Ward ward, int seconds, decimal millilitresASecond, decimal from)
    {
        ward.Pump(PumpStatus.Infusing, 52.5m, from);
        for (var second = 1; second <= seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 52.5m, from + (second * millilitresASecond));
        }
    }
}
