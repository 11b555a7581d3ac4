using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Infusion.Server.Fhir.Mapping;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// What an EHR that pulls may expect of an R4 server, over HTTP and without our types: docs/fhir.md lists each line with its test.
/// Reads and their conditions are in <see cref="ReadTests"/>, pages in <see cref="PagingTests"/>, parameters and prefixes in
/// <see cref="SearchTests"/> and <see cref="CapabilityTests"/>.
/// </summary>
public sealed class ChecklistTests(RecordHost record) : IClassFixture<RecordHost>
{
    static readonly string Ana = RecordHost.Ana;

    readonly FhirHost _host = record.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Observation?patient={ana}&category=laboratory", 3)]
    [InlineData("Observation?patient={ana}&category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs&date=ge2026-11-23T15:08:00Z", 4)]
    [InlineData("Observation?patient=Patient/{ana}&code=http://loinc.org|8867-4&status=preliminary&_lastUpdated=gt2026-11-23T15:08:30Z", 1)]
    [InlineData("MedicationRequest?patient={ana}&intent=order", 1)]
    [InlineData("MedicationRequest?patient={ana}&intent=order,plan&status=active&authoredon=2026-11-22", 1)]
    [InlineData("MedicationRequest?patient={ana}&intent=proposal", 0)]
    [InlineData("MedicationRequest?patient={ana}&intent=order&encounter=e1", 1)]
    [InlineData("MedicationRequest?patient={ana}&intent=order&encounter=Encounter/e1", 1)]
    [InlineData("Encounter?_id=e1", 1)]
    [InlineData("Encounter?date=ge2026-11-23&patient={ana}", 1)]
    [InlineData("Encounter?class=AMB", 1)]
    [InlineData("Procedure?patient={ana}&date=2026-11-23", 1)]
    [InlineData("DocumentReference?patient={ana}&type=http://loinc.org|28570-0&status=current", 2)]
    [InlineData("DocumentReference?patient={ana}&period=ge2026-11-01&status=current", 1)]
    [InlineData("DocumentReference?patient={ana}&category=x", 0)]
    [InlineData("Device?patient={ana}", 1)]
    [InlineData("DeviceMetric?source=Device/{monitor}", 1)]
    [InlineData("DeviceMetric?source={base}/Device/{monitor}", 1)]
    [InlineData("DeviceMetric?source:Device={monitor}", 1)]
    [InlineData("AdverseEvent?subject={ana}", 1)]
    [InlineData("AdverseEvent?patient={ana}", 1)]
    [InlineData("Provenance?target=DocumentReference/d2", 1)]
    [InlineData("Provenance?target=d2", 1)]
    [InlineData("Provenance?target=Observation/d2", 0)]
    [InlineData("Observation?subject=Device/{monitor}", 1)]
    [InlineData("Observation?subject:Device.identifier=mon-3", 1)]
    [InlineData("Observation?date:missing=true", 1)]
    [InlineData("Observation?patient={ana}&date=ge1900", 23)]
    [InlineData("Observation?patient={ana}&date=lt3000", 23)]
    [InlineData("Observation?encounter.class=AMB", 1)]
    [InlineData("Encounter?_has:Procedure:encounter:status=completed", 1)]
    [InlineData("Patient?_has:Encounter:patient:_has:Procedure:encounter:status=completed", 1)]
    [InlineData("Patient/{ana}/Procedure?", 1)]
    [InlineData("Patient/{ana}/Observation?category=laboratory", 3)]
    public async Task A_search_that_an_EHR_makes_finds(string search, int expected) =>
        (await MatchesAsync(search + "&_count=1000")).Count.ShouldBe(expected);

    [Fact]
    public async Task Undated_resources_are_on_a_page_by_date_too()
    {
        (await IdsAsync($"Observation?patient={Ana}&category=laboratory&_sort=-date")).ShouldBe(["undated", "mistake", "lab"]);
        (await IdsAsync($"Observation?patient={Ana}&category=laboratory&_sort=date")).ShouldBe(["lab", "mistake", "undated"]);
    }

    [Fact]
    public async Task Includes_come_along_once_with_their_mode_and_do_not_count()
    {
        var bundle = await GetAsync($"MedicationRequest?patient={Ana}&_include=MedicationRequest:patient&_include=MedicationRequest:encounter&_include=MedicationRequest:requester:Practitioner&_total=accurate");

        bundle.GetProperty("total").GetInt32().ShouldBe(1);
        Entries(bundle).ShouldBe([("match", "MedicationRequest/o1"), ("include", $"Patient/{Ana}"), ("include", "Encounter/e1"), ("include", "Practitioner/dr")], ignoreOrder: true);
        Entries(await GetAsync("Encounter?_id=e1&_revinclude=Procedure:encounter&_revinclude=MedicationRequest:encounter"))
            .ShouldBe([("match", "Encounter/e1"), ("include", "Procedure/s1"), ("include", "MedicationRequest/o1")], ignoreOrder: true);
        Entries(await GetAsync("DocumentReference?_id=d2&_revinclude=Provenance:target&_include=DocumentReference:author"))
            .ShouldBe([("match", "DocumentReference/d2"), ("include", "Provenance/signature"), ("include", "Practitioner/dr")], ignoreOrder: true);
        Entries(await GetAsync("MedicationAdministration?status=completed&_include=MedicationAdministration:part-of&_count=1")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_next_link_goes_on_with_the_includes()
    {
        var first = await GetAsync($"MedicationAdministration?patient={Ana}&_count=1&_include=MedicationAdministration:patient");
        var second = await GetAsync(Link(first, "next")!);

        Entries(second).ShouldContain(("include", $"Patient/{Ana}"));
    }

    [Theory]
    [InlineData("Observation", "status", "status,code,id,meta,resourceType")]
    [InlineData("Observation", "Observation.status", "status,code,id,meta,resourceType")]
    public async Task Elements_are_given_with_those_that_must_be_there_and_the_rest_is_said_to_be_missing(string type, string elements, string expected)
    {
        var resource = (await MatchesAsync($"{type}?_id=lab&_elements={elements}")).Single();

        resource.EnumerateObject().Select(each => each.Name).Order(StringComparer.Ordinal).ShouldBe(expected.Split(',').Order(StringComparer.Ordinal));
        IsSubsetted(resource).ShouldBeTrue();
    }

    [Fact]
    public async Task A_summary_is_shorter_and_marked()
    {
        var summary = (await MatchesAsync($"Patient?_id={Ana}&_summary=true")).Single();
        IsSubsetted(summary).ShouldBeTrue();
        summary.TryGetProperty("name", out _).ShouldBeTrue();
        IsSubsetted((await MatchesAsync("Observation?_id=lab&_summary=data")).Single()).ShouldBeTrue();
        (await MatchesAsync("Observation?_id=lab&_summary=text")).Single().TryGetProperty("valueQuantity", out _).ShouldBeFalse();
        (await MatchesAsync("Observation?_id=lab&_summary=false")).Single().TryGetProperty("subject", out _).ShouldBeTrue();
        var count = await GetAsync($"Observation?patient={Ana}&_summary=count");
        (count.GetProperty("total").GetInt32(), Entries(count).Count).ShouldBe((24, 0));
        using var read = await _host.GetAsync("Observation/lab?_elements=status");
        IsSubsetted(JsonDocument.Parse(await read.Content.ReadAsStringAsync(Cancel)).RootElement).ShouldBeTrue();
    }

    [Fact]
    public async Task History_has_request_and_response_newest_first_of_an_instance_a_type_and_the_clinic()
    {
        var vital = SearchData.Vital(SearchData.Ben, Core.Sessions.ChartedKind.HeartRate, SearchData.Three);
        vital.Status = Hl7.Fhir.Model.ObservationStatus.Final;
        await _host.CommitAsync(Infusions.Clinic, SearchData.Three.AddHours(3), vital);

        var instance = await GetAsync($"Observation/{vital.Id}/_history");
        instance.GetProperty("type").GetString().ShouldBe("history");
        instance.GetProperty("entry").EnumerateArray().Select(entry => (
                entry.GetProperty("request").GetProperty("method").GetString(), entry.GetProperty("request").GetProperty("url").GetString(),
                entry.GetProperty("response").GetProperty("status").GetString(), entry.GetProperty("response").GetProperty("etag").GetString()))
            .ShouldBe([("PUT", $"Observation/{vital.Id}", "200", "W/\"2\""), ("PUT", $"Observation/{vital.Id}", "201", "W/\"1\"")]);

        VersionsOf(await GetAsync($"Observation/{vital.Id}/_history?_since=2026-11-23T17:00:00Z")).ShouldBe(["2"]);
        var newest = await GetAsync($"Observation/{vital.Id}/_history?_count=1");
        VersionsOf(newest).ShouldBe(["2"]);
        VersionsOf(await GetAsync(Link(newest, "next")!)).ShouldBe(["1"]);

        var since = await GetAsync("Observation/_history?_since=2026-11-23T17:00:00Z");
        since.GetProperty("entry").EnumerateArray().Select(IdOf).ShouldBe([vital.Id!, "mistake"]);
        (await GetAsync("_history?_since=2026-11-23T16:30:00Z")).GetProperty("entry").EnumerateArray().Select(IdOf).ShouldBe([vital.Id!, "mistake"]);

        var all = new List<(string Updated, string Id, string Version)>();
        for (string? next = "_history?_count=9"; next is not null;)
        {
            var page = await GetAsync(next);
            all.AddRange(page.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))
                .Select(each => (each.GetProperty("meta").GetProperty("lastUpdated").GetString()!, $"{each.GetProperty("resourceType")}/{each.GetProperty("id")}", each.GetProperty("meta").GetProperty("versionId").GetString()!)));
            next = Link(page, "next");
        }

        all.Select(each => (each.Id, each.Version)).Distinct().Count().ShouldBe(all.Count);
        all.Select(each => DateTimeOffset.Parse(each.Updated, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder(SortDirection.Descending);
        await using var rows = _host.Database.CreateCommand($"select count(*) from infusion.fhir_resource where clinic = '{Infusions.Clinic}'");
        ((long)(await rows.ExecuteScalarAsync(Cancel))!).ShouldBe(all.Count);
    }

    [Theory]
    [InlineData("_history?_since=yesterday")]
    [InlineData("_history?_count=0")]
    [InlineData("_history?patient=x")]
    [InlineData("_history?_cursor=x")]
    [InlineData("Observation/lab?status=final")]
    [InlineData("Patient/{ana}/$everything?Start=2026")]
    [InlineData("Patient/{ana}/$everything?start=now")]
    [InlineData("Patient/{ana}/$everything?_type=observation")]
    [InlineData("Patient/{ana}/$everything?_count=all")]
    [InlineData("Patient/{ana}/$everything?start=2026&start=2027")]
    [InlineData("DocumentReference/$docref")]
    [InlineData("DocumentReference/$docref?Patient={ana}")]
    [InlineData("DocumentReference/$docref?patient={ana}&on-demand=yes")]
    [InlineData("DocumentReference/$docref?patient={ana}&start=x")]
    [InlineData("DocumentReference/$docref?patient={ana}&profile=x")]
    [InlineData("Observation/$lastn")]
    [InlineData("Observation/$lastn?code=8867-4")]
    [InlineData("Observation/$lastn?patient:missing=true")]
    [InlineData("Observation/$lastn?patient={ana}&max=0")]
    [InlineData("Observation/$lastn?patient={ana}&max=1&max=2")]
    [InlineData("Observation/$lastn?patient={ana}&_sort=date")]
    public async Task What_an_interaction_does_not_know_is_refused_and_named(string path)
    {
        using var response = await _host.GetAsync(Full(path));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var issue = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("issue")[0];
        issue.GetProperty("expression")[0].GetString().ShouldStartWith("http.");
    }

    [Fact]
    public async Task Everything_of_a_patient_comes_page_by_page_with_what_is_nobodys()
    {
        var all = new List<(string Mode, string Id)>();
        for (string? next = $"Patient/{Ana}/$everything?_count=10"; next is not null;)
        {
            var page = await GetAsync(next);
            all.AddRange(Entries(page));
            next = Link(page, "next");
        }

        var matches = all.Where(each => each.Mode == "match").Select(each => each.Id).ToList();
        matches.ShouldBe(matches.Distinct());
        await using var rows = _host.Database.CreateCommand($"select count(*) from infusion.fhir_resource where clinic = '{Infusions.Clinic}' and is_current and patient = '{Ana}'");
        ((long)(await rows.ExecuteScalarAsync(Cancel))!).ShouldBe(matches.Count);
        all.Where(each => each.Mode == "include").Select(each => each.Id).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["DeviceMetric/metric", $"Device/{FhirId.Device(Infusions.Clinic, "pump-3")}", "Organization/clinic", "Practitioner/dr"], ignoreOrder: true);
        all.ShouldContain(("match", $"Device/{RecordHost.Monitor}"), "it is at this patient now");
    }

    [Fact]
    public async Task Everything_is_narrowed_by_type_date_and_change()
    {
        Entries(await GetAsync($"Patient/{Ana}/$everything?_type=Procedure,Encounter")).Where(each => each.Mode == "match").Select(each => each.Id).ShouldBe(["Encounter/e1", "Procedure/s1"]);
        Entries(await GetAsync($"Patient/{Ana}/$everything?_type=Observation&end=2026-10-31")).ShouldBe([("match", "Observation/lab"), ("match", "Observation/undated")]);
        Entries(await GetAsync($"Patient/{Ana}/$everything?_type=Procedure,Observation&start=2026-11-24")).ShouldBe([("match", "Observation/undated")]);
        Entries(await GetAsync($"Patient/{Ana}/$everything?_since=2026-11-23T16:30:00Z")).Where(each => each.Mode == "match").ShouldBe([("match", "Observation/mistake")]);
    }

    [Fact]
    public async Task Docref_gives_the_current_documents_about_a_time_or_the_newest_one()
    {
        Entries(await GetAsync($"DocumentReference/$docref?patient={Ana}&start=2026-01-01")).ShouldBe([("match", "DocumentReference/d0"), ("match", "DocumentReference/d2")], ignoreOrder: true);
        Entries(await GetAsync($"DocumentReference/$docref?patient={Ana}&start=2026-11-01&end=2026-12-01")).ShouldBe([("match", "DocumentReference/d2")]);
        Entries(await GetAsync($"DocumentReference/$docref?patient={Ana}")).Count.ShouldBe(1);
        Entries(await GetAsync($"DocumentReference/$docref?patient={Ana}&on-demand=true")).ShouldBeEmpty();
        Entries(await PostAsync("DocumentReference/$docref", """
            {"resourceType": "Parameters", "parameter": [{"name": "patient", "valueId": "ANA"}, {"name": "start", "valueDate": "2026-11-01"},
            {"name": "type", "valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "28570-0"}]}}]}
            """)).ShouldBe([("match", "DocumentReference/d2")]);
    }

    [Fact]
    public async Task Lastn_gives_the_newest_of_each_code_and_no_mistake()
    {
        var last = await GetAsync($"Observation/$lastn?patient={Ana}");
        (last.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))
            .Select(each => $"{each.GetProperty("code").GetProperty("coding")[0].GetProperty("code")} {each.GetProperty("effectiveDateTime").GetString()}"))
            .ShouldBe(["8867-4 2026-11-23T15:09:00Z", "2708-6 2026-11-23T15:09:00Z", "85354-9 2026-11-23T15:02:11Z", "2345-7 2026-10-01"], ignoreOrder: true);
        Entries(await GetAsync($"Observation/$lastn?patient={Ana}&code=8867-4&max=3")).Count.ShouldBe(3);
        Entries(await GetAsync($"Observation/$lastn?patient.identifier=A\\|1&category=vital-signs&max=2")).Count.ShouldBe(5);
        Entries(await PostAsync("Observation/$lastn", """{"resourceType": "Parameters", "parameter": [{"name": "max", "valuePositiveInt": 2}, {"name": "subject", "valueReference": {"reference": "Patient/ANA"}}, {"name": "code", "valueCoding": {"system": "http://loinc.org", "code": "8867-4"}}]}"""))
            .Count.ShouldBe(2);
    }

    [Fact]
    public async Task Answers_are_compressed_for_who_asks()
    {
        using var plain = await _host.GetAsync("Observation?_count=1000");
        using var packed = await _host.SendAsync(HttpMethod.Get, "Observation?_count=1000", with: request => request.Headers.Add("Accept-Encoding", "gzip"));

        packed.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        string.Join(',', packed.Headers.Vary).ShouldContain("Accept-Encoding");
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        (await reader.ReadToEndAsync(Cancel)).ShouldBe(await plain.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Strict_and_lenient_are_what_the_client_says()
    {
        foreach (var (prefer, status) in new[] { ("handling=strict", HttpStatusCode.BadRequest), ("handling=lenient", HttpStatusCode.OK), ("return=minimal", HttpStatusCode.OK) })
        {
            using var response = await _host.SendAsync(HttpMethod.Get, $"Observation?patient={Ana}&nothing=1", with: request => request.Headers.Add("Prefer", prefer));
            response.StatusCode.ShouldBe(status, prefer);
        }
    }

    string Full(string path) => path.Replace("{ana}", Ana, StringComparison.Ordinal).Replace("{monitor}", RecordHost.Monitor, StringComparison.Ordinal).Replace("{base}", _host.Base, StringComparison.Ordinal);

    async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _host.GetAsync(Full(path));
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    async Task<JsonElement> PostAsync(string path, string template)
    {
        var json = template.Replace("ANA", Ana, StringComparison.Ordinal);
        using var response = await _host.SendAsync(HttpMethod.Post, path, with: request => request.Content = new StringContent(json, Encoding.UTF8, "application/fhir+json"));
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    async Task<List<JsonElement>> MatchesAsync(string path)
    {
        var bundle = await GetAsync(path);
        return bundle.TryGetProperty("entry", out var entries)
            ? [.. entries.EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match").Select(entry => entry.GetProperty("resource"))]
            : [];
    }

    async Task<List<string>> IdsAsync(string path) => [.. (await MatchesAsync(path)).Select(each => each.GetProperty("id").GetString()!)];

    static List<(string Mode, string Id)> Entries(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Select(entry => (entry.GetProperty("search").GetProperty("mode").GetString()!, $"{entry.GetProperty("resource").GetProperty("resourceType")}/{IdOf(entry)}"))]
        : [];

    static IEnumerable<string> VersionsOf(JsonElement history) => history.GetProperty("entry").EnumerateArray()
        .Select(entry => entry.GetProperty("resource").GetProperty("meta").GetProperty("versionId").GetString()!);

    static string IdOf(JsonElement entry) => entry.GetProperty("resource").GetProperty("id").GetString()!;

    static string? Link(JsonElement bundle, string relation) => bundle.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation).Select(link => link.GetProperty("url").GetString()).SingleOrDefault();

    static bool IsSubsetted(JsonElement resource) =>
        resource.GetProperty("meta").TryGetProperty("tag", out var tags) && tags.EnumerateArray().Any(tag => tag.GetProperty("code").GetString() == "SUBSETTED");
}
