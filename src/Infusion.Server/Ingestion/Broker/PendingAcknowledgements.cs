using System.Threading.Channels;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Infusion.Server.Ingestion.Broker;

/// <param name="PacketId">Null: QoS 0, nobody waits for an answer.</param>
readonly record struct PendingAcknowledgement(
    ushort? PacketId, Task Committed, MqttPubAckReasonCode Code, string? Explanation);

/// <summary>
/// What one connection has sent and the clinic has not committed yet. Each PUBACK goes out after its own commit and
/// in the order in which the messages came, while the connection goes on reading.
/// </summary>
sealed class PendingAcknowledgements(
    Func<MqttPacket, CancellationToken, Task> send, HeldOutput output, IngestionMetrics metrics, TimeProvider time)
{
    public const int Max = 1000;

    /// <summary>A client that reads none of its answers for so long is given up.</summary>
    public static readonly TimeSpan ReadingPatience = TimeSpan.FromSeconds(60);

    readonly Channel<PendingAcknowledgement> _pending = Channel.CreateBounded<PendingAcknowledgement>(
        new BoundedChannelOptions(Max) { SingleReader = true, SingleWriter = true });

    /// <summary>Waits until one more may be under way. What a device sends meanwhile stays in its socket.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!await _pending.Writer.WaitToWriteAsync(cancellationToken))
        {
            throw new OperationCanceledException("The connection is closing.");
        }
    }

    /// <summary>To be called after <see cref="WaitForRoomAsync"/>, by the one who reads the connection.</summary>
    public void Add(PendingAcknowledgement pending)
    {
        if (_pending.Writer.TryWrite(pending))
        {
            metrics.Unacknowledged(1);
        }
    }

    /// <summary>Runs as long as the connection. Throws what a commit threw: then the device must send again.</summary>
    public async Task AcknowledgeInOrderAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _pending.Reader.WaitToReadAsync(cancellationToken))
            {
                // Peeked, so that what is waited for counts as unacknowledged.
                while (_pending.Reader.TryPeek(out var next))
                {
                    await CommittedAsync(next, cancellationToken);
                    Remove();
                    await SendAsync(next, cancellationToken);
                }
            }
        }
        finally
        {
            _pending.Writer.TryComplete();
            while (Remove())
            {
            }
        }
    }

    async Task CommittedAsync(PendingAcknowledgement next, CancellationToken cancellationToken)
    {
        if (next.PacketId is not null)
        {
            await next.Committed.WaitAsync(cancellationToken);
            return;
        }

        // A QoS 0 sender resends nothing, so ending its connection would only cost it more.
        await next.Committed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (next.Committed.IsFaulted)
        {
            metrics.NotStored();
        }
    }

    async Task SendAsync(PendingAcknowledgement next, CancellationToken cancellationToken)
    {
        if (next.PacketId is not { } packetId)
        {
            return;
        }

        // One commit frees many: they leave in one write, with the last of them.
        output.IsHeld = _pending.Reader.TryPeek(out var following)
            && following is { PacketId: not null, Committed.IsCompletedSuccessfully: true };
        var acknowledgement = new MqttPubAckPacket
        {
            PacketIdentifier = packetId,
            ReasonCode = next.Code,
            ReasonString = next.Explanation,
        };
        await SendAsync(acknowledgement, cancellationToken);
    }

    async Task SendAsync(MqttPubAckPacket acknowledgement, CancellationToken cancellationToken)
    {
        var sending = send(acknowledgement, cancellationToken);
        try
        {
            await sending.WaitAsync(ReadingPatience, time, cancellationToken);
        }
        catch (TimeoutException) when (!sending.IsCompleted)
        {
            throw new PacketRefusedException(PacketRefusal.DoesNotRead);
        }
    }

    bool Remove()
    {
        if (!_pending.Reader.TryRead(out _))
        {
            return false;
        }

        metrics.Unacknowledged(-1);
        return true;
    }
}
