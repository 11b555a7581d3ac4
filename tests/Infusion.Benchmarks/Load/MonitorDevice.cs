using System.Collections.Concurrent;

namespace Infusion.Benchmarks.Load;

/// <summary>
/// A bedside monitor: eight values a message, three of them with their own time. Its heart rate counts up by 0.0001 from
/// message to message, so that a value on a screen names the message that brought it.
/// </summary>
sealed class MonitorDevice : Device
{
    const string HeartRatePattern = "60.0000";
    const string SaturationPattern = "97,";
    const int HeartRates = 100_000;

    /// <summary>Messages under way whose value has not been seen yet.</summary>
    readonly ConcurrentDictionary<int, long> _scheduled = new();

    readonly int _heartRateOffset;
    readonly int _saturationOffset;
    long _alarmScheduledAt;
    int _message;

    public MonitorDevice(string clinic, string chair, string id)
        : base(clinic, chair, id, Json)
    {
        _heartRateOffset = OffsetOf(Json, HeartRatePattern);
        _saturationOffset = OffsetOf(Json, SaturationPattern);
    }

    /// <summary>Whether screens will be asked when each message became visible.</summary>
    public bool IsFollowed { get; set; }

    static string Json { get; } = Head
        + $$$"""
        "values":{"MDC_ECG_HEART_RATE":{{{HeartRatePattern}}},"MDC_PULS_OXIM_SAT_O2":{{{SaturationPattern}}}"MDC_PULS_OXIM_PULS_RATE":71,"MDC_RESP_RATE":14,"MDC_AWAY_CO2_ET":38,"MDC_PRESS_BLD_NONINV_SYS":131,"MDC_PRESS_BLD_NONINV_DIA":82,"MDC_PRESS_BLD_NONINV_MEAN":98},"times":{"MDC_PRESS_BLD_NONINV_SYS":"2026-01-01T00:00:00Z","MDC_PRESS_BLD_NONINV_DIA":"2026-01-01T00:00:00Z","MDC_PRESS_BLD_NONINV_MEAN":"2026-01-01T00:00:00Z"}}
        """;

    /// <returns>When the message with this heart rate was due; null: unknown, or seen before.</returns>
    public long? Seen(decimal heartRate) =>
        _scheduled.TryRemove((int)((heartRate - 60) * 10_000), out var scheduledAt) ? scheduledAt : null;

    /// <returns>When the message that raised the alarm was due; null: none is under way.</returns>
    public long? AlarmSeen() => Interlocked.Exchange(ref _alarmScheduledAt, 0) is not 0 and var scheduledAt ? scheduledAt : null;

    protected override void PatchValues(Span<byte> packet, in Due due)
    {
        _message = (_message + 1) % HeartRates;
        PatchNumber(packet, _heartRateOffset, 60 * 10_000 + _message);
        if (IsFollowed)
        {
            _scheduled[_message] = due.ScheduledAt;
        }

        if (due.RaisesAlarm)
        {
            " 0"u8.CopyTo(packet[_saturationOffset..]);
            Interlocked.Exchange(ref _alarmScheduledAt, due.ScheduledAt);
        }
    }
}
