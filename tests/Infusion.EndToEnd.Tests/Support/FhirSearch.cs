using System.Net.Http.Json;
using System.Text;
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

    /// <summary>The types that the server says it serves.</summary>
    public static async Task<IReadOnlyList<string>> TypesAsync(this HttpClient fhir) =>
        [.. (await fhir.GetFromJsonAsync<JsonElement>("metadata")).GetProperty("rest")[0].GetProperty("resource").EnumerateArray()
            .Select(resource => resource.GetProperty("type").GetString()!)];

    /// <summary>Every version of every resource of a type.</summary>
    public static Task<IReadOnlyList<JsonElement>> VersionsAsync(this HttpClient fhir, string type) => fhir.AllAsync($"{type}/_history?_count=500");

    /// <summary>What the server's own validator finds wrong with a resource.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this HttpClient fhir, JsonElement resource)
    {
        using var body = new StringContent(resource.GetRawText(), Encoding.UTF8, "application/fhir+json");
        var answer = await fhir.PostAsync($"{resource.GetProperty("resourceType").GetString()}/$validate", body);
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. outcome.GetProperty("issue").EnumerateArray()
            .Where(issue => !answer.IsSuccessStatusCode || issue.GetProperty("severity").GetString() is "error" or "fatal")
            .Select(issue => issue.GetRawText())];
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
