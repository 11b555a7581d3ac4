using System.Text;
using Infusion.Server.Ingestion;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class RefusalTests
{
    const string Good = """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    [Theory]
    [InlineData("not-json", "{")]
    [InlineData("not-json", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":NaN}}""")]
    [InlineData("number-out-of-range", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":1e400}}""")]
    [InlineData("wrong-shape", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":"97"}}""")]
    [InlineData("forbidden-character", """{"boot":"b\u0000","seq":1}""")]
    public async Task Quarantines_then_answers_and_takes_the_next_good_message_on_the_same_connection(string reason, string payload)
    {
        foreach (var version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V500 })
        {
            await using var broker = await RunningBroker.StartAsync();
            broker.Inbox.Holds = true;
            using var device = await broker.SignInAsync(version);

            await device.PublishAsync(1, payload);
            await device.PublishAsync(2, Good);
            var deliveries = await broker.Inbox.NextAsync(2);
            var quarantined = deliveries[0].Message.ShouldBeOfType<Incoming.Quarantined>();
            deliveries[1].Message.ShouldBeOfType<Incoming.Telemetry>();
            quarantined.Reason.ShouldBe(reason);
            quarantined.Device.ShouldBe("monitor-1");
            deliveries[0].Clinic.ShouldBe("demo");
            Encoding.UTF8.GetString(quarantined.Payload.Span).ShouldBe(payload);

            await device.SendAsync(MqttPingReqPacket.Instance);
            await device.ReceiveAsync<MqttPingRespPacket>();
            deliveries.ForEach(delivery => delivery.Commit.SetResult());
            await RefusedAsync(device, version, 1, reason);
            (await device.AcknowledgementAsync(2)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
        }
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, 70_000)]
    [InlineData(MqttProtocolVersion.V500, 70_000)]
    [InlineData(MqttProtocolVersion.V311, 65_600)]
    [InlineData(MqttProtocolVersion.V500, 65_600)]
    [InlineData(MqttProtocolVersion.V311, 3_000_000)]
    [InlineData(MqttProtocolVersion.V500, 3_000_000)]
    public async Task Quarantines_the_beginning_of_an_oversized_message_and_lives_on(MqttProtocolVersion version, int size)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(version);
        var payload = new byte[size];
        Array.Fill(payload, (byte)'x');
        "start"u8.CopyTo(payload);

        await device.PublishAsync(513, payload);
        await device.PublishAsync(2, Good);

        var quarantined = await broker.Inbox.NextAsync<Incoming.Quarantined>();
        quarantined.Reason.ShouldBe("oversized");
        quarantined.Topic.ShouldBe(RunningBroker.Telemetry);
        quarantined.Payload.Length.ShouldBe(4096);
        quarantined.Payload.Span.StartsWith("startxxx"u8).ShouldBeTrue();
        await broker.Inbox.NextAsync<Incoming.Telemetry>();
        await RefusedAsync(device, version, 513, "oversized");
        await device.AcknowledgementAsync(2);
    }

    [Fact]
    public async Task Keeps_properties_out_of_the_excerpt_of_an_oversized_message()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.SendAsync(new MqttPublishPacket
        {
            Topic = RunningBroker.Telemetry,
            PacketIdentifier = 1,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            UserProperties = [new("site", Encoding.UTF8.GetBytes("north"))],
            PayloadSegment = Encoding.UTF8.GetBytes(new string('y', 100_000)),
        });

        var quarantined = await broker.Inbox.NextAsync<Incoming.Quarantined>();
        Encoding.UTF8.GetString(quarantined.Payload.Span).Trim('y').ShouldBeEmpty();
        await RefusedAsync(device, MqttProtocolVersion.V500, 1, "oversized");
    }

    [Theory]
    [InlineData("infusion/v1/demo/monitor-9/telemetry")]
    [InlineData("infusion/v1/other/monitor-1/telemetry")]
    [InlineData("infusion/v1/other/monitor-1/status")]
    public async Task Refuses_a_topic_of_somebody_else_and_keeps_nothing_of_it_but_a_line_in_the_trace(string topic)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var counted = new Counted(broker.Services, "infusion.ingestion.unauthorised");
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.PublishAsync(1, Good, topic);
        await device.PublishAsync(2, Good);

        (await device.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.NotAuthorized);
        (await device.AcknowledgementAsync(2)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
        var traced = await broker.Inbox.NextAsync<Incoming.Quarantined>();
        traced.Reason.ShouldBe("not-authorised");
        traced.Topic.ShouldBe(topic);
        traced.Device.ShouldBeNull();
        traced.Payload.IsEmpty.ShouldBeTrue();
        await broker.Inbox.NextAsync<Incoming.Telemetry>();
        broker.Inbox.Count.ShouldBe(2);
        counted.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Ends_a_3_1_1_connection_that_publishes_for_somebody_else()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V311);

        await device.PublishAsync(1, Good, "infusion/v1/demo/monitor-9/telemetry");

        await device.EndsAsync();
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("not-authorised");
        broker.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Traces_a_flood_of_foreign_topics_once_each_ten_seconds_with_the_number_swallowed()
    {
        var time = new FakeTimeProvider();
        await using var broker = await RunningBroker.StartAsync(time: time);
        using var counted = new Counted(broker.Services, "infusion.ingestion.unauthorised");
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        for (ushort id = 1; id <= 50; id++)
        {
            await device.PublishAsync(id, Good, "infusion/v1/demo/monitor-9/telemetry");
            (await device.AcknowledgementAsync(id)).ReasonCode.ShouldBe(MqttPubAckReasonCode.NotAuthorized);
        }

        broker.Inbox.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(10));
        await device.PublishAsync(51, Good, "infusion/v1/demo/monitor-9/telemetry");
        await device.AcknowledgementAsync(51);

        var entries = await broker.Inbox.NextAsync(2);
        ((Incoming.Quarantined)entries[0].Message).Detail.ShouldBe("chair-1: The credential does not cover this topic.");
        ((Incoming.Quarantined)entries[1].Message).Detail.ShouldEndWith(" 49 more since the last entry.");
        counted.Total.ShouldBe(51);
    }

    [Theory]
    [InlineData("infusion/v1/demo/Monitor 1/telemetry")]
    [InlineData("infusion/v1/demo/monitor-1/vitals")]
    [InlineData("vitals")]
    public async Task Quarantines_what_comes_on_a_topic_that_is_none(string topic)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.PublishAsync(1, Good, topic);

        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("bad-topic");
        await RefusedAsync(device, MqttProtocolVersion.V500, 1, "bad-topic");
    }

    static async Task RefusedAsync(WireClient device, MqttProtocolVersion version, ushort id, string reason)
    {
        var acknowledgement = await device.AcknowledgementAsync(id);
        if (version == MqttProtocolVersion.V500)
        {
            acknowledgement.ReasonCode.ShouldBe(MqttPubAckReasonCode.PayloadFormatInvalid);
            acknowledgement.ReasonString.ShouldStartWith(reason + ": ");
        }
    }
}
