using Infusion.Core.Clinics;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

public enum AlarmPriority : byte { Unknown = 0, Low = 1, Medium = 2, High = 3 }

/// <summary>IEC 60601-1-8 in IHE's words: active while the condition holds, latched once it went but was not acknowledged.</summary>
public enum AlarmPresence : byte { Inactive = 0, Active = 1, Latched = 2 }

/// <summary>
/// One alarm as the chart knows it: condition and signal apart. Evolved from events only. Acknowledged (somebody has seen it),
/// paused (its sound, for a time) and accepted (somebody goes) are three things; none follows from another.
/// </summary>
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

    /// <summary>When its condition is over it stays until somebody acknowledges it. Once true it remains so.</summary>
    public bool IsLatching { get; init; } = true;

    /// <summary>False: neither a pause nor an acknowledgement silences it while its condition holds.</summary>
    public bool MayBeSilenced { get; init; } = true;

    /// <summary>When it last began to call: raised, graver, returned, or on its own. Waiting for an answer counts from here.</summary>
    public DateTimeOffset CallingSince { get; init; }

    /// <summary>When its condition last came back while it was latched; null: it never went.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>The alarm that speaks for this one; null: it speaks for itself. Never set at high priority.</summary>
    public Guid? CausedBy { get; init; }

    /// <summary>One of many alarms that came in a rush and sound as one: the first of them. Never set at high priority.</summary>
    public Guid? Group { get; init; }

    /// <summary>Who is asked to go; null: nobody has been yet.</summary>
    public AlarmAssignment? Assigned { get; init; }

    /// <summary>Whether it has a sound, were that not paused.</summary>
    public bool Calls => CausedBy is null && (!IsAcknowledged || (!MayBeSilenced && Presence == AlarmPresence.Active));

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
