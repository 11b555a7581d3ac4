using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Infusion.Simulator.Protocol;

/// <summary>The telemetry payload of the device protocol, version 1. Parts that are empty are left out.</summary>
public static class TelemetryJson
{
    static readonly byte[] LateMark = ",\"late\":true}"u8.ToArray();

    public static byte[] Write(string boot, long seq, DateTimeOffset at, DeviceReading reading)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("boot", boot);
            json.WriteNumber("seq", seq);
            json.WriteString("at", Instant(at));
            WriteMap(json, "values", reading.Values, static (writer, key, value) => writer.WriteNumber(key, Shortest(value)));
            WriteMap(json, "times", reading.Times, static (writer, key, time) => writer.WriteString(key, Instant(time)));
            WriteMap(json, "states", reading.States, static (writer, key, state) => writer.WriteString(key, state));
            WriteMap(json, "quality", reading.Quality, static (writer, key, quality) => writer.WriteString(key, quality));
            WriteAlerts(json, reading.Alerts);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The same message, marked as history. A message is stored as bytes and only known to be late when it is
    /// sent, so the mark is appended instead of writing the message again.
    /// </summary>
    public static byte[] MarkLate(ReadOnlySpan<byte> payload) =>
        payload.EndsWith(LateMark) ? payload.ToArray() : [.. payload[..^1], .. LateMark];

    static void WriteMap<T>(
        Utf8JsonWriter json, string name, OrderedDictionary<string, T> map, Action<Utf8JsonWriter, string, T> write)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            write(json, key, value);
        }

        json.WriteEndObject();
    }

    static void WriteAlerts(Utf8JsonWriter json, IList<DeviceAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("alerts");
        foreach (var alert in alerts)
        {
            json.WriteStartObject();
            json.WriteString("code", alert.Code);
            json.WriteString("priority", alert.Priority);
            json.WriteString("text", alert.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // Dividing by a long one drops trailing zeros: 52.50 is written as 52.5.
    static decimal Shortest(decimal value) => value / 1.000000000000000000000000000000m;
}
