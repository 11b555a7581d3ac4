using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>Acknowledgements that one commit frees leave together, and none of them stays behind.</summary>
public sealed class AcknowledgementWriteTests
{
    [Fact]
    public async Task What_one_commit_frees_leaves_in_one_write()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var device = new Pipe();
        var output = new HeldOutput(device.Writer);
        var pending = new PendingAcknowledgements(
            async (packet, cancellationToken) => await output.WriteAsync(
                new[] { (byte)((MqttPubAckPacket)packet).PacketIdentifier }, cancellationToken),
            output,
            new IngestionMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System);
        var commit = new TaskCompletionSource();
        var later = new TaskCompletionSource();
        foreach (var id in (ushort[])[1, 2, 3])
        {
            pending.Add(new PendingAcknowledgement(id, commit.Task, MqttPubAckReasonCode.Success, null));
        }

        pending.Add(new PendingAcknowledgement(4, later.Task, MqttPubAckReasonCode.Success, null));
        using var ended = new CancellationTokenSource();
        var running = pending.AcknowledgeInOrderAsync(ended.Token);

        commit.SetResult();
        (await ReadAsync(device)).ShouldBe([1, 2, 3]);
        later.SetResult();
        (await ReadAsync(device)).ShouldBe([4]);

        await ended.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Does_not_wait_for_a_message_that_gets_no_answer()
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Inbox.Holds = true;
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);
        await device.PublishAsync(1, """{"boot":"b","seq":1}""");
        await device.PublishAsync(0, """{"boot":"b","seq":2}"""u8.ToArray(), qualityOfService: MqttQualityOfServiceLevel.AtMostOnce);
        var deliveries = await broker.Inbox.NextAsync(2);

        deliveries[1].Commit.SetResult();
        deliveries[0].Commit.SetResult();

        await device.AcknowledgementAsync(1);
    }

    /// <summary>The first two are gathered because a third follows, and the third reaches no clinic.</summary>
    [Fact]
    public async Task What_is_gathered_does_not_wait_for_a_message_that_is_refused()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        await device.SendRawAsync([.. Publish(1, "monitor-1"), .. Publish(2, "monitor-1"), .. Publish(3, "not-mine")]);

        await device.AcknowledgementAsync(1);
        await device.AcknowledgementAsync(2);
        (await device.AcknowledgementAsync(3)).ReasonCode.ShouldBe(MqttPubAckReasonCode.NotAuthorized);
    }

    static byte[] Publish(byte id, string device)
    {
        var topic = Encoding.ASCII.GetBytes($"infusion/v1/demo/{device}/telemetry");
        var payload = Encoding.ASCII.GetBytes($$"""{"boot":"b","seq":{{id}}}""");
        return [0x32, (byte)(2 + topic.Length + 3 + payload.Length), 0, (byte)topic.Length, .. topic, 0, id, 0, .. payload];
    }

    static async Task<byte[]> ReadAsync(Pipe device)
    {
        var read = await device.Reader.ReadAsync(Patience.Token);
        var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        device.Reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
