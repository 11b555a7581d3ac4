using System.Security.Claims;
using Infusion.Core.Pathway;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Pathway;

/// <summary>Brings commands to the clinic's writer and what came of them to the page.</summary>
sealed class PlanDesk(IGrainFactory grains, PathwayStore store, IColleagues colleagues, ClinicClock clock, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public DateTimeOffset Now => clock.Now;

    public async Task<PathwayNow> OpenAsync(string clinic)
    {
        var image = (await grains.GetGrain<IClinicGrain>(clinic).PathwayAsync()).Value;
        return new PathwayNow(image.Pathway, image.Clinic, ClinicTimes.Of(image.Clinic));
    }

    /// <summary>What an assessment of the patient has opened, and nobody has answered yet.</summary>
    public async Task<IReadOnlyList<HandOffLine>> SafetyTasksAsync(PathwayNow clinic, Guid patient) =>
        [.. (await grains.GetGrain<IClinicGrain>(clinic.Clinic.Clinic).SafetyTasksAsync()).Value
            .Where(open => open.Task.Patient == patient).Select(open => new HandOffLine(open.Task.OpenedAt, open.Task.Words))];

    /// <summary>Open by the writer's word, closed by the store's.</summary>
    /// <returns>Null: the clinic has no such plan.</returns>
    public async Task<TreatmentPlan?> PlanAsync(PathwayNow clinic, Guid plan, CancellationToken cancellationToken) =>
        clinic.Pathway.Plans.GetValueOrDefault(plan) ?? await store.PlanAsync(clinic.Clinic.Clinic, plan, cancellationToken);

    public async Task<PlanView> ViewAsync(PathwayNow clinic, TreatmentPlan plan, CancellationToken cancellationToken) => PlanViews.Build(
        clinic, plan, (await PatientsAsync(clinic, [plan], cancellationToken))[plan.Patient], await NamesAsync(clinic, cancellationToken),
        await store.NotesAsync(clinic.Clinic.Clinic, plan.Id, cancellationToken), Now);

    /// <summary>Of every plan, also where the record is gone.</summary>
    public async Task<IReadOnlyDictionary<Guid, PlanPatientView>> PatientsAsync(
        PathwayNow clinic, IReadOnlyCollection<TreatmentPlan> plans, CancellationToken cancellationToken)
    {
        var ids = plans.Select(plan => plan.Patient).Distinct().ToList();
        var known = await store.PatientsAsync(clinic.Clinic.Clinic, ids, cancellationToken);
        return ids.ToDictionary(id => id, id => PlanViews.Patient(id, known.GetValueOrDefault(id)));
    }

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(PathwayNow clinic, CancellationToken cancellationToken) =>
        await colleagues.NamesAsync(clinic.Clinic.Clinic, cancellationToken);

    /// <summary>Who holds talk therapy here, by name.</summary>
    public async Task<IReadOnlyList<TherapistView>> TherapistsAsync(string clinic, CancellationToken cancellationToken)
    {
        var names = await colleagues.NamesAsync(clinic, cancellationToken);
        return [.. (await colleagues.RolesAsync(clinic, cancellationToken))
            .Where(person => person.Value.Split(", ").Contains(Roles.Therapist))
            .Select(person => new TherapistView(person.Key, names.GetValueOrDefault(person.Key, person.Key)))
            .OrderBy(each => each.DisplayName, StringComparer.CurrentCultureIgnoreCase).ThenBy(each => each.Name, StringComparer.Ordinal)];
    }

    /// <returns>The plan as it is then; or the refusal.</returns>
    public async Task<IResult> SendAsync(string clinic, PlanCommand command, IReadOnlyList<NoteDocument> notes, CancellationToken cancellationToken) =>
        await SendAsync(clinic, new ClinicCommand.OfPathway(command, notes), cancellationToken)
        ?? (await OpenAsync(clinic) is var now && await PlanAsync(now, command.Plan, cancellationToken) is { } plan
            ? Results.Ok(await ViewAsync(now, plan, cancellationToken))
            : Results.NotFound());

    /// <returns>Null: done, and on disk.</returns>
    public async Task<IResult?> SendAsync(string clinic, ClinicCommand command, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(command));
            if (answer.RefusedCode is { } code)
            {
                return Refused(code, answer.RefusedReason!);
            }

            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, time, cancellationToken);
            return null;
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet");
        }
    }

    public static IResult Refused(string code, string reason) => Results.Problem(
        reason, statusCode: StatusCodes.Status409Conflict, title: "Refused", extensions: new Dictionary<string, object?> { ["code"] = code });

    public static IResult NotAllowed(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");

    /// <summary>A therapist reads the plans in which they hold an appointment.</summary>
    public static bool MayRead(ClaimsPrincipal user, TreatmentPlan plan) =>
        !user.IsTherapistAlone() || plan.Therapy.Any(each => each.Therapist == user.Identity!.Name && each.Standing is not TherapyStanding.Cancelled);
}
