using System.Text;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Infusion.Server.Fhir.Rest;

/// <summary>What every interaction needs to know: whose data, by which address, for whom.</summary>
sealed record FhirRequest(HttpContext Context, FhirReader Reader, string Clinic, string Base, FhirGrant Grant)
{
    const int MaxBody = 64 * 1024;

    readonly HashSet<string> _whose = [];
    readonly List<string> _noted = [];

    public CancellationToken Cancel => Context.RequestAborted;

    public bool IsStrict => Context.Request.Headers["Prefer"].Any(value =>
        value is not null && value.Split([',', ';']).Any(part => part.Trim() == "handling=strict"));

    public static FhirRequest Of(HttpContext context, string clinic) => new(
        context, context.RequestServices.GetRequiredService<FhirReader>(), clinic, FhirResponse.BaseOf(context.Request, clinic), FhirGrant.Of(context.User, clinic));

    /// <summary>The type, when it is served and the token opens it.</summary>
    public FhirTypeInfo Type(string name, SmartPermissions permission)
    {
        var type = SearchTable.Required(name);
        Grant.Require(type, permission);
        return type;
    }

    /// <summary>Whose resource was given out, for the audit trail.</summary>
    public void Saw(string? patient)
    {
        if (patient is not null && _whose.Add(patient))
        {
            _noted.Add(patient);
            Context.AuditNote().Patients = _noted;
        }
    }

    /// <summary>What the address asks, and of a form what stands in it.</summary>
    public async Task<List<(string Name, string Value)>> ParametersAsync()
    {
        var asked = SearchQuery.Pairs(Context.Request.QueryString.Value ?? "");
        if (HttpMethods.IsPost(Context.Request.Method))
        {
            if (!HasBodyOf("application/x-www-form-urlencoded"))
            {
                throw Unreadable("_search takes application/x-www-form-urlencoded.");
            }

            asked.AddRange(SearchQuery.Pairs(await BodyAsync()));
        }

        return asked;
    }

    /// <summary>An operation's parameters: in the address, or as a Parameters resource. Without a body there are none.</summary>
    public async Task<List<(string Name, string Value)>> OperationParametersAsync()
    {
        var asked = SearchQuery.Pairs(Context.Request.QueryString.Value ?? "");
        if (HttpMethods.IsPost(Context.Request.Method) && Context.Request is not ({ ContentLength: 0 } or { ContentLength: null, ContentType: null }))
        {
            if (!HasBodyOf("application/fhir+json") && !HasBodyOf("application/json"))
            {
                throw Unreadable("An operation takes a Parameters resource as application/fhir+json.");
            }

            asked.AddRange(OperationParameters.Parse(await BodyAsync()));
        }

        return asked;
    }

    /// <summary>Begins a bundle's answer: from here on an error can only cut the connection.</summary>
    public async Task<BundleWriter> BeginAsync()
    {
        FhirResponse.Prepare(Context.Response);
        await Context.Response.StartAsync(Cancel);
        return new BundleWriter(Context.Response.BodyWriter, Base);
    }

    bool HasBodyOf(string mediaType) =>
        MediaTypeHeaderValue.TryParse(Context.Request.ContentType, out var media) && media.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    static FhirFault Unreadable(string diagnostics) =>
        new(StatusCodes.Status415UnsupportedMediaType, "not-supported", diagnostics, FhirFault.AtParameter("content-type"));

    async Task<string> BodyAsync()
    {
        if (Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        using var reader = new StreamReader(Context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }
}
