using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Sessions;

namespace Infusion.Core.Outcomes;

/// <summary>About what a patient answered; on the clinic's own stream.</summary>
public abstract record OutcomeEvent(DateTimeOffset At, Guid Patient, string By) : SessionEvent(At);

/// <param name="IsOffSchedule">Sooner after the one before than its schedule has it.</param>
/// <param name="IsByTablet">By the patient, through a one-time link.</param>
public sealed record AssessmentRecorded(
    DateTimeOffset At, Guid Patient, string By, Guid Assessment, Instrument Instrument, ImmutableArray<int?> Items, DateOnly On,
    bool IsOffSchedule, bool IsByTablet) : OutcomeEvent(At, Patient, By);

/// <param name="Reason">The erasable note.</param>
public sealed record AssessmentWithdrawn(DateTimeOffset At, Guid Patient, string By, Guid Assessment, Guid Reason) : OutcomeEvent(At, Patient, By);

/// <summary>Also on the stream of the patient's session, from its check-in on: it waits with its discharge.</summary>
public abstract record SafetyTaskEvent(DateTimeOffset At, Guid Patient, string By, Guid Assessment) : OutcomeEvent(At, Patient, By);

/// <param name="OpenedAt">When it was opened; in a session that began later, before <paramref name="At"/>.</param>
public sealed record SafetyTaskOpened(
    DateTimeOffset At, Guid Patient, string By, Guid Assessment, Instrument Instrument, SafetyReason Reason, DateTimeOffset OpenedAt)
    : SafetyTaskEvent(At, Patient, By, Assessment)
{
    public SafetyTask Task => new(Assessment, Patient, Instrument, Reason, OpenedAt);
}

/// <param name="Note">The erasable note: what was done.</param>
public sealed record SafetyTaskAnswered(DateTimeOffset At, Guid Patient, string By, Guid Assessment, Guid Note)
    : SafetyTaskEvent(At, Patient, By, Assessment);

/// <param name="Hash">As in <see cref="TabletLink"/>.</param>
public sealed record TabletLinkMade(
    DateTimeOffset At, Guid Patient, string By, string Hash, ImmutableArray<Instrument> Instruments, DateTimeOffset ExpiresAt)
    : OutcomeEvent(At, Patient, By);

public sealed record TabletLinkUsed(DateTimeOffset At, Guid Patient, string By, string Hash) : OutcomeEvent(At, Patient, By);
