using System.Security.Claims;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients.Ehr;

/// <param name="Host">Null: the clinic has no EHR here.</param>
public sealed record EhrStatus(string? Host);

/// <param name="Id">The record's id in the EHR.</param>
/// <param name="Patient">As it would be entered.</param>
/// <param name="Notes">What a person should know first.</param>
/// <param name="Faults">Why it cannot be entered as it stands; empty: it can.</param>
/// <param name="Similar">Who is entered already and may be the same.</param>
public sealed record EhrMatch(
    string Id, WritePatientRequest Patient, IReadOnlyList<string> Notes, IReadOnlyList<FieldFault> Faults, IReadOnlyList<PatientDocument> Similar);

public sealed record EhrSearch(string? Identifier, string? Family, string? Given, DateOnly? BirthDate);

public sealed record EhrMatches(IReadOnlyList<EhrMatch> Matches, bool HasMore);

/// <param name="Patient">Made by the client, as the command's id.</param>
/// <param name="Distinct">Similar records that were compared and are somebody else.</param>
public sealed record EhrImportRequest(Guid CommandId, Guid Patient, IReadOnlyList<Guid>? Distinct = null);

/// <summary>Patients of the clinic's EHR: found there, compared with who is here, taken over one by one.</summary>
static class EhrEndpoints
{
    const int LongestCondition = 200;

    public static void MapEhr(this RouteGroupBuilder patients)
    {
        patients.MapGet("/ehr/status", (string clinic, EhrPatients ehr) => new EhrStatus(ehr.Of(clinic)?.Base.Authority)).Requires(Act.RegisterPatients);
        patients.MapPost("/ehr/search", SearchAsync).Requires(Act.RegisterPatients).Produces<EhrMatches>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status424FailedDependency);
        patients.MapPost("/ehr/{id}", ImportAsync).Requires(Act.RegisterPatients).Produces<PatientDocument>()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status424FailedDependency);
    }

    static async Task<IResult> SearchAsync(
        string clinic, EhrSearch search, EhrPatients ehr, PatientStore store, ClinicClock clock,
        CancellationToken cancellationToken)
    {
        var conditions = Conditions(search);
        if (!conditions.Any(each => each.Name == "identifier") && !(conditions.Any(each => each.Name == "family") && search.BirthDate is not null))
        {
            return Problem("Search by a number, or by family name and birth date together.", StatusCodes.Status400BadRequest, "ehr-search");
        }

        if (conditions.Any(each => each.Value.Length > LongestCondition || each.Value.Any(char.IsControl)))
        {
            return Problem($"What is searched for has at most {LongestCondition} characters.", StatusCodes.Status400BadRequest, "ehr-search");
        }

        return await WithEhrAsync(ehr, clinic, async configured =>
        {
            var (found, hasMore) = await ehr.SearchAsync(clinic, conditions, cancellationToken);
            var mapped = found.Select(patient => (Id: patient.Id!, Mapped: EhrMapping.Of(patient, configured))).ToList();
            var judged = mapped.Select(each => (each.Id, each.Mapped, Faults: FaultsOf(each.Mapped.Patient, clock))).ToList();
            var near = await store.NearAnyAsync(
                clinic, [.. judged.Where(each => each.Faults.Count == 0).Select(each => each.Mapped.Patient.ToDocument())], cancellationToken);
            return Results.Ok(new EhrMatches(
                [.. judged.Select(each => new EhrMatch(
                    each.Id, each.Mapped.Patient, each.Mapped.Notes, each.Faults, each.Faults.Count == 0 ? SimilarTo(each.Mapped.Patient, near) : []))],
                hasMore));
        });
    }

    /// <summary>Read anew from the EHR: what is entered is what stands there, not what a screen showed.</summary>
    static Task<IResult> ImportAsync(
        string clinic, string id, EhrImportRequest request, ClaimsPrincipal user, EhrPatients ehr, PatientStore store, IGrainFactory grains,
        ClinicClock clock, TimeProvider time, CancellationToken cancellationToken) =>
        WithEhrAsync(ehr, clinic, async configured =>
        {
            var mapped = EhrMapping.Of(await ehr.ReadAsync(clinic, id, cancellationToken), configured).Patient with
            {
                CommandId = request.CommandId,
                Patient = request.Patient,
                Distinct = request.Distinct ?? [],
            };
            return await PatientEndpoints.WriteAsync(clinic, mapped, user, store, grains, clock, time, cancellationToken);
        });

    static async Task<IResult> WithEhrAsync(EhrPatients ehr, string clinic, Func<ClinicEhr, Task<IResult>> ask)
    {
        if (ehr.Of(clinic) is not { } configured)
        {
            return Problem(
                "This clinic has no EHR to fetch patients from. Who runs this server can set one (Ehr:Clinics).", StatusCodes.Status404NotFound, "ehr-none");
        }

        try
        {
            return await ask(configured);
        }
        catch (EhrException reason)
        {
            return Problem(reason.Message, StatusCodes.Status424FailedDependency, reason.Code);
        }
    }

    static List<(string Name, string Value)> Conditions(EhrSearch search) =>
    [
        .. new (string Name, string? Value)[]
        {
            // Whose number it is may stand before it: system|value.
            ("identifier", Escaped(search.Identifier, @"\,$")),
            ("family", Escaped(search.Family, @"\,$|")),
            ("given", Escaped(search.Given, @"\,$|")),
            ("birthdate", search.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        }.Where(each => !string.IsNullOrWhiteSpace(each.Value)).Select(each => (each.Name, each.Value!)),
    ];

    /// <summary>In a FHIR search a comma would mean "or".</summary>
    static string? Escaped(string? text, string special) =>
        text is null ? null : string.Concat(text.Trim().Select(letter => special.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));

    static IReadOnlyList<FieldFault> FaultsOf(WritePatientRequest patient, ClinicClock clock) =>
        PatientFaults.Of(patient, PatientFaults.Today(clock));

    static PatientDocument[] SimilarTo(WritePatientRequest request, IReadOnlyList<PatientDocument> near)
    {
        var patient = request.ToDocument();
        PatientDocument[] same = PatientStore.SameNumber(patient, near) is { } found ? [found] : [];
        return [.. same.Concat(PatientStore.Similar(patient, near)).DistinctBy(each => each.Id).Select(each => each with { History = [] })];
    }

    static IResult Problem(string reason, int status, string code) => Results.Problem(
        reason, statusCode: status, title: "EHR", extensions: new Dictionary<string, object?> { ["code"] = code });
}
