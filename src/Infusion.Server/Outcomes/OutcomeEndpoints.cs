using System.Security.Claims;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Outcomes;

/// <summary>Scores of patients: entered by staff, read over time.</summary>
static class OutcomeEndpoints
{
    const int DefaultLinkMinutes = 30;

    public static void MapOutcomes(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization("clinic").WithTags("outcomes");
        clinic.MapGet("/instruments", () => InstrumentView.All).Requires(Act.ReadOutcomes);
        clinic.MapPost("/assessments/score", Score).Requires(Act.RecordOutcomes).Produces<ScoreView>().ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapGet("/patients/{patient:guid}/outcomes", ReadAsync).Requires(Act.ReadOutcomes).Produces<OutcomesView>().Produces(StatusCodes.Status404NotFound);
        clinic.MapPost("/patients/{patient:guid}/assessments", RecordAsync).Requires(Act.RecordOutcomes).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapPost("/patients/{patient:guid}/assessments/{assessment:guid}/withdraw", WithdrawAsync).Requires(Act.RecordOutcomes)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapPost("/patients/{patient:guid}/tablet-links", MakeLinkAsync).Requires(Act.RecordOutcomes)
            .Produces<TabletLinkAnswer>().ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapSafetyTasks();
        clinic.MapWords();
        routes.MapTablet();
    }

    static IResult Score(ScoreRequest request)
    {
        if (Instruments.Find(request.Instrument) is not { } info)
        {
            return SessionEndpoints.Refused("instrument-unknown", $"There is no such instrument; there are {string.Join(", ", Instruments.All.Select(each => each.Name))}.");
        }

        return info.Fault([.. request.Items ?? []]) is { } fault
            ? SessionEndpoints.Refused("assessment-items", fault)
            : Results.Ok(OutcomeViews.Score(info, [.. request.Items!]));
    }

    static async Task<IResult> ReadAsync(
        string clinic, Guid patient, DateOnly? since, IDocumentStore store, ClinicDay day, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        if (await query.LoadAsync<PatientDocument>(patient, cancellationToken) is not { } found)
        {
            return Results.NotFound();
        }

        var (time, today) = await day.OfAsync(clinic, cancellationToken);
        var infusions = (await query.Query<SessionRow>().Where(row => row.Patient == patient && row.StartedAt != null).ToListAsync(cancellationToken))
            .Select(row => time.Day(row.StartedAt!.Value)).Distinct().Order().ToList();
        var assessments = await query.Query<AssessmentDocument>().Where(row => row.Patient == patient).ToListAsync(cancellationToken);
        var withdrawn = await query.Query<WithdrawnAssessment>().Where(row => row.Patient == patient).ToListAsync(cancellationToken);
        var reasons = await query.LoadManyAsync<NoteDocument>(cancellationToken, [.. withdrawn.Select(row => row.Reason)]);
        var open = (await grains.GetGrain<IClinicGrain>(clinic).SafetyTasksAsync()).Value.Where(each => each.Task.Patient == patient);
        var answered = await SafetyTaskEndpoints.AnsweredAsync(query, found, cancellationToken);
        return Results.Ok(new OutcomesView(
            patient,
            $"{found.FamilyName}, {found.GivenName}",
            today,
            infusions,
            [.. Instruments.All.Select(info => OutcomeViews.Series(
                info, assessments, withdrawn, reasons.ToDictionary(note => note.Id, note => note.Text), since ?? infusions.Cast<DateOnly?>().FirstOrDefault(), today))],
            [.. open.Select(each => SafetyTaskEndpoints.View(each.Task, found, each.Session, each.Chair, null)), .. answered]));
    }

    static async Task<IResult> RecordAsync(
        string clinic, Guid patient, RecordAssessmentRequest request, ClaimsPrincipal user, PatientStore patients, ClinicDay day, CommittedCommands commands,
        CancellationToken cancellationToken)
    {
        if (await patients.FindAsync(clinic, patient, cancellationToken) is null)
        {
            return Results.NotFound();
        }

        var (_, today) = await day.OfAsync(clinic, cancellationToken);
        return await commands.SendAsync(
            clinic,
            new RecordAssessment(
                request.CommandId, ClinicMemory.StreamOf(clinic), user.Identity!.Name!, patient, request.Instrument, [.. request.Items ?? []],
                request.On ?? today, today),
            null,
            cancellationToken);
    }

    static async Task<IResult> WithdrawAsync(
        string clinic, Guid patient, Guid assessment, ReasonRequest request, ClaimsPrincipal user, IDocumentStore store, CommittedCommands commands,
        CancellationToken cancellationToken)
    {
        if (!SessionEndpoints.IsNote(request.Reason))
        {
            return SessionEndpoints.Refused("reason-text", $"Say why it is withdrawn, in 1 to {SessionEndpoints.MaxNoteLength} characters without U+0000.");
        }

        await using var query = store.QuerySession(clinic);
        if ((await query.LoadAsync<AssessmentDocument>(assessment, cancellationToken))?.Patient != patient)
        {
            return Results.NotFound();
        }

        if (await query.LoadAsync<WithdrawnAssessment>(assessment, cancellationToken) is { } gone && gone.Reason != request.CommandId)
        {
            return SessionEndpoints.Refused("assessment-withdrawn", $"{gone.By} has withdrawn this assessment already.");
        }

        var by = user.Identity!.Name!;
        return await commands.SendAsync(
            clinic,
            new WithdrawAssessment(request.CommandId, ClinicMemory.StreamOf(clinic), by, patient, assessment, request.CommandId),
            new NoteDocument(request.CommandId, patient, request.Reason!, by, default),
            cancellationToken);
    }

    static async Task<IResult> MakeLinkAsync(
        string clinic, Guid patient, TabletLinkRequest request, ClaimsPrincipal user, PatientStore patients, ClinicDay day,
        IGrainFactory grains, CommittedCommands commands, CancellationToken cancellationToken)
    {
        if (await patients.FindAsync(clinic, patient, cancellationToken) is null)
        {
            return Results.NotFound();
        }

        var (_, today) = await day.OfAsync(clinic, cancellationToken);
        var (token, lifetime) = (TabletToken.New(), TimeSpan.FromMinutes(request.Minutes ?? DefaultLinkMinutes));
        var refused = await commands.TrySendAsync(
            clinic,
            new MakeTabletLink(
                request.CommandId, ClinicMemory.StreamOf(clinic), user.Identity!.Name!, patient, TabletToken.Hash(token), [.. request.Instruments ?? []], lifetime, today),
            null,
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        // A second copy of the command made no second link, and the token of the first is kept nowhere.
        return (await grains.GetGrain<IClinicGrain>(clinic).TabletLinkAsync(TabletToken.Hash(token))).Value is { } link
            ? Results.Ok(new TabletLinkAnswer($"/tablet/{clinic}/{token}", link.ExpiresAt))
            : SessionEndpoints.Refused("link-shown", "This link was made already and is shown once. Make a new one: it takes the place of the first.");
    }
}
