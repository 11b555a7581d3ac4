using System.Security.Cryptography;
using System.Text;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

public enum AlarmPriority : byte { Unknown = 0, Low = 1, Medium = 2, High = 3 }

/// <summary>IEC 60601-1-8 in IHE's words: active while the condition holds, latched once it went but was not acknowledged.</summary>
public enum AlarmPresence : byte { Inactive = 0, Active = 1, Latched = 2 }

/// <summary>One alarm as the chart knows it: condition and signal apart. Evolved from events only.</summary>
public sealed record Alarm(
    Guid Id,
    string Rule,
    Metric Metric,
    string? Source,
    AlarmPriority Priority,
    DateTimeOffset Onset,
    DateTimeOffset RaisedAt,
    decimal? Observed,
    decimal? HardLimit,
    AlarmPresence Presence = AlarmPresence.Active,
    string? AcknowledgedBy = null,
    DateTimeOffset? AudioPausedUntil = null)
{
    public bool IsAcknowledged => AcknowledgedBy is not null;
}

public static class AlarmId
{
    /// <summary>
    /// The id of an alarm is a function of (session, rule, metric, source, onset), so a replay gives the same id.
    /// A UUID version 8 from the first 16 bytes of SHA-256; onset to the millisecond.
    /// </summary>
    public static Guid Derive(Guid session, string rule, Metric metric, string? source, DateTimeOffset onset)
    {
        var text = $"{session:N}|{rule}|{(byte)metric}|{source}|{onset.ToUnixTimeMilliseconds()}";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
