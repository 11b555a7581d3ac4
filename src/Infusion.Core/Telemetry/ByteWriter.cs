using System.Buffers;
using System.Text;

namespace Infusion.Core.Telemetry;

/// <summary>Varints, decimals and texts into a growing buffer. The counterpart of <see cref="ByteReader"/>.</summary>
sealed class ByteWriter
{
    readonly ArrayBufferWriter<byte> _buffer = new(64);

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Varint(UInt128 value)
    {
        while (value >= 0x80)
        {
            Byte((byte)((byte)(value & 0x7F) | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    /// <summary>The 96 bits and the sign (the lowest bit); the scale stands elsewhere.</summary>
    public void Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        Varint((mantissa << 1) | (bits[3] < 0 ? UInt128.One : UInt128.Zero));
    }

    /// <summary>Lowest bit 0: whole milliseconds follow; 1: ticks of 100 ns. Signed by zigzag.</summary>
    public void Ticks(long ticks)
    {
        var isWhole = ticks % TimeSpan.TicksPerMillisecond == 0;
        var count = isWhole ? ticks / TimeSpan.TicksPerMillisecond : ticks;
        Varint(((UInt128)(ulong)((count << 1) ^ (count >> 63)) << 1) | (isWhole ? 0u : 1u));
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Varint((UInt128)(uint)length);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    public void OptionalText(string? text)
    {
        Byte(text is null ? (byte)0 : (byte)1);
        if (text is not null)
        {
            Text(text);
        }
    }
}
