using System.Collections.Immutable;
using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Reads <c>alerts</c>: the alarms a device raises itself.</summary>
static class DeviceAlerts
{
    public const int MaxTextLength = 500;
    const int MaxAlerts = 50;

    public static ImmutableArray<DeviceAlert> Read(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectArray(ref reader, "$.alerts");
        var alerts = ImmutableArray.CreateBuilder<DeviceAlert>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (alerts.Count == MaxAlerts)
            {
                throw PayloadRefusedException.WrongShape("$.alerts", $"at most {MaxAlerts} entries");
            }

            alerts.Add(ReadOne(ref reader, $"$.alerts[{alerts.Count}]"));
        }

        return alerts.DrainToImmutable();
    }

    static DeviceAlert ReadOne(ref Utf8JsonReader reader, string path)
    {
        JsonFields.ExpectObject(ref reader, path);
        string? code = null;
        string? text = null;
        var priority = DeviceAlertPriority.Unknown;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "code" when code is null:
                    code = JsonFields.Label(ref reader, path + ".code", 100);
                    break;
                case "priority" when priority == DeviceAlertPriority.Unknown:
                    priority = Priority(ref reader, path + ".priority");
                    break;
                case "text" when text is null:
                    text = Cut(JsonFields.Text(ref reader, path + ".text"));
                    break;
                case "code" or "priority" or "text":
                    throw PayloadRefusedException.WrongShape($"{path}.{name}", "given once");
                default:
                    reader.Skip();
                    break;
            }
        }

        return new DeviceAlert(
            code ?? throw PayloadRefusedException.WrongShape(path + ".code", "present"),
            priority != DeviceAlertPriority.Unknown
                ? priority
                : throw PayloadRefusedException.WrongShape(path + ".priority", "present"),
            text);
    }

    static DeviceAlertPriority Priority(ref Utf8JsonReader reader, string path) => JsonFields.Text(ref reader, path) switch
    {
        "high" => DeviceAlertPriority.High,
        "medium" => DeviceAlertPriority.Medium,
        "low" => DeviceAlertPriority.Low,
        _ => throw PayloadRefusedException.WrongShape(path, "high, medium or low"),
    };

    // An alarm is never lost because its text is long.
    static string Cut(string text)
    {
        if (text.Length <= MaxTextLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength;
        return text[..end];
    }
}
