using System.Text;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NSubstitute;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class ConnectionTests
{
    const string Good = """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";
    const string Offline = """{"state":"offline","boot":"b"}""";

    [Fact]
    public async Task Announces_its_limits()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);

        var accepted = await device.SignInAsync("c1");

        accepted.ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
        accepted.MaximumPacketSize.ShouldBe((uint)PacketGuard.MaxPacket);
        accepted.ReceiveMaximum.ShouldBe((ushort)1000);
        accepted.MaximumQoS.ShouldBe(MqttQualityOfServiceLevel.AtLeastOnce);
        accepted.TopicAliasMaximum.ShouldBe((ushort)0);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, "chair-1", "wrong")]
    [InlineData(MqttProtocolVersion.V500, "chair-1", "wrong")]
    [InlineData(MqttProtocolVersion.V311, "nobody", "right")]
    [InlineData(MqttProtocolVersion.V500, "nobody", "right")]
    public async Task Refuses_a_bad_credential_and_counts_it(MqttProtocolVersion version, string username, string password)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var counted = new Counted(broker.Services, "infusion.ingestion.refused_sign_ins");
        using var device = await WireClient.OpenAsync(broker.Mqtt, version);

        var refused = await device.SignInAsync("c1", username, password);

        if (version == MqttProtocolVersion.V500)
        {
            refused.ReasonCode.ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
            refused.ReasonString.ShouldBe("The user name or the password is wrong.");
        }
        else
        {
            refused.ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedBadUsernameOrPassword);
        }

        await device.EndsAsync();
        counted.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Says_unavailable_when_credentials_cannot_be_checked()
    {
        var credentials = Substitute.For<IDeviceCredentials>();
        credentials.AuthenticateAsync(default!, default!, TestContext.Current.CancellationToken)
            .ReturnsForAnyArgs<DeviceGrant?>(_ => throw new InvalidOperationException("database down"));
        await using var broker = await RunningBroker.StartAsync(credentials);
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);

        (await device.SignInAsync("c1")).ReasonCode.ShouldBe(MqttConnectReasonCode.ServerUnavailable);
    }

    [Fact]
    public async Task Publishes_the_last_will_of_a_connection_that_broke()
    {
        await using var broker = await RunningBroker.StartAsync();
        var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V311);
        await device.SignInAsync("c1", willTopic: RunningBroker.Status, will: Offline);

        device.Dispose();

        var report = (await broker.Inbox.NextAsync<Incoming.Status>()).Report;
        report.Device.ShouldBe("monitor-1");
        report.Online.ShouldBeFalse();
        report.Boot.ShouldBe("b");
    }

    [Fact]
    public async Task Keeps_the_last_will_of_a_clean_goodbye_to_itself()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", willTopic: RunningBroker.Status, will: Offline);

        await device.SendAsync(new MqttDisconnectPacket());
        await device.EndsAsync();
        using var next = await broker.SignInAsync(MqttProtocolVersion.V500);
        await next.PublishAsync(1, Good);

        await broker.Inbox.NextAsync<Incoming.Telemetry>();
        broker.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Does_not_publish_a_last_will_for_somebody_else()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var refused = new Counted(broker.Services, "infusion.ingestion.unauthorised");
        var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", willTopic: "infusion/v1/demo/monitor-9/status", will: Offline);
        var witness = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await witness.SignInAsync("c2", willTopic: RunningBroker.Status, will: Offline);

        device.Dispose();
        await refused.FirstAsync();
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("not-authorised");
        witness.Dispose();

        (await broker.Inbox.NextAsync<Incoming.Status>()).Report.Device.ShouldBe("monitor-1");
        broker.Inbox.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Lets_a_second_connection_of_the_same_client_take_over_with_nothing_stuck()
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var first = await broker.SignInAsync(MqttProtocolVersion.V500);
        await first.PublishAsync(1, Good);
        var held = await broker.Inbox.NextAsync();

        using var second = await broker.SignInAsync(MqttProtocolVersion.V500);
        (await first.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.SessionTakenOver);
        await first.EndsAsync();
        broker.Inbox.Holds = false;
        await second.PublishAsync(1, Good);

        await second.AcknowledgementAsync(1);
        held.Commit.SetResult();
        await second.PublishAsync(2, Good);
        await second.AcknowledgementAsync(2);
    }

    [Fact]
    public async Task Does_not_let_another_credential_take_over_a_client_id()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);
        using var other = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await other.SignInAsync("c1", RunningBroker.SubscriberName);

        await device.PublishAsync(1, Good);

        await device.AcknowledgementAsync(1);
    }

    [Fact]
    public async Task Denies_a_subscription_without_the_right_to_it()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        (await SubscribeAsync(device, "infusion/v1/demo/#")).ShouldBe(MqttSubscribeReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task Relays_accepted_messages_of_the_own_clinic_to_a_subscriber()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V311);
        using var subscriber = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await subscriber.SignInAsync("c2", RunningBroker.SubscriberName);
        (await SubscribeAsync(subscriber, "#")).ShouldBe(MqttSubscribeReasonCode.NotAuthorized);
        (await SubscribeAsync(subscriber, "infusion/v1/other/#")).ShouldBe(MqttSubscribeReasonCode.NotAuthorized);
        (await SubscribeAsync(subscriber, "infusion/v1/demo/#")).ShouldBe(MqttSubscribeReasonCode.GrantedQoS0);

        await device.PublishAsync(1, "{");
        await device.PublishAsync(2, Good);

        var relayed = await subscriber.ReceiveAsync<MqttPublishPacket>();
        relayed.Topic.ShouldBe(RunningBroker.Telemetry);
        Encoding.UTF8.GetString(relayed.Payload.First.Span).ShouldBe(Good);
    }

    [Fact]
    public async Task Speaks_over_a_WebSocket()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithWebSocketServer(server => server.WithUri(broker.WebSocket.ToString()))
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(RunningBroker.Username, RunningBroker.Password)
            .Build();

        await device.ConnectAsync(options, Patience.Token);
        var good = await device.PublishAsync(Message(Good), Patience.Token);
        var bad = await device.PublishAsync(Message(new string('x', 200_000)), Patience.Token);

        good.ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
        bad.ReasonCode.ShouldBe(MqttClientPublishReasonCode.PayloadFormatInvalid);
        await broker.Inbox.NextAsync<Incoming.Telemetry>();

        static MqttApplicationMessage Message(string payload) => new MqttApplicationMessageBuilder()
            .WithTopic(RunningBroker.Telemetry)
            .WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
    }

    [Theory]
    [InlineData(0x10, MqttProtocolVersion.V311, false)]
    [InlineData(0x30, MqttProtocolVersion.V311, false)]
    [InlineData(0x82, MqttProtocolVersion.V311, true)]
    [InlineData(0x82, MqttProtocolVersion.V500, true)]
    [InlineData(0x32, MqttProtocolVersion.V500, true)]
    public async Task Ends_a_connection_whose_header_promises_200_MB(byte type, MqttProtocolVersion version, bool signedIn)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await WireClient.OpenAsync(broker.Mqtt, version);
        if (signedIn)
        {
            await device.SignInAsync("c1");
        }

        await device.SendRawAsync([type, 0x80, 0x80, 0x80, 0x64]);

        if (signedIn && version == MqttProtocolVersion.V500)
        {
            (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.PacketTooLarge);
        }

        await device.EndsAsync();
    }

    [Fact]
    public async Task Ends_a_connection_that_uses_a_topic_alias()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.SendAsync(new MqttPublishPacket { Topic = "", TopicAlias = 1 });

        (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.TopicAliasInvalid);
        await device.EndsAsync();
    }

    static async Task<MqttSubscribeReasonCode> SubscribeAsync(WireClient client, string filter)
    {
        await client.SendAsync(new MqttSubscribePacket { PacketIdentifier = 9, TopicFilters = [new MqttTopicFilter { Topic = filter }] });
        return (await client.ReceiveAsync<MqttSubAckPacket>()).ReasonCodes.ShouldHaveSingleItem();
    }
}
