using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// FHIR R4 over HTTP: /fhir/{clinic}. Needs the policy "fhir" and <see cref="FhirErrors.UseFhirErrors"/> before
/// authentication.
/// </summary>
static partial class FhirEndpoints
{
    const int MaxForm = 64 * 1024;

    public static void AddFhir(this IServiceCollection services) => services.AddSingleton<FhirReader>();

    public static IEndpointRouteBuilder MapFhir(this IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup("/fhir/{clinic}").AllowAnonymous().ExcludeFromDescription();
        open.MapGet("metadata", Metadata);

        var guarded = endpoints.MapGroup("/fhir/{clinic}")
            .RequireAuthorization(FhirAccess.Policy).ExcludeFromDescription();
        guarded.MapGet("{type}", SearchAsync).WithMetadata(new AuditedAs("FhirSearch", Actor.Client));
        guarded.MapPost("{type}/_search", SearchAsync).WithMetadata(new AuditedAs("FhirSearch", Actor.Client));
        guarded.MapGet("{type}/{id}", (HttpContext context, FhirReader reader, string clinic, string type, string id) =>
            ReadAsync(context, reader, clinic, type, id, null)).WithMetadata(new AuditedAs("FhirRead", Actor.Client));
        guarded.MapGet("{type}/{id}/_history/{version}", ReadAsync).WithMetadata(new AuditedAs("FhirRead", Actor.Client));

        // Less specific than every route, so it gets only what none of them takes.
        endpoints.Map("/fhir/{**path}", Unrouted).AllowAnonymous().ExcludeFromDescription();
        return endpoints;
    }

    static Task Metadata(HttpContext context, string clinic, SmartTokenUrl tokenUrl)
    {
        FhirResponse.RequireJson(context.Request, context.Request.Query["_format"]);
        return FhirResponse.WriteAsync(
            context, FhirBytes.Of(Capability.Of(FhirResponse.BaseOf(context.Request, clinic), tokenUrl.Announced(context.Request))));
    }

    static async Task ReadAsync(
        HttpContext context, FhirReader reader, string clinic, string type, string id, string? version)
    {
        var info = SearchTable.Required(type);
        FhirAccess.Require(context.User, clinic, info.Name, SmartPermissions.Read);
        FhirResponse.RequireJson(context.Request, context.Request.Query["_format"]);
        int? wanted = null;
        if (version is not null)
        {
            wanted = int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        var stored = IdPattern().IsMatch(id) && wanted is not 0
            ? await reader.ReadAsync(clinic, info.Name, id, wanted, context.RequestAborted)
            : null;
        if (stored is not { } resource)
        {
            throw FhirFault.NotFound("There is no such resource.");
        }

        context.AuditNote().Patients = resource.Patient is { } patient ? [patient] : [];

        var headers = context.Response.Headers;
        headers.ETag = FhirResponse.ETag(resource.Version);
        headers.LastModified = HeaderUtilities.FormatDate(resource.LastUpdated);
        if (FhirResponse.HasCurrent(context.Request, resource.Version))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await FhirResponse.WriteAsync(context, resource.Content);
    }

    static async Task SearchAsync(HttpContext context, FhirReader reader, string clinic, string type)
    {
        var info = SearchTable.Required(type);
        FhirAccess.Require(context.User, clinic, info.Name, SmartPermissions.Search);
        var cancel = context.RequestAborted;
        string[] parts = HttpMethods.IsPost(context.Request.Method)
            ? [context.Request.QueryString.Value ?? "", await FormAsync(context, cancel)]
            : [context.Request.QueryString.Value ?? ""];
        var query = SearchQuery.Parse(info, parts, IsStrict(context.Request));
        FhirResponse.RequireJson(context.Request, query.Format);

        var baseUrl = FhirResponse.BaseOf(context.Request, clinic);
        using var bundle = new BundleWriter(context.Response.BodyWriter, baseUrl, query);
        if (query.Count == 0)
        {
            var total = await reader.CountAsync(query, clinic, baseUrl, cancel);
            FhirResponse.Prepare(context.Response);
            await bundle.WriteCountAsync(total, cancel);
            return;
        }

        await using var page = await reader.SearchAsync(query, clinic, baseUrl, cancel);
        FhirResponse.Prepare(context.Response);
        await context.Response.StartAsync(cancel);
        context.AuditNote().Patients = page.Whose;
        await bundle.WritePageAsync(page, cancel);
    }

    /// <summary>The body as it came: like a query string, but read with the case of its names.</summary>
    static async Task<string> FormAsync(HttpContext context, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media)
            || media.MediaType != "application/x-www-form-urlencoded")
        {
            throw new FhirFault(
                StatusCodes.Status415UnsupportedMediaType, "not-supported", "_search takes application/x-www-form-urlencoded.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxForm;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }

    static bool IsStrict(HttpRequest request) => request.Headers["Prefer"].Any(value =>
        value is not null && value.Split([',', ';']).Any(part => part.Trim() == "handling=strict"));

    /// <summary>An address that some method would reach gets 405 and their names, any other 404.</summary>
    static void Unrouted(HttpContext context, string? path)
    {
        var allowed = (path ?? "").Split('/') switch
        {
            [_, "metadata"] => "GET",
            [_, var type] when SearchTable.Types.ContainsKey(type) => "GET",
            [_, var type, "_search"] when SearchTable.Types.ContainsKey(type) => "POST",
            [_, var type, _] when SearchTable.Types.ContainsKey(type) => "GET",
            [_, var type, _, "_history", _] when SearchTable.Types.ContainsKey(type) => "GET",
            _ => null,
        };
        if (allowed is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = allowed;
    }

    [GeneratedRegex(@"^[A-Za-z0-9\-.]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
