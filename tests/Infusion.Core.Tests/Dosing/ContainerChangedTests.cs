using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class ContainerChangedTests
{
    [Fact]
    public void GivenPartWasGiven_WhenThePumpIsSetToGiveMoreAgain_ThenANewContainer()
    {
        var ward = Running(20m, 20m);
        ward.After(1).Set(PumpStatus.Infusing, 15m, total: 20m);
        ward.After(1).Set(PumpStatus.Infusing, 35m, total: 20.1m);
        ward.After(1).Set(PumpStatus.Infusing, 35m, total: 20.2m);

        ward.All<ContainerChanged>().ShouldHaveSingleItem().ShouldBe(
            new ContainerChanged(ward.Now.AddSeconds(-1), "pump-1", Volume.FromMillilitres(35m), Volume.FromMillilitres(20.1m)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void GivenTheCounterBeganAnew_ThenANewContainer_UnlessThePumpWasRestarted(bool isRestarted, int expected)
    {
        var ward = Running(20m, null);
        var reading = ward.After(1).NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, 0.1m, Quality.Valid));
        ward.Observe(isRestarted ? reading with { Boot = "boot-2" } : reading);

        ward.All<ContainerChanged>().Count().ShouldBe(expected);
        ward.All<ContainerChanged>().ShouldAllBe(each => each.ToBeInfused == null && each.Delivered == Volume.FromMillilitres(20.1m));
        ward.Live.Delivered.ShouldBe(Volume.FromMillilitres(20.1m));
    }

    [Fact]
    public void GivenNothingWasGivenYet_ThenItIsTheFirst()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.NotInfusing, 20m);
        ward.After(1).Set(PumpStatus.NotInfusing, 35m);
        ward.After(1).Set(PumpStatus.NotInfusing, 36m, total: 0m);
        ward.After(1).Set(PumpStatus.NotInfusing, 37m, total: 0m);

        ward.All<ContainerChanged>().ShouldBeEmpty();
    }

    [Fact]
    public void GivenAnotherPumpOrARestart_ThenWhatItIsSetToIsItsFirstWord()
    {
        var ward = Running(20m, 10m);
        ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.VolumeToBeInfused, 35m, Quality.Valid)) with { Boot = "boot-2" });
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1")).Attach("pump-2", DeviceKind.Pump);
        ward.After(1).Observe(ward.NewReading("pump-2", new Sample(Metric.VolumeToBeInfused, 50m, Quality.Valid)) with { Boot = "boot-2" });

        ward.All<ContainerChanged>().ShouldBeEmpty();
    }

    static Ward Running(decimal millilitres, decimal? toBeInfused)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.Infusing, toBeInfused, total: 0m, rate: 52.5m);
        ward.After(1).Set(PumpStatus.Infusing, toBeInfused, total: millilitres, rate: 52.5m);
        return ward;
    }
}
