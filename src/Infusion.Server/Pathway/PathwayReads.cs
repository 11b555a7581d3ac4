using System.Security.Claims;
using Infusion.Core.Pathway;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Storage;

namespace Infusion.Server.Pathway;

/// <summary>Lists, the calendar, the rules and their words.</summary>
static class PathwayReads
{
    const int MostDays = 31;

    public static void MapPlanLists(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/plans", ListAsync).Requires(Act.ListPlans).Produces<IReadOnlyList<PlanLineView>>();
        clinic.MapGet("/patients/{patient:guid}/plans", OfPatientAsync).Requires(Act.ListPlans).Produces<IReadOnlyList<PlanView>>();
        clinic.MapPut("/settings", ConfigureAsync).Requires(Act.SetPathwayRules)
            .Produces<PathwaySettings>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    public static void MapPathwayReads(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/vocabulary", () => Vocabulary).Requires(Act.ReadPlans);
        clinic.MapGet("/settings", async (string clinic, PlanDesk desk) => (await desk.OpenAsync(clinic)).Settings).Requires(Act.ReadPlans);
        clinic.MapGet("/therapists", (string clinic, PlanDesk desk, CancellationToken cancellationToken) => desk.TherapistsAsync(clinic, cancellationToken)).Requires(Act.ReadPlans);
        clinic.MapGet("/calendar", CalendarAsync).Requires(Act.ReadPlans).Produces<CalendarView>().ProducesProblem(StatusCodes.Status400BadRequest);
        clinic.MapGet("/plans/{plan:guid}/therapy-times", TimesAsync).Requires(Act.ReadPlans)
            .Produces<TherapyTimesView>().Produces(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapGet("/plans/{plan:guid}/therapy/{appointment:guid}/hand-off", HandOffs.ReadAsync).Requires(Act.ReadHandOff)
            .Produces<HandOffView>().Produces(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    static PathwayVocabulary Vocabulary { get; } = new(
        Indications.All, Known<InfusionKind>(), Known<Offer>(), Known<OfferAnswer>(), Known<ReviewOutcome>(), Known<PlanEnd>(), PlanViews.AboutNotes);

    static IReadOnlyList<T> Known<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Skip(1)];

    static async Task<IReadOnlyList<PlanLineView>> ListAsync(string clinic, PlanDesk desk, PlanResponses responses, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        var plans = now.Pathway.Open.ToList();
        var patients = await desk.PatientsAsync(now, plans, cancellationToken);
        var responding = await responses.OfAsync(now, plans, cancellationToken);
        return [.. plans
            .Select(plan => new PlanLineView(
                plan.Id, patients[plan.Patient], Indications.Of(plan.Terms.Indication)?.Name ?? "not known",
                PlanViews.Progress(now, plan, desk.Now), PlanViews.Gaps(now, plan, desk.Now),
                [.. responding[plan.Id]]))
            .OrderBy(line => line.Patient.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(line => line.Plan)];
    }

    static async Task<IReadOnlyList<PlanView>> OfPatientAsync(
        string clinic, Guid patient, PlanDesk desk, PathwayStore store, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        var views = new List<PlanView>();
        foreach (var plan in await store.OfPatientAsync(clinic, patient, cancellationToken))
        {
            views.Add(await desk.ViewAsync(now, now.Pathway.Plans.GetValueOrDefault(plan.Id, plan), cancellationToken));
        }

        return views;
    }

    static async Task<IResult> ConfigureAsync(
        string clinic, PathwaySettingsRequest request, ClaimsPrincipal user, PlanDesk desk, CancellationToken cancellationToken) =>
        request.Settings is null
            ? PlanDesk.Refused("settings", "The settings are missing; send them whole, as they were read.")
            : await desk.SendAsync(
                clinic, new ClinicCommand.OfPathway(new ConfigurePathway(request.CommandId, user.Identity!.Name!, request.Settings), []), cancellationToken)
                ?? Results.Ok((await desk.OpenAsync(clinic)).Settings);

    static async Task<IResult> TimesAsync(
        string clinic, Guid plan, Guid after, string therapist, int? minutes, ClaimsPrincipal user, PlanDesk desk, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        if (!now.Pathway.Plans.TryGetValue(plan, out var found) || found.Infusion(after) is not { } infusion)
        {
            return Results.NotFound();
        }

        if (!PlanDesk.MayRead(user, found))
        {
            return PlanDesk.NotAllowed("A therapist reads the plans in which they hold an appointment.");
        }

        if (infusion.IsCancelled || minutes is < 15 or > 240)
        {
            return PlanDesk.Refused("therapy-times", "Ask after an infusion that is not cancelled, for 15 to 240 minutes.");
        }

        var (from, to) = SeparationRule.Suggested(infusion.Span);
        var times = TherapyTimes.After(now, found, infusion.Span, therapist, TimeSpan.FromMinutes(minutes ?? now.Settings.TherapyMinutes), desk.Now);
        return Results.Ok(new TherapyTimesView(from, to, [.. times.Select(each => new TherapyTimeView(PlanViews.When(each.From, each.To, now.Time), each.IsSuggested))]));
    }

    /// <param name="from">The first day; null: today.</param>
    static async Task<IResult> CalendarAsync(
        string clinic, DateOnly? from, int? days, ClaimsPrincipal user, PlanDesk desk, PathwayStore store, CancellationToken cancellationToken)
    {
        var now = await desk.OpenAsync(clinic);
        var (first, length) = (from ?? now.Time.Day(desk.Now), days ?? 7);
        if (length is < 1 or > MostDays || first.Year is < 2000 or > 2200)
        {
            return Results.Problem($"A calendar has 1 to {MostDays} days.", statusCode: StatusCodes.Status400BadRequest);
        }

        var closed = await store.ClosedAsync(
            clinic, now.Time.StartOf(first).AddDays(-1), now.Time.StartOf(first.AddDays(length)), cancellationToken);
        var plans = now.Pathway.Plans.Values.Concat(closed.Where(plan => !now.Pathway.Plans.ContainsKey(plan.Id))).ToList();
        var patients = await desk.PatientsAsync(now, plans, cancellationToken);
        var view = CalendarViews.Build(
            now, plans, patients, await desk.TherapistsAsync(clinic, cancellationToken), first, length, desk.Now);
        return Results.Ok(user.IsTherapistAlone() ? CalendarViews.OfTherapist(view, user.Identity!.Name!) : view);
    }
}
