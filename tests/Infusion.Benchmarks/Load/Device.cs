using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Infusion.Benchmarks.Load;

/// <summary>
/// A monitor or a pump: one encoded PUBLISH in which packet id, seq, time and the moving numbers are overwritten in
/// place for each message. Every number has a fixed width, so encoding is a copy.
/// </summary>
abstract class Device
{
    protected const string SeqPattern = "1000000000";
    const string AtPattern = "2026-01-01T00:00:00.000Z";
    const byte PublishQoS1 = 0x32;

    readonly byte[] _packet;
    readonly int _packetIdOffset;
    readonly int _seqOffset;
    readonly int _atOffset;
    long _seq = long.Parse(SeqPattern, CultureInfo.InvariantCulture);

    protected Device(string clinic, string chair, string id, string json)
    {
        (Clinic, Chair, Id) = (clinic, chair, id);
        var topic = Encoding.ASCII.GetBytes($"infusion/v1/{clinic}/{id}/telemetry");
        var payload = Encoding.ASCII.GetBytes(json);
        var length = 2 + topic.Length + 2 + 1 + payload.Length;
        _packetIdOffset = 3 + 2 + topic.Length;
        PayloadOffset = _packetIdOffset + 3;
        _packet = new byte[3 + length];
        _packet[0] = PublishQoS1;
        // Two bytes of length, which is enough up to 16 KB.
        _packet[1] = (byte)(length & 0x7F | 0x80);
        _packet[2] = (byte)(length >> 7);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(3), (ushort)topic.Length);
        topic.CopyTo(_packet.AsSpan(5));
        payload.CopyTo(_packet.AsSpan(PayloadOffset));
        _seqOffset = OffsetOf(json, SeqPattern);
        _atOffset = OffsetOf(json, AtPattern);
    }

    public string Clinic { get; }

    public string Chair { get; }

    public string Id { get; }

    public int PacketLength => _packet.Length;

    protected int PayloadOffset { get; }

    /// <summary>Writes the next message. Only the device's own connection calls it, one call at a time.</summary>
    public void Encode(Span<byte> packet, ushort packetId, in Due due)
    {
        _packet.CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[_packetIdOffset..], packetId);
        (_seq++).TryFormat(Utf8(packet, _seqOffset, SeqPattern.Length), out _, default, CultureInfo.InvariantCulture);
        TimeProvider.System.GetUtcNow().UtcDateTime.TryFormat(
            Utf8(packet, _atOffset, AtPattern.Length), out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        PatchValues(packet, due);
    }

    protected abstract void PatchValues(Span<byte> packet, in Due due);

    protected int OffsetOf(string json, string pattern) => PayloadOffset + json.IndexOf(pattern, StringComparison.Ordinal);

    /// <summary>Two digits, a point, four digits.</summary>
    protected static void PatchNumber(Span<byte> packet, int offset, long tenThousandths) =>
        (tenThousandths / 10_000m).TryFormat(packet.Slice(offset, 7), out _, "00.0000", CultureInfo.InvariantCulture);

    protected static string Head => $$"""{"boot":"bench-1","seq":{{SeqPattern}},"at":"{{AtPattern}}",""";

    static Span<byte> Utf8(Span<byte> packet, int offset, int length) => packet.Slice(offset, length);
}

/// <param name="ScheduledAt">Stopwatch time at which the message should leave. Latency counts from here.</param>
/// <param name="RaisesAlarm">The monitor says that its SpO2 signal is gone.</param>
readonly record struct Due(Device Device, long ScheduledAt, bool RaisesAlarm);
