using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Charts;

/// <summary>A part of a chart as bytes.</summary>
public sealed record ChartFile(string Name, byte[] Bytes)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>The bytes of a chart: one JSON object a line, in a fixed order, so that the same content always gives the same digest.</summary>
static class ChartFiles
{
    public const string About = "about.json";
    public const string Events = "events.ndjson";
    public const string Readings = "readings.ndjson";
    public const string Notes = "notes.ndjson";
    public const string Additions = "additions.ndjson";

    /// <summary>What a person signs.</summary>
    public static readonly ImmutableArray<string> Signed = [Events, Readings, Notes, Additions];

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ImmutableArray<ChartFile> Of(ChartContent content) =>
    [
        new(About, JsonSerializer.SerializeToUtf8Bytes(content.About, QuantityConverters.Options)),
        new(Events, Lines(content.Events, Write)),
        OfReadings(content.Readings),
        new(Notes, Lines(content.Notes, Write)),
        new(Additions, Lines(content.Additions, Write)),
    ];

    public static string Digest(IEnumerable<ChartFile> files)
    {
        var signed = files.Where(file => Signed.Contains(file.Name)).ToDictionary(file => file.Name, file => file.Sha256);
        return Digest(Signed.Select(name => (name, signed[name])));
    }

    /// <summary>The SHA-256 of "name, space, digest, line feed" of each part: the form that sha256sum checks, names first.</summary>
    public static string Digest(IEnumerable<(string Name, string Sha256)> parts) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Name} {part.Sha256}\n")))));

    public static ChartFile OfReadings(IEnumerable<ChartReading> readings) => new(Readings, Lines(readings, Write));

    static byte[] Lines<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            bytes.Write("\n"u8);
        }

        return bytes.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, ChartEvent e)
    {
        json.WriteString("id", e.Id);
        json.WriteNumber("version", e.Version);
        json.WriteString("type", e.Type);
        json.WriteString("recordedAt", Time(e.RecordedAt));
        json.WritePropertyName("data");
        json.WriteRawValue(e.Data);
    }

    static void Write(Utf8JsonWriter json, ChartReading row)
    {
        var reading = row.Reading;
        json.WriteString("device", reading.Device);
        json.WriteString("boot", reading.Boot);
        json.WriteNumber("seq", reading.Seq);
        json.WriteString("deviceAt", reading.At is { } at ? Time(at) : null);
        json.WriteString("at", Time(row.At));
        json.WriteString("receivedAt", Time(reading.ReceivedAt));
        json.WriteNumber("input", row.Input);
        json.WriteNumber("flags", row.Flags);
        json.WriteStartObject("values");
        foreach (var sample in reading.Samples)
        {
            WriteValue(json, MetricTable.Of(sample.Metric).ReferenceId, sample);
        }

        json.WriteEndObject();

        // Without loss, and what a store is compared with; the values above are for whoever has no decoder.
        json.WriteBase64String("body", row.Body.Span);
    }

    static void WriteValue(Utf8JsonWriter json, string name, in Sample sample)
    {
        if (sample.Value is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    static void Write(Utf8JsonWriter json, NoteDocument note)
    {
        json.WriteString("id", note.Id);
        json.WriteString("at", Time(note.At));
        json.WriteString("by", note.By);
        json.WriteString("text", note.Text);
    }

    static void Write(Utf8JsonWriter json, ChartAddition addition)
    {
        json.WriteString("id", addition.Id);
        json.WriteNumber("version", addition.Version);
        json.WriteString("type", addition.Type);
        json.WritePropertyName("data");
        json.WriteRawValue(addition.Data);
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
