using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Headers that every FHIR answer has, and what the client may ask for.</summary>
static class FhirResponse
{
    /// <summary>No commit is on its way for longer: the Journal gives up sooner.</summary>
    static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(1);

    public const string ContentType = "application/fhir+json; charset=utf-8";

    public static void Prepare(HttpResponse response)
    {
        response.ContentType = ContentType;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Append(HeaderNames.Vary, "Accept, Authorization");
    }

    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string contentType = ContentType)
    {
        Prepare(context.Response);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    public static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    /// <summary>
    /// The second after the one in which the version was stored, and none until the clinic's commits have passed it: then no other
    /// version can get the same, and who asks with it is never told that nothing has changed when something has.
    /// </summary>
    public static string? LastModified(StoredResource resource) =>
        SecondAfter(resource) is var second && resource.ClinicUpdated >= second ? HeaderUtilities.FormatDate(second) : null;

    /// <summary>
    /// If-None-Match, compared weakly as RFC 9110 wants it, and it alone when both are there. If-Modified-Since holds for what we gave
    /// out, and for another time when it is longer ago than any commit takes.
    /// </summary>
    public static bool HasCurrent(HttpRequest request, StoredResource resource)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfNoneMatch is { Count: > 0 } tags)
        {
            return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)
                || tag.Compare(EntityTagHeaderValue.Parse(ETag(resource.Version)), useStrongComparison: false));
        }

        return headers.IfModifiedSince is { } since
            && (since == SecondAfter(resource) || since >= SecondAfter(resource) + LongestCommit);
    }

    static DateTimeOffset SecondAfter(StoredResource resource) =>
        resource.LastUpdated.AddTicks(TimeSpan.TicksPerSecond - (resource.LastUpdated.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>The address clients know us by, behind whatever proxy the host was told to trust.</summary>
    public static string BaseOf(HttpRequest request, string clinic) =>
        $"{request.Scheme}://{request.Host}{request.PathBase}/fhir/{Uri.EscapeDataString(clinic)}";

    /// <summary>JSON of R4 is all we speak. _format stands above Accept.</summary>
    public static void RequireJson(HttpRequest request, string? format)
    {
        if (format is null ? !request.Headers.Accept.Any(a => a is not null) || Accepts(request) : IsJson(format))
        {
            return;
        }

        throw new FhirFault(
            StatusCodes.Status406NotAcceptable, "not-supported", "Only application/fhir+json of FHIR 4.0 is served.", format is null ? "http.accept" : "http._format");
    }

    static bool Accepts(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(media => media.Quality is not 0
            && (media.MatchesAllTypes || media.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
                || IsJson(media.MediaType.Value!))
            && IsR4(media));

    // "+" unescaped in a query is a space by the time it is read.
    public static bool IsJson(string type) => type.Replace(' ', '+').Split(';')[0].ToLowerInvariant() is
        "json" or "application/json" or "application/fhir+json" or "text/json";

    static bool IsR4(MediaTypeHeaderValue media) => media.Parameters
        .Where(p => p.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase))
        .All(p => p.GetUnescapedValue().Value is "4.0" or "4.0.1");
}
