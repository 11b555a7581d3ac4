using System.Net.Http.Json;
using System.Text.Json;

namespace Infusion.EndToEnd.Tests.Support;

static class FhirSearch
{
    /// <summary>Every match of a search, page by page along the server's own links.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AllAsync(this HttpClient fhir, string query)
    {
        var found = new List<JsonElement>();
        for (var next = query; next is not null;)
        {
            var bundle = await fhir.GetFromJsonAsync<JsonElement>(next);
            found.AddRange(Resources(bundle));
            next = Link(bundle, "next");
        }

        return found;
    }

    public static IEnumerable<JsonElement> Resources(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource"))
        : [];

    public static string? Link(JsonElement bundle, string relation) => bundle.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation)
        .Select(link => link.GetProperty("url").GetString())
        .SingleOrDefault();

    public static IEnumerable<(string System, string Code)> Codings(this JsonElement resource) =>
        resource.GetProperty("code").GetProperty("coding").EnumerateArray()
            .Select(coding => (coding.GetProperty("system").GetString()!, coding.GetProperty("code").GetString()!));

    public static DateTimeOffset Effective(this JsonElement observation) => observation.GetProperty("effectiveDateTime").GetDateTimeOffset();

    public static bool HasValue(this JsonElement observation) => observation.TryGetProperty("valueQuantity", out _);

    public static bool SaysWhyNot(this JsonElement observation) => observation.TryGetProperty("dataAbsentReason", out _);
}
