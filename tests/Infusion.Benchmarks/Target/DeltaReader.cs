using System.Text.Json;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;

namespace Infusion.Benchmarks.Target;

/// <summary>Finds in a clinic's deltas which messages have become visible, and which alarms.</summary>
sealed class DeltaReader(IEnumerable<BenchChair> chairs, LoadStatistics load, LatencyHistogram toScreen, LatencyHistogram alarmToScreen)
{
    readonly Dictionary<string, MonitorDevice> _monitors = chairs.ToDictionary(chair => chair.Code, chair => chair.Monitor);

    public void Read(ReadOnlyMemory<byte> record, long now)
    {
        using var document = JsonDocument.Parse(record);
        foreach (var delta in document.RootElement.GetProperty("arguments"u8)[0].GetProperty("deltas"u8).EnumerateArray())
        {
            switch (delta.GetProperty("kind"u8).GetString())
            {
                case "vitals":
                    TakeVitals(delta, now);
                    break;
                case "chair" when delta.GetProperty("view"u8) is var view:
                    TakeVitals(view, now);
                    break;
                case "alarm" when delta.GetProperty("change"u8).ValueEquals("raised"u8):
                    TakeAlarm(delta.GetProperty("alarm"u8), now);
                    break;
            }
        }
    }

    void TakeVitals(JsonElement shown, long now)
    {
        if (shown.TryGetProperty("vitals"u8, out var vitals) && vitals.TryGetProperty("hr"u8, out var heartRate)
            && heartRate.GetProperty("value"u8) is { ValueKind: JsonValueKind.Number } value
            && _monitors[shown.GetProperty("chair"u8).GetString()!].Seen(value.GetDecimal()) is { } scheduledAt
            && load.Counts(scheduledAt))
        {
            toScreen.Record(scheduledAt, now);
        }
    }

    void TakeAlarm(JsonElement alarm, long now)
    {
        if (alarm.GetProperty("code"u8).ValueEquals("signal-lost"u8)
            && alarm.GetProperty("chair"u8).GetString() is { } chair
            && _monitors[chair].AlarmSeen() is { } scheduledAt
            && load.Counts(scheduledAt))
        {
            alarmToScreen.Record(scheduledAt, now);
        }
    }
}
