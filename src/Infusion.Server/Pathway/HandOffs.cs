using System.Security.Claims;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Dosing;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Server.Identity;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Pathway;

/// <summary>What goes from the chair to the therapist, and nothing else of the session.</summary>
static class HandOffs
{
    public static async Task<IResult> ReadAsync(
        string clinic, Guid plan, Guid appointment, ClaimsPrincipal user, PlanDesk desk, PathwayStore plans, IDocumentStore store, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        if (await desk.PlanAsync(now, plan, cancellationToken) is not { } found || found.TherapyOf(appointment) is not { } therapy)
        {
            return Results.NotFound();
        }

        var holds = user.IsInRole(Roles.Therapist) && therapy.Therapist == user.Identity!.Name && therapy.Standing is not TherapyStanding.Cancelled;
        if (!holds && !user.May(Act.Chart))
        {
            return PlanDesk.NotAllowed("The hand-off is for the therapist who holds the appointment, and for who gave the infusion.");
        }

        var notes = await plans.NotesAsync(clinic, plan, cancellationToken);
        var view = PlanViews.Therapy(
            now, found, therapy, await desk.NamesAsync(now, cancellationToken),
            note => note is not { } id ? null : notes.TryGetValue(id, out var text) ? text.Text : "erased", desk.Now);
        return Results.Ok(new HandOffView(
            appointment, plan, (await desk.PatientsAsync(now, [found], cancellationToken))[found.Patient], view, PlanViews.Progress(now, found, desk.Now),
            therapy.After is { } after && found.Infusion(after) is { } infusion
                ? await InfusionAsync(now, found, infusion, store, cancellationToken)
                : null,
            await desk.SafetyTasksAsync(now, found.Patient),
            PlanViews.AboutNotes));
    }

    static async Task<HandOffInfusionView> InfusionAsync(
        PathwayNow clinic, TreatmentPlan plan, InfusionAppointment infusion, IDocumentStore store, CancellationToken cancellationToken)
    {
        var view = new HandOffInfusionView(
            infusion.Id, PlanViews.Number(plan, infusion.Id), PlanViews.When(infusion.From, infusion.To, clinic.Time), infusion.Session,
            infusion.StartedAt, infusion.EndedAt, infusion.EndedAt is not null, null, null, [], [], [], []);
        if (infusion.Session is not { } session)
        {
            return view;
        }

        await using var query = store.QuerySession(clinic.Clinic.Clinic);
        var events = (await query.Events.FetchStreamAsync(session, token: cancellationToken)).Select(e => (SessionEvent)e.Data).ToList();
        if (events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e, session)) is not { } state)
        {
            return view;
        }

        var notes = (await query.Query<NoteDocument>().Where(note => note.Session == session).ToListAsync(cancellationToken)).ToDictionary(note => note.Id);
        IReadOnlyList<HandOffLine> Lines(Func<SessionEvent, bool> shown) =>
            [.. Withdrawals.Standing(events).Where(shown).OrderBy(e => e.At).Select(e => new HandOffLine(e.At, ChartEvents.Build(default, e, e.At, notes, NoAlarms).Text))];
        return view with
        {
            OrderedMg = state.Order.Dose.Milligrams,
            GivenMg = Given(state),
            Comfort = Lines(e => e is ObservationCharted { What: not (Observation.BloodPressure or Observation.SpO2) }),
            Events = Lines(e => e is AdverseEventCharted or AdverseEventOutcomeCharted or RescueGiven or RescueResponseCharted
                or InfusionPaused or InfusionStopped { Reason: not null } or EmergencyCalled),
            Said = Lines(e => e is NoteWritten),
            OpenTasks = OpenTasks(state),
        };
    }

    static readonly Dictionary<Guid, AlarmRaised> NoAlarms = [];

    /// <returns>Null: not known, which is not nothing.</returns>
    static decimal? Given(SessionState state) => state switch
    {
        { Care.Dose: { } dose } => dose.Dose.Milligrams,
        { ClosedSegmentsVolume.Millilitres: > 0 } => (state.ClosedSegmentsVolume * state.Order.Concentration).Milligrams,
        _ => null,
    };

    static IReadOnlyList<HandOffLine> OpenTasks(SessionState state) =>
    [
        .. state.Care.AdverseEvents.Where(each => each.Outcome is null).Select(each => new HandOffLine(
            each.Onset, $"No outcome is charted: {CareWords.Spaced(each.Code)}, grade {each.Grade}")),
        .. state.Care.Rescues.Where(each => each.Response is null).Select(each => new HandOffLine(
            each.At, $"No response is charted: {CareWords.Spaced(each.Medication)}")),
    ];
}
