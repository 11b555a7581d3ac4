using System.Security.Claims;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Infusion.Server.Patients.Ehr;
using Infusion.Server.Patients.Import;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Patients;

/// <summary>The clinic's patients: found, read with their history, entered and corrected.</summary>
static class PatientEndpoints
{
    const int LargestPage = 100;
    const int LongestSearch = 200;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        var patients = routes.MapGroup("/api/clinics/{clinic}/patients").RequireAuthorization("clinic").WithTags("patients");
        patients.MapGet("", (string clinic, int? page, int? size, PatientStore store, HttpContext http, CancellationToken cancellationToken) =>
            SearchAsync(clinic, new(null, null, page, size), store, http, cancellationToken)).Requires(Act.ReadPatients).Produces<PatientPage>();
        patients.MapPost("/search", SearchAsync).Requires(Act.ReadPatients).Produces<PatientPage>();
        patients.MapGet("/{patient:guid}/record", ReadAsync).Requires(Act.ReadPatients).Produces<PatientDocument>().Produces(StatusCodes.Status404NotFound);
        patients.MapPost("", WriteAsync).Requires(Act.RegisterPatients)
            .Produces<PatientDocument>().ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        patients.MapImport();
        patients.MapEhr();
    }

    /// <summary>By POST: names stand in no address, where proxies would write them down.</summary>
    static async Task<IResult> SearchAsync(string clinic, PatientSearch search, PatientStore store, HttpContext http, CancellationToken cancellationToken)
    {
        var find = search.Find;
        var (number, length) = (Math.Clamp(search.Page ?? 0, 0, 1_000_000), Math.Clamp(search.Size ?? 25, 1, LargestPage));
        if (find?.Length > LongestSearch || find?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return Results.Problem($"A search has at most {LongestSearch} characters.", statusCode: StatusCodes.Status400BadRequest);
        }

        var words = (find ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (patients, total) = await store.SearchAsync(clinic, words, search.BirthDate, number, length, cancellationToken);
        http.AuditNote().Patients = [.. patients.Select(patient => patient.Id.ToString())];
        return Results.Ok(new PatientPage([.. patients.Select(patient => patient with { History = [] })], total, number, length));
    }

    static async Task<IResult> ReadAsync(string clinic, Guid patient, PatientStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(clinic, patient, cancellationToken) is { } found ? Results.Ok(found) : Results.NotFound();

    internal static async Task<IResult> WriteAsync(
        string clinic, WritePatientRequest request, ClaimsPrincipal user, PatientStore store, IGrainFactory grains, ClinicClock clock,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (PatientFaults.Of(request, PatientFaults.Today(clock)) is { Count: > 0 } faults)
        {
            return Results.Problem(
                faults.Count == 1 ? "One field is wrong. Nothing is stored." : $"{faults.Count} fields are wrong. Nothing is stored.",
                statusCode: StatusCodes.Status422UnprocessableEntity, title: "Patient refused",
                extensions: new Dictionary<string, object?> { ["code"] = "patient-invalid", ["faults"] = faults });
        }

        var patient = request.ToDocument();
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(request.ToCommand(user.Identity!.Name!)));

            // Also after a refusal: what it was refused for may be on its way to the store.
            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, time, cancellationToken);
            return answer.RefusedCode is { } code
                ? await RefusedAsync(clinic, code, answer.RefusedReason!, request, patient, store, cancellationToken)
                : Results.Ok(await store.FindAsync(clinic, patient.Id, cancellationToken));
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet");
        }
    }

    /// <summary>With what the person needs to decide: the record as it is now and what changed in it, or whom it may be.</summary>
    static async Task<IResult> RefusedAsync(
        string clinic, string code, string reason, WritePatientRequest request, PatientDocument patient, PatientStore store,
        CancellationToken cancellationToken)
    {
        var near = await store.NearAsync(clinic, patient, cancellationToken);
        var current = near.FirstOrDefault(each => each.Id == patient.Id);
        var opened = current?.History.FirstOrDefault(each => each.Version == request.Expected);
        return Results.Problem(
            reason, statusCode: StatusCodes.Status409Conflict, title: "Refused",
            extensions: new Dictionary<string, object?>
            {
                ["code"] = code,
                ["current"] = current is null ? null : current with { History = [] },
                ["changed"] = current is null || opened is null ? [] : PatientDifferences.Between(opened, current),
                ["similar"] = code switch
                {
                    "patient-number" => PatientStore.SameNumber(patient, near) is { } same ? [same with { History = [] }] : [],
                    "patient-similar" => PatientStore.Similar(patient, near).Select(each => each with { History = [] }).ToArray(),
                    _ => Array.Empty<PatientDocument>(),
                },
            });
    }
}
