using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Infusion.Server.Fhir.Rest;

/// <summary>What a Binary holds, as itself: for who asks for its own type, as a viewer of PDF does.</summary>
static class RawContent
{
    /// <summary>Its own type is wanted more than FHIR. A wildcard wants FHIR.</summary>
    /// <param name="stored">The Binary.</param>
    public static bool IsAsked(HttpRequest request, string? format, byte[] stored)
    {
        using var binary = JsonDocument.Parse(stored);
        var type = TypeOf(binary);
        return format is not null
            ? format.Equals(type, StringComparison.OrdinalIgnoreCase)
            : Wish(request, media => media.Equals(type, StringComparison.OrdinalIgnoreCase)) > Wish(request, FhirResponse.IsJson);
    }

    /// <param name="stored">The Binary.</param>
    public static async Task WriteAsync(HttpContext context, byte[] stored)
    {
        using var binary = JsonDocument.Parse(stored);

        // Without the resource around it, whose it is has to be said beside it.
        if (binary.RootElement.TryGetProperty("securityContext", out var guard) && guard.TryGetProperty("reference", out var reference))
        {
            context.Response.Headers["X-Security-Context"] = reference.GetString();
        }

        context.Response.Headers.ContentDisposition = "attachment";
        await FhirResponse.WriteAsync(context, binary.RootElement.TryGetProperty("data", out var data) ? data.GetBytesFromBase64() : [], TypeOf(binary));
    }

    /// <returns>Empty: it does not say, and so nothing can ask for it.</returns>
    static string TypeOf(JsonDocument binary) => binary.RootElement.TryGetProperty("contentType", out var type) ? type.GetString()! : "";

    /// <summary>How much it is wanted by name; 0: not.</summary>
    static double Wish(HttpRequest request, Func<string, bool> isIt) => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        ? accepted.Where(media => isIt(media.MediaType.Value!)).Select(media => media.Quality ?? 1).DefaultIfEmpty(0).Max()
        : 0;
}
