using System.Buffers.Binary;
using MQTTnet.Exceptions;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>Builds a small PUBLISH from the beginning of one that is too big to be buffered.</summary>
static class PublishHead
{
    /// <summary>A topic longer than this is no topic of ours.</summary>
    const int MaxTopic = 1024;
    const int MaxNames = 2 + MaxTopic + 2;
    const int MaxHeaderAndPropertyLength = 5 + 4;

    /// <summary>How much of a packet is kept: enough for its names and for the excerpt of its payload.</summary>
    public const int MaxLength = MaxNames + MaxHeaderAndPropertyLength + Intake.OversizedExcerpt;

    /// <param name="head">The packet's beginning, fixed header included.</param>
    /// <returns>A whole packet: same type, flags, topic and packet id, no properties, the beginning of the payload.</returns>
    public static byte[] StandIn(ReadOnlySpan<byte> head, FixedHeader header, bool hasProperties)
    {
        var body = head[header.Length..];
        var names = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
        var qualityOfService = (header.TypeAndFlags >> 1) & 3;
        names += qualityOfService > 0 ? 2 : 0;
        if (names > MaxNames)
        {
            throw new MqttProtocolViolationException("The topic of an oversized packet is too long.");
        }

        var excerpt = body[names..];
        if (hasProperties)
        {
            FixedHeader.TryReadVariableInteger(excerpt, out var propertyLength, out var used);
            excerpt = excerpt[Math.Min(excerpt.Length, used + propertyLength)..];
        }

        excerpt = excerpt[..Math.Min(excerpt.Length, Intake.OversizedExcerpt)];
        return Join(header.TypeAndFlags, body[..names], hasProperties, excerpt);
    }

    static byte[] Join(byte typeAndFlags, ReadOnlySpan<byte> names, bool hasProperties, ReadOnlySpan<byte> excerpt)
    {
        var remaining = names.Length + (hasProperties ? 1 : 0) + excerpt.Length;
        using var packet = new MemoryStream(remaining + 3);
        packet.WriteByte(typeAndFlags);
        // Two bytes hold a length up to 16,383; a zero in the second is allowed nowhere, so a short one takes one byte.
        if (remaining < 0x80)
        {
            packet.WriteByte((byte)remaining);
        }
        else
        {
            packet.WriteByte((byte)((remaining & 0x7F) | 0x80));
            packet.WriteByte((byte)(remaining >> 7));
        }

        packet.Write(names);
        if (hasProperties)
        {
            packet.WriteByte(0);
        }

        packet.Write(excerpt);
        return packet.ToArray();
    }
}
