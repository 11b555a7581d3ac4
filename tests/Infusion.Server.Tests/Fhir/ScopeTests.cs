using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What narrows a token's scope narrows every way to the data: search, count, read, history, includes, chains, operations.</summary>
public sealed class ScopeTests(RecordHost record) : IClassFixture<RecordHost>
{
    const string Laboratory = "harbor;system/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory system/Patient.rs";
    static readonly string Ana = RecordHost.Ana;

    readonly FhirHost _host = record.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Observation?_sort=date", "lab,mistake,undated")]
    [InlineData("Observation?category:not=laboratory", "")]
    [InlineData("Observation?code:not=2345-7", "undated")]
    [InlineData("Observation?category:missing=true", "")]
    [InlineData("Observation?code=8867-4", "")]
    [InlineData("Observation?_id=technical,lab", "lab")]
    [InlineData("Patient/{ana}/Observation?_sort=date", "lab,mistake,undated")]
    [InlineData("Observation/_history", "lab,mistake,undated")]
    [InlineData("_history?_since=2026-11-23T15:30:00Z", "lab,mistake,undated")]
    [InlineData("Observation/$lastn?patient={ana}&max=5", "lab")]
    [InlineData("Patient?_id={ana}&_revinclude=Observation:patient", "lab,mistake,undated,{ana}")]
    [InlineData("Patient/{ana}/$everything", "lab,mistake,undated,{ana}")]
    [InlineData("Patient?_has:Observation:patient:code=8867-4", "")]
    [InlineData("Patient?_has:Observation:patient:code=2345-7", "{ana}")]
    [InlineData("Observation?_id=lab&_include=Observation:encounter&_include=Observation:patient", "lab,{ana}")]
    public async Task A_narrowed_token_sees_no_more_by(string path, string expected)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, Full(path), Laboratory);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        var bundle = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        var ids = bundle.TryGetProperty("entry", out var entries)
            ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()!).Where(id => id.Length > 0)
            : [];
        ids.Order(StringComparer.Ordinal).ShouldBe(Full(expected).Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Observation?_count=0")]
    [InlineData("Observation?_summary=count")]
    [InlineData("Observation?_count=1&_total=accurate")]
    public async Task A_narrowed_token_counts_no_more_than_it_sees(string path)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, path, Laboratory);

        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("Observation/technical", HttpStatusCode.NotFound)]
    [InlineData("Observation/technical/_history", HttpStatusCode.NotFound)]
    [InlineData("Observation/technical/_history/1", HttpStatusCode.NotFound)]
    [InlineData("Observation/lab", HttpStatusCode.OK)]
    [InlineData("Observation/lab/_history/1", HttpStatusCode.OK)]
    [InlineData("Encounter/e1", HttpStatusCode.Forbidden)]
    [InlineData("Observation?encounter.class=AMB", HttpStatusCode.Forbidden)]
    [InlineData("Observation?encounter.patient.name=Ana", HttpStatusCode.Forbidden)]
    [InlineData("Patient?_has:Encounter:patient:class=AMB", HttpStatusCode.Forbidden)]
    [InlineData("Patient?_has:Observation:patient:encounter.class=AMB", HttpStatusCode.Forbidden)]
    [InlineData("Patient/{ana}/Encounter", HttpStatusCode.Forbidden)]
    [InlineData("Patient/{ana}/$everything?_type=Encounter", HttpStatusCode.Forbidden)]
    [InlineData("DocumentReference/$docref?patient={ana}", HttpStatusCode.Forbidden)]
    [InlineData("Encounter/_history", HttpStatusCode.Forbidden)]
    public async Task A_narrowed_token_is_told_nothing_of_the_rest(string path, HttpStatusCode status)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, Full(path), Laboratory);

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("system/Observation.rs?category=laboratory system/Observation.rs?code=battery", 4)]
    [InlineData("system/Observation.rs?category=laboratory system/Observation.rs", 28)]
    [InlineData("system/Observation.rs?category=laboratory&code=718-7", 1)]
    [InlineData("system/*.rs?category=laboratory", 3)]
    public async Task Scopes_add_up_and_the_conditions_of_one_hold_together(string scopes, int expected)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "Observation?_count=0", $"harbor;{scopes}");

        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("total").GetInt32().ShouldBe(expected);
    }

    [Theory]
    [InlineData("system/Observation.rs?unheard-of=x")]
    [InlineData("system/Observation.rs?category=")]
    [InlineData("system/Observation.rs?category")]
    [InlineData("system/Observation.rs?category:in=x")]
    public async Task A_condition_that_is_not_understood_opens_nothing(string scope)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "Observation", $"harbor;{scope}");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_a_reverse_include_may_not_bring_is_said()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, $"Patient?_id={Ana}&_revinclude=Encounter:patient", Laboratory);

        var body = await response.Content.ReadAsStringAsync(Cancel);
        body.ShouldContain("Not included, because no scope of the token allows it: Encounter.");
        body.ShouldNotContain("Encounter/e1");
    }

    static string Full(string path) => path.Replace("{ana}", Ana, StringComparison.Ordinal);
}
