using Infusion.Server.Identity;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Search by type, in both its forms, and what answers like one.</summary>
static class SearchEndpoints
{
    public static async Task SearchAsync(HttpContext context, string clinic, string type)
    {
        var request = FhirRequest.Of(context, clinic);
        var info = request.Type(type, SmartPermissions.Search);
        await AnswerAsync(request, SearchQuery.Parse(info, await request.ParametersAsync(), request.IsStrict));
    }

    /// <summary>The compartment of a patient: the same as a search of the type with the patient.</summary>
    public static async Task CompartmentAsync(HttpContext context, string clinic, string id, string type)
    {
        var request = FhirRequest.Of(context, clinic);
        var info = request.Type(type, SmartPermissions.Search);
        var asked = await request.ParametersAsync();
        await AnswerAsync(request, info.PatientParameter is not null && FhirReader.IsId(id)
            ? SearchQuery.Parse(info, asked.Prepend(("patient", $"Patient/{id}")), request.IsStrict)
            : throw FhirFault.NotFound("This type is not in the compartment of a patient."));
    }

    public static async Task AnswerAsync(FhirRequest request, SearchQuery query)
    {
        Admit(request, query);
        if (query.Count == 0)
        {
            var total = await request.Reader.CountAsync(query, request.Clinic, request.Base, request.Grant, request.Cancel);
            using var counted = await request.BeginAsync();
            counted.Begin("searchset", null, total);
            Warn(counted, request, query, isBeingCorrected: false);
            await counted.EndAsync(query.SelfLink(), null, request.Cancel);
            return;
        }

        await using var page = await request.Reader.SearchAsync(query, request.Clinic, request.Base, request.Grant, request.Cancel);
        await WriteAsync(request, query, page, query.Count, query.SelfLink(), query.LinkAfter);
    }

    /// <summary>A chain tells of the types that it passes, so the token has to open them too.</summary>
    public static void Admit(FhirRequest request, SearchQuery query)
    {
        foreach (var visited in query.Criteria.SelectMany(criterion => criterion.Visits))
        {
            request.Grant.Require(visited, SmartPermissions.Search);
        }

        FhirResponse.RequireJson(request.Context.Request, query.Format);
    }

    /// <summary>The matches, what comes along with them, what has to be said, and the links.</summary>
    /// <param name="hasMore">False: what is beyond the count was not asked for.</param>
    public static async Task WriteAsync(
        FhirRequest request, SearchQuery query, SearchPage page, int count, string self, Func<SearchCursor, string> next, bool hasMore = true)
    {
        using var bundle = await request.BeginAsync();
        bundle.Begin("searchset", page.Updated, page.Total);
        var includes = new Includes(request.Grant, request.Clinic, request.Base);
        SearchCursor? last = null;
        for (var written = 0; page.HasRow && written < count; written++)
        {
            var (type, id) = (page.Type, page.Id);
            if (query.Includes.Count > 0)
            {
                includes.Add(type, id);
                includes.Match(page, query.Includes);
            }

            if (written == count - 1)
            {
                last = page.Position;
            }

            request.Saw(page.Patient);
            await bundle.EntryAsync(type, id, query.Projection?.Of(page.Content) ?? page.Content, "match", request.Cancel);
            await page.NextAsync(request.Cancel);
        }

        var (hasNext, isBeingCorrected) = (page.HasRow && hasMore, page.IsBeingCorrected);
        await page.DisposeAsync();
        if (query.Includes.Count > 0)
        {
            await IncludeAsync(request, bundle, includes, [.. includes.Forward(), .. includes.Reverse(query.Type, query.Includes)]);
        }

        Warn(bundle, request, query, isBeingCorrected);
        await bundle.EndAsync(self, hasNext && last is { } position ? next(position) : null, request.Cancel);
    }

    /// <param name="isWanted">What of the included resources' own references is included in turn; null: nothing.</param>
    public static async Task IncludeAsync(
        FhirRequest request, BundleWriter bundle, Includes includes, IReadOnlyList<Npgsql.NpgsqlBatchCommand> commands, IReadOnlySet<string>? isWanted = null)
    {
        if (commands.Count == 0)
        {
            return;
        }

        var written = 0;
        await using var rows = await request.Reader.IncludedAsync(commands, request.Cancel);
        while (await rows.NextAsync(request.Cancel))
        {
            if (!includes.Add(rows.Type, rows.Id))
            {
                continue;
            }

            if (written++ == Includes.Most)
            {
                bundle.Outcome("too-costly", $"More than {Includes.Most} resources would come along with this page; ask for fewer matches (_count). Some are missing here.", "http._count");
                return;
            }

            request.Saw(rows.Patient);
            if (isWanted is not null)
            {
                includes.Want(rows.Refs, isWanted);
            }

            await bundle.EntryAsync(rows.Type, rows.Id, rows.Content, "include", request.Cancel);
        }
    }

    /// <summary>What was left out of the search, and that a correction is under way, is said in the answer.</summary>
    static void Warn(BundleWriter bundle, FhirRequest request, SearchQuery query, bool isBeingCorrected)
    {
        if (query.Ignored.Count > 0)
        {
            bundle.Outcome("not-supported", $"Not supported and ignored: {string.Join(", ", query.Ignored)}.", SearchQuery.At(query.Ignored[0]));
        }

        if (query.Includes.Where(include => include.IsReverse && !request.Grant.Allows(include.Source, SmartPermissions.Read)).Select(include => include.Source.Name).ToList() is { Count: > 0 } closed)
        {
            bundle.Outcome("forbidden", $"Not included, because no scope of the token allows it: {string.Join(", ", closed)}.", "http.authorization");
        }

        WarnOfCorrection(bundle, isBeingCorrected);
    }

    public static void WarnOfCorrection(BundleWriter bundle, bool isBeingCorrected)
    {
        if (isBeingCorrected)
        {
            bundle.Outcome("incomplete", "Correction in progress: a device was charted for the wrong patient. Some of these resources are about to become entered-in-error; ask again in a minute.", "Bundle.entry");
        }
    }
}
