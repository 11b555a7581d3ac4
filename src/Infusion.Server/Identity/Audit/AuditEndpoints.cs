namespace Infusion.Server.Identity.Audit;

/// <param name="Outcome">done, refused or failed; null: all.</param>
sealed record AuditFilter(
    string? Who, string? Patient, string? Act, string? Kind, DateTimeOffset? From, DateTimeOffset? To, string? Outcome, long? Before, int? Size);

/// <summary>The clinic's trail for its auditor. Reading it is a line of it, and so is taking it out of the house.</summary>
static class AuditEndpoints
{
    const int LongestFilter = 200;
    const int LargestPage = 200;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/clinics/{clinic}/audit").WithTags("audit");
        audit.MapGet("", (string clinic, [AsParameters] AuditFilter filter, AuditSearch search, CancellationToken cancellationToken) =>
            string.IsNullOrEmpty(filter.Patient)
                ? PageAsync(clinic, filter, search, cancellationToken)
                : Task.FromResult(Results.Problem(
                    "Search for a patient by POST to /audit/search, so that no name stands in an address.", statusCode: StatusCodes.Status400BadRequest, title: "No such search")))
            .Requires(Act.ReadAudit).Produces<AuditPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        audit.MapPost("/search", PageAsync).Requires(Act.ReadAudit).Produces<AuditPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        audit.MapPost("/export", Export).Requires(Act.ExportAudit).Produces(StatusCodes.Status200OK, contentType: "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> PageAsync(string clinic, AuditFilter filter, AuditSearch search, CancellationToken cancellationToken) =>
        QueryOf(filter) is { } query ? Results.Ok(await search.PageAsync(clinic, query, cancellationToken)) : NoSuchSearch();

    static IResult Export(string clinic, AuditFilter filter, AuditSearch search, AuditClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        if (QueryOf(filter) is not { } query)
        {
            return NoSuchSearch();
        }

        response.Headers.CacheControl = "no-store";
        return Results.Stream(
            stream => AuditCsv.WriteAsync(stream, search.AllAsync(clinic, query, cancellationToken), cancellationToken), "text/csv; charset=utf-8",
            $"who-did-what-{clinic}-{clock.Now.UtcDateTime:yyyy-MM-dd}.csv");
    }

    /// <returns>Null: there is no such search.</returns>
    static AuditQuery? QueryOf(AuditFilter filter)
    {
        Actor? kind = null;
        AuditOutcome? outcome = null;
        var isKnown = Read(filter.Kind, ref kind) && Read(filter.Outcome, ref outcome)
            && !new[] { filter.Who, filter.Patient, filter.Act }.Any(text => text?.Length > LongestFilter || text?.Contains('\0', StringComparison.Ordinal) == true);
        return isKnown
            ? new(filter.Who, filter.Patient, filter.Act, kind, filter.From, filter.To, outcome, filter.Before, Math.Clamp(filter.Size ?? 50, 1, LargestPage))
            : null;
    }

    static bool Read<T>(string? text, ref T? value) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isName = Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase);
        value = isName ? Enum.Parse<T>(text, ignoreCase: true) : null;
        return isName;
    }

    static IResult NoSuchSearch() => Results.Problem(
        $"A filter has at most {LongestFilter} characters and no U+0000; kind is one of {Names<Actor>()}, outcome one of {Names<AuditOutcome>()}.",
        statusCode: StatusCodes.Status400BadRequest, title: "No such search");

    static string Names<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
}
