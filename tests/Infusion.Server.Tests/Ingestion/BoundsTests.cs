using System.IO.Pipelines;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NSubstitute;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>Everything that somebody else can make grow has an end.</summary>
public sealed class BoundsTests
{
    static string Message(int seq) => $$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    [Fact]
    public async Task All_connections_together_may_have_only_so_much_uncommitted()
    {
        var budget = new IntakeBudget(maxBytes: 2 * IntakeBudget.Overhead);
        await using var broker = await RunningBroker.StartAsync(budget: budget);
        broker.Inbox.Holds = true;
        using var one = await broker.SignInAsync(MqttProtocolVersion.V500, "one");
        using var other = await broker.SignInAsync(MqttProtocolVersion.V500, "other");

        await one.PublishAsync(1, Message(1));
        var first = await broker.Inbox.NextAsync();
        await one.PublishAsync(2, Message(2));
        var second = await broker.Inbox.NextAsync();
        await other.PublishAsync(3, Message(3));
        await other.PublishAsync(4, Message(4));
        one.Dispose();
        while (budget.HeldBack == 0)
        {
            await Task.Yield();
        }

        broker.Inbox.Count.ShouldBe(2, "there is no room, and the end of a connection makes none");

        first.Commit.SetResult();
        var third = await broker.Inbox.NextAsync();
        second.Commit.SetException(new InvalidOperationException("given up"));
        var fourth = await broker.Inbox.NextAsync();
        third.Commit.SetResult();
        fourth.Commit.SetResult();
        await other.AcknowledgementAsync(3);
        await other.AcknowledgementAsync(4);
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task Room_that_was_waited_for_in_vain_is_not_lost()
    {
        var budget = new IntakeBudget(maxBytes: 1);
        await budget.TakeAsync(10, Patience.Token);
        using var gaveUp = new CancellationTokenSource();
        var waiting = budget.TakeAsync(10, gaveUp.Token).AsTask();
        var next = budget.TakeAsync(20, Patience.Token).AsTask();
        await gaveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        budget.GiveBackAfter(Task.CompletedTask, 10);
        await next;
        budget.Used.ShouldBe(20 + IntakeBudget.Overhead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_for_one_commit_is_given_back_with_it_and_nothing_else(bool fails)
    {
        var budget = new IntakeBudget(maxBytes: 1_000_000);
        var (commit, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        foreach (var (task, length) in new[] { (commit.Task, 10), (other.Task, 20), (commit.Task, 30), (Task.CompletedTask, 40) })
        {
            await budget.TakeAsync(length, Patience.Token);
            budget.GiveBackAfter(task, length);
        }

        budget.Used.ShouldBe(60 + (3 * IntakeBudget.Overhead));
        _ = fails ? commit.TrySetException(new InvalidOperationException("given up")) : commit.TrySetResult();
        budget.Used.ShouldBe(20 + IntakeBudget.Overhead);
        await budget.TakeAsync(50, Patience.Token);
        budget.GiveBackAfter(commit.Task, 50);
        other.SetResult();
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_a_closed_one_makes_room()
    {
        await using var broker = await RunningBroker.StartAsync(quota: new ConnectionQuota(max: 2, maxOfCredential: 2));
        using var counted = new Counted(broker.Services, "infusion.ingestion.ended_connections");
        var first = await broker.SignInAsync(MqttProtocolVersion.V500, "one");
        using var silent = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        using (var tooMany = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500))
        {
            await tooMany.EndsAsync();
            counted.Total.ShouldBe(1);
        }

        await first.SendAsync(new MqttDisconnectPacket());
        await first.EndsAsync();
        first.Dispose();
        using var next = await broker.SignInAsync(MqttProtocolVersion.V500, "two");
        await next.PublishAsync(1, Message(1));
        await next.AcknowledgementAsync(1);
    }

    [Fact]
    public async Task One_connection_too_many_of_a_credential_is_refused_and_another_credential_is_not()
    {
        await using var broker = await RunningBroker.StartAsync(quota: new ConnectionQuota(max: 10, maxOfCredential: 1));
        using var first = await broker.SignInAsync(MqttProtocolVersion.V500, "one");
        using var second = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);

        var refused = await second.SignInAsync("two");
        refused.ReasonCode.ShouldBe(MqttConnectReasonCode.QuotaExceeded);
        refused.ReasonString.ShouldContain("too many connections");
        await second.EndsAsync();

        using var other = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        (await other.SignInAsync("three", RunningBroker.SubscriberName)).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
        await first.PublishAsync(1, Message(1));
        await first.AcknowledgementAsync(1);
    }

    [Theory]
    [InlineData(30, 45)]
    [InlineData(0, 450)]
    [InlineData(60_000, 450)]
    public async Task A_client_that_keeps_silent_is_told_and_let_go(int keepAlive, int seconds)
    {
        var time = new FakeTimeProvider();
        await using var broker = await RunningBroker.StartAsync(time: time);
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        (await device.SignInAsync("c1", keepAlive: (ushort)keepAlive)).ServerKeepAlive.ShouldBe((ushort)(seconds / 1.5));
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await PingAsync(device);

        await EndsAsync(device, time, TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_client_that_drips_a_packet_out_byte_by_byte_is_let_go_like_a_silent_one()
    {
        var time = new FakeTimeProvider();
        await using var broker = await RunningBroker.StartAsync(time: time);
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", keepAlive: 30);
        await device.SendRawAsync([0x30, 0x40, 0x00]);

        await EndsAsync(device, time, TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task A_client_that_is_held_back_has_not_been_silent()
    {
        var time = new FakeTimeProvider();
        var budget = new IntakeBudget(maxBytes: 1);
        await using var broker = await RunningBroker.StartAsync(time: time, budget: budget);
        broker.Inbox.Holds = true;
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", keepAlive: 10);
        await device.PublishAsync(1, Message(1));
        await device.PublishAsync(2, Message(2));
        var first = await broker.Inbox.NextAsync();
        while (budget.HeldBack == 0)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromHours(1));
        first.Commit.SetResult();
        (await broker.Inbox.NextAsync()).Commit.SetResult();
        await device.AcknowledgementAsync(1);
        await device.AcknowledgementAsync(2);
    }

    [Fact]
    public async Task Pings_whose_answers_are_not_read_are_not_read_either()
    {
        await using var broker = await RunningBroker.StartAsync();
        var socket = Substitute.For<IMqttChannelAdapter>();
        socket.PacketFormatterAdapter.Returns(new MqttPacketFormatterAdapter(MqttProtocolVersion.V500, new MqttBufferWriter(256, 256)));
        socket.ReceivePacketAsync(Patience.Token).ReturnsForAnyArgs(MqttPingReqPacket.Instance);
        using var guard = new PacketGuard(new Pipe().Reader, TimeProvider.System);
        using var channel = new DeviceChannel(
            socket, guard, new HeldOutput(new Pipe().Writer), broker.Services.GetRequiredService<Intake>(), new IntakeBudget(),
            broker.Services.GetRequiredService<IngestionMetrics>(), TimeProvider.System);
        channel.SignedIn(new DeviceGrant("chair-1", "demo", GrantKind.Device, new HashSet<string>(), MaySubscribe: false));

        var taken = 0;
        Task<MqttPacket> next;
        while ((next = channel.ReceivePacketAsync(Patience.Token)).IsCompleted)
        {
            taken++;
        }

        taken.ShouldBe(32);
        await channel.SendPacketAsync(MqttPingRespPacket.Instance, Patience.Token);
        (await next).ShouldBe(MqttPingReqPacket.Instance);
    }

    [Fact]
    public async Task A_client_that_reads_no_acknowledgement_for_a_minute_is_given_up()
    {
        await using var broker = await RunningBroker.StartAsync();
        var time = new FakeTimeProvider();
        var metrics = broker.Services.GetRequiredService<IngestionMetrics>();
        var pending = new PendingAcknowledgements(
            (_, cancelled) => Task.Delay(Timeout.Infinite, cancelled), new HeldOutput(new Pipe().Writer), metrics, time);
        pending.Add(new PendingAcknowledgement(1, Task.CompletedTask, MqttPubAckReasonCode.Success, null));

        var acknowledging = pending.AcknowledgeInOrderAsync(Patience.Token);
        time.Advance(PendingAcknowledgements.ReadingPatience - TimeSpan.FromSeconds(1));
        acknowledging.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<PacketRefusedException>(acknowledging)).Refusal.ShouldBe(PacketRefusal.DoesNotRead);
    }

    [Theory]
    [InlineData(new byte[] { 0x82, 0x80, 0x80, 0x80, 0x64 }, MqttDisconnectReasonCode.PacketTooLarge, "packet-too-large")]
    [InlineData(new byte[] { 0x32, 0x03, 0x00, 0x09, 0x41 }, MqttDisconnectReasonCode.MalformedPacket, "malformed-packet")]
    [InlineData(new byte[] { 0xF0, 0x00 }, MqttDisconnectReasonCode.ProtocolError, "protocol-error")]
    [InlineData(new byte[] { 0x62, 0x02, 0x00, 0x01 }, MqttDisconnectReasonCode.ProtocolError, "protocol-error")]
    public async Task A_packet_that_ends_the_connection_is_answered_with_its_reason_and_traced(
        byte[] packet, MqttDisconnectReasonCode code, string reason)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.SendRawAsync(packet);

        var told = await device.ReceiveAsync<MqttDisconnectPacket>();
        told.ReasonCode.ShouldBe(code);
        told.ReasonString.ShouldNotBeNullOrEmpty();
        await device.EndsAsync();
        var traced = await broker.Inbox.NextAsync<Incoming.Quarantined>();
        traced.Reason.ShouldBe(reason);
        traced.Payload.IsEmpty.ShouldBeTrue();
    }

    static async Task PingAsync(WireClient device)
    {
        await device.SendAsync(MqttPingReqPacket.Instance);
        await device.ReceiveAsync<MqttPingRespPacket>();
    }

    /// <summary>The server begins to wait some moments after its last answer, so the clock goes on until it has given up.</summary>
    static async Task EndsAsync(WireClient device, FakeTimeProvider time, TimeSpan limit)
    {
        var told = device.ReceiveAsync<MqttDisconnectPacket>();
        while (!told.IsCompleted)
        {
            time.Advance(limit);
            await Task.Yield();
        }

        (await told).ReasonCode.ShouldBe(MqttDisconnectReasonCode.KeepAliveTimeout);
        await device.EndsAsync();
    }
}
