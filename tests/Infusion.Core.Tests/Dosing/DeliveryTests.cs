using FsCheck.Xunit;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class DeliveryTests
{
    [Theory]
    [InlineData(new[] { 100.0, 101, 103.5 }, 3.5)]
    [InlineData(new[] { 100.0, 101, 0, 2 }, 3)]
    [InlineData(new[] { 100.0, 101, 0.25, 2 }, 3)]
    [InlineData(new[] { 100.0, 101, 100.9, 101, 102 }, 2)]
    [InlineData(new[] { 0.0, 0, 0 }, 0)]
    public void GivenACounter_ThenItsDifferencesAreDelivered(double[] totals, double expected)
    {
        var ward = new Ward().Infusing();
        foreach (var total in totals)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 52.5m, (decimal)total);
        }

        ward.Live.Delivered.ShouldBe(Volume.FromMillilitres((decimal)expected));
        ward.Live.DeliveredAsOf.ShouldBe(ward.Now);
    }

    [Fact]
    public void GivenACounterHeardJustBefore_ThenItCountsFromThere_ButNotFromAnOldWord()
    {
        var ward = new Ward().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 100m);
        ward.Infusing().After(5).Pump(PumpStatus.Infusing, 52.5m, 101m);
        ward.Live.Delivered!.Value.Millilitres.ShouldBe(1m);

        var old = new Ward().After(1);
        old.Pump(PumpStatus.NotInfusing, 0m, 100m);
        old.After(60).Infusing().After(5).Pump(PumpStatus.Infusing, 52.5m, 101m);
        old.Live.Delivered!.Value.Millilitres.ShouldBe(0m);
    }

    [Fact]
    public void GivenANewBoot_ThenItsCounterGoesOn_AndItsStateIsSaidAnew()
    {
        var ward = Running(10m);
        ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, 0.5m, Quality.Valid)) with { Boot = "boot-2" });

        ward.Live.Delivered!.Value.Millilitres.ShouldBe(10.5m);
        ward.Live.Pump.ShouldBeNull();
        ward.State.Devices["pump-1"].RateMlPerHour.ShouldBeNull();
    }

    [Fact]
    public void GivenAnotherPump_ThenBothCount()
    {
        var ward = Running(10m);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1")).Attach("pump-2", DeviceKind.Pump);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 300m, device: "pump-2");
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 302m, device: "pump-2");

        ward.Live.Delivered!.Value.Millilitres.ShouldBe(12m);
        ward.All<DeliveryStopped>().ShouldHaveSingleItem().SegmentVolume.Millilitres.ShouldBe(10m);
    }

    [Fact]
    public void GivenAProgrammedChange_ThenANewSegmentAtOnce()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m, programmed: 52.5m);
        ward.After(60).Pump(PumpStatus.Infusing, 52.5m, 0.875m, programmed: 60m);
        ward.After(3).Pump(PumpStatus.Infusing, 60m, 0.925m, programmed: 60m);
        ward.After(60).Pump(PumpStatus.NotInfusing, 0m, 1.925m, programmed: 60m);

        var start = Ward.DefaultStart.AddSeconds(1);
        ward.Events.Select(each => each.Event).Where(each => each is DeliveryStarted or RateChanged or DeliveryStopped).ShouldBe(
        [
            new DeliveryStarted(start, "pump-1", MlPerHour(52.5m)),
            new RateChanged(start.AddSeconds(60), "pump-1", MlPerHour(52.5m), MlPerHour(60m), Volume.FromMillilitres(0.875m)),
            new DeliveryStopped(start.AddSeconds(123), "pump-1", Volume.FromMillilitres(1.05m)),
        ]);
    }

    [Theory]
    [InlineData(53.55, 20, 0)]
    [InlineData(53.56, 4, 0)]
    [InlineData(53.56, 5, 1)]
    [InlineData(51.44, 20, 1)]
    public void GivenTheRateDrifts_WhenByMoreThanTwoPercentForFiveSeconds_ThenANewSegmentFromWhereItBegan(double rate, int seconds, int expected)
    {
        var ward = Running(1m).After(1);
        var began = ward.Now;
        ward.Pump(PumpStatus.Infusing, (decimal)rate, 1.1m);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, (decimal)rate, 1.2m);
        }

        var changed = ward.All<RateChanged>().ToList();
        changed.Count.ShouldBe(expected);
        changed.ShouldAllBe(each => each.At == began && each.SegmentVolume == Volume.FromMillilitres(1.1m));
    }

    [Fact]
    public void GivenADeviationThatEnds_ThenItDoesNotCountTowardsTheNext()
    {
        var ward = Running(1m);
        foreach (var rate in new[] { 60m, 60m, 60m, 60m, 52.5m, 60m, 60m, 60m })
        {
            ward.After(1).Pump(PumpStatus.Infusing, rate);
        }

        ward.All<RateChanged>().ShouldBeEmpty();
    }

    [Fact]
    public void GivenABolus_ThenItsVolumeIsToldWhenItEnds_AndBelongsToNoSegment()
    {
        var ward = Running(1m);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 1.5m, PumpMode.Bolus);
        ward.After(5).Pump(PumpStatus.Infusing, 600m, 2.5m, PumpMode.Bolus);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 3m);
        ward.After(10).Pump(PumpStatus.NotInfusing, 0m, 4m);

        ward.All<BolusDelivered>().ShouldHaveSingleItem().Volume.Millilitres.ShouldBe(2m);
        ward.All<DeliveryStopped>().ShouldHaveSingleItem().SegmentVolume.Millilitres.ShouldBe(2m);
        ward.All<RateChanged>().ShouldBeEmpty();
        ward.Live.State.ClosedSegmentsVolume.ShouldBe(ward.Live.Delivered!.Value);
    }

    [Fact]
    public void GivenABolusFromTheStart_WhenThePumpStops_ThenItEndsToo()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 600m, 0m, PumpMode.Bolus, programmed: 52.5m);
        ward.After(2).Pump(PumpStatus.NotInfusing, 0m, 0.3m, PumpMode.Bolus);

        ward.All<DeliveryStarted>().ShouldHaveSingleItem().Rate.ShouldBe(MlPerHour(52.5m));
        ward.All<BolusDelivered>().ShouldHaveSingleItem().Volume.Millilitres.ShouldBe(0.3m);
    }

    [Fact]
    public void GivenABolusWithoutProgrammedRateOrCounter_ThenItStartsAtWhatItRunsAt_AndHasNoVolume()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 600m, mode: PumpMode.Bolus);
        ward.After(2).Pump(PumpStatus.Infusing, 52.5m);

        ward.All<DeliveryStarted>().ShouldHaveSingleItem().Rate.ShouldBe(MlPerHour(600m));
        ward.All<BolusDelivered>().ShouldBeEmpty();
        ward.Live.Delivered.ShouldBeNull();
    }

    [Fact]
    public void GivenDelivery_WhenClosed_ThenTheLastSegmentIsClosedToo()
    {
        var ward = Running(1m);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Events[^1].After!.OpenSegment.ShouldBeNull();
        ward.Events[^1].After!.ClosedSegmentsVolume.Millilitres.ShouldBe(1m);
    }

    [Property(MaxTest = 60)]
    public void ClosedSegmentsAndTheOpenOneAreWhatWasDelivered(byte[] steps)
    {
        var ward = new Ward().Infusing();
        var total = 50m;
        decimal before = 0m;
        foreach (var step in steps)
        {
            total = step % 11 == 3 ? 0m : total + (step % 7 / 10m);
            ward.After(1).Pump(step % 5 == 0 ? PumpStatus.NotInfusing : PumpStatus.Infusing, 50m + (step % 3 * 10m), total, step % 13 == 1 ? PumpMode.Bolus : PumpMode.Continuous);
            var delivered = ward.Live.Delivered!.Value;
            delivered.Millilitres.ShouldBeGreaterThanOrEqualTo(before);
            before = delivered.Millilitres;
            ward.Live.State.ClosedSegmentsVolume.ShouldBeLessThanOrEqualTo(delivered);
        }

        ward.After(1).Pump(PumpStatus.Infusing, 50m, total);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, total);
        ward.Live.State.ClosedSegmentsVolume.ShouldBe(ward.Live.Delivered!.Value);
    }

    static Ward Running(decimal millilitres)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, millilitres);
        return ward;
    }

    static Rate MlPerHour(decimal rate) => Rate.FromMillilitresPerHour(rate);
}
