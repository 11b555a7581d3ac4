using System.Globalization;
using System.Text.Json;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Read, version read and history.</summary>
static class ReadEndpoints
{
    public static async Task ReadAsync(HttpContext context, string clinic, string type, string id, string? version)
    {
        var request = FhirRequest.Of(context, clinic);
        var info = request.Type(type, SmartPermissions.Read);
        var (format, projection) = Controls(info, SearchQuery.Pairs(context.Request.QueryString.Value ?? ""));
        if (info.Name != "Binary")
        {
            FhirResponse.RequireJson(context.Request, format);
        }

        int? wanted = version is null ? null : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var stored = wanted is 0 ? null : await request.Reader.ReadAsync(clinic, info, id, wanted, request.Base, request.Grant, request.Cancel);
        if (stored is not { } resource)
        {
            throw FhirFault.NotFound("There is no such resource.");
        }

        // Only what it holds says what it may be asked for as.
        var isRaw = info.Name == "Binary" && projection is null && RawContent.IsAsked(context.Request, format, resource.Content);
        if (!isRaw)
        {
            FhirResponse.RequireJson(context.Request, format);
        }

        request.Saw(resource.Patient);
        context.AuditNote().Version = resource.Version;
        context.Response.Headers.ETag = FhirResponse.ETag(resource.Version);
        context.Response.Headers.LastModified = FhirResponse.LastModified(resource);
        if (FhirResponse.HasCurrent(context.Request, resource))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (isRaw)
        {
            await RawContent.WriteAsync(context, resource.Content);
            return;
        }

        await FhirResponse.WriteAsync(context, projection?.Of(resource.Content) ?? resource.Content);
    }

    /// <summary>
    /// Every version of a resource, of a type or of the clinic, the newest commit first. A commit's versions are there all at once and
    /// none comes later with an earlier time, so whoever asks again since the bundle's own time misses nothing.
    /// </summary>
    /// <param name="type">Null: of all types that the token opens, but the trail: it has an order of its own, and each page of it would make it longer.</param>
    public static async Task HistoryAsync(HttpContext context, string clinic, string? type, string? id)
    {
        var request = FhirRequest.Of(context, clinic);
        var permission = id is null ? SmartPermissions.Search : SmartPermissions.Read;
        var types = type is null ? [.. SearchTable.Types.Values.Where(each => !each.Source.IsTrail && request.Grant.Allows(each, permission))] : new[] { request.Type(type, permission) };
        if (types.Length == 0)
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }

        var path = $"{(type is null ? "" : type + "/")}{(id is null ? "" : id + "/")}_history";
        var query = HistoryQuery.Parse(path, SearchQuery.Pairs(context.Request.QueryString.Value ?? ""));
        FhirResponse.RequireJson(context.Request, query.Format);
        if (id is not null && await request.Reader.ReadAsync(clinic, types[0], id, null, request.Base, request.Grant, request.Cancel) is null)
        {
            throw FhirFault.NotFound("There is no such resource.");
        }

        await using var page = await request.Reader.PageAsync(
            types[0].Source, clinic, null, query.Sql(types, id, clinic, request.Base, request.Grant, permission), overClinics: false, isPrepared: false, query.Cursor, request.Cancel);
        using var bundle = await request.BeginAsync();
        bundle.Begin("history", page.Updated, null);
        SearchCursor? last = null;
        for (var written = 0; page.HasRow && written < query.Count; written++)
        {
            last = page.Position;
            request.Saw(page.Patient);
            await bundle.VersionAsync(page.Type, page.Id, page.Version, page.Key, page.Content, request.Cancel);
            await page.NextAsync(request.Cancel);
        }

        await bundle.EndAsync(query.SelfLink(), page.HasRow && last is { } position ? query.LinkAfter(position) : null, request.Cancel);
    }

    /// <summary>The document that a Composition is the first page of, as it was sealed: none is put together anew, and each is kept already.</summary>
    public static async Task DocumentAsync(HttpContext context, string clinic, string id)
    {
        var request = FhirRequest.Of(context, clinic);
        var (page, document) = (request.Type("Composition", SmartPermissions.Read), request.Type("Bundle", SmartPermissions.Read));
        var asked = SearchOperations.Once(await request.OperationParametersAsync(), ["persist", "_format", "_pretty"]);
        FhirResponse.RequireJson(context.Request, asked.GetValueOrDefault("_format"));
        if (asked.GetValueOrDefault("persist") is not (null or "true" or "false"))
        {
            throw FhirFault.Invalid("persist is true or false.", FhirFault.AtParameter("persist"));
        }

        if (await request.Reader.ReadAsync(clinic, page, id, null, request.Base, request.Grant, request.Cancel) is not { } first
            || DocumentIdOf(first.Content) is not { } documentId
            || await request.Reader.ReadAsync(clinic, document, documentId, null, request.Base, request.Grant, request.Cancel) is not { } stored)
        {
            throw FhirFault.NotFound("There is no such document.");
        }

        request.Saw(stored.Patient);
        context.Response.Headers.ETag = FhirResponse.ETag(stored.Version);
        await FhirResponse.WriteAsync(context, stored.Content);
    }

    /// <returns>Null: it is no chart's first page.</returns>
    static string? DocumentIdOf(byte[] page)
    {
        using var json = JsonDocument.Parse(page);
        return json.RootElement.TryGetProperty("identifier", out var identifier) && identifier.TryGetProperty("system", out var system)
            && system.ValueEquals(FhirCodes.ChartIdentifier) && identifier.TryGetProperty("value", out var chart)
            ? $"{chart.GetString()}-document"
            : null;
    }

    static (string? Format, FhirProjection? Projection) Controls(FhirTypeInfo type, List<(string Name, string Value)> asked)
    {
        string? format = null;
        FhirProjection? projection = null;
        foreach (var (name, value) in asked)
        {
            switch (name)
            {
                case "_format":
                    format = value;
                    break;
                case "_summary":
                    projection = FhirProjection.OfSummary(value);
                    break;
                case "_elements":
                    projection = FhirProjection.OfElements(type, value);
                    break;
                case "_pretty":
                    break;
                default:
                    throw FhirFault.Invalid($"{SearchQuery.Shown(name)} is not a parameter of a read.", SearchQuery.At(name));
            }
        }

        return (format, projection);
    }
}
