using System.Text;
using System.Text.Json;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Pumps;
using Infusion.Simulator.Scenarios;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class TelemetryJsonTests
{
    static readonly DateTimeOffset At = new(2026, 11, 23, 15, 4, 5, 120, TimeSpan.Zero);

    [Fact]
    public void A_full_message_has_the_documented_shape()
    {
        var reading = new DeviceReading
        {
            Values = { [Mdc.SpO2Percent] = 97, [Mdc.PulseRatePerMin] = 71, [Mdc.NibpSystolicMmHg] = 131 },
            Times = { [Mdc.NibpSystolicMmHg] = new DateTimeOffset(2026, 11, 23, 16, 2, 11, TimeSpan.FromHours(1)) },
            States = { [Mdc.InfusingStatus] = Mdc.Infusing, [Mdc.DrugName] = "ketamine" },
            Quality = { [Mdc.SpO2Percent] = "questionable" },
            Alerts = { new DeviceAlert(Mdc.LineOccluded, "high", "Occlusion") },
        };

        Text(TelemetryJson.Write("0197-ab3c", 1042, At, reading)).ShouldBe(OneLine("""
            {"boot":"0197-ab3c","seq":1042,"at":"2026-11-23T15:04:05.120Z",
            "values":{"MDC_PULS_OXIM_SAT_O2":97,"MDC_PULS_OXIM_PULS_RATE":71,"MDC_PRESS_BLD_NONINV_SYS":131},
            "times":{"MDC_PRESS_BLD_NONINV_SYS":"2026-11-23T15:02:11.000Z"},
            "states":{"MDC_PUMP_INFUSING_STATUS":"pump-status-infusing","MDC_DRUG_NAME_LABEL":"ketamine"},
            "quality":{"MDC_PULS_OXIM_SAT_O2":"questionable"},
            "alerts":[{"code":"MDC_EVT_FLUID_LINE_OCCL","priority":"high","text":"Occlusion"}]}
            """));
    }

    [Fact]
    public void A_late_message_is_the_same_message_with_the_mark()
    {
        var reading = new DeviceReading { Values = { [Mdc.SpO2Percent] = 97 } };

        Text(TelemetryJson.MarkLate(TelemetryJson.Write("b", 1, At, reading))).ShouldBe(OneLine("""
            {"boot":"b","seq":1,"at":"2026-11-23T15:04:05.120Z","values":{"MDC_PULS_OXIM_SAT_O2":97},"late":true}
            """));
    }

    [Fact]
    public void A_pump_says_its_programme_its_volumes_and_its_state()
    {
        var pump = new InfusionPump(PumpProgramme.Default);
        pump.Start();
        pump.Advance(TimeSpan.FromSeconds(1));

        Text(TelemetryJson.Write("b", 1, At, PumpReading.Of(pump))).ShouldBe(OneLine("""
            {"boot":"b","seq":1,"at":"2026-11-23T15:04:05.120Z",
            "values":{"MDC_FLOW_FLUID_PUMP":52.5,"MDC_FLOW_FLUID_PUMP_CURRENT":52.5,"MDC_VOL_FLUID_DELIV_TOTAL":0.0146,
            "MDC_VOL_FLUID_DELIV_SEGMENT":0.0146,"MDC_VOL_FLUID_TBI":35,"MDC_VOL_FLUID_TBI_REMAIN":34.9854,"MDC_CONC_DRUG":1},
            "states":{"MDC_PUMP_INFUSING_STATUS":"pump-status-infusing","MDC_PUMP_MODE":"pump-mode-continuous","MDC_DRUG_NAME_LABEL":"ketamine"}}
            """));
    }

    [Fact]
    public void A_monitor_says_eight_numbers_and_the_cuffs_own_time()
    {
        var third = ChairLog.Of(ScenarioCatalogue.Uneventful, minutes: 1).Seconds[2].Monitor;

        var json = JsonDocument.Parse(TelemetryJson.Write("b", 3, ChairLog.Start.AddSeconds(2), third)).RootElement;

        json.EnumerateObject().Select(part => part.Name).ShouldBe(["boot", "seq", "at", "values", "times"]);
        json.GetProperty("values").EnumerateObject().Select(value => value.Name).ShouldBe([
            "MDC_ECG_HEART_RATE", "MDC_PULS_OXIM_SAT_O2", "MDC_PULS_OXIM_PULS_RATE", "MDC_RESP_RATE", "MDC_AWAY_CO2_ET",
            "MDC_PRESS_BLD_NONINV_SYS", "MDC_PRESS_BLD_NONINV_DIA", "MDC_PRESS_BLD_NONINV_MEAN"]);
        json.GetProperty("times").EnumerateObject().ShouldAllBe(time => time.Value.GetString() == "2026-11-23T15:00:00.000Z");
    }

    [Fact]
    public void A_status_says_who_the_device_is()
    {
        var device = new DeviceIdentity("oak", "monitor-1", "monitor", "b7");

        device.StatusTopic.ShouldBe("infusion/v1/oak/monitor-1/status");
        Text(device.Status(online: true, battery: 1)).ShouldBe(OneLine("""
            {"state":"online","boot":"b7","kind":"monitor","manufacturer":"Infusion","model":"Simulated monitor","serial":"SIM-monitor-1","firmware":"1.0","battery":1}
            """));
    }

    static string OneLine(string text) => text.ReplaceLineEndings("");

    static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
