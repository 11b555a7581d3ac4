using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Pathway;

/// <summary>
/// What a session's events mean to a plan: the appointment of that day becomes the session, and is given when the drug has ended.
/// Asked twice with the same event it says nothing the second time.
/// </summary>
public static class SessionFollower
{
    /// <summary>Who writes what follows from a session by itself.</summary>
    public const string By = "infusion";

    /// <summary>The appointment of a session for which none was planned.</summary>
    public static Guid AppointmentOf(Guid session) => DerivedId.Of($"{session:N}|infusion");

    /// <returns>The plan and its events; null: the event concerns none.</returns>
    public static (Guid Plan, IReadOnlyList<PathwayEvent> Events)? Of(PathwayNow clinic, StreamEvent happened, DateTimeOffset now)
    {
        if (happened is not
            {
                Event: SessionPlanned or InfusionStarted or InfusionStopped or DeliveryStarted or DeliveryStopped or DoseGiven or SessionClosed,
                After: { } session,
            } || clinic.Pathway.OfPatient(session.Patient) is not { } plan)
        {
            return null;
        }

        var own = plan.Infusions.FirstOrDefault(each => each.Session == session.Id);
        return happened.Event is SessionPlanned planned
            ? own is null ? (plan.Id, Link(clinic, plan, planned, session.Id, now)) : null
            : own is not null && Follow(own, happened.Event, session, now).ToList() is { Count: > 0 } events ? (plan.Id, events) : null;
    }

    /// <summary>A session that is open already when the plan is opened: the first of its series.</summary>
    public static IReadOnlyList<PathwayEvent> Adopt(PathwayNow clinic, TreatmentPlan plan, SessionState session, DateTimeOffset now)
    {
        if (plan.Infusions.Any(each => each.Session == session.Id))
        {
            return [];
        }

        var (id, began) = (AppointmentOf(session.Id), Earlier(session.StartedAt, session.DeliveryBeganAt));
        var length = TimeSpan.FromMinutes(clinic.Settings.InfusionMinutes);
        var events = new List<PathwayEvent>
        {
            new InfusionPlanned(now, id, InfusionKind.Series, began ?? session.PlannedAt, length, session.Chair, By),
            new InfusionLinked(now, id, session.Id, By),
        };
        if (began is { } started)
        {
            events.Add(new InfusionBegan(now, id, started, By));
        }

        if ((session.Care.Dose?.At ?? session.StoppedAt) is { } ended)
        {
            events.Add(new InfusionEnded(now, id, ended, By));
        }

        return events;
    }

    static IReadOnlyList<PathwayEvent> Link(PathwayNow clinic, TreatmentPlan plan, SessionPlanned planned, Guid session, DateTimeOffset now)
    {
        var day = clinic.Time.Day(planned.At);
        var own = plan.Infusions.Where(each => each.Standing is InfusionStanding.Planned && clinic.Time.Day(each.From) == day)
            .MinBy(each => (each.From - planned.At).Duration());
        if (own is not null)
        {
            return [new InfusionLinked(now, own.Id, session, By)];
        }

        // The plan had none that day, and the rules must know of it all the same.
        var id = AppointmentOf(session);
        return
        [
            new InfusionPlanned(now, id, InfusionKind.Unplanned, planned.At, TimeSpan.FromMinutes(clinic.Settings.InfusionMinutes), planned.Chair, By),
            new InfusionLinked(now, id, session, By),
        ];
    }

    static IEnumerable<PathwayEvent> Follow(InfusionAppointment own, SessionEvent happened, SessionState session, DateTimeOffset now)
    {
        var began = Earlier(session.StartedAt, session.DeliveryBeganAt);
        if (happened is SessionClosed && began is null)
        {
            yield return new InfusionUnlinked(now, own.Id, session.Id, By);
            if (own.Kind is InfusionKind.Unplanned)
            {
                yield return new InfusionCancelled(now, own.Id, null, By);
            }

            yield break;
        }

        if (began is { } started && own.StartedAt != started)
        {
            yield return new InfusionBegan(now, own.Id, started, By);
        }

        if (End(own, happened, session) is { } end && end != own.EndedAt)
        {
            yield return new InfusionEnded(now, own.Id, end, By);
        }
    }

    /// <summary>The charted stop; the pump's, where that is later; a single dose's own time.</summary>
    static DateTimeOffset? End(InfusionAppointment own, SessionEvent happened, SessionState session) => happened switch
    {
        DoseGiven given => Later(own.EndedAt, given.At),
        InfusionStopped stopped when !session.IsSingleDose => Later(own.EndedAt, stopped.At),
        DeliveryStopped stopped when session.StoppedAt is { } charted => Later(own.EndedAt ?? charted, stopped.At),
        SessionClosed closed => own.EndedAt ?? session.StoppedAt ?? closed.At,
        _ => null,
    };

    static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right ?? left : left;

    static DateTimeOffset Later(DateTimeOffset? left, DateTimeOffset right) => left > right ? left.Value : right;
}
