using System.Buffers;
using System.Collections.Immutable;

namespace Infusion.Core.Telemetry;

/// <summary>
/// What a reading says, in few bytes and without loss: samples, own times, pump state, alerts. Who, when and which number
/// stand in columns beside it. Version 1: varints; a sample is metric and flags, quality and scale, mantissa with its sign,
/// own time as milliseconds (or 100 ns) since the sample before that had one.
/// </summary>
public static class ReadingCodec
{
    const byte Version = 1;
    const int MetricMask = 0x3F;
    const int HasValue = 0x40;
    const int HasTime = 0x80;

    public static byte[] Encode(Reading reading)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Encode(reading, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same into a buffer of the caller's, who has many to write.</summary>
    public static void Encode(Reading reading, IBufferWriter<byte> buffer)
    {
        var writer = new ByteWriter(buffer);
        writer.Byte(Version);
        writer.Varint((ulong)reading.Samples.Length);
        long previousTicks = 0;
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            WriteSample(writer, sample, ref previousTicks);
        }

        WritePump(writer, reading.Pump);
        writer.Varint((ulong)reading.Alerts.Length);
        foreach (var alert in reading.Alerts)
        {
            writer.Byte((byte)alert.Priority);
            writer.Text(alert.Code);
            writer.OptionalText(alert.Text);
        }
    }

    /// <exception cref="FormatException">The bytes are not a payload of a known version, whole.</exception>
    public static Reading Decode(
        ReadOnlySpan<byte> payload,
        string device,
        string boot,
        long seq,
        DateTimeOffset? at,
        DateTimeOffset receivedAt,
        bool flaggedLate)
    {
        var reader = new ByteReader(payload);
        if (reader.Byte() != Version)
        {
            throw new FormatException("reading payload: unknown version");
        }

        var samples = ImmutableArray.CreateBuilder<Sample>(reader.Count());
        long previousTicks = 0;
        for (var left = samples.Capacity; left > 0; left--)
        {
            samples.Add(ReadSample(ref reader, ref previousTicks));
        }

        var pump = ReadPump(ref reader);
        var alerts = ImmutableArray.CreateBuilder<DeviceAlert>(reader.Count());
        for (var left = alerts.Capacity; left > 0; left--)
        {
            var priority = (DeviceAlertPriority)reader.Byte();
            alerts.Add(new DeviceAlert(reader.Text(), priority, reader.OptionalText()));
        }

        reader.ExpectEnd();
        return new Reading(
            device, boot, seq, at, receivedAt, flaggedLate, samples.MoveToImmutable(), pump, alerts.MoveToImmutable());
    }

    static void WriteSample(ByteWriter writer, in Sample sample, ref long previousTicks)
    {
        var flags = (sample.Value is null ? 0 : HasValue) | (sample.MeasuredAt is null ? 0 : HasTime);
        writer.Byte((byte)((int)sample.Metric & MetricMask | flags));
        writer.Byte((byte)((int)sample.Quality | (sample.Value is { } scaled ? scaled.Scale << 2 : 0)));
        if (sample.Value is { } value)
        {
            writer.Mantissa(value);
        }

        if (sample.MeasuredAt is { } time)
        {
            writer.Ticks(time.UtcTicks - previousTicks);
            previousTicks = time.UtcTicks;
        }
    }

    static Sample ReadSample(ref ByteReader reader, ref long previousTicks)
    {
        var head = reader.Byte();
        var form = reader.Byte();
        decimal? value = (head & HasValue) == 0 ? null : reader.Mantissa((byte)(form >> 2));
        DateTimeOffset? time = null;
        if ((head & HasTime) != 0)
        {
            previousTicks = unchecked(previousTicks + reader.Ticks());
            time = previousTicks >= 0 && previousTicks <= DateTimeOffset.MaxValue.UtcTicks
                ? new DateTimeOffset(previousTicks, TimeSpan.Zero)
                : throw new FormatException("reading payload: own time out of range");
        }

        return new Sample((Metric)(head & MetricMask), value, (Quality)(form & 3), time);
    }

    static void WritePump(ByteWriter writer, PumpState? pump)
    {
        if (pump is null)
        {
            writer.Byte(0);
            return;
        }

        writer.Byte((byte)(1 | ((int)pump.Status << 1) | ((int)pump.Mode << 4)));
        writer.OptionalText(pump.Drug);
    }

    static PumpState? ReadPump(ref ByteReader reader)
    {
        var head = reader.Byte();
        return head == 0
            ? null
            : new PumpState((PumpStatus)((head >> 1) & 7), (PumpMode)((head >> 4) & 7), reader.OptionalText());
    }
}
