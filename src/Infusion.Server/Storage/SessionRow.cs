using Infusion.Core.Sessions;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Infusion.Server.Storage;

/// <summary>The list row of a session: the only inline projection. Everything else is built from events.</summary>
public sealed record SessionRow
{
    public Guid Id { get; init; }
    public string Chair { get; init; } = "";
    public Guid Patient { get; init; }
    public SessionPhase Phase { get; init; }
    public DateTimeOffset PlannedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>Marten hands each event over; the phase follows from the event's type alone.</summary>
public sealed class SessionRowProjection : SingleStreamProjection<SessionRow, Guid>
{
    public override SessionRow? Evolve(SessionRow? row, Guid id, IEvent e) => e.Data switch
    {
        SessionPlanned planned => new SessionRow
        {
            Id = id,
            Chair = planned.Chair,
            Patient = planned.Patient,
            Phase = SessionPhase.Planned,
            PlannedAt = planned.At,
        },
        InfusionStarted started => row is null ? null : row with { Phase = SessionPhase.Infusing, StartedAt = started.At },
        DoseGiven given => row is null ? null : row with { Phase = SessionPhase.Infusing, StartedAt = given.At },
        PatientCheckedIn => row is null ? null : row with { Phase = SessionPhase.CheckedIn },
        SessionReadied => row is null ? null : row with { Phase = SessionPhase.Ready },
        InfusionPaused => row is null ? null : row with { Phase = SessionPhase.Paused },
        InfusionResumed => row is null ? null : row with { Phase = SessionPhase.Infusing },
        InfusionStopped => row is null ? null : row with { Phase = SessionPhase.Recovery },
        PatientDischarged => row is null ? null : row with { Phase = SessionPhase.Discharged },
        SessionClosed => row is null ? null : row with { Phase = SessionPhase.Closed },
        _ => row,
    };
}
