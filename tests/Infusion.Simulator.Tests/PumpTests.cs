using Infusion.Simulator.Protocol;
using Infusion.Simulator.Pumps;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class PumpTests
{
    readonly InfusionPump _pump = new(PumpProgramme.Default);

    [Fact]
    public void Forty_minutes_at_52_5_mL_per_hour_are_exactly_35_mL()
    {
        _pump.Start();
        Run(2399);
        _pump.State.ShouldBe(PumpState.Infusing);
        Run(1);

        _pump.DeliveredTotalMl.ShouldBe(35m);
        _pump.RemainingMl.ShouldBe(0m);
        _pump.State.ShouldBe(PumpState.KeepVeinOpen);
    }

    [Fact]
    public void The_parts_add_up_to_the_total()
    {
        _pump.Start();

        var parts = Enumerable.Range(0, 600).Sum(_ => _pump.Advance(TimeSpan.FromSeconds(1)));

        parts.ShouldBe(8.75m, 1e-20m);
        _pump.DeliveredTotalMl.ShouldBe(8.75m);
    }

    [Fact]
    public void A_pause_delivers_nothing_and_the_volume_goes_on_after_it()
    {
        _pump.Start();
        Run(600);
        _pump.Pause();
        _pump.CurrentRateMlPerH.ShouldBe(0m);
        Run(300);
        _pump.DeliveredTotalMl.ShouldBe(8.75m);

        _pump.Start();
        Run(600);

        _pump.DeliveredTotalMl.ShouldBe(17.5m);
        _pump.DeliveredSegmentMl.ShouldBe(17.5m);
    }

    [Fact]
    public void An_occlusion_stops_the_pump_and_alarms_until_it_is_started_again()
    {
        _pump.Start();
        Run(60);
        _pump.Occlude();
        Run(90);

        _pump.DeliveredTotalMl.ShouldBe(0.875m);
        var reading = PumpReading.Of(_pump);
        reading.States["MDC_PUMP_INFUSING_STATUS"].ShouldBe("pump-status-not-infusing");
        reading.Alerts.ShouldBe([new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", "high", "Occlusion")]);

        _pump.Start();
        Run(60);
        _pump.DeliveredTotalMl.ShouldBe(1.75m);
        PumpReading.Of(_pump).Alerts.ShouldBeEmpty();
    }

    [Fact]
    public void A_fault_stops_the_pump_and_a_warning_does_not()
    {
        var (air, battery) = (new DeviceAlert("MDC_EVT_FLUID_LINE_AIR", "high", "Air in line"), new DeviceAlert("MDC_EVT_BATT_LO", "low", "Battery low"));
        _pump.Start();
        _pump.Warning = battery;
        Run(60);
        PumpReading.Of(_pump).Alerts.ShouldBe([battery]);
        _pump.DeliveredTotalMl.ShouldBe(0.875m);

        _pump.Fail(air);
        Run(60);
        _pump.DeliveredTotalMl.ShouldBe(0.875m);
        PumpReading.Of(_pump).Alerts.ShouldBe([air, battery]);

        _pump.Warning = null;
        _pump.Start();
        Run(60);
        _pump.DeliveredTotalMl.ShouldBe(1.75m);
        PumpReading.Of(_pump).Alerts.ShouldBeEmpty();
    }

    [Fact]
    public void After_the_volume_the_vein_is_kept_open_for_two_minutes_and_then_the_pump_stops_for_good()
    {
        _pump.Start();
        Run(2400);
        PumpReading.Of(_pump).States["MDC_PUMP_MODE"].ShouldBe("pump-mode-kvo");
        _pump.CurrentRateMlPerH.ShouldBe(2m);
        Run(120);

        _pump.State.ShouldBe(PumpState.Complete);
        _pump.DeliveredSegmentMl.ShouldBe(240m / 3600m);
        _pump.DeliveredTotalMl.ShouldBe((126_000m + 240m) / 3600m);

        _pump.Start();
        Run(600);
        _pump.State.ShouldBe(PumpState.Complete);
        _pump.CurrentRateMlPerH.ShouldBe(0m);
    }

    [Fact]
    public void A_step_across_the_end_of_the_volume_is_split_exactly()
    {
        var pump = new InfusionPump(new PumpProgramme(3600m, 1.5m, 1m));
        pump.Start();

        pump.Advance(TimeSpan.FromSeconds(2));

        // 1.5 s at 1 mL/s, then 0.5 s at 2 mL/h.
        pump.DeliveredTotalMl.ShouldBe((5400m + 1m) / 3600m);
        pump.RemainingMl.ShouldBe(0m);
    }

    void Run(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _pump.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
