using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.Exceptions;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// Stands between the socket and MQTTnet and reads each packet's length before the packet is buffered. MQTTnet
/// itself gathers whatever a header promises, up to 256 MB, from anybody. A PUBLISH of a signed-in device that is too
/// big is read past, and a small stand-in with its topic, its packet id and its first bytes goes on in its place, so
/// that it can be answered; anything else too big ends the connection.
/// </summary>
/// <remarks>MQTTnet takes exactly one packet from each read, so every read begins at a packet's first byte.</remarks>
sealed class PacketGuard(PipeReader inner, TimeProvider time) : PipeReader, IDisposable
{
    /// <summary>The payload's limit, and room for the topic and the properties.</summary>
    public const int MaxPacket = Intake.MaxPayload + 1024;

    /// <summary>Who sends more than this is not a device that will ever make sense.</summary>
    const int MaxSkipped = 16 * 1024 * 1024;

    readonly Silence _silence = new(inner, time);
    bool _isSignedIn;
    bool _hasProperties;
    byte[]? _standIn;
    int? _skippedLength;

    /// <param name="hasProperties">MQTT 5: a PUBLISH holds properties between its packet id and its payload.</param>
    /// <param name="silence">How long the client may keep silent, or take for one packet.</param>
    public void SignedIn(bool hasProperties, TimeSpan silence)
    {
        (_isSignedIn, _hasProperties) = (true, hasProperties);
        _silence.Limit(silence);
    }

    /// <inheritdoc cref="Silence.End"/>
    public void End(PacketRefusal refusal) => _silence.End(refusal);

    /// <summary>After the packet last read a whole PUBLISH is buffered, which is read next without a wait.</summary>
    public bool IsPublishAtHand { get; private set; }

    /// <returns>The length of the packet for which the last one read stands in; null: it is the real one.</returns>
    public int? TakeSkippedLength()
    {
        var length = _skippedLength;
        _skippedLength = null;
        return length;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_standIn is not null)
        {
            return new ReadResult(new ReadOnlySequence<byte>(_standIn), isCanceled: false, isCompleted: false);
        }

        IsPublishAtHand = false;
        var result = await _silence.ReadAsync(cancellationToken);
        var isHeaderWhole = FixedHeader.TryRead(result.Buffer, out var header);
        if (result.IsCompleted && !result.Buffer.IsEmpty && (!isHeaderWhole || result.Buffer.Length < header.PacketLength))
        {
            // Half a packet and no more to come: MQTTnet would ask for the rest without end.
            throw new MqttCommunicationException("The connection ended within a packet.");
        }

        if (!isHeaderWhole || header.PacketLength <= MaxPacket)
        {
            if (isHeaderWhole && result.Buffer.Length >= header.PacketLength)
            {
                _silence.Broken();
                IsPublishAtHand = BeginsWithPublish(result.Buffer, header.PacketLength);
            }

            return result;
        }

        if (!_isSignedIn || !header.IsPublish || header.PacketLength > MaxSkipped)
        {
            throw new PacketRefusedException(PacketRefusal.TooLarge);
        }

        _standIn = await SkipAsync(header, result.Buffer, cancellationToken);
        _skippedLength = header.PacketLength;
        _silence.Broken();
        return new ReadResult(new ReadOnlySequence<byte>(_standIn), isCanceled: false, isCompleted: false);
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_standIn is null)
        {
            inner.AdvanceTo(consumed, examined);
        }

        _standIn = null;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public void Dispose() => _silence.Dispose();

    public override bool TryRead(out ReadResult result) =>
        throw new NotSupportedException("Packets are guarded in ReadAsync only.");

    static bool BeginsWithPublish(in ReadOnlySequence<byte> buffer, long from)
    {
        try
        {
            return buffer.Length > from && FixedHeader.TryRead(buffer.Slice(from), out var next)
                && next.IsPublish && buffer.Length - from >= next.PacketLength;
        }
        catch (MqttProtocolViolationException)
        {
            // The packet before it is good, and is dealt with first.
            return false;
        }
    }

    async ValueTask<byte[]> SkipAsync(FixedHeader header, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        var head = new byte[PublishHead.MaxLength];
        var kept = 0;
        long left = header.PacketLength;
        while (true)
        {
            var taken = buffer.Slice(0, Math.Min(left, buffer.Length));
            var wanted = taken.Slice(0, Math.Min(taken.Length, head.Length - kept));
            wanted.CopyTo(head.AsSpan(kept));
            kept += (int)wanted.Length;
            left -= taken.Length;
            inner.AdvanceTo(taken.End);
            if (left == 0)
            {
                return PublishHead.StandIn(head.AsSpan(0, kept), header, _hasProperties);
            }

            var result = await _silence.ReadAsync(cancellationToken);
            if (result.IsCompleted && result.Buffer.Length < left)
            {
                throw new MqttCommunicationException("The connection ended within a packet.");
            }

            buffer = result.Buffer;
        }
    }
}
