using System.Buffers;
using MQTTnet.Exceptions;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>The first bytes of every MQTT packet: its type with its flags, and its length.</summary>
readonly record struct FixedHeader(byte TypeAndFlags, int Length, int PacketLength)
{
    const int MaxLength = 5;
    const int Publish = 3;

    public bool IsPublish => TypeAndFlags >> 4 == Publish;

    /// <returns>False while its bytes have not all arrived.</returns>
    /// <exception cref="MqttProtocolViolationException">The length runs over its four bytes.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FixedHeader header)
    {
        header = default;
        Span<byte> bytes = stackalloc byte[MaxLength];
        var available = (int)Math.Min(MaxLength, buffer.Length);
        buffer.Slice(0, available).CopyTo(bytes);
        if (available < 2 || !TryReadVariableInteger(bytes[1..available], out var remaining, out var used))
        {
            return false;
        }

        header = new FixedHeader(bytes[0], 1 + used, 1 + used + remaining);
        return true;
    }

    /// <summary>MQTT's integer of one to four bytes, seven bits in each, the lowest first.</summary>
    public static bool TryReadVariableInteger(ReadOnlySpan<byte> bytes, out int value, out int used)
    {
        value = 0;
        for (used = 1; used <= 4; used++)
        {
            if (used > bytes.Length)
            {
                return false;
            }

            value |= (bytes[used - 1] & 0x7F) << (7 * (used - 1));
            if (bytes[used - 1] < 0x80)
            {
                return true;
            }
        }

        throw new MqttProtocolViolationException("A length runs over four bytes.");
    }
}
