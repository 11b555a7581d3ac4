using Infusion.Core.Clinics;
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

    /// <summary>The second number, of a rule that looks at two.</summary>
    public decimal? Beside { get; init; }
}

public static class AlarmId
{
    /// <summary>
    /// The id of an alarm is a function of (session, rule, metric, source, onset), so a replay gives the same id.
    /// Onset to the millisecond.
    /// </summary>
    public static Guid Derive(Guid session, string rule, Metric metric, string? source, DateTimeOffset onset) =>
        DerivedId.Of($"{session:N}|{rule}|{(byte)metric}|{source}|{onset.ToUnixTimeMilliseconds()}");
}
