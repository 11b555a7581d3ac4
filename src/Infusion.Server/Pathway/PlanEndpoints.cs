using System.Security.Claims;
using Infusion.Core.Clinics;
using Infusion.Core.Pathway;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Storage;

namespace Infusion.Server.Pathway;

/// <summary>A plan is opened and changed: texts into notes, the clinic's days and times into instants, rights by role.</summary>
static class PlanEndpoints
{
    const int LongestText = 4_000;

    const string NoTerms = "A plan has terms: indication, icd10, protocol, infusions, minDaysBetween and maxDaysBetween at least.";

    public static void MapPlans(this RouteGroupBuilder clinic)
    {
        clinic.MapPost("/plans", OpenAsync).Requires(Act.LeadPlan)
            .Produces<PlanView>().ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapPost("/plans/{plan:guid}/commands", CommandAsync).RequiresByKind<PathwayRequest>()
            .Produces<PlanView>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapGet("/plans/{plan:guid}", ReadAsync).Requires(Act.ReadPlans).Produces<PlanView>().Produces(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> ReadAsync(string clinic, Guid plan, ClaimsPrincipal user, PlanDesk desk, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        return await desk.PlanAsync(now, plan, cancellationToken) switch
        {
            null => Results.NotFound(),
            var found when !PlanDesk.MayRead(user, found) => PlanDesk.NotAllowed("A therapist reads the plans in which they hold an appointment."),
            var found => Results.Ok(await desk.ViewAsync(now, found, cancellationToken)),
        };
    }

    static async Task<IResult> OpenAsync(
        string clinic, OpenPlanRequest request, ClaimsPrincipal user, PlanDesk desk, PatientStore patients, CancellationToken cancellationToken)
    {
        if (request.Terms is not { Icd10: not null, Protocol: not null } terms)
        {
            return PlanDesk.Refused("terms", NoTerms);
        }

        return await patients.FindAsync(clinic, request.Patient, cancellationToken) is null
            ? PlanDesk.Refused("patient-unknown", "There is no such patient in this clinic; enter the patient first.")
            : await desk.SendAsync(
                clinic,
                new OpenPlan(request.CommandId, request.Plan, user.Identity!.Name!, request.Patient, terms), [], cancellationToken);
    }

    static async Task<IResult> CommandAsync(
        string clinic, Guid plan, PathwayRequest request, ClaimsPrincipal user, PlanDesk desk, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        if (NotAllowed(now, plan, request, user) is { } reason)
        {
            return PlanDesk.NotAllowed(reason);
        }

        var therapist = request switch
        {
            PathwayRequest.PlanTherapy c => c.Therapist,
            PathwayRequest.MoveTherapy c => c.Therapist,
            _ => null,
        };
        if ((therapist is not null || request is PathwayRequest.PlanTherapy)
            && (await desk.TherapistsAsync(clinic, cancellationToken)).All(each => each.Name != therapist))
        {
            return PlanDesk.Refused("therapist-unknown", $"Nobody signs in here as therapist {therapist}; choose one from the list.");
        }

        try
        {
            var reading = new Reading(plan, user.Identity!.Name!, request.CommandId, now.Time);
            return reading.Command(request) is { } command
                ? await desk.SendAsync(clinic, command, reading.Notes, cancellationToken)
                : Results.Problem(
                    "The command has no type, or one that is not known.", statusCode: StatusCodes.Status400BadRequest, title: "No command");
        }
        catch (RefusedException refused)
        {
            return PlanDesk.Refused(refused.Code, refused.Message);
        }
    }

    /// <summary>Of a therapist's acts, those that are about themselves.</summary>
    /// <returns>Null: they may.</returns>
    static string? NotAllowed(PathwayNow clinic, Guid plan, PathwayRequest request, ClaimsPrincipal user) => request switch
    {
        _ when user.May(Act.GiveAppointments) => null,
        PathwayRequest.PlanTherapy c => IsOwn(user, c.Therapist) && IsKnown(clinic, plan, user) ? null : Own,
        PathwayRequest.MoveTherapy c =>
            Holds(clinic, plan, c.Appointment, user) && (c.Therapist is null || IsOwn(user, c.Therapist)) ? null : Own,
        PathwayRequest.CancelTherapy c => Holds(clinic, plan, c.Appointment, user) ? null : Own,
        _ => null,
    };

    const string Own = "A therapist plans and moves their own appointments, with patients whom they see; a nurse or the manager does the others.";

    static bool IsOwn(ClaimsPrincipal user, string? therapist) => therapist == user.Identity!.Name;

    static bool IsKnown(PathwayNow clinic, Guid plan, ClaimsPrincipal user) =>
        clinic.Pathway.Plans.TryGetValue(plan, out var found) && PlanDesk.MayRead(user, found);

    static bool Holds(PathwayNow clinic, Guid plan, Guid appointment, ClaimsPrincipal user) =>
        IsOwn(user, clinic.Pathway.Plans.GetValueOrDefault(plan)?.TherapyOf(appointment)?.Therapist);

    /// <summary>Reads one request; its texts become notes with ids of its own, so that a second copy is the same.</summary>
    sealed class Reading(Guid plan, string by, Guid id, ClinicTime time)
    {
        public List<NoteDocument> Notes { get; } = [];

        public PlanCommand? Command(PathwayRequest request) => request switch
        {
            PathwayRequest.RevisePlan c => new RevisePlan(
                id, plan, by, c.Terms is { Icd10: not null, Protocol: not null } terms ? terms : throw new RefusedException("terms", NoTerms)),
            PathwayRequest.ReviewPlan c => new ReviewPlan(id, plan, by, c.Outcome, Note(c.Note, "note")),
            PathwayRequest.ClosePlan c => new ClosePlan(id, plan, by, c.End, Note(c.Note, "note")),
            PathwayRequest.PlanInfusion c => new PlanInfusion(id, plan, by, c.Appointment, c.Kind, At(c.Day, c.Time), Length(c.Minutes), c.Chair ?? ""),
            PathwayRequest.MoveInfusion c => new MoveInfusion(id, plan, by, c.Appointment, At(c.Day, c.Time), Length(c.Minutes), c.Chair, c.LeavesConflicts),
            PathwayRequest.CancelInfusion c => new CancelInfusion(id, plan, by, c.Appointment, Note(c.Reason, "reason")),
            PathwayRequest.AnswerOffer c => new AnswerOffer(id, plan, by, c.What, c.Infusion, c.Answer, c.AskAgainOn, Note(c.ReferredTo, "referral")),
            PathwayRequest.ReportPain => new ReportPain(id, plan, by),
            PathwayRequest.PlanTherapy c => new PlanTherapy(id, plan, by, c.Appointment, c.After, c.Therapist, At(c.Day, c.Time), Length(c.Minutes)),
            PathwayRequest.MoveTherapy c => new MoveTherapy(id, plan, by, c.Appointment, c.Therapist, At(c.Day, c.Time), Length(c.Minutes)),
            PathwayRequest.CancelTherapy c => new CancelTherapy(id, plan, by, c.Appointment, Note(c.Reason, "reason")),
            PathwayRequest.RecordTherapy c => new RecordTherapy(id, plan, by, c.Appointment, c.Attended, Note(c.Themes, "themes"), Note(c.NextSteps, "steps")),
            PathwayRequest.SeeHandOff c => new SeeHandOff(id, plan, by, c.Appointment),
            _ => null,
        };

        DateTimeOffset At(DateOnly day, TimeOnly clock) => day.Year is >= 2000 and < 2200
            ? time.At(day, clock) ?? throw new RefusedException(
                "time-skipped", $"The clocks skip {clock:HH:mm} on {ClinicTime.Words(day)}; an hour later works.")
            : throw new RefusedException("day", $"{day:yyyy-MM-dd} is no day of this calendar; write it as in 2026-12-01.");

        static TimeSpan? Length(int? minutes) => minutes is { } known ? TimeSpan.FromMinutes(known) : null;

        Guid? Note(string? text, string what)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (text.Length > LongestText || text.Contains('\0', StringComparison.Ordinal))
            {
                throw new RefusedException("note-text", $"A text has 1 to {LongestText} characters and no U+0000.");
            }

            var note = DerivedId.Of($"{id:N}|plan|{what}");
            Notes.Add(new NoteDocument(note, ClinicPathway.StreamOf(plan), text, by, default));
            return note;
        }
    }

    sealed class RefusedException(string code, string reason) : Exception(reason)
    {
        public string Code { get; } = code;
    }
}
