using System.Globalization;
using System.Text.Json;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>One number of the monitor, as VSCapture writes it: every field is text, and each may be missing.</summary>
/// <param name="MonitorTime">The monitor's clock when it sent, local, no zone; null when it cannot be read or is absurd.</param>
/// <param name="PcTime">The clock of the PC that runs VSCapture, likewise.</param>
/// <param name="Ticks">Eighths of a millisecond since the monitor was switched on, 32 bits.</param>
readonly record struct VsCaptureEntry(DateTime? MonitorTime, DateTime? PcTime, uint? Ticks, string? Label, string? Value)
{
    public const string TimeFormat = "dd-MM-yyyy HH:mm:ss.fff";
    const int MaxTextLength = 200;

    public static VsCaptureEntry Read(ref Utf8JsonReader reader, string path, UnknownKeys unknown)
    {
        JsonFields.ExpectObject(ref reader, path);
        var entry = default(VsCaptureEntry);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
            {
                throw PayloadRefusedException.WrongShape($"{path}.{name}", "given once");
            }

            reader.Read();
            switch (name)
            {
                case "Timestamp": entry = entry with { MonitorTime = Time(ref reader) }; break;
                case "SystemLocalTime": entry = entry with { PcTime = Time(ref reader) }; break;
                case "Relativetimestamp": entry = entry with { Ticks = Count(ref reader) }; break;
                case "PhysioID": entry = entry with { Label = Text(ref reader, $"{path}.PhysioID") }; break;
                case "Value": entry = entry with { Value = Text(ref reader, $"{path}.Value") }; break;
                case "DeviceID": reader.Skip(); break;
                default:
                    unknown.Add(name);
                    reader.Skip();
                    break;
            }
        }

        return entry;
    }

    // A broken clock never costs a reading, so whatever stands here is taken or ignored.
    static DateTime? Time(ref Utf8JsonReader reader) =>
        Loose(ref reader) is { } text
        && DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && time.Year is >= 2000 and < 2100
            ? time
            : null;

    static uint? Count(ref Utf8JsonReader reader) =>
        uint.TryParse(Loose(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;

    static string? Loose(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>VSCapture writes null for a label it has no name for.</summary>
    static string? Text(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var text = JsonFields.Text(ref reader, path);
        return text.Length <= MaxTextLength
            ? text
            : throw PayloadRefusedException.WrongShape(path, $"at most {MaxTextLength} characters");
    }
}
