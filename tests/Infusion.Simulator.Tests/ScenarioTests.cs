using Infusion.Simulator.Protocol;
using Infusion.Simulator.Pumps;
using Infusion.Simulator.Scenarios;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class ScenarioTests
{
    /// <summary>A demo is run with any seed, so a scenario must keep its promise for all of them.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Uneventful_stays_within_ordinary_limits_and_completes(int seed)
    {
        var log = ChairLog.Of(ScenarioCatalogue.Uneventful, minutes: 60, seed);

        log.SpO2.Min().ShouldBeGreaterThanOrEqualTo(95);
        log.Monitor(Mdc.RespirationPerMin).ShouldAllBe(breaths => breaths >= 10 && breaths <= 20);
        log.Monitor(Mdc.HeartRatePerMin).ShouldAllBe(beats => beats >= 50 && beats <= 100);
        log.Monitor(Mdc.EndTidalCo2MmHg).ShouldAllBe(pressure => pressure >= 30 && pressure <= 45);
        log.Cuffs.Max(cuff => cuff.SystolicMmHg).ShouldBeLessThan(160);
        log.Cuffs.Count.ShouldBe(12);
        log.Chair.Pump.State.ShouldBe(PumpState.Complete);
        log.Seconds.ShouldAllBe(second => second.MonitorOnNetwork);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hypertension_is_above_180_in_cuffs_a_minute_apart(int seed)
    {
        var log = ChairLog.Of(ScenarioCatalogue.Hypertension, minutes: 20, seed);

        log.Cuffs[0].Minute.ShouldBe(0);
        log.Cuffs[0].SystolicMmHg.ShouldBeLessThan(150);
        var high = log.Cuffs.Where(cuff => cuff.Minute < 10 && cuff.SystolicMmHg >= 180).ToList();
        high.Count.ShouldBeGreaterThanOrEqualTo(3);
        (high[1].Minute - high[0].Minute).ShouldBe(1);
        log.Cuffs.Last(cuff => cuff.Minute < 12).SystolicMmHg.ShouldBeLessThan(180);
        log.Cuffs.Count(cuff => cuff.Minute > 12 && cuff.SystolicMmHg >= 180).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Desaturation_falls_to_about_85_for_over_a_minute_and_recovers(int seed)
    {
        var log = ChairLog.Of(ScenarioCatalogue.Desaturation, minutes: 10, seed);

        ChairLog.LongestRun(log.SpO2, saturation => saturation < 90).ShouldBeGreaterThanOrEqualTo(15);
        ChairLog.LongestRun(log.SpO2, saturation => saturation is >= 84 and <= 86).ShouldBeInRange(60, 95);
        log.SpO2.Min().ShouldBeInRange(84, 85);
        log.Monitor(Mdc.RespirationPerMin).Min().ShouldBeLessThan(6);
        log.SpO2.Last().ShouldBeGreaterThanOrEqualTo(95);
        log.SpO2.Take(120).Min().ShouldBeGreaterThanOrEqualTo(95);
    }

    [Fact]
    public void Air_and_an_open_door_stop_the_pump_and_a_low_battery_does_not()
    {
        ChairLog.Of(ScenarioCatalogue.AirInLine, minutes: 5, seed: 1).Seconds
            .Count(second => second.Pump.Alerts.Any(alert => alert.Code == Mdc.AirInLine) && second.Pump.Values[Mdc.CurrentRateMlPerH] == 0).ShouldBe(60);
        ChairLog.Of(ScenarioCatalogue.DoorOpen, minutes: 5, seed: 1).Seconds
            .Count(second => second.Pump.Alerts.Any(alert => alert.Code == Mdc.DoorOpen) && second.Pump.Values[Mdc.CurrentRateMlPerH] == 0).ShouldBe(30);
        ChairLog.Of(ScenarioCatalogue.BatteryLow, minutes: 5, seed: 1).Seconds
            .Count(second => second.Pump.Alerts.Any(alert => alert.Code == Mdc.BatteryLow) && second.PumpBattery == 0.08
                && second.Pump.Values[Mdc.CurrentRateMlPerH] > 0).ShouldBe(120);
    }

    [Fact]
    public void A_restart_is_one_and_the_pump_goes_on()
    {
        var log = ChairLog.Of(ScenarioCatalogue.PumpRestart, minutes: 5, seed: 1);

        log.Seconds.Count(second => second.PumpRestarts).ShouldBe(1);
        log.Seconds.Count(second => second.Pump.Values[Mdc.CurrentRateMlPerH] == 0).ShouldBe(70);
    }

    [Fact]
    public void Occlusion_alarms_for_90_seconds_without_flow_and_then_goes_on()
    {
        var log = ChairLog.Of(ScenarioCatalogue.Occlusion, minutes: 10);

        var occluded = log.Seconds.Where(second => second.Pump.Alerts.Any(alert => alert.Code == "MDC_EVT_FLUID_LINE_OCCL")).ToList();
        occluded.Count.ShouldBe(90);
        occluded.ShouldAllBe(second => second.Pump.Values[Mdc.CurrentRateMlPerH] == 0);
        occluded.Select(second => second.Pump.Values[Mdc.DeliveredTotalMl]).Distinct().Count().ShouldBe(1);
        // 9 minutes of infusion without the 90 seconds.
        log.Chair.Pump.DeliveredTotalMl.ShouldBe(52.5m * 450 / 3600);
    }

    [Fact]
    public void Monitor_lost_is_off_the_network_for_three_minutes_while_the_pump_goes_on()
    {
        var log = ChairLog.Of(ScenarioCatalogue.MonitorLost, minutes: 10);

        log.Seconds.Count(second => !second.MonitorOnNetwork).ShouldBe(180);
        log.Seconds.Skip(180).Take(180).ShouldAllBe(second => !second.MonitorOnNetwork && second.Monitor.Values.Count > 0);
        log.Chair.Pump.DeliveredTotalMl.ShouldBe(52.5m * 540 / 3600);
    }

    [Fact]
    public void Waiting_has_vitals_and_no_flow()
    {
        var log = ChairLog.Of(ScenarioCatalogue.Waiting, minutes: 60);

        log.SpO2.Min().ShouldBeGreaterThanOrEqualTo(95);
        log.Seconds.ShouldAllBe(second => second.Pump.States[Mdc.InfusingStatus] == Mdc.NotInfusing);
        log.Chair.Pump.DeliveredTotalMl.ShouldBe(0);
    }

    [Fact]
    public void Probe_off_says_0_for_saturation_and_pulse_and_is_questionable_when_it_is_back()
    {
        var log = ChairLog.Of(ScenarioCatalogue.ProbeOff, minutes: 10);

        log.SpO2.Count(saturation => saturation == 0).ShouldBe(45);
        log.Monitor(Mdc.PulseRatePerMin).Count(pulse => pulse == 0).ShouldBe(45);
        log.Monitor(Mdc.HeartRatePerMin).Min().ShouldBeGreaterThan(40);
        log.Seconds.Count(second => second.Monitor.Quality.ContainsKey(Mdc.SpO2Percent)).ShouldBe(9);
    }

    [Fact]
    public void Paused_stops_the_flow_for_two_minutes_without_an_alarm()
    {
        var log = ChairLog.Of(ScenarioCatalogue.Paused, minutes: 10);

        log.Seconds.Skip(60).Count(second => second.Pump.Values[Mdc.CurrentRateMlPerH] == 0).ShouldBe(120);
        log.Seconds.ShouldAllBe(second => second.Pump.Alerts.Count == 0);
    }

    [Fact]
    public void An_episode_comes_again_every_ten_minutes()
    {
        var log = ChairLog.Of(ScenarioCatalogue.Occlusion, minutes: 40);

        log.Seconds.Count(second => second.Pump.Alerts.Count > 0).ShouldBe(4 * 90);
    }

    [Fact]
    public void Half_the_rate_at_the_pump_gives_a_smaller_pressure_rise_in_the_chair()
    {
        var none = Systolic(ScenarioCatalogue.Waiting, PumpProgramme.Default);
        var half = Systolic(ScenarioCatalogue.Uneventful, new PumpProgramme(26.25m, 17.5m, 1m)) - none;
        var whole = Systolic(ScenarioCatalogue.Uneventful, PumpProgramme.Default) - none;

        half.ShouldBeInRange(3, whole - 3);

        static double Systolic(Scenario scenario, PumpProgramme programme) =>
            ChairLog.Of(scenario, minutes: 41, programme: programme).Chair.Patient.Vitals.SystolicMmHg;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_seed_gives_one_sequence_and_another_seed_another(string name)
    {
        var scenario = ScenarioCatalogue.Find(name).ShouldNotBeNull();

        Payloads(seed: 7).ShouldBe(Payloads(seed: 7));
        Payloads(seed: 7).ShouldNotBe(Payloads(seed: 8));

        List<string> Payloads(int seed) => [.. ChairLog.Of(scenario, minutes: 5, seed).Seconds.SelectMany((second, n) => new[]
        {
            Convert.ToHexString(TelemetryJson.Write("boot", n, ChairLog.Start, second.Monitor)),
            Convert.ToHexString(TelemetryJson.Write("boot", n, ChairLog.Start, second.Pump)),
        })];
    }

    public static TheoryData<string> Names => [.. ScenarioCatalogue.All.Select(scenario => scenario.Name)];
}
