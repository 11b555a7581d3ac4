using System.Buffers;
using System.Text;

namespace Infusion.Core.Telemetry;

/// <summary>Varints, decimals and texts into a growing buffer. The counterpart of <see cref="ByteReader"/>.</summary>
readonly struct ByteWriter(IBufferWriter<byte> buffer)
{
    /// <summary>Of 128 bits, seven a byte.</summary>
    const int LongestVarint = 19;

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Varint(UInt128 value)
    {
        var span = buffer.GetSpan(LongestVarint);
        var length = 0;
        while (value > ulong.MaxValue)
        {
            span[length++] = (byte)((byte)value | 0x80);
            value >>= 7;
        }

        // Nearly all fit in here, and shift at once.
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            span[length++] = (byte)((byte)rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        buffer.Advance(length);
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
        Encoding.UTF8.GetBytes(text, buffer.GetSpan(length));
        buffer.Advance(length);
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
