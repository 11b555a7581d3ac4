using System.Security.Claims;
using Infusion.Core.Outcomes;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Outcomes;

/// <summary>Whom somebody must look at now: the list, and the answer that says what was done.</summary>
static class SafetyTaskEndpoints
{
    public static void MapSafetyTasks(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/safety-tasks", OpenAsync).Requires(Act.ReadOutcomes);
        clinic.MapPost("/safety-tasks/{assessment:guid}/answer", AnswerAsync).Requires(Act.AnswerSafetyTask)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
    }

    public static SafetyTaskView View(SafetyTask task, PatientDocument? patient, Guid? session, string? chair, string? answer) => new(
        task.Assessment, task.Patient, patient is null ? "(erased)" : $"{patient.FamilyName}, {patient.GivenName}", patient?.Mrn, task.Instrument,
        task.Reason, task.Words, task.OpenedAt, session, chair, task.AnsweredAt, task.AnsweredBy, answer);

    public static async Task<IReadOnlyList<SafetyTaskView>> AnsweredAsync(IQuerySession query, PatientDocument patient, CancellationToken cancellationToken)
    {
        var rows = await query.Query<AnsweredSafetyTask>().Where(row => row.Patient == patient.Id).ToListAsync(cancellationToken);
        var notes = (await query.LoadManyAsync<NoteDocument>(cancellationToken, [.. rows.Select(row => row.Answer)])).ToDictionary(note => note.Id);
        return [.. rows.OrderByDescending(row => row.Task.OpenedAt)
            .Select(row => View(row.Task, patient, null, null, notes.GetValueOrDefault(row.Answer)?.Text))];
    }

    static async Task<IReadOnlyList<SafetyTaskView>> OpenAsync(string clinic, IDocumentStore store, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var open = (await grains.GetGrain<IClinicGrain>(clinic).SafetyTasksAsync()).Value;
        await using var query = store.QuerySession(clinic);
        var patients = (await query.LoadManyAsync<PatientDocument>(cancellationToken, [.. open.Select(each => each.Task.Patient).Distinct()]))
            .ToDictionary(patient => patient.Id);
        return [.. open.Select(each => View(each.Task, patients.GetValueOrDefault(each.Task.Patient), each.Session, each.Chair, null))];
    }

    static async Task<IResult> AnswerAsync(
        string clinic, Guid assessment, AnswerRequest request, ClaimsPrincipal user, IGrainFactory grains, CommittedCommands commands,
        CancellationToken cancellationToken)
    {
        if (!SessionEndpoints.IsNote(request.Text))
        {
            return SessionEndpoints.Refused("answer-text", $"Say what was done, in 1 to {SessionEndpoints.MaxNoteLength} characters without U+0000.");
        }

        var (id, by) = (request.CommandId, user.Identity!.Name!);
        var task = (await grains.GetGrain<IClinicGrain>(clinic).SafetyTasksAsync()).Value.FirstOrDefault(each => each.Task.Assessment == assessment)?.Task;

        // Without an open one the writer says so, or knows this very command from before.
        var patient = task?.Patient ?? Guid.Empty;
        return await commands.SendAsync(
            clinic, new AnswerSafetyTask(id, ClinicMemory.StreamOf(clinic), by, patient, assessment, id, MayAnswer: true),
            new NoteDocument(id, patient, request.Text!, by, default), cancellationToken);
    }
}
