using System.Text;

namespace Infusion.Core.Telemetry;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; anything else is a <see cref="FormatException"/>.</summary>
ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>97 bits at seven a byte.</summary>
    const int LongestVarint = 14;

    const int LargestScale = 28;

    ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    /// <summary>A number of things to come; each takes a byte at least, so it cannot exceed what is left.</summary>
    public int Count()
    {
        var count = Varint();
        return count <= (uint)_rest.Length ? (int)count : throw Broken("count");
    }

    public decimal Mantissa(byte scale)
    {
        var coded = Varint();
        var mantissa = coded >> 1;
        return scale <= LargestScale && mantissa >> 96 == UInt128.Zero
            ? new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), (coded & 1) == 1, scale)
            : throw Broken("decimal");
    }

    public long Ticks()
    {
        var coded = Varint();
        var zigzag = (ulong)(coded >> 1);
        var count = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return (coded & 1) == 1 ? count : unchecked(count * TimeSpan.TicksPerMillisecond);
    }

    public string Text() => Encoding.UTF8.GetString(Take(Count()));

    public string? OptionalText() => Byte() == 0 ? null : Text();

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw Broken("trailing bytes");
        }
    }

    UInt128 Varint()
    {
        var value = UInt128.Zero;
        for (var index = 0; index < LongestVarint; index++)
        {
            var next = Byte();
            value |= (UInt128)(uint)(next & 0x7F) << (7 * index);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken("varint");
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Broken("end");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    static FormatException Broken(string where) => new($"reading payload: broken at {where}");
}
