using System.Text;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class AcknowledgementTests
{
    static string Message(int seq) => $$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Acknowledges_in_order_of_arrival_and_only_after_the_commit(MqttProtocolVersion version)
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var device = await broker.SignInAsync(version);

        await device.PublishAsync(1, Message(1));
        await device.PublishAsync(2, Message(2));
        await device.PublishAsync(3, Message(3));
        var deliveries = await broker.Inbox.NextAsync(3);
        await device.SendAsync(MqttPingReqPacket.Instance);
        await device.ReceiveAsync<MqttPingRespPacket>();

        deliveries[2].Commit.SetResult();
        deliveries[1].Commit.SetResult();
        await device.SendAsync(MqttPingReqPacket.Instance);
        await device.ReceiveAsync<MqttPingRespPacket>();

        deliveries[0].Commit.SetResult();
        (await device.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
        await device.AcknowledgementAsync(2);
        await device.AcknowledgementAsync(3);
    }

    /// <summary>In MQTT 5 that is more than the Receive Maximum allows: such a client is held back, not put out.</summary>
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Takes_a_thousand_unacknowledged_messages_answers_pings_and_leaves_the_rest_in_the_socket(MqttProtocolVersion version)
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var device = await broker.SignInAsync(version);

        for (var seq = 1; seq <= PendingAcknowledgements.Max; seq++)
        {
            await device.PublishAsync((ushort)seq, Message(seq));
        }

        var deliveries = await broker.Inbox.NextAsync(PendingAcknowledgements.Max);
        await device.SendAsync(MqttPingReqPacket.Instance);
        await device.ReceiveAsync<MqttPingRespPacket>();

        await device.PublishAsync(2001, Message(2001));
        await device.PublishAsync(2002, Message(2002));
        broker.Inbox.Count.ShouldBe(PendingAcknowledgements.Max);

        deliveries[0].Commit.SetResult();
        await device.AcknowledgementAsync(1);
        var next = await broker.Inbox.NextAsync();
        next.Message.ShouldBeOfType<Incoming.Telemetry>().Reading.Seq.ShouldBe(2001);
        broker.Inbox.Count.ShouldBe(PendingAcknowledgements.Max + 1);

        next.Commit.SetResult();
        deliveries.Skip(1).ToList().ForEach(delivery => delivery.Commit.SetResult());
        for (var seq = 2; seq <= PendingAcknowledgements.Max; seq++)
        {
            await device.AcknowledgementAsync((ushort)seq);
        }

        await device.AcknowledgementAsync(2001);
        (await broker.Inbox.NextAsync()).Commit.SetResult();
        await device.AcknowledgementAsync(2002);
    }

    [Fact]
    public async Task Closes_the_connection_without_an_acknowledgement_when_the_clinic_gives_up()
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.PublishAsync(1, Message(1));
        await device.PublishAsync(2, Message(2));
        var deliveries = await broker.Inbox.NextAsync(2);
        deliveries[1].Commit.SetResult();
        deliveries[0].Commit.SetException(new InvalidOperationException("disk full"));

        await device.EndsAsync();
    }

    [Fact]
    public async Task Evaluates_QoS_0_and_answers_nothing_even_when_it_could_not_be_stored()
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.PublishAsync(0, Encoding.UTF8.GetBytes(Message(1)), qualityOfService: MqttQualityOfServiceLevel.AtMostOnce);
        (await broker.Inbox.NextAsync()).Commit.SetException(new InvalidOperationException("disk full"));
        broker.Inbox.Holds = false;
        await device.PublishAsync(7, Message(2));

        await device.AcknowledgementAsync(7);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Ends_the_connection_at_QoS_2(MqttProtocolVersion version)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(version);

        await device.PublishAsync(1, Encoding.UTF8.GetBytes(Message(1)), qualityOfService: MqttQualityOfServiceLevel.ExactlyOnce);

        if (version == MqttProtocolVersion.V500)
        {
            (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.QoSNotSupported);
        }

        await device.EndsAsync();
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("qos-2");
        broker.Inbox.Count.ShouldBe(1);
    }
}
