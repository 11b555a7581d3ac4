using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.External;
using Infusion.Server.Tests.Ingestion.VsCapture;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.External;

public sealed class ExternalBrokerTests
{
    const string Telemetry = "infusion/v1/demo/monitor-1/telemetry";
    const string Status = "infusion/v1/demo/monitor-1/status";
    const string VsCapture = "infusion/v1/demo/monitor-1/vscapture/Numeric";

    static string Message(int seq) => $$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    [Fact]
    public async Task Acknowledges_in_order_and_only_after_the_commit()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await using (var first = await BrokerReader.StartAsync(mosquitto.Port, holds: true))
        {
            await PublishAsync(mosquitto, 1, 3);
            var held = await first.Inbox.NextAsync(3);
            held.Select(SeqOf).ShouldBe([1, 2, 3]);
            held[2].Commit.SetResult();
            held[1].Commit.SetResult();
            await RoundTripAsync(mosquitto, first, 4);
        }

        await using (var second = new BrokerReader(mosquitto.Port, holds: true))
        {
            var again = await second.Inbox.NextAsync(4);
            again.Select(SeqOf).ShouldBe([1, 2, 3, 4]);
            await second.ReadsAsync();
            again.ForEach(delivery => delivery.Commit.SetResult());
            await second.SettledAsync(0);
            await RoundTripAsync(mosquitto, second, 5);
        }

        await using var third = new BrokerReader(mosquitto.Port);
        SeqOf(await third.Inbox.NextAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Fetches_again_what_was_not_stored()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await using var reader = await BrokerReader.StartAsync(mosquitto.Port, holds: true);
        await PublishAsync(mosquitto, 1, 2);
        var held = await reader.Inbox.NextAsync(2);

        held[0].Commit.SetException(new InvalidOperationException("disk full"));

        (await reader.ReadsNotAsync()).ShouldContain("disk full");
        (await reader.Inbox.NextAsync(2)).Select(SeqOf).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Takes_a_thousand_uncommitted_messages_and_leaves_the_rest_at_the_broker()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync("max_inflight_messages 0");
        await using var reader = await BrokerReader.StartAsync(mosquitto.Port, holds: true);
        await mosquitto.PublishManyAsync(Telemetry, Enumerable.Range(1, BrokerOptions.ReceiveMaximum + 100).Select(Message));
        var held = await reader.Inbox.NextAsync(BrokerOptions.ReceiveMaximum);

        held[0].Commit.SetResult();

        SeqOf(await reader.Inbox.NextAsync()).ShouldBe(BrokerOptions.ReceiveMaximum + 1);
        reader.Inbox.Count.ShouldBe(BrokerOptions.ReceiveMaximum + 1, "also of a broker that does not keep to what was announced");
    }

    [Fact]
    public async Task Never_takes_a_retained_message_for_a_reading_and_takes_a_retained_status()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        var vitals = await TextAsync("vitals");
        await mosquitto.PublishAsync(Telemetry, Message(1), retain: true);
        await mosquitto.PublishAsync(VsCapture, vitals, retain: true);
        await mosquitto.PublishAsync(Status, """{"state":"online","boot":"b"}""", retain: true);

        await using var reader = await BrokerReader.StartAsync(mosquitto.Port);

        var met = (await reader.Inbox.NextAsync(3)).Select(delivery => delivery.Message).ToList();
        met.OfType<Incoming.Status>().ShouldHaveSingleItem().Report.Online.ShouldBeTrue();
        met.OfType<Incoming.Quarantined>().Select(ghost => (ghost.Topic, ghost.Reason)).ShouldBe(
            [(Telemetry, "retained"), (VsCapture, "retained")], ignoreOrder: true);

        // The same bytes, said now: live, though VSCapture asks for them to be retained.
        await mosquitto.PublishAsync(VsCapture, vitals, retain: true);
        (await reader.Inbox.NextAsync<Incoming.Telemetry>()).Reading.FlaggedLate.ShouldBeFalse();
    }

    [Fact]
    public async Task Takes_what_the_broker_kept_while_nobody_listened_for_late_and_what_comes_then_for_live()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await (await BrokerReader.StartAsync(mosquitto.Port)).DisposeAsync();
        await PublishAsync(mosquitto, 1, 2);
        await mosquitto.PublishAsync(VsCapture, await TextAsync("vitals"), retain: true);

        await using var reader = await BrokerReader.StartAsync(mosquitto.Port);
        await PublishAsync(mosquitto, 3, 3);

        var readings = (await reader.Inbox.NextAsync(4)).Select(delivery => ((Incoming.Telemetry)delivery.Message).Reading).ToList();
        readings.Select(reading => reading.FlaggedLate).ShouldBe([true, true, true, false]);
        readings[3].Seq.ShouldBe(3);
    }

    [Fact]
    public async Task Quarantines_what_it_cannot_read_and_does_not_fetch_it_again()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await using (var first = await BrokerReader.StartAsync(mosquitto.Port))
        {
            await mosquitto.PublishAsync(Telemetry, "{");
            await mosquitto.PublishAsync("infusion/v1/demo/Monitor_1/telemetry", Message(1));
            await mosquitto.PublishAsync(Telemetry, new string('x', 70_000));
            (await first.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("not-json");
            (await first.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("bad-topic");
            (await first.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("oversized");
            await first.SettledAsync(0);
            first.Inbox.Holds = true;
            await RoundTripAsync(mosquitto, first, 2);
        }

        await using var second = new BrokerReader(mosquitto.Port);
        SeqOf(await second.Inbox.NextAsync()).ShouldBe(2);
    }

    static async Task PublishAsync(RunningMosquitto mosquitto, int first, int last) =>
        await mosquitto.PublishManyAsync(Telemetry, Enumerable.Range(first, last - first + 1).Select(Message));

    /// <summary>When this one is here, the broker has read all that the reader sent it before.</summary>
    static async Task RoundTripAsync(RunningMosquitto mosquitto, BrokerReader reader, int seq)
    {
        await PublishAsync(mosquitto, seq, seq);
        SeqOf(await reader.Inbox.NextAsync()).ShouldBe(seq);
    }

    static long SeqOf(Delivery delivery) => delivery.Message.ShouldBeOfType<Incoming.Telemetry>().Reading.Seq;

    static async Task<string> TextAsync(string fixture) =>
        System.Text.Encoding.UTF8.GetString(await VsCaptureDecoderTests.PayloadAsync(fixture));
}
