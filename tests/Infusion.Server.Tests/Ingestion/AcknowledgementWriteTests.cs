using System.Diagnostics.Metrics;
using System.IO.Pipelines;
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
            new IngestionMetrics(services.GetRequiredService<IMeterFactory>()));
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

    static async Task<byte[]> ReadAsync(Pipe device)
    {
        var read = await device.Reader.ReadAsync(Patience.Token);
        var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        device.Reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
