using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What became of one alarm.</summary>
public abstract record AlarmEvent(DateTimeOffset At, Guid Alarm) : SessionEvent(At);

/// <param name="IsLatching">When the condition is over it stays until acknowledged. Before this was said, every alarm did.</param>
/// <param name="CausedBy">The alarm that speaks for it; null: it sounds by itself.</param>
/// <param name="Group">It sounds as one with others that came in a rush; null: by itself.</param>
/// <param name="Basis">Null: raised before it was kept.</param>
public sealed record AlarmRaised(
    DateTimeOffset At,
    Guid Alarm,
    string Rule,
    Metric Metric,
    string? Source,
    AlarmPriority Priority,
    DateTimeOffset Onset,
    decimal? Observed,
    decimal? HardLimit,
    bool IsLatching = true,
    bool MayBeSilenced = true,
    Guid? CausedBy = null,
    Guid? Group = null,
    AlarmBasis? Basis = null) : AlarmEvent(At, Alarm)
{
    /// <summary>The second number, of a rule that looks at two.</summary>
    public decimal? Beside { get; init; }
}

/// <summary>
/// The condition grew graver or milder. Graver is a new signal: who had acknowledged, paused or accepted the milder one has not this.
/// </summary>
public sealed record AlarmPriorityChanged(
    DateTimeOffset At,
    Guid Alarm,
    AlarmPriority From,
    AlarmPriority To,
    decimal? Observed,
    decimal? HardLimit,
    bool IsLatching = true,
    AlarmBasis? Basis = null) : AlarmEvent(At, Alarm);

/// <summary>The condition of a latched alarm came back: the same alarm is active and sounds again.</summary>
/// <param name="Onset">Of this time; the alarm keeps its first.</param>
public sealed record AlarmReturned(
    DateTimeOffset At,
    Guid Alarm,
    AlarmPriority Priority,
    DateTimeOffset Onset,
    decimal? Observed,
    decimal? HardLimit,
    Guid? CausedBy,
    Guid? Group,
    AlarmBasis? Basis) : AlarmEvent(At, Alarm);

/// <summary>What spoke for it does no more, or it has become too grave to be spoken for: it sounds by itself.</summary>
public sealed record AlarmStandsAlone(DateTimeOffset At, Guid Alarm, Guid Cause, Guid? Group) : AlarmEvent(At, Alarm);

/// <summary>The condition went away. The alarm is latched until acknowledged, or ended if it was, or is not of the kind that latches.</summary>
public sealed record AlarmConditionCleared(DateTimeOffset At, Guid Alarm) : AlarmEvent(At, Alarm);
public sealed record AlarmAcknowledged(DateTimeOffset At, Guid Alarm, string By) : AlarmEvent(At, Alarm);
public sealed record AlarmAudioPaused(DateTimeOffset At, Guid Alarm, DateTimeOffset Until, string By) : AlarmEvent(At, Alarm);

/// <summary>
/// Late readings tell since when the condition has held: mostly earlier than was known, later again if one shows that it did not.
/// The alarm keeps its id.
/// </summary>
public sealed record AlarmOnsetCorrected(DateTimeOffset At, Guid Alarm, DateTimeOffset From, DateTimeOffset To) : AlarmEvent(At, Alarm);

/// <summary>Nobody has acknowledged it, so these people are asked to go.</summary>
/// <param name="Step">Of the duty list, from 1; 0: nobody on duty is named.</param>
/// <param name="Until">An answer is awaited until then; null: nothing is.</param>
public sealed record AlarmAssigned(
    DateTimeOffset At, Guid Alarm, int Step, ImmutableArray<string> People, DateTimeOffset? Until) : AlarmEvent(At, Alarm);

/// <summary>Somebody goes. It silences nothing and acknowledges nothing.</summary>
public sealed record AlarmAccepted(DateTimeOffset At, Guid Alarm, string By) : AlarmEvent(At, Alarm);

public sealed record AlarmRefused(DateTimeOffset At, Guid Alarm, int Step, string By) : AlarmEvent(At, Alarm);

/// <param name="RemindsAt">The last step is asked again then; null: the next step is asked now.</param>
public sealed record AlarmNotAnswered(DateTimeOffset At, Guid Alarm, int Step, DateTimeOffset? RemindsAt) : AlarmEvent(At, Alarm);

/// <summary>Who is on duty from now on, in the order in which they are called.</summary>
/// <param name="Chair">Null: for every chair that has no chain of its own.</param>
/// <param name="Chain">Empty: nobody; for a chair: those of the clinic again.</param>
public sealed record DutyChanged(DateTimeOffset At, string? Chair, ImmutableArray<DutyStep> Chain, string By) : SessionEvent(At);
