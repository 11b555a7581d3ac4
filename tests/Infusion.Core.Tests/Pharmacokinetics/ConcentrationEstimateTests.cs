using FsCheck.Xunit;
using Infusion.Core.Clinics;
using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Pharmacokinetics;

/// <summary>70 kg, 35 mg ordered at 52.5 mL/h of 1 mg/mL.</summary>
public class ConcentrationEstimateTests
{
    [Fact]
    public void GivenTheUsualInfusion_ThenTheEstimateIsThatOfTheGoldenTable()
    {
        var ward = Begun();
        Run(ward, 40 * 60, 0m);
        Run(ward, (5 * 60) + 1, 35m, PumpStatus.NotInfusing);

        var estimate = ward.Live.Estimate;
        estimate.AsOf.ShouldBe(ward.Now);
        estimate.Notes.ShouldBe(EstimateNotes.None);
        estimate.IsValid(ward.Now).ShouldBeTrue();
        estimate.Plasma.LowNgPerMl.ShouldBe(91.41, 0.3);
        estimate.Plasma.HighNgPerMl.ShouldBe(183.3, 0.3);
        (estimate.Plasma.LowModel, estimate.Plasma.HighModel).ShouldBe(("Domino", "Hijazi"));
        estimate.LeftMilligrams(Ward.Order).ShouldBe(0m, 0.0001m);
    }

    [Fact]
    public void GivenAPauseAndABolus_ThenBothAreIn()
    {
        var ward = Begun();
        Run(ward, 600, 0m);
        Run(ward, 120, 8.75m, PumpStatus.NotInfusing);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 8.75m, PumpMode.Bolus);
        ward.After(10).Pump(PumpStatus.Infusing, 600m, 10.75m, PumpMode.Bolus);
        ward.Live.Estimate.RateMlPerHour.ShouldBe(0m);
        Run(ward, 61, 10.75m);

        var expected = new ModelledBody(Ward.Order.Weight);
        expected.Step(8.75, 10);
        expected.Step(0, 121 / 60.0);
        expected.Step(2, 10 / 60.0);
        expected.Step(0.875 * 61 / 60, 61 / 60.0);
        ShouldBeNear(ward.Live.Estimate, expected);
    }

    [Fact]
    public void GivenSilence_ThenItFreezesAndIsNotValid_UntilThePumpSpeaks_AndWhatItGaveIsSpreadOverTheSilence()
    {
        var ward = Begun();
        Run(ward, 600, 0m);
        var (before, asOf) = (ward.Live.Estimate.Plasma, ward.Live.Estimate.AsOf);
        ward.After(14.9m);
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeTrue();
        ward.After(0.1m);
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeFalse();
        ward.After(285).Vital(Metric.SpO2, 97m);
        (ward.Live.Estimate.Plasma, ward.Live.Estimate.AsOf).ShouldBe((before, asOf));

        ward.Pump(PumpStatus.Infusing, 52.5m, 13.125m);

        ward.Live.Estimate.IsValid(ward.Now).ShouldBeTrue();
        ward.Live.Estimate.Notes.ShouldBe(EstimateNotes.SilenceFilled);
        var expected = new ModelledBody(Ward.Order.Weight);
        expected.Step(13.125, 15);
        ShouldBeNear(ward.Live.Estimate, expected);
    }

    [Fact]
    public void GivenNoCounterWasEverHeard_ThenThereIsNone()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeFalse();
        ward.Pump(PumpStatus.Infusing, 52.5m);

        (ward.Live.Estimate.AsOf, ward.Live.Estimate.PlasmaPeakIfItGoesOn).ShouldBe((null, null));
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeFalse();
    }

    [Fact]
    public void GivenThePumpRanBeforeItWasHeardHere_ThenTheEstimateSaysThatItKnowsNothingOfThat()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 100m);

        ward.Live.Estimate.Notes.ShouldBe(EstimateNotes.EarlierUnknown);
    }

    [Fact]
    public void GivenVolumeBetweenTheLastWordBeforeTheAssociationAndTheFirstAfter_ThenItCameSinceTheAssociation()
    {
        var ward = new Ward().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 100m);
        ward.Infusing();
        var attachedAt = ward.Now;
        ward.After(10).Pump(PumpStatus.Infusing, 52.5m, 100.1m);

        ward.Live.Estimate.AsOf.ShouldBe(ward.Now);
        var expected = new ModelledBody(Ward.Order.Weight);
        expected.Step(0.1, (ward.Now - attachedAt).TotalMinutes);
        ShouldBeNear(ward.Live.Estimate, expected);
    }

    [Theory]
    [InlineData(1, EstimateNotes.None)]
    [InlineData(2, EstimateNotes.ConcentrationDiffers)]
    public void GivenThePumpStatesAConcentration_WhenItDiffers_ThenTheOrdersIsUsedAndTheEstimateSaysSo(int stated, EstimateNotes expected)
    {
        var ward = Begun();
        ward.After(1).Observe(ward.NewReading(
            "pump-1", new Sample(Metric.DrugConcentration, stated, Quality.Valid), new Sample(Metric.VolumeDeliveredTotal, 0m, Quality.Valid)));
        Run(ward, 600, 0m);

        ward.Live.Estimate.Notes.ShouldBe(expected);
        ward.Live.Estimate.LeftMilligrams(Ward.Order).ShouldBe(26.25m, 0.1m);
    }

    [Fact]
    public void GivenALateOrASecondReading_ThenTheEstimateStaysAsItIs()
    {
        var ward = Begun();
        Run(ward, 300, 0m);
        var before = (ward.Live.Estimate.Plasma, ward.Live.Estimate.AsOf, ward.Live.Estimate.HeardAt);
        ward.After(1);
        var late = ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, 30m, Quality.Valid));
        ward.Observe(late with { FlaggedLate = true }).ShouldBe(ObserveOutcome.Late);
        ward.Observe(late).ShouldBe(ObserveOutcome.Duplicate);

        (ward.Live.Estimate.Plasma, ward.Live.Estimate.AsOf, ward.Live.Estimate.HeardAt).ShouldBe(before);
    }

    [Fact]
    public void GivenAPumpReleasedAndAnother_ThenItGoesOnWithTheOther()
    {
        var ward = Begun();
        Run(ward, 60, 0m);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1")).After(30);
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeFalse();
        ward.Attach("pump-2", DeviceKind.Pump).After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 400m, device: "pump-2");
        ward.After(60).Pump(PumpStatus.Infusing, 52.5m, 400.875m, device: "pump-2");

        ward.Live.Estimate.LeftMilligrams(Ward.Order).ShouldBe(33.25m, 0.0001m);
        ward.Live.Estimate.IsValid(ward.Now).ShouldBeTrue();
    }

    [Fact]
    public void GivenAPumpThatSaysNothingButItsCounter_ThenTheEstimateFollowsIt_AndSupposesNothingOfItsRate()
    {
        var ward = new Ward().Infusing();
        for (var second = 0; second <= 40 * 60; second += 2)
        {
            ward.After(2).Observe(ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, second * 52.5m / 3600m, Quality.Valid)));
        }

        ward.Live.Estimate.Plasma.HighNgPerMl.ShouldBe(253.1, 0.1);
        ward.Live.Estimate.RateMlPerHour.ShouldBeNull();
        ((double)ward.Live.Estimate.PlasmaPeakIfItGoesOn!.Value).ShouldBe(253.1, 0.1);
    }

    [Fact]
    public void GivenAPumpThatSaysOnlyWhatItIsProgrammedTo_ThenThatIsItsRate()
    {
        var ward = Begun();
        ward.After(1).Observe(ward.NewReading("pump-2"));
        var other = new Ward().Infusing().After(1);
        other.Pump(PumpStatus.Infusing, null, 0m, programmed: 60m);

        other.Live.Estimate.RateMlPerHour.ShouldBe(60m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 0m, programmed: 60m);
        ward.After(1).Pump(PumpStatus.Infusing, null, 0m, programmed: 60m);
        ward.Live.Estimate.RateMlPerHour.ShouldBe(52.5m);
    }

    [Fact]
    public void WhatAForecastBeginsFromIsACopy()
    {
        var ward = Begun();
        Run(ward, 60, 0m);
        ward.Live.Estimate.Body().Step(10, 0);

        ward.Live.Estimate.Plasma.HighNgPerMl.ShouldBe(ward.Live.Estimate.Body().Plasma.HighNgPerMl);
    }

    [Theory]
    [InlineData(52.5, 253.1)]
    [InlineData(525, 1479)]
    public void GivenARate_ThenThePeakIsThatOfTheOrderedDoseAtThatRate(double rate, double peak)
    {
        var ward = Begun();
        Run(ward, 10, 0m, rate: (decimal)rate);

        ((double)ward.Live.Estimate.PlasmaPeakIfItGoesOn!.Value).ShouldBe(peak, peak * 0.001);
    }

    [Property(MaxTest = 40)]
    public void RecalledOrToldOnceMore_TheSameEstimate(byte[] script)
    {
        var ward = new Ward().Infusing();
        var total = 0m;
        foreach (var step in script)
        {
            var status = step % 7 == 0 ? PumpStatus.NotInfusing : PumpStatus.Infusing;
            total = step % 23 == 5 ? 0m : total + (step % 4 * 0.3m);
            ward.After(step % 31);
            var device = step % 13 == 4 ? "pump-2" : "pump-1";
            ward.Pump(status, 40m + (step % 5 * 10m), total, step % 11 == 3 ? PumpMode.Bolus : PumpMode.Continuous, device: device);
            if (step % 17 == 2)
            {
                var late = ward.NewReading(device, new Sample(Metric.VolumeDeliveredTotal, total + 3m, Quality.Valid)) with { FlaggedLate = true };
                ward.Observe(late);
                ward.Observe(late);
                ward.Observe(ward.NewReading(device));
            }

            if (step % 29 == 1 && ward.Live.State.Attached(DeviceKind.Pump) is { Device: var attached })
            {
                ward.After(1).Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", attached));
                ward.After(1).Attach(attached == "pump-1" ? "pump-2" : "pump-1", DeviceKind.Pump);
            }
        }

        var course = ConcentrationCourse.Of(ward.Live.State, ward.Stored.Select(reading => (reading, reading.At!.Value)), TimeSpan.FromSeconds(30));
        ShouldBeAlike(ward.Rebuilt(null).Sessions[Ward.FirstSession].Estimate, ward.Live.Estimate);
        ShouldBeAlike(course.Estimate, ward.Live.Estimate);
        course.Points.Select(point => point.At).ShouldBeInOrder();
    }

    [Fact]
    public void ACourseBeginsWhereTheCounterIsHeard_AndCountsNothingTwice()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);
        Run(ward, 60, 0m);
        var late = ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, 30m, Quality.Valid)) with { FlaggedLate = true };
        ward.Observe(late);
        ward.Vital(Metric.SpO2, 97m);
        var stored = ward.Stored.Append(ward.Stored[10]).ToList();

        var course = ConcentrationCourse.Of(ward.Live.State, stored.Select(reading => (reading, reading.At!.Value)), TimeSpan.FromSeconds(30));

        course.Points[0].At.ShouldBe(Ward.DefaultStart.AddSeconds(2));
        ShouldBeAlike(course.Estimate, ward.Live.Estimate);
    }

    [Fact]
    public void ACourseHasAPointEachHalfMinute_AndSaysWhereThePumpWasSilent()
    {
        var ward = Begun();
        Run(ward, 300, 0m);
        ward.After(60);
        Run(ward, 300, 5.25m);

        var points = ConcentrationCourse.Of(ward.Live.State, ward.Stored.Select(reading => (reading, reading.At!.Value)), TimeSpan.FromSeconds(30)).Points;

        points.Count(point => point.IsAfterSilence).ShouldBe(1);
        points.Length.ShouldBeInRange(19, 22);
        points[^1].Plasma.HighNgPerMl.ShouldBe(ward.Live.Estimate.Plasma.HighNgPerMl, 10);
    }

    static Ward Begun()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 0m);
        return ward;
    }

    static void Run(Ward ward, int seconds, decimal from, PumpStatus status = PumpStatus.Infusing, decimal rate = 52.5m)
    {
        var flow = status == PumpStatus.Infusing ? rate : 0m;
        for (var second = 1; second <= seconds; second++)
        {
            ward.After(1).Pump(status, flow, from + (second * flow / 3600m));
        }
    }

    static void ShouldBeNear(ConcentrationEstimate actual, ModelledBody expected)
    {
        actual.Plasma.LowNgPerMl.ShouldBe(expected.Plasma.LowNgPerMl, 0.02 * expected.Plasma.LowNgPerMl);
        actual.Plasma.HighNgPerMl.ShouldBe(expected.Plasma.HighNgPerMl, 0.02 * expected.Plasma.HighNgPerMl);
        actual.EffectSite.HighNgPerMl.ShouldBe(expected.EffectSite.HighNgPerMl, 0.02 * expected.EffectSite.HighNgPerMl);
    }

    static void ShouldBeAlike(ConcentrationEstimate actual, ConcentrationEstimate expected)
    {
        (actual.AsOf, actual.HeardAt, actual.Notes, actual.RateMlPerHour).ShouldBe((expected.AsOf, expected.HeardAt, expected.Notes, expected.RateMlPerHour));
        (actual.Plasma, actual.EffectSite, actual.PlasmaPeakIfItGoesOn).ShouldBe((expected.Plasma, expected.EffectSite, expected.PlasmaPeakIfItGoesOn));
    }
}
