using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Replay;

/// <summary>The first place at which a replay left the record. One of the two is null when the other has more events.</summary>
/// <param name="Number">Place in the session's stream, from 1.</param>
/// <param name="Stored">Stored name and content of the event on record.</param>
public sealed record ReplayDifference(long Number, string? Stored, string? Replayed);

/// <summary>Whether a recorded session, run again under its own limits, gives what is on record.</summary>
/// <param name="Events">On record, up to where it was replayed.</param>
/// <param name="IsOpen">The session goes on; it was replayed as far as it was committed.</param>
/// <param name="BeginsAt">The state's time; null: the clinic's beginning.</param>
/// <param name="OtherBuild">A build other than this one stored states meanwhile: a difference may be one between builds.</param>
/// <param name="Verdict">All of it as a sentence.</param>
public sealed record ReplayView(
    Guid Session, bool IsSame, long Events, bool IsOpen, ReplayBasis Basis, DateTimeOffset? BeginsAt, bool OtherBuild,
    ReplayDifference? FirstDifference, string Verdict);

/// <param name="Priority">The gravest that it had.</param>
/// <param name="Headline">With its numbers, for people.</param>
/// <param name="EndedAt">Null: it stood to the end.</param>
public sealed record WhatIfAlarm(
    Guid Alarm, string Rule, string Headline, Metric Metric, string? Source, AlarmPriority RaisedPriority, AlarmPriority Priority,
    DateTimeOffset Onset, DateTimeOffset RaisedAt, DateTimeOffset? EndedAt)
{
    internal static WhatIfAlarm Of(AlarmSpan alarm) => new(
        alarm.Alarm, alarm.Rule, alarm.Headline, alarm.Metric, alarm.Source, alarm.Raised, alarm.Gravest,
        alarm.Onset, alarm.RaisedAt, alarm.EndedAt);
}

/// <param name="Before">Null: gained.</param>
/// <param name="After">Null: lost.</param>
/// <param name="LaterBySeconds">Negative: raised earlier.</param>
/// <param name="LongerBySeconds">Negative: shorter.</param>
public sealed record WhatIfChange(
    WhatIfAlarm? Before, WhatIfAlarm? After, decimal LaterBySeconds, decimal LongerBySeconds, bool HasOtherPriority);

/// <param name="Initials">Null: the patient was erased.</param>
/// <param name="Until">The session's end, or how far it was replayed.</param>
/// <param name="Refused">How much of what people did could not be done now, answers to alarms aside.</param>
public sealed record WhatIfSession(
    Guid Session, string Chair, string? Initials, string Protocol, DateTimeOffset PlannedAt, DateTimeOffset Until, decimal MonitoredHours,
    ReplayView Replay, int Refused, ImmutableArray<WhatIfAlarm> Same, ImmutableArray<WhatIfChange> Changes);

/// <param name="PerHour">Alarms in a monitored hour; null: nobody was monitored.</param>
public sealed record WhatIfCount(int Alarms, int High, int Medium, int Low, decimal? PerHour);

/// <param name="Replayed">Of the sessions, how many give what is on record when run under their own limits.</param>
public sealed record WhatIfTotals(
    int Sessions, int Replayed, decimal MonitoredHours, WhatIfCount AsItWas, WhatIfCount AsItWouldBe,
    int Gained, int Lost, int Earlier, int Later, int OtherPriority, int Longer, int Shorter);

/// <summary>One line of the answer to a what-if: it is told while it runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Done), "session")]
[JsonDerivedType(typeof(Totals), "totals")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record WhatIfLine
{
    /// <summary>Another replay is under way on this server; one runs at a time.</summary>
    public sealed record Waiting : WhatIfLine;

    /// <param name="Share">Of the recorded time to run through, 0 to 1.</param>
    public sealed record Progress(decimal Share, int Sessions, int Of) : WhatIfLine;

    public sealed record Done(WhatIfSession Session) : WhatIfLine;

    /// <summary>The last line of an answer that is whole.</summary>
    public sealed record Totals(WhatIfTotals Of) : WhatIfLine;

    public sealed record Failed(string Reason) : WhatIfLine;
}

/// <param name="Path">As in the request, for example limits.changes[2].value.</param>
public sealed record RequestFault(string Path, string Message);

/// <summary>A session that can be chosen.</summary>
public sealed record WhatIfChoice(
    Guid Session, string Chair, string? Initials, string Protocol, DateTimeOffset PlannedAt, DateTimeOffset? ClosedAt);

public sealed record ProtocolLimits(string Protocol, int Version, string Name, SafetyLimits Limits);

/// <param name="HasOwnDelay">It takes priority and delay from itself, not from the limits of a vital.</param>
public sealed record RuleChoice(string Rule, string Id, AlarmPriority Priority, bool HasOwnDelay, bool MayBeOff);

public sealed record WhatIfChoices(
    ImmutableArray<WhatIfChoice> Sessions, ImmutableArray<ProtocolLimits> Protocols, ImmutableArray<RuleChoice> Rules);
