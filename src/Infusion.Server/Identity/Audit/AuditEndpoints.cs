namespace Infusion.Server.Identity.Audit;

/// <summary>The clinic's trail for its auditor. Reading it is a line of it, too.</summary>
static class AuditEndpoints
{
    const int LongestFilter = 200;
    const int LargestPage = 200;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/clinics/{clinic}/audit", PageAsync).Requires(Act.ReadAudit).WithTags("audit")
            .Produces<AuditPage>().ProducesProblem(StatusCodes.Status400BadRequest);

    static async Task<IResult> PageAsync(
        string clinic, string? who, string? patient, string? act, DateTimeOffset? from, DateTimeOffset? to, bool? refused, long? before, int? size,
        AuditSearch search, CancellationToken cancellationToken) =>
        new[] { who, patient, act }.Any(text => text?.Length > LongestFilter || text?.Contains('\0', StringComparison.Ordinal) == true)
            ? Results.Problem($"A filter has at most {LongestFilter} characters and no U+0000.", statusCode: StatusCodes.Status400BadRequest, title: "No such search")
            : Results.Ok(await search.PageAsync(
                clinic, new AuditQuery(who, patient, act, from, to, refused is true, before, Math.Clamp(size ?? 50, 1, LargestPage)), cancellationToken));
}
