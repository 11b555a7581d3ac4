using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Turns the JSON of a <c>status</c> message, or of a last will, into a report.</summary>
static class StatusDecoder
{
    const int MaxLabelLength = 100;
    const int MaxChairLength = 4;

    /// <exception cref="PayloadRefusedException">The payload can never be used.</exception>
    public static Incoming.Status Decode(ReadOnlySpan<byte> payload, string device, DateTimeOffset receivedAt)
    {
        try
        {
            return new Incoming.Status(DecodeObject(payload, device, receivedAt));
        }
        catch (JsonException malformed)
        {
            throw JsonText.NotJson(malformed);
        }
    }

    static DeviceReport DecodeObject(ReadOnlySpan<byte> payload, string device, DateTimeOffset receivedAt)
    {
        var reader = JsonText.Open(payload);
        bool? online = null;
        var report = new DeviceReport(device, false, null, DeviceKind.Unknown, null, null, null, null, receivedAt);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        reader.Read();
        JsonFields.ExpectObject(ref reader, "$");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var path = "$." + name;
            if (!seen.Add(name))
            {
                throw PayloadRefusedException.WrongShape(path, "given once");
            }

            reader.Read();
            switch (name)
            {
                case "state": online = IsOnline(ref reader, path); break;
                case "kind": report = report with { Kind = Kind(ref reader, path) }; break;
                case "boot": report = report with { Boot = JsonFields.Label(ref reader, path, 64) }; break;
                case "manufacturer": report = report with { Manufacturer = JsonFields.Label(ref reader, path, MaxLabelLength) }; break;
                case "model": report = report with { Model = JsonFields.Label(ref reader, path, MaxLabelLength) }; break;
                case "serial": report = report with { Serial = JsonFields.Label(ref reader, path, MaxLabelLength) }; break;
                case "firmware": report = report with { Firmware = JsonFields.Label(ref reader, path, MaxLabelLength) }; break;
                case "chair": report = report with { Chair = JsonFields.Label(ref reader, path, MaxChairLength) }; break;
                case "battery": report = report with { Battery = Battery(ref reader, path) }; break;
                default: reader.Skip(); break;
            }
        }

        reader.Read();
        return report with { Online = online ?? throw PayloadRefusedException.WrongShape("$.state", "present") };
    }

    static bool IsOnline(ref Utf8JsonReader reader, string path) => JsonFields.Text(ref reader, path) switch
    {
        "online" => true,
        "offline" => false,
        _ => throw PayloadRefusedException.WrongShape(path, "online or offline"),
    };

    static DeviceKind Kind(ref Utf8JsonReader reader, string path) => JsonFields.Text(ref reader, path) switch
    {
        "monitor" => DeviceKind.Monitor,
        "pump" => DeviceKind.Pump,
        _ => throw PayloadRefusedException.WrongShape(path, "monitor or pump"),
    };

    static decimal Battery(ref Utf8JsonReader reader, string path)
    {
        var charge = JsonFields.Number(ref reader, path);
        return charge is >= 0m and <= 1m ? charge : throw JsonFields.OutOfRange(ref reader, path, "lies outside 0 to 1");
    }
}
