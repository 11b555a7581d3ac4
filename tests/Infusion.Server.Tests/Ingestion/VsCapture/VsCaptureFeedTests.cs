using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.VsCapture;

/// <summary>A client that behaves as VSCapture does, before the real broker.</summary>
public sealed class VsCaptureFeedTests
{
    const string Topic = "infusion/v1/demo/monitor-1/vscapture/Numeric";
    const string Will = """{"state":"offline","boot":"b"}""";

    static readonly KeyValuePair<string, string?> Zone = new("Mqtt:Feeds:demo:monitor-1:TimeZone", "America/New_York");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_a_connection_for_each_message_and_knows_a_copy(bool overWebSocket)
    {
        await using var broker = await RunningBroker.StartAsync(settings: Zone);
        var vitals = await VsCaptureDecoderTests.PayloadAsync("vitals");

        await PublishAsync(broker, vitals, overWebSocket);
        await PublishAsync(broker, vitals, overWebSocket);
        await PublishAsync(broker, "[]"u8.ToArray(), overWebSocket);
        await PublishAsync(broker, await VsCaptureDecoderTests.PayloadAsync("split-2"), overWebSocket);

        var first = (await broker.Inbox.NextAsync<Incoming.Telemetry>()).Reading;
        var copy = (await broker.Inbox.NextAsync<Incoming.Telemetry>()).Reading;
        var second = (await broker.Inbox.NextAsync<Incoming.Telemetry>()).Reading;
        first.At.ShouldBe(new DateTimeOffset(2026, 11, 24, 15, 4, 5, 120, TimeSpan.Zero));
        (copy.Device, copy.Boot, copy.Seq).ShouldBe((first.Device, first.Boot, first.Seq));
        second.Seq.ShouldBeGreaterThan(first.Seq);
        broker.Inbox.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Charts_at_receipt_where_nobody_said_the_zone()
    {
        await using var broker = await RunningBroker.StartAsync();

        await PublishAsync(broker, await VsCaptureDecoderTests.PayloadAsync("vitals"), overWebSocket: false);

        (await broker.Inbox.NextAsync<Incoming.Telemetry>()).Reading.At.ShouldBeNull();
    }

    [Fact]
    public async Task Quarantines_what_it_cannot_read()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.PublishAsync(1, """{"Timestamp":"now"}""", Topic);

        (await device.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.PayloadFormatInvalid);
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("wrong-shape");
    }

    [Fact]
    public async Task Keeps_nothing_that_was_sent_to_be_retained_so_that_nobody_meets_a_ghost()
    {
        await using var broker = await RunningBroker.StartAsync(settings: Zone);
        using (var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V311))
        {
            await device.SignInAsync("c1", willTopic: RunningBroker.Status, will: Will);
            await PublishRetainedAsync(device, 1, RunningBroker.Telemetry, """{"boot":"b","seq":1}"""u8.ToArray());
            await PublishRetainedAsync(device, 2, RunningBroker.Status, """{"state":"online"}"""u8.ToArray());
            await PublishRetainedAsync(device, 3, Topic, await VsCaptureDecoderTests.PayloadAsync("vitals"));
        }

        // The three, and the last will, which was to be retained as well.
        await broker.Inbox.NextAsync(4);
        using var subscriber = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await subscriber.SignInAsync("c2", RunningBroker.SubscriberName);
        await subscriber.SendAsync(new MqttSubscribePacket { PacketIdentifier = 9, TopicFilters = [new MqttTopicFilter { Topic = "infusion/v1/demo/#" }] });
        await subscriber.ReceiveAsync<MqttSubAckPacket>();
        using var next = await broker.SignInAsync(MqttProtocolVersion.V311);
        await PublishRetainedAsync(next, 1, Topic, await VsCaptureDecoderTests.PayloadAsync("split-1"));

        var relayed = await subscriber.ReceiveAsync<MqttPublishPacket>();

        relayed.Payload.First.ToArray().ShouldBe(await VsCaptureDecoderTests.PayloadAsync("split-1"));
        relayed.Retain.ShouldBeFalse();
    }

    static async Task PublishRetainedAsync(WireClient device, ushort id, string topic, byte[] payload)
    {
        await device.SendAsync(new MqttPublishPacket
        {
            PacketIdentifier = id,
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
        });
        await device.AcknowledgementAsync(id);
    }

    static async Task PublishAsync(RunningBroker broker, byte[] payload, bool overWebSocket)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithClientId(Guid.NewGuid().ToString())
            .WithCredentials(RunningBroker.Username, RunningBroker.Password)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCleanSession();
        options = overWebSocket
            ? options.WithWebSocketServer(server => server.WithUri(broker.WebSocket.ToString()))
            : options.WithEndPoint(broker.Mqtt);
        await client.ConnectAsync(options.Build(), Patience.Token);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(Topic)
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithRetainFlag()
                .Build(),
            Patience.Token);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Patience.Token);
    }
}
