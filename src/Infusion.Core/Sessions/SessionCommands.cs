using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>An intent of a person. <see cref="Id"/> comes from the client: a second copy changes nothing.</summary>
public abstract record SessionCommand(Guid Id, Guid Session, string By);

public sealed record PlanSession(Guid Id, Guid Session, string By, string Chair, Guid Patient, InfusionOrder Order) : SessionCommand(Id, Session, By)
{
    /// <summary>As the store had it, so that a replay judges by the same; null: not known.</summary>
    public DoseHistory? History { get; init; }

    public ImmutableArray<OrderOverride> Overrides { get; init; } = [];

    /// <summary>A protocol with a check-in is ordered from by physicians alone; their role is known at the door.</summary>
    public bool IsByPhysician { get; init; }
}

public sealed record CheckIn(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    /// <summary>Charted later; null: now.</summary>
    public DateTimeOffset? CheckedInAt { get; init; }
}

public sealed record MarkReady(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);

public sealed record StartInfusion(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    /// <summary>Charted later, for example for when the pump began; null: now.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record PauseInfusion(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    /// <summary>Charted later; null: now.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Null: not said.</summary>
    public HaltReason? Reason { get; init; }
}

public sealed record ResumeInfusion(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    /// <summary>Charted later; null: now.</summary>
    public DateTimeOffset? ResumedAt { get; init; }
}

public sealed record StopInfusion(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    /// <summary>Charted later; null: now.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Null: not said.</summary>
    public HaltReason? Reason { get; init; }
}

public sealed record Discharge(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);
public sealed record CloseSession(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);
public sealed record AttachDevice(Guid Id, Guid Session, string By, string Device, DeviceKind Kind) : SessionCommand(Id, Session, By);
public sealed record DetachDevice(Guid Id, Guid Session, string By, string Device) : SessionCommand(Id, Session, By);
public sealed record WriteNote(Guid Id, Guid Session, string By, Guid Note) : SessionCommand(Id, Session, By);

/// <summary>The wrong thing was charted a moment ago.</summary>
/// <param name="Entry">The id of the command that charted it.</param>
public sealed record WithdrawEntry(Guid Id, Guid Session, string By, Guid Entry) : SessionCommand(Id, Session, By);

/// <summary>About one alarm of a session, or of the clinic's own stream.</summary>
public abstract record AlarmCommand(Guid Id, Guid Session, string By, Guid Alarm) : SessionCommand(Id, Session, By);

public sealed record AcknowledgeAlarm(Guid Id, Guid Session, string By, Guid Alarm) : AlarmCommand(Id, Session, By, Alarm);
public sealed record PauseAlarmAudio(Guid Id, Guid Session, string By, Guid Alarm, TimeSpan For) : AlarmCommand(Id, Session, By, Alarm);

/// <summary>I go. Anybody may say so.</summary>
public sealed record AcceptAlarm(Guid Id, Guid Session, string By, Guid Alarm) : AlarmCommand(Id, Session, By, Alarm);

/// <summary>I cannot go: who is asked may say so, and who had accepted.</summary>
public sealed record RefuseAlarm(Guid Id, Guid Session, string By, Guid Alarm) : AlarmCommand(Id, Session, By, Alarm);

/// <summary>To the clinic's own stream.</summary>
/// <param name="Chair">Null: for every chair that has no chain of its own.</param>
public sealed record SetDuty(Guid Id, Guid Session, string By, string? Chair, ImmutableArray<DutyStep> Chain) : SessionCommand(Id, Session, By);

/// <param name="ObservedAt">Chart time; null: now.</param>
public sealed record ChartObservation(
    Guid Id, Guid Session, string By, Observation What, ObservationScale Scale, int Score, DateTimeOffset? ObservedAt) : SessionCommand(Id, Session, By);

/// <summary>One limit of this session, in the metric's unit. The reason stands in the erasable note. For physicians; who may is checked at the door.</summary>
public sealed record AdjustLimit(
    Guid Id, Guid Session, string By, Metric Metric, LimitSide Side, AlarmPriority Priority, decimal Value, Guid Reason) : SessionCommand(Id, Session, By);

/// <summary>What became of a command: events, or a refusal with a code and a sentence that names what is wrong.</summary>
public abstract record Decision
{
    public sealed record Accepted(IReadOnlyList<SessionEvent> Events) : Decision;

    public sealed record Rejected(string Code, string Reason) : Decision;
}
