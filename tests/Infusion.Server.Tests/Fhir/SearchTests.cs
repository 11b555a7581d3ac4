using System.Net;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Mapping;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

public sealed class SearchTests(SeededFhirHost seeded) : IClassFixture<SeededFhirHost>
{
    const string Ana = "0197bbbb-0000-7000-8000-000000000002";
    const string Ben = "0197bbbb-0000-7000-8000-000000000003";
    const string AnasHeartRate = "Observation?patient=" + Ana + "&code=8867-4&_total=accurate&date=";

    readonly FhirHost _host = seeded.Host;

    [Theory]
    [InlineData("Observation?", 24)]
    [InlineData("Observation?patient=" + Ana, 21)]
    [InlineData("Observation?patient=Patient/" + Ana, 21)]
    [InlineData("Observation?subject=" + Ben, 3)]
    [InlineData("Observation?subject:Patient=" + Ben, 3)]
    [InlineData("Observation?patient={base}/Patient/" + Ben, 3)]
    [InlineData("Observation?patient=https://elsewhere.example/fhir/Patient/" + Ben, 0)]
    [InlineData("Observation?patient=Device/" + Ana, 0)]
    [InlineData("Observation?patient=" + Ana + "," + Ben, 24)]
    [InlineData("Observation?patient=" + Ana + "&patient=" + Ben, 0)]
    [InlineData("Observation?code=8867-4", 13)]
    [InlineData("Observation?code=http://loinc.org|8867-4", 13)]
    [InlineData("Observation?code=http%3A%2F%2Floinc.org%7C8867-4", 13)]
    [InlineData("Observation?code=http://snomed.info/sct|8867-4", 0)]
    [InlineData("Observation?code=|8867-4", 0)]
    [InlineData("Observation?code=http://loinc.org|", 24)]
    [InlineData("Observation?code=http://loinc|", 0)]
    [InlineData("Observation?code=59408-5", 10)]
    [InlineData("Observation?code=8867-4,85354-9", 14)]
    [InlineData("Observation?code=8867-4&code=2708-6", 0)]
    [InlineData("Observation?category=vital-signs", 24)]
    [InlineData("Observation?category=laboratory", 0)]
    [InlineData("Observation?status=preliminary", 24)]
    [InlineData("Observation?status=final,preliminary", 24)]
    [InlineData("Observation?status=final", 0)]
    [InlineData("Observation?status=http://hl7.org/fhir/observation-status|preliminary", 24)]
    [InlineData("Observation?status=http://elsewhere.example|preliminary", 0)]
    [InlineData("Observation?_lastUpdated=2026-11-23T15:03:02Z", 2)]
    [InlineData("Observation?_lastUpdated=gt2026-11-23T15:08:02Z", 2)]
    [InlineData("Observation?_lastUpdated=ge2026-11-23T15:08:02Z", 4)]
    [InlineData("Observation?_lastUpdated=lt2026-11-23T15:01:02Z", 3)]
    [InlineData("Observation?_lastUpdated=le2026-11-23T15:01:02Z", 6)]
    [InlineData("Observation?_lastUpdated=ne2026-11-23", 0)]
    [InlineData("Observation?_lastUpdated=sa2026-11-22&_lastUpdated=eb2026-11-24", 24)]
    [InlineData("MedicationAdministration?patient=" + Ana, 3)]
    [InlineData("MedicationAdministration?code=http://www.nlm.nih.gov/research/umls/rxnorm|6130", 3)]
    [InlineData("MedicationAdministration?status=completed", 2)]
    [InlineData("MedicationAdministration?effective-time=2026-11-23T10", -400)]
    [InlineData("MedicationAdministration?effective-time=2026-11-23", 2)]
    [InlineData("MedicationAdministration?effective-time=gt2027", 1)]
    [InlineData("MedicationAdministration?effective-time=sa2026-11-23T10:05:00Z", 1)]
    [InlineData("MedicationAdministration?effective-time=eb2026-11-23T10:20:00Z", 1)]
    [InlineData("MedicationAdministration?effective-time=lt2026-11-23T10:05:00Z", 2)]
    [InlineData("Observation?code:not=8867-4", 11)]
    [InlineData("Observation?code:not=8867-4,2708-6", 1)]
    [InlineData("Observation?status:not=final", 24)]
    [InlineData("Observation?status:not=preliminary", 0)]
    [InlineData("Observation?device:missing=false", 24)]
    [InlineData("Observation?encounter:missing=false", 24)]
    [InlineData("Observation?patient:missing=true", 0)]
    [InlineData("Observation?date:missing=true", 0)]
    [InlineData("Observation?subject:Device=" + Ana, 0)]
    [InlineData("Observation?value-quantity=71", 10)]
    [InlineData("Observation?value-quantity=71.0", 10)]
    [InlineData("Observation?value-quantity=71.2", 0)]
    [InlineData("Observation?value-quantity=7e1", 10)]
    [InlineData("Observation?value-quantity=ne71", 12)]
    [InlineData("Observation?value-quantity=gt71", 12)]
    [InlineData("Observation?value-quantity=ge71", 22)]
    [InlineData("Observation?value-quantity=lt97", 10)]
    [InlineData("Observation?value-quantity=le97", 22)]
    [InlineData("Observation?value-quantity=sa96|http://unitsofmeasure.org|%25", 9)]
    [InlineData("Observation?value-quantity=eb96||%25", 0)]
    [InlineData("Observation?value-quantity=ap70|http://unitsofmeasure.org|/min", 10)]
    [InlineData("Observation?value-quantity=71||mg", 0)]
    [InlineData("Observation?combo-value-quantity=131||mm[Hg]", 1)]
    [InlineData("Observation?component-code=8480-6", 1)]
    [InlineData("Observation?combo-code=8480-6,8867-4", 14)]
    [InlineData("Observation?code-value-quantity=8867-4$gt80", 3)]
    [InlineData("Observation?code-value-quantity=8867-4$gt80,2708-6$lt90", 3)]
    [InlineData("Observation?_lastUpdated=ap2026-11-23", 24)]
    [InlineData("Observation?date=ap2026-11-22", 24)]
    [InlineData("Observation?date=ap2026-11-21", 0)]
    [InlineData("Observation?patient.identifier=B1", 3)]
    [InlineData("Observation?patient.identifier=https://ketamine-infusion.example.org/id/harbor/mrn|B1", 3)]
    [InlineData("Observation?subject:Patient.name=ito", 3)]
    [InlineData("Observation?patient:identifier=B1", 3)]
    [InlineData("Observation?patient.birthdate=1984-02-29&code=8867-4", 10)]
    [InlineData("Observation?patient._id=" + Ben, 3)]
    [InlineData("Observation?patient.name=nobody", 0)]
    [InlineData("Observation?device:Device.identifier=mon-3", 24)]
    [InlineData("Observation?device:Device.patient.family=Rivera", 24)]
    [InlineData("Observation?device:Device.type=69985", 0)]
    [InlineData("MedicationAdministration?part-of:missing=true", 0)]
    [InlineData("MedicationAdministration?part-of:MedicationAdministration.status=in-progress", 2)]
    [InlineData("MedicationAdministration?_has:MedicationAdministration:part-of:status=completed", 1)]
    [InlineData("Patient?", 2)]
    [InlineData("Patient?name=riv", 1)]
    [InlineData("Patient?name=RIVE", 1)]
    [InlineData("Patient?name=vera", 0)]
    [InlineData("Patient?name:contains=VERA", 1)]
    [InlineData("Patient?family:exact=Rivera", 1)]
    [InlineData("Patient?family:exact=rivera", 0)]
    [InlineData("Patient?name=Ana,Ben", 2)]
    [InlineData("Patient?name=Ana&name=Ben", 0)]
    [InlineData("Patient?birthdate=1984", 1)]
    [InlineData("Patient?birthdate=lt1984-02-29", 0)]
    [InlineData("Patient?birthdate:missing=true", 1)]
    [InlineData("Patient?gender=female", 1)]
    [InlineData("Patient?gender=http://hl7.org/fhir/administrative-gender|female", 1)]
    [InlineData("Patient?gender:not=female", 1)]
    [InlineData("Patient?_has:Observation:patient:code=85354-9", 1)]
    [InlineData("Patient?_has:Observation:subject:code=8867-4", 2)]
    [InlineData("Patient?_has:Device:patient:identifier=mon-3", 1)]
    [InlineData("Patient?identifier=B1", 1)]
    [InlineData("Patient?identifier=https://ketamine-infusion.example.org/id/harbor/mrn|B1", 1)]
    [InlineData("Patient?identifier=https://ketamine-infusion.example.org/id/hill/mrn|B1", 0)]
    [InlineData("Patient?identifier=A\\|1", 1)]
    [InlineData("Patient?identifier=A|1", 0)]
    [InlineData("Patient?_id=" + Ana, 1)]
    [InlineData("Patient?_id=" + Ana + ",nobody", 1)]
    [InlineData("Device?identifier=pump-3", 1)]
    [InlineData("Device?type=69965", 1)]
    [InlineData("Device?status=unknown", 2)]
    [InlineData("Device?patient=" + Ana, 1)]
    public async Task Finds(string search, int expected)
    {
        var url = search.Replace("{base}", _host.Base, StringComparison.Ordinal);
        if (expected == -400)
        {
            await RefusedAsync(url);
            return;
        }

        var bundle = await _host.SearchAsync(url + "&_total=accurate");
        bundle.Total.ShouldBe(expected);
        bundle.Entry.Count.ShouldBe(expected);
        bundle.Entry.ShouldAllBe(e => e.Search!.Mode == Bundle.SearchEntryMode.Match);
    }

    [Theory]
    [InlineData("2026-11-23T15:03Z", 1)]
    [InlineData("eq2026-11-23T15:03:00Z", 1)]
    [InlineData("2026-11-23T16:03:00%2B01:00", 1)]
    [InlineData("2026-11-23T16:03:00+01:00", 1)]
    [InlineData("2026-11-23T15:03:00.5Z", 0)]
    [InlineData("ne2026-11-23T15:03:00Z", 9)]
    [InlineData("gt2026-11-23T15:03:00Z", 6)]
    [InlineData("ge2026-11-23T15:03:00Z", 7)]
    [InlineData("lt2026-11-23T15:03:00Z", 3)]
    [InlineData("le2026-11-23T15:03:00Z", 4)]
    [InlineData("sa2026-11-23T15:03:00Z", 6)]
    [InlineData("eb2026-11-23T15:03:00Z", 3)]
    [InlineData("2026", 10)]
    [InlineData("2026-11", 10)]
    [InlineData("gt2026", 0)]
    [InlineData("ge2026", 10)]
    [InlineData("le2026", 10)]
    [InlineData("lt2026", 0)]
    [InlineData("2026-11-22", 0)]
    [InlineData("2026-11-22,2026-11-23", 10)]
    [InlineData("ge2026-11-23T15:02:00Z&date=lt2026-11-23T15:05:00Z", 3)]
    public async Task A_date_is_compared_as_a_stretch_of_time(string date, int expected) =>
        (await _host.SearchAsync(AnasHeartRate + date)).Total.ShouldBe(expected);

    [Theory]
    [InlineData("code=")]
    [InlineData("code")]
    [InlineData("code=a,,b")]
    [InlineData("code=|")]
    [InlineData("code=a|b|c")]
    [InlineData("code=%00")]
    [InlineData("code:in=x")]
    [InlineData("code:text=x")]
    [InlineData("code:Not=x")]
    [InlineData("code:exact=x")]
    [InlineData("code:missing=perhaps")]
    [InlineData("_id:missing=true")]
    [InlineData("date:not=2026")]
    [InlineData("patient:Device=x")]
    [InlineData("patient:patient=x")]
    [InlineData("foo:exact=x")]
    [InlineData("foo=x")]
    [InlineData("_has:Observation:patient:code=x")]
    [InlineData("_has:Provenance:target=x")]
    [InlineData("_has:Provenance:target:nothing=x")]
    [InlineData("_has:Provenance=x")]
    [InlineData("patient.Identifier=x")]
    [InlineData("patient.foo=x")]
    [InlineData("device.identifier=x")]
    [InlineData("code.foo=x")]
    [InlineData("subject.name=x")]
    [InlineData("patient:Device.identifier=x")]
    [InlineData("encounter.appointment.actor:Patient._has:Encounter:patient:appointment.date=2026")]
    [InlineData("value-quantity=much")]
    [InlineData("value-quantity=5|mg")]
    [InlineData("value-quantity=1e20")]
    [InlineData("value-quantity=xx5")]
    [InlineData("code-value-quantity=8867-4")]
    [InlineData("_include=Observation")]
    [InlineData("_include=Patient:link")]
    [InlineData("_include=*")]
    [InlineData("_include=Observation:code")]
    [InlineData("_include=Observation:patient:Device")]
    [InlineData("_include:iterate=Observation:patient")]
    [InlineData("_revinclude=Encounter:patient")]
    [InlineData("_revinclude=provenance:target")]
    [InlineData("_elements=Status")]
    [InlineData("_elements=status&_summary=true")]
    [InlineData("_summary=some")]
    [InlineData("Patient=x")]
    [InlineData("CODE=x")]
    [InlineData("_Count=1")]
    [InlineData("Patient.identifier=x")]
    [InlineData("patient=Patient/")]
    [InlineData("date=yesterday")]
    [InlineData("date=xx2026")]
    [InlineData("date=2026-02-30")]
    [InlineData("date=9999")]
    [InlineData("_count=-1")]
    [InlineData("_count=ten")]
    [InlineData("_count=1&_count=2")]
    [InlineData("_sort=code")]
    [InlineData("_sort=-date,code")]
    [InlineData("_total=some")]
    [InlineData("_cursor=abc")]
    [InlineData("_cursor=!!")]
    public Task Refuses(string query) => RefusedAsync("Observation?" + query);

    [Fact]
    public async Task An_unknown_parameter_is_left_out_and_told()
    {
        var bundle = await _host.SearchAsync($"Observation?foo=Secret&patient={Ben}&bar=1");

        var outcome = bundle.Entry.Single(e => e.Search!.Mode == Bundle.SearchEntryMode.Outcome);
        outcome.Resource.ShouldBeOfType<OperationOutcome>().Issue[0].Diagnostics!.ShouldContain("foo, bar");
        bundle.Entry.Count.ShouldBe(4);
        bundle.SelfLink!.ToString().ShouldBe($"{_host.Base}/Observation?patient={Ben}");
        bundle.ToString()!.ShouldNotContain("Secret");
    }

    [Fact]
    public async Task While_a_correction_is_in_progress_the_answer_says_so()
    {
        await RunAsync("insert into infusion.correction (clinic, id, begun_at) values ($1, gen_random_uuid(), now())");

        var bundle = await _host.SearchAsync($"Observation?patient={Ben}");
        var none = await _host.SearchAsync("Observation?patient=nobody");
        await RunAsync("update infusion.correction set ended_at = now() where clinic = $1");
        var after = await _host.SearchAsync($"Observation?patient={Ben}");

        var outcome = bundle.Entry.Single(e => e.Search!.Mode == Bundle.SearchEntryMode.Outcome).Resource.ShouldBeOfType<OperationOutcome>();
        outcome.Issue[0].Diagnostics!.ShouldStartWith("Correction in progress");
        outcome.Issue[0].Code.ShouldBe(OperationOutcome.IssueType.Incomplete);
        (bundle.Entry.Count, none.Entry.Count, after.Entry.Count).ShouldBe((4, 1, 3));

        async Task RunAsync(string sql)
        {
            await using var command = _host.Database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = Infusions.Clinic });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_unknown_parameter_is_refused_when_strict()
    {
        using var response = await _host.SendAsync(
            HttpMethod.Get, "Observation?foo=1", with: r => r.Headers.Add("Prefer", "return=minimal, handling=strict"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_count_of_zero_only_counts()
    {
        var bundle = await _host.SearchAsync($"Observation?patient={Ana}&_count=0&foo=1");

        bundle.Total.ShouldBe(21);
        bundle.Entry.ShouldHaveSingleItem().Search!.Mode.ShouldBe(Bundle.SearchEntryMode.Outcome);
        bundle.NextLink.ShouldBeNull();
    }

    [Fact]
    public async Task A_total_is_given_only_when_asked_for_and_a_count_is_capped()
    {
        var bundle = await _host.SearchAsync("Observation?_count=5000");

        bundle.Total.ShouldBeNull();
        bundle.SelfLink!.Query.ShouldBe("?_count=1000");
        bundle.Meta!.LastUpdated.ShouldBe(SearchData.Three.AddMinutes(9).AddSeconds(2));
    }

    [Fact]
    public async Task A_form_is_a_search_too()
    {
        using var response = await _host.SendAsync(HttpMethod.Post, $"Observation/_search?patient={Ana}", with: r =>
            r.Content = new FormUrlEncodedContent([new("code", "http://loinc.org|85354-9"), new("date", "2026-11-23")]));

        var bundle = FhirJson.Parse<Bundle>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        bundle.Entry.ShouldHaveSingleItem();
        bundle.SelfLink!.Query.ShouldBe($"?patient={Ana}&code=http%3A%2F%2Floinc.org%7C85354-9&date=2026-11-23");
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData(null, 415)]
    public async Task A_form_of_another_kind_is_refused(string? type, int status)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r =>
        {
            r.Content = new ByteArrayContent("code=8867-4"u8.ToArray());
            r.Content.Headers.ContentType = type is null ? null : new(type);
        });

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_form_too_large_is_refused()
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r =>
            r.Content = new FormUrlEncodedContent([new("code", new string('x', 70_000))]));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        FhirJson.Parse<OperationOutcome>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_entry_holds_the_stored_bytes_and_its_address()
    {
        var id = SearchData.Vital(SearchData.Ana, Core.Sessions.ChartedKind.BloodPressure, SearchData.Three.AddMinutes(2).AddSeconds(11)).Id;
        var bundle = await _host.SearchAsync($"Observation?identifier={Infusions.SessionId:D}:bp:2026-11-23T15:02:11Z");

        var entry = bundle.Entry.ShouldHaveSingleItem();
        entry.FullUrl.ShouldBe($"{_host.Base}/Observation/{id}");
        using var read = await _host.GetAsync($"Observation/{id}");
        FhirJson.Write(entry.Resource!).ShouldBe(
            await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_clinics_resources_are_not_found_here()
    {
        var bundle = await _host.SearchAsync("Observation?date=ge2026-11-23T16:00:00Z");

        bundle.Entry.ShouldBeEmpty();
        FhirId.Of(SearchData.Ana).ShouldBe(Ana);
    }

    async Task RefusedAsync(string path)
    {
        using var response = await _host.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        FhirJson.Parse<OperationOutcome>(body).Issue[0].Diagnostics.ShouldNotBeNullOrEmpty();
    }
}
