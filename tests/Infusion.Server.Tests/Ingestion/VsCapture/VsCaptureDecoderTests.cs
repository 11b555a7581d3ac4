using System.Text;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.VsCapture;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.VsCapture;

/// <summary>The files beside this one have the shape of what VSCapture sends; their numbers are invented.</summary>
public sealed class VsCaptureDecoderTests
{
    static readonly DateTimeOffset ReceivedAt = new(2026, 11, 24, 15, 4, 6, TimeSpan.Zero);
    static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public async Task Reads_what_a_monitor_says()
    {
        var decoded = await DecodeAsync("vitals");

        decoded.Reading.Device.ShouldBe("monitor-1");
        decoded.Reading.ReceivedAt.ShouldBe(ReceivedAt);
        decoded.Reading.At.ShouldBe(new DateTimeOffset(2026, 11, 24, 15, 4, 5, 120, TimeSpan.Zero));
        decoded.Reading.At!.Value.Offset.ShouldBe(TimeSpan.Zero);
        decoded.Reading.FlaggedLate.ShouldBeFalse();
        decoded.Reading.Samples.ShouldBe(
        [
            Valid(Metric.HeartRate, 72m),
            Valid(Metric.SpO2, 97m),
            Valid(Metric.PerfusionIndex, 3.4m),
            Valid(Metric.PulseRate, 71m),
            Valid(Metric.NibpSystolic, 131m),
            Valid(Metric.NibpDiastolic, 78m),
            Valid(Metric.NibpMean, 96m),
            Valid(Metric.NibpPulseRate, 70m),
            Valid(Metric.RespiratoryRate, 14m),
            Valid(Metric.EtCO2, 38m),
            Valid(Metric.Temperature, 36.85m),
        ]);
        decoded.UnknownKeys.ShouldBe(["NOM_ECG_AMPL_ST_II", "(no label)"]);
    }

    [Fact]
    public async Task Takes_a_dash_a_sentinel_and_a_word_for_no_value_and_keeps_the_rest()
    {
        var decoded = await DecodeAsync("no-values");

        decoded.Reading.Samples.Length.ShouldBe(8);
        decoded.Reading.Samples.ShouldAllBe(sample => sample.Value == null && sample.Quality == Quality.Invalid);
        decoded.UnknownKeys.ShouldBe(["NOM_PRESS_BLD_NONINV_SYS=over"]);
    }

    [Fact]
    public async Task Reads_the_numbers_of_a_PC_that_writes_a_comma() =>
        (await DecodeAsync("comma")).Reading.Samples.ShouldBe([Valid(Metric.Temperature, 36.85m), Valid(Metric.PerfusionIndex, 0.42m)]);

    [Fact]
    public async Task Gives_older_numbers_their_own_time_the_newest_the_messages_and_a_cuff_none()
    {
        var decoded = await DecodeAsync("two-times");

        decoded.Reading.At.ShouldBe(new DateTimeOffset(2026, 11, 24, 15, 4, 5, 120, TimeSpan.Zero));
        decoded.Reading.Samples.ShouldBe(
            [
                Valid(Metric.SpO2, 97m),
                Valid(Metric.RespiratoryRate, 13m, new DateTimeOffset(2026, 11, 24, 15, 4, 3, 120, TimeSpan.Zero)),
                Valid(Metric.NibpSystolic, 131m),
                Valid(Metric.PulseRate, 71m),
            ],
            ignoreOrder: true);
        decoded.UnknownKeys.ShouldBe(["NOM_PULS_OXIM_SAT_O2"]);
    }

    [Fact]
    public async Task Prefers_a_channel_with_a_value_and_lists_the_other()
    {
        var decoded = await DecodeAsync("two-channels");

        decoded.Reading.Samples.ShouldBe([Valid(Metric.SpO2, 96m), Valid(Metric.RespiratoryRate, 14m)]);
        decoded.UnknownKeys.ShouldBe(["NOM_PULS_OXIM_SAT_O2", "NOM_AWAY_RESP_RATE"]);
    }

    [Fact]
    public async Task Names_the_power_on_by_its_minute_and_the_message_by_ticks_and_PC_time()
    {
        var reading = (await DecodeAsync("vitals")).Reading;

        reading.Boot.ShouldBe("unnumbered:20261124T0712");
        UnnumberedBoot.Is(reading.Boot).ShouldBeTrue();
        reading.Seq.ShouldBe((82_360_960L << 27) | 36_246_316L);
    }

    [Fact]
    public async Task Gives_a_copy_the_same_identity_whenever_and_wherever_it_is_read()
    {
        var first = (await DecodeAsync("vitals")).Reading;
        var second = VsCaptureDecoder.Decode(await PayloadAsync("vitals"), "monitor-1", null, ReceivedAt.AddHours(3))!.Reading;

        (second.Boot, second.Seq).ShouldBe((first.Boot, first.Seq));
    }

    [Fact]
    public async Task Tells_the_two_halves_of_a_split_answer_apart_and_in_order()
    {
        var first = (await DecodeAsync("split-1")).Reading;
        var second = (await DecodeAsync("split-2")).Reading;

        second.Boot.ShouldBe(first.Boot);
        second.Seq.ShouldBeGreaterThan(first.Seq);
    }

    [Fact]
    public async Task Charts_at_receipt_what_a_monitor_without_a_clock_says_and_knows_it_by_the_PC()
    {
        var reading = (await DecodeAsync("no-clock")).Reading;

        reading.At.ShouldBeNull();
        reading.Boot.ShouldBe("unnumbered:pc-20261124T0712");
        reading.Samples.ShouldBe([Valid(Metric.SpO2, 97m)]);
    }

    [Fact]
    public async Task Guesses_no_zone() =>
        VsCaptureDecoder.Decode(await PayloadAsync("vitals"), "monitor-1", null, ReceivedAt)!.Reading.At.ShouldBeNull();

    [Fact]
    public void Knows_a_message_without_ticks_by_its_clock()
    {
        var reading = Decode("""[{"Timestamp":"24-11-2026 10:04:05.120","PhysioID":"NOM_TEMP","Value":"37"}]""")!.Reading;

        reading.Boot.ShouldBe("unnumbered:clock");
        reading.Seq.ShouldBe(new DateTime(2026, 11, 24, 10, 4, 5, 120).Ticks / TimeSpan.TicksPerMillisecond);
    }

    [Fact]
    public void Takes_an_empty_list_for_nothing() => Decode("[]").ShouldBeNull();

    [Theory]
    [InlineData("not-json", "[")]
    [InlineData("not-json", "[{}]{}")]
    [InlineData("wrong-shape", "{}", "$ ")]
    [InlineData("wrong-shape", "[1]", "$[0] ")]
    [InlineData("wrong-shape", """[{"PhysioID":"NOM_TEMP","Value":"37"}]""", "$[].Timestamp")]
    [InlineData("wrong-shape", """[{"Timestamp":"24-11-2026 10:04:05.120","PhysioID":1}]""", "$[0].PhysioID")]
    [InlineData("wrong-shape", """[{"Timestamp":"24-11-2026 10:04:05.120","Value":37}]""", "$[0].Value")]
    [InlineData("wrong-shape", """[{"Value":"1","Value":"2"}]""", "$[0].Value")]
    [InlineData("forbidden-character", """[{"PhysioID":"a\u0000"}]""")]
    public void Refuses_what_can_never_be_used_and_says_why_and_where(string reason, string payload, string where = "")
    {
        var refused = Should.Throw<PayloadRefusedException>(() => Decode(payload));

        refused.Reason.ShouldBe(reason);
        refused.Message.ShouldStartWith(where);
    }

    [Theory]
    [InlineData("24.11.2026 10:04:05")]
    [InlineData("31-02-2026 10:04:05.000")]
    [InlineData("24-11-1999 10:04:05.000")]
    [InlineData("")]
    public void Drops_a_time_that_is_none_and_keeps_the_reading(string time)
    {
        var reading = Decode($$"""
            [{"Timestamp":"{{time}}","SystemLocalTime":"24-11-2026 10:04:05.120","Relativetimestamp":"8000","PhysioID":"NOM_TEMP","Value":"37"}]
            """)!.Reading;

        reading.At.ShouldBeNull();
        reading.Samples.ShouldBe([Valid(Metric.Temperature, 37m)]);
    }

    static Sample Valid(Metric metric, decimal value, DateTimeOffset? measuredAt = null) => new(metric, value, Quality.Valid, measuredAt);

    static async Task<Incoming.Telemetry> DecodeAsync(string fixture) =>
        VsCaptureDecoder.Decode(await PayloadAsync(fixture), "monitor-1", NewYork, ReceivedAt).ShouldNotBeNull();

    static Incoming.Telemetry? Decode(string payload) =>
        VsCaptureDecoder.Decode(Encoding.UTF8.GetBytes(payload), "monitor-1", NewYork, ReceivedAt);

    internal static Task<byte[]> PayloadAsync(string fixture) => File.ReadAllBytesAsync(
        Path.Combine(Repository.Root, "tests/Infusion.Server.Tests/Ingestion/VsCapture", fixture + ".json"), TestContext.Current.CancellationToken);
}
