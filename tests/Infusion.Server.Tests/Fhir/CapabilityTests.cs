using System.Net;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Fhir.Validation;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>A host with, for each parameter of each type, one resource that it finds, and two of each type that have nothing.</summary>
public sealed class SampledHost(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public FhirHost Host { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await Host.CommitAsync(
            Infusions.Clinic,
            new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
            SearchTable.Types.Values.Where(type => !type.Source.IsTrail).SelectMany(type => type.Parameters.Select(parameter => Samples.Of(type, parameter)).Append(Samples.Empty(type, "bare")).Append(Samples.Empty(type, "sample"))));
        await Host.CommitAsync(
            Infusions.Clinic,
            new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.Zero),
            new Composition { Id = "paged", Identifier = new(FhirCodes.ChartIdentifier, "c1"), Title = "Chart" },
            new Bundle { Id = "c1-document", Type = Bundle.BundleType.Document },
            new Composition { Id = "lost", Identifier = new(FhirCodes.ChartIdentifier, "c2") });
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>
/// The CapabilityStatement, claim by claim: whatever it lists is tried, and whatever is served is listed. What it lists of AuditEvent is
/// tried in <see cref="AuditEventTests"/>, over a trail.
/// </summary>
public sealed class CapabilityTests(SampledHost sampled) : IClassFixture<SampledHost>
{
    static readonly string[] Hostile =
    [
        "' or 1=1 --", "'; drop table infusion.fhir_resource; --", "$1", "%", "_", "\\", "\"", "{}", "[]", "<script>", "${jndi:x}", "a\nb", "\u202e\ud83d\ude00",
        "Patient/../../x", "../x", "eq", "||||", "9999999999999999999999999999999999999", "-1", "1e400", "NaN", "2026-13-45", "infinity", "-infinity", "0001-01-01", "true", "null",
    ];

    readonly FhirHost _host = sampled.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_open_and_whole_and_every_type_claims_the_same_interactions()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "metadata", token: null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var statement = await StatementAsync();

        (statement.Kind, statement.FhirVersion, statement.Implementation!.Url).ShouldBe((CapabilityStatementKind.Instance, FHIRVersion.N4_0_1, _host.Base));
        var rest = statement.Rest.ShouldHaveSingleItem();
        rest.Security!.Service[0].Coding[0].Code.ShouldBe("SMART-on-FHIR");
        rest.Security.Extension.Single().GetExtensionValue<FhirUri>("token")!.Value.ShouldBe($"{_host.Address}/auth/token");
        rest.Resource.Select(resource => resource.TypeElement!.JsonValue).ShouldBe(SearchTable.Types.Keys);
        rest.Resource.ShouldAllBe(resource => resource.Versioning == CapabilityStatement.ResourceVersionPolicy.Versioned && resource.ReadHistory == true
            && resource.ConditionalRead == CapabilityStatement.ConditionalReadStatus.FullSupport && resource.Interaction.Count == 5);
    }

    [Fact]
    public async Task Every_profile_of_ours_is_claimed_by_the_type_that_it_is_of_and_no_other_is()
    {
        var ours = Definitions.OwnOnes().OfType<StructureDefinition>().Where(profile => profile.Type != "Extension").Select(profile => $"{profile.Type} {profile.Url}");
        (await StatementAsync()).Rest[0].Resource.SelectMany(resource => resource.SupportedProfile.Select(profile => $"{resource.TypeElement!.JsonValue} {profile}"))
            .Where(claim => !claim.Contains("//hl7.org/", StringComparison.Ordinal)).ShouldBe(ours, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Composition/paged/$document", "harbor;system/Composition.rs system/Bundle.r", HttpStatusCode.OK)]
    [InlineData("Composition/paged/$document?persist=true", "harbor;system/*.rs", HttpStatusCode.OK)]
    [InlineData("Composition/paged/$document?persist=yes", "harbor;system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("Composition/paged/$document?graph=x", "harbor;system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("Composition/lost/$document", "harbor;system/*.rs", HttpStatusCode.NotFound)]
    [InlineData("Composition/bare/$document", "harbor;system/*.rs", HttpStatusCode.NotFound)]
    [InlineData("Composition/nobody/$document", "harbor;system/*.rs", HttpStatusCode.NotFound)]
    [InlineData("Composition/paged/$document", "harbor;system/Composition.rs", HttpStatusCode.Forbidden)]
    [InlineData("Composition/paged/$document", "harbor;system/Bundle.rs", HttpStatusCode.Forbidden)]
    [InlineData("Composition/paged/$document", "hill;system/*.rs", HttpStatusCode.Forbidden)]
    public async Task A_first_page_leads_to_its_document(string path, string token, HttpStatusCode status)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, path, token);
        response.StatusCode.ShouldBe(status);
        var answer = FhirJson.Parse<Resource>(await response.Content.ReadAsByteArrayAsync(Cancel));
        (answer is Bundle { Id: "c1-document" }).ShouldBe(status is HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_parameter_finds_what_has_its_value_and_nothing_else_in_every_type()
    {
        var wrong = new List<string>();
        foreach (var resource in Stored(await StatementAsync()))
        {
            var type = SearchTable.Types[(string)resource.TypeElement!.JsonValue!];
            resource.SearchParam.Select(each => each.Name).ShouldBe(type.Parameters.Select(each => each.Name));
            foreach (var claimed in resource.SearchParam)
            {
                var parameter = type.Parameter(claimed.Name!)!;
                claimed.Type.ShouldBe(parameter.Type);
                var (sample, address) = (Samples.Of(type, parameter), $"{type.Name}?_count=1000&{parameter.Name}");
                await ExpectAsync($"{address}={Uri.EscapeDataString(Samples.ValueOf(parameter, sample))}", sample.Id!, isThere: true);
                await ExpectAsync($"{address}={Samples.OtherValueOf(parameter)}", sample.Id!, isThere: false);
                if (parameter.Kind is not SearchKind.Id and not SearchKind.Instant and not SearchKind.Composite)
                {
                    await ExpectAsync($"{address}:missing=false", sample.Id!, isThere: true);
                    await ExpectAsync($"{address}:missing=true", sample.Id!, isThere: false);
                    await ExpectAsync($"{address}:missing=true", "bare", isThere: type.Name != "Patient" || parameter.Name != "patient");
                }
            }
        }

        wrong.ShouldBeEmpty();

        async Task ExpectAsync(string search, string id, bool isThere)
        {
            var found = await IdsAsync(search);
            if (found.Contains(id) != isThere)
            {
                wrong.Add($"{search}: {id} is {(isThere ? "not there" : "there")}");
            }
        }
    }

    [Fact]
    public async Task Every_include_and_reverse_include_brings_what_it_says()
    {
        var wrong = new List<string>();
        var statement = await StatementAsync();
        foreach (var resource in Stored(statement))
        {
            var type = (string)resource.TypeElement!.JsonValue!;
            foreach (var claimed in resource.SearchInclude)
            {
                // Where what the parameter may lead to is nothing that is served, it brings nothing and is no error.
                var (_, parameter, value) = Claim(claimed!);
                var brings = SearchTable.Types.ContainsKey(value.Split('/')[0]) ? 2 : 1;
                if ((await ModesAsync($"{type}?_id=p-{parameter.Name}&_include={claimed}")).Count != brings)
                {
                    wrong.Add($"_include={claimed}");
                }
            }

            foreach (var claimed in resource.SearchRevInclude)
            {
                var (source, parameter, value) = Claim(claimed!);
                var found = await EntriesAsync($"{type}?_id=sample&_revinclude={claimed}");
                if (found.Any(entry => entry.GetProperty("fullUrl").GetString() == $"{_host.Base}/{source}/p-{parameter.Name}") != value.StartsWith($"{type}/", StringComparison.Ordinal))
                {
                    wrong.Add($"_revinclude={claimed}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_interaction_and_operation_answers()
    {
        foreach (var resource in Stored(await StatementAsync()))
        {
            var type = resource.TypeElement!.JsonValue;
            foreach (var path in new[] { $"{type}/bare", $"{type}/bare/_history/1", $"{type}/bare/_history", $"{type}/_history", $"{type}?_count=1" })
            {
                using var response = await _host.GetAsync(path);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            }

            foreach (var operation in resource.Operation)
            {
                if (operation.Name == "validate")
                {
                    using var validated = await _host.SendAsync(
                        HttpMethod.Post, $"{type}/$validate", "harbor;system/*.rs",
                        request => request.Content = new StringContent($$"""{"resourceType":"{{type}}"}""", Encoding.UTF8, "application/fhir+json"));
                    validated.StatusCode.ShouldBe(HttpStatusCode.OK, $"{type}");
                    continue;
                }

                var path = operation.Name switch
                {
                    "everything" => "Patient/bare/$everything",
                    "document" => "Composition/paged/$document",
                    "docref" => "DocumentReference/$docref?patient=sample",
                    "lastn" => "Observation/$lastn?patient=sample",
                    var other => throw new InvalidOperationException($"{other} is not tried"),
                };
                using var response = await _host.GetAsync(path);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            }
        }

        using var system = await _host.GetAsync("_history?_count=1");
        system.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_hostile_in_any_parameter_is_refused_or_finds_nothing_and_changes_nothing()
    {
        var before = await RowsAsync();
        var wrong = new List<string>();
        var names = SearchTable.Types.Values.SelectMany(type => type.Parameters.Select(parameter => (type.Name, parameter.Name)))
            .Concat(new[] { "_count", "_sort", "_total", "_include", "_revinclude", "_elements", "_summary", "_cursor", "_format", "patient.identifier", "_has:Provenance:target:agent", "code:missing" }
                .Select(name => ("Observation", name)));
        var turn = 0;
        foreach (var (type, name) in names)
        {
            // Each parameter gets a few of them, and all of them together every one.
            for (var some = 0; some < 4; some++)
            {
                var value = Hostile[turn++ % Hostile.Length];
                var path = $"{type}?{name}={Uri.EscapeDataString(value)}";
                using var response = await _host.GetAsync(path);
                var body = await response.Content.ReadAsStringAsync(Cancel);
                if (response.StatusCode is not HttpStatusCode.OK and not HttpStatusCode.BadRequest and not HttpStatusCode.NotAcceptable
                    || body.Contains("Npgsql", StringComparison.Ordinal) || body.Contains("select ", StringComparison.Ordinal) || body.Contains("   at ", StringComparison.Ordinal)
                    || response.StatusCode is not HttpStatusCode.OK && (!body.Contains("\"expression\":", StringComparison.Ordinal) || value.Length > 4 && body.Contains(value, StringComparison.Ordinal)))
                {
                    wrong.Add($"{path}: {response.StatusCode} {body}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        (await RowsAsync()).ShouldBe(before);
    }

    static (string Source, SearchParameterInfo Parameter, string Value) Claim(string claimed)
    {
        var type = SearchTable.Types[claimed.Split(':')[0]];
        var parameter = type.Parameter(claimed.Split(':')[1])!;
        return (type.Name, parameter, Samples.ValueOf(parameter, Samples.Of(type, parameter)));
    }

    static IEnumerable<CapabilityStatement.ResourceComponent> Stored(CapabilityStatement statement) =>
        statement.Rest[0].Resource.Where(resource => !SearchTable.Types[(string)resource.TypeElement!.JsonValue!].Source.IsTrail);

    async Task<long> RowsAsync()
    {
        await using var command = _host.Database.CreateCommand("select count(*) from infusion.fhir_resource");
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    async Task<HashSet<string>> IdsAsync(string search) =>
        [.. (await EntriesAsync(search)).Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()!)];

    async Task<List<string>> ModesAsync(string search) =>
        [.. (await EntriesAsync(search)).Select(entry => entry.GetProperty("search").GetProperty("mode").GetString()!)];

    async Task<List<JsonElement>> EntriesAsync(string search)
    {
        using var response = await _host.GetAsync(search);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{search}: {body}");
        return JsonDocument.Parse(body).RootElement.TryGetProperty("entry", out var entries) ? [.. entries.EnumerateArray()] : [];
    }

    async Task<CapabilityStatement> StatementAsync()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "metadata", token: null);
        return FhirJson.Parse<CapabilityStatement>(await response.Content.ReadAsByteArrayAsync(Cancel));
    }
}
