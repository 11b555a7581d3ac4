using System.Text;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class TelemetryDecoderTests
{
    static readonly DateTimeOffset ReceivedAt = new(2026, 11, 23, 15, 4, 6, TimeSpan.Zero);

    [Fact]
    public void Reads_the_whole_of_the_protocol()
    {
        var reading = Decode("""
            { "boot": "0197-ab3c", "seq": 1042, "at": "2026-11-23T10:04:05.120-05:00", "late": true,
              "quality": { "MDC_PULS_OXIM_SAT_O2": "questionable" },
              "times":  { "MDC_PRESS_BLD_NONINV_SYS": "2026-11-23T15:02:11Z" },
              "values": { "MDC_PRESS_BLD_NONINV_SYS": 131, "MDC_PULS_OXIM_SAT_O2": 97.50 },
              "states": { "MDC_PUMP_INFUSING_STATUS": "pump-status-infusing", "MDC_PUMP_MODE": "pump-mode-bolus", "MDC_DRUG_NAME_LABEL": "ketamine" },
              "alerts": [ { "code": "MDC_EVT_FLUID_LINE_OCCL", "priority": "high", "text": "Occlusion" } ] }
            """).Reading;

        reading.Device.ShouldBe("pump-1");
        reading.Boot.ShouldBe("0197-ab3c");
        reading.Seq.ShouldBe(1042);
        reading.At.ShouldBe(new DateTimeOffset(2026, 11, 23, 15, 4, 5, 120, TimeSpan.Zero));
        reading.At!.Value.Offset.ShouldBe(TimeSpan.Zero);
        reading.ReceivedAt.ShouldBe(ReceivedAt);
        reading.FlaggedLate.ShouldBeTrue();
        reading.Samples.ShouldBe(
        [
            new Sample(Metric.SpO2, 97.50m, Quality.Questionable),
            new Sample(Metric.NibpSystolic, 131m, Quality.Valid, new DateTimeOffset(2026, 11, 23, 15, 2, 11, TimeSpan.Zero)),
        ]);
        reading.Pump.ShouldBe(new PumpState(PumpStatus.Infusing, PumpMode.Bolus, "ketamine"));
        reading.Alerts.ShouldBe([new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, "Occlusion")]);
    }

    [Fact]
    public void Takes_a_message_that_only_says_that_the_device_lives()
    {
        var reading = Decode("""{"boot":"b","seq":0}""").Reading;

        reading.Samples.ShouldBeEmpty();
        reading.Alerts.ShouldBeEmpty();
        reading.Pump.ShouldBeNull();
        reading.FlaggedLate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("MDC_PULS_OXIM_SAT_O2", "0")]
    [InlineData("MDC_PULS_OXIM_SAT_O2", "-0.0")]
    [InlineData("MDC_PULS_OXIM_PULS_RATE", "0.00")]
    [InlineData("MDC_ECG_HEART_RATE", "0")]
    [InlineData("MDC_RESP_RATE", "0")]
    [InlineData("MDC_PULS_OXIM_SAT_O2", "-100")]
    [InlineData("MDC_PRESS_BLD_NONINV_SYS", "-999")]
    [InlineData("MDC_FLOW_FLUID_PUMP_CURRENT", "8388607")]
    [InlineData("MDC_TEMP_BODY", "-100.0")]
    public void Reads_a_sentinel_as_no_value(string key, string number)
    {
        var sample = Decode($$$"""{"boot":"b","seq":1,"values":{"{{{key}}}":{{{number}}}}}""").Reading.Samples.ShouldHaveSingleItem();

        sample.Value.ShouldBeNull();
        sample.Quality.ShouldBe(Quality.Invalid);
    }

    [Theory]
    [InlineData("MDC_FLOW_FLUID_PUMP_CURRENT")]
    [InlineData("MDC_AWAY_CO2_ET")]
    [InlineData("MDC_VOL_FLUID_TBI_REMAIN")]
    public void Reads_a_zero_as_a_value_where_zero_can_be_one(string key) =>
        Decode($$$"""{"boot":"b","seq":1,"values":{"{{{key}}}":0}}""").Reading.Samples.ShouldHaveSingleItem().Value.ShouldBe(0m);

    [Theory]
    [InlineData("""{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97},"quality":{"MDC_PULS_OXIM_SAT_O2":"invalid"}}""")]
    [InlineData("""{"boot":"b","seq":1,"quality":{"MDC_PULS_OXIM_SAT_O2":"invalid"}}""")]
    public void Reads_invalid_as_no_value_with_and_without_a_number(string payload) =>
        Decode(payload).Reading.Samples.ShouldBe([new Sample(Metric.SpO2, null, Quality.Invalid)]);

    [Fact]
    public void Charts_one_of_two_keys_that_mean_the_same_and_lists_what_it_does_not_know()
    {
        var decoded = Decode("""
            {"boot":"b","seq":1,"mood":"good","values":{"MDC_CO2_RESP_RATE":14,"MDC_RESP_RATE":15,"MDC_NEW":1},
             "states":{"X_STATE":"on","MDC_PUMP_MODE":"pump-mode-taper"},"times":{"X_TIME":1},"quality":{"X_QUALITY":"valid"}}
            """);

        decoded.Reading.Samples.ShouldBe([new Sample(Metric.RespiratoryRate, 15m, Quality.Valid)]);
        decoded.Reading.Pump.ShouldBe(new PumpState(PumpStatus.Unknown, PumpMode.Unknown, null));
        decoded.UnknownKeys.ShouldBe(
            ["mood", "MDC_NEW", "X_STATE", "MDC_PUMP_MODE=pump-mode-taper", "X_TIME", "X_QUALITY", "MDC_CO2_RESP_RATE"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("\"yesterday\"")]
    [InlineData("\"2026-11-23\"")]
    [InlineData("\"2026-11-23T15:04:05\"")]
    [InlineData("\"1999-12-31T23:59:59Z\"")]
    [InlineData("\"2100-01-01T00:00:00Z\"")]
    public void Drops_an_absurd_time_and_keeps_the_reading(string time)
    {
        var reading = Decode($$$"""
            {"boot":"b","seq":1,"at":{{{time}}},"values":{"MDC_PULS_OXIM_SAT_O2":97},"times":{"MDC_PULS_OXIM_SAT_O2":{{{time}}}}}
            """).Reading;

        reading.At.ShouldBeNull();
        reading.Samples.ShouldBe([new Sample(Metric.SpO2, 97m, Quality.Valid)]);
    }

    [Theory]
    [InlineData("MDC_PUMP_INFUSING_STATUS", "^pump-status-infusing", PumpStatus.Infusing, PumpMode.Unknown)]
    [InlineData("MDC_PUMP_INFUSING_STATUS", "pump-status-not-infusing", PumpStatus.NotInfusing, PumpMode.Unknown)]
    [InlineData("MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS", "pump-delivery-status-delivering", PumpStatus.Infusing, PumpMode.Unknown)]
    [InlineData("MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS", "pump-delivery-status-not-delivering", PumpStatus.NotInfusing, PumpMode.Unknown)]
    [InlineData("MDC_PUMP_MODE", "pump-mode-continuous", PumpStatus.Unknown, PumpMode.Continuous)]
    [InlineData("MDC_PUMP_MODE", "pump-mode-kvo", PumpStatus.Unknown, PumpMode.KeepVeinOpen)]
    [InlineData("MDC_DEV_PUMP_DELIVERY_MODE", "pump-delivery-mode-bolus", PumpStatus.Unknown, PumpMode.Bolus)]
    public void Reads_the_words_of_a_pump(string key, string word, PumpStatus status, PumpMode mode) =>
        Decode($$$"""{"boot":"b","seq":1,"states":{"{{{key}}}":"{{{word}}}"}}""").Reading.Pump.ShouldBe(new PumpState(status, mode, null));

    [Fact]
    public void Takes_the_drug_to_flow_where_two_words_disagree() =>
        Decode("""
            {"boot":"b","seq":1,"states":{"MDC_PUMP_INFUSING_STATUS":"pump-status-not-infusing",
             "MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS":"pump-delivery-status-delivering"}}
            """).Reading.Pump!.Status.ShouldBe(PumpStatus.Infusing);

    [Fact]
    public void Cuts_the_text_of_an_alert_and_never_drops_the_alert()
    {
        var text = Decode($$$"""{"boot":"b","seq":1,"alerts":[{"code":"C","priority":"low","text":"{{{new string('a', 499)}}}😀"}]}""")
            .Reading.Alerts.ShouldHaveSingleItem().Text!;

        text.ShouldBe(new string('a', 499));
    }

    [Theory]
    [InlineData("not-json", "")]
    [InlineData("not-json", "\uFEFF{}")]
    [InlineData("not-json", """{"boot":"b","seq":1}{}""")]
    [InlineData("not-json", """{"boot":"b","seq":1,}""")]
    [InlineData("not-json", """{"boot":"b","seq":1,"x":Infinity}""")]
    [InlineData("not-json", """{"boot":"b","seq":01}""")]
    [InlineData("not-json", """{"boot":"b","seq":1,"x":[[[[[[[[[1]]]]]]]]]}""")]
    [InlineData("not-json", """{"boot":"\x","seq":1}""")]
    [InlineData("wrong-shape", "[]", "$")]
    [InlineData("wrong-shape", "null", "$")]
    [InlineData("wrong-shape", """{"seq":1}""", "$.boot")]
    [InlineData("wrong-shape", """{"boot":"","seq":1}""", "$.boot")]
    [InlineData("wrong-shape", """{"boot":7,"seq":1}""", "$.boot")]
    [InlineData("wrong-shape", """{"boot":"a\nb","seq":1}""", "$.boot")]
    [InlineData("wrong-shape", """{"boot":"12345678901234567890123456789012345678901234567890123456789012345","seq":1}""", "$.boot")]
    [InlineData("wrong-shape", """{"boot":"unnumbered:7","seq":1}""", "$.boot must be a name that does not begin with unnumbered:")]
    [InlineData("wrong-shape", """{"boot":"b"}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":"1"}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":-1}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1.5}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":9223372036854775808}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"seq":2}""", "$.seq")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"late":"yes"}""", "$.late")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"values":[]}""", "$.values")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":null}}""", "$.values.MDC_PULS_OXIM_SAT_O2")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"values":{"MDC_NEW":"1"}}""", "$.values.MDC_NEW")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"values":{"MDC_RESP_RATE":1,"MDC_RESP_RATE":2}}""", "$.values.MDC_RESP_RATE")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"quality":{"MDC_RESP_RATE":"good"}}""", "$.quality.MDC_RESP_RATE")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"states":{"MDC_PUMP_MODE":1}}""", "$.states.MDC_PUMP_MODE")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"alerts":{}}""", "$.alerts")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"alerts":[{"code":"C","priority":"urgent"}]}""", "$.alerts[0].priority")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"alerts":[{"code":"C","priority":"low"},{"priority":"low"}]}""", "$.alerts[1].code")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":201}}""", "$.values.MDC_PULS_OXIM_SAT_O2 is 201")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_FLOW_FLUID_PUMP":-1}}""", "$.values.MDC_FLOW_FLUID_PUMP is -1")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_RESP_RATE":1e400}}""", "$.values.MDC_RESP_RATE is 1e400")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_RESP_RATE":1e-400}}""", "$.values.MDC_RESP_RATE is 1e-400")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_NEW":-1e29}}""", "$.values.MDC_NEW is -1e29")]
    [InlineData("forbidden-character", """{"boot":"b\u0000","seq":1}""")]
    [InlineData("forbidden-character", """{"boot":"b\ud800","seq":1}""")]
    [InlineData("forbidden-character", """{"boot":"b","seq":1,"values":{"a\udc00":1}}""")]
    [InlineData("forbidden-character", """{"boot":"b","seq":1,"x":["\u0000"]}""")]
    public void Refuses_what_can_never_be_used_and_says_why_and_where(string reason, string payload, string where = "")
    {
        var refused = Should.Throw<PayloadRefusedException>(() => Decode(payload));

        refused.Reason.ShouldBe(reason);
        refused.Message.ShouldStartWith(where);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8()
    {
        byte[] payload = [.. "{\"boot\":\""u8, 0xFF, .. "\",\"seq\":1}"u8];

        Should.Throw<PayloadRefusedException>(() => TelemetryDecoder.Decode(payload, "pump-1", ReceivedAt))
            .Reason.ShouldBe("not-utf8");
    }

    [Fact]
    public void Takes_an_impossible_number_for_no_value_and_keeps_the_rest_of_the_message()
    {
        var samples = Decode("""{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":101,"MDC_RESP_RATE":14}}""").Reading.Samples;

        samples.ShouldContain(new Sample(Metric.SpO2, null, Quality.Invalid));
        samples.ShouldContain(new Sample(Metric.RespiratoryRate, 14, Quality.Valid));
    }

    [Fact]
    public void Knows_each_metric_by_a_key()
    {
        var known = ProtocolKeys.All.Select(key => key.Metric).Distinct();

        known.ShouldBe(Enum.GetValues<Metric>().Where(metric => metric != Metric.Unknown), ignoreOrder: true);
    }

    static Incoming.Telemetry Decode(string payload) =>
        TelemetryDecoder.Decode(Encoding.UTF8.GetBytes(payload), "pump-1", ReceivedAt);
}
