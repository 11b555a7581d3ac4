using System.Buffers.Binary;
using System.Text;

namespace Infusion.Benchmarks.Load;

/// <summary>The few packets of MQTT 5 that the loader needs.</summary>
static class MqttPackets
{
    public const byte ConnectAcknowledgement = 2;
    public const byte PublishAcknowledgement = 4;
    public const byte Disconnect = 14;

    public static byte[] Connect(string clientId, string username, string password)
    {
        using var body = new MemoryStream();
        Text("MQTT");
        body.WriteByte(5);
        // User name, password, clean start.
        body.WriteByte(0b1100_0010);
        // No keep-alive: a benchmark ends by itself.
        body.Write([0, 0]);
        body.WriteByte(0);
        Text(clientId);
        Text(username);
        Text(password);
        return Packet(0x10, body.ToArray());

        void Text(string value)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            Span<byte> length = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
            body.Write(length);
            body.Write(bytes);
        }
    }

    public static byte[] NormalDisconnect { get; } = [0xE0, 0x00];

    /// <returns>False while the packet has not arrived whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> received, out int type, out ReadOnlySpan<byte> body, out int packetLength)
    {
        (type, packetLength) = (0, 0);
        body = default;
        var length = 0;
        for (var index = 1; index < Math.Min(5, received.Length); index++)
        {
            length |= (received[index] & 0x7F) << (7 * (index - 1));
            if (received[index] >= 0x80)
            {
                continue;
            }

            packetLength = 1 + index + length;
            if (received.Length < packetLength)
            {
                return false;
            }

            type = received[0] >> 4;
            body = received.Slice(1 + index, length);
            return true;
        }

        return false;
    }

    static byte[] Packet(byte head, byte[] body) =>
        body.Length < 0x80
            ? [head, (byte)body.Length, .. body]
            : [head, (byte)(body.Length & 0x7F | 0x80), (byte)(body.Length >> 7), .. body];
}
