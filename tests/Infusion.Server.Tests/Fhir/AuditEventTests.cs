using System.Net;
using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>A host whose trail has <see cref="TrailLines"/>, one patient with a number, and a line of another clinic.</summary>
public sealed class TrailHost(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public const string Token = "harbor;system/AuditEvent.rs system/Patient.rs";

    public FhirHost Host { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await using var clinics = Host.Database.CreateCommand(
            """
            insert into infusion.clinic (clinic, name, time_zone, chairs, limits, simulated) values ('harbor', 'H', 'UTC', '[]', '{}', true), ('hill', 'H', 'UTC', '[]', '{}', false);
            create table infusion.mt_doc_sessionrow (tenant_id text, id uuid, data jsonb)
            """);
        await clinics.ExecuteNonQueryAsync();
        await Host.CommitAsync(TrailLines.Clinic, TrailLines.Start, new Patient { Id = "p1", Identifier = [new("urn:mrn", "42")] }, new Patient { Id = "p2" },
            new Practitioner { Id = FhirId.Person(TrailLines.Clinic, "hale") });
        await WriteAsync([.. TrailLines.All, TrailLines.Line(Actor.Person, "hale", "ReadChart", "GET /sessions", "p1") with { Clinic = "hill" }]);
    }

    internal Task WriteAsync(params AuditLine[] lines) => new AuditStore(Host.Database).WriteAsync(lines, CancellationToken.None);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>The trail as FHIR: found, paged and pulled like everything else, opened by name alone, and never in answer to something else.</summary>
public sealed class AuditEventTests(TrailHost trail) : IClassFixture<TrailHost>
{
    static readonly FhirTypeInfo Type = SearchTable.Types["AuditEvent"];

    readonly FhirHost _host = trail.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_view_says_of_a_line_is_what_its_resource_says()
    {
        await using var command = _host.Database.CreateCommand(
            "select content, codes, terms, refs, date_from, date_to, id, last_updated, patient from infusion.audit_event order by clinic, number");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var (seen, last) = (0, DateTimeOffset.MinValue);
        while (await reader.ReadAsync(Cancel))
        {
            var told = JsonSerializer.Deserialize<TrailLine>(reader.GetFieldValue<byte[]>(0))!;
            var resource = FhirMapper.FromTrail(told);
            var columns = SearchColumns.Of(resource);
            var what = told.Line.What;
            reader.GetFieldValue<string[]>(1).ShouldBe(columns.Codes, ignoreOrder: true, what);
            reader.GetFieldValue<string[]>(2).ShouldBe(columns.Terms, ignoreOrder: true, what);
            reader.GetFieldValue<string[]>(3).Distinct().ShouldBe(columns.Refs, ignoreOrder: true, what);
            new DateInterval(reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5)).ShouldBe(columns.Date, what);
            (resource.Id, resource.Meta!.LastUpdated).ShouldBe((reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7)));
            reader.IsDBNull(8).ShouldBeTrue("a line is nobody's record");
            seen++;
            if (told.Line.Clinic == TrailLines.Clinic)
            {
                reader.GetFieldValue<DateTimeOffset>(7).ShouldBeGreaterThan(last);
                last = reader.GetFieldValue<DateTimeOffset>(7);
            }
        }

        seen.ShouldBeGreaterThan(TrailLines.All.Count);
    }

    public static TheoryData<string, string> Searches => new()
    {
        { "_id=3,nobody", "3" },
        { "_id=03", "" },
        { "_id=99999999999999999999", "" },
        { "_lastUpdated=lt2020", "" },
        { "date=ge2026-11-23T12:27:00Z&date=lt2026-11-24", "28,29" },
        { "date=2026-11-23T12:03:00Z", "4" },
        { "type=rest&patient=p1", "13,16,18,21,25" },
        { "type=http://dicom.nema.org/resources/ontology/DCM|110114", "8,9,11" },
        { "subtype=vread", "13" },
        { "subtype=http://hl7.org/fhir/restful-interaction|operation", "18,22" },
        { "subtype=Chart", "2" },
        { "action=U", "3,29" },
        { "action=D", "4" },
        { "outcome=4", "9,15" },
        { "outcome=http://hl7.org/fhir/audit-event-outcome|8", "4,27" },
        { "agent=Practitioner/{hale}", "1,2,7,8,29" },
        { "agent:identifier=https://ketamine-infusion.example.org/id/harbor/person|weber", "5,6" },
        { "agent:identifier=https://ketamine-infusion.example.org/id/harbor/client|a\\|b\\\\c", "23" },
        { "altid=root", "26" },
        { "altid=a\\|b\\\\c", "23" },
        { "altid=ehr&action=R&outcome:not=4", "12,13,14,24" },
        { "altid:missing=true&patient:missing=true", "9,10,27,28" },
        { "address=2001:db8", "7" },
        { "address:exact=10.0.0.7&action=D", "4" },
        { "patient=p2", "7,12,16" },
        { "patient=Patient/p2&patient=p1", "7,16" },
        { "patient:Patient=p2", "7,12,16" },
        { "patient=Device/p2", "" },
        { "patient.identifier=urn:mrn|42&type=rest", "13,16,18,21,25" },
        { "patient:identifier=42", "" },
        { "entity=Observation/abc", "12,14,15" },
        { "entity=abc", "12,14,15" },
        { "entity=Encounter/{session}", "1,2,26" },
        { "entity=Patient/p2", "7,12,16" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task Finds(string search, string expected) =>
        (await IdsAsync($"AuditEvent?_count=1000&{Full(search)}")).Order().ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse));

    [Fact]
    public void Every_parameter_is_tried() => Type.Parameters.Select(parameter => parameter.Name)
        .Except(Searches.SelectMany(search => search.Data.Item1.Split('&')).Select(asked => asked.Split('=', ':', '.')[0])).ShouldBeEmpty();

    [Theory]
    [InlineData("_id:missing=true")]
    [InlineData("_has:AuditEvent:patient:action=R")]
    [InlineData("date=yesterday")]
    [InlineData("_include=AuditEvent:site")]
    [InlineData("source=x")]
    public async Task Refuses(string search)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, $"AuditEvent?{search}", TrailHost.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"expression\":[\"http.");
    }

    [Theory]
    [InlineData("Patient?_has:AuditEvent:patient:action=R", HttpStatusCode.BadRequest)]
    [InlineData("Patient?_revinclude=AuditEvent:patient", HttpStatusCode.BadRequest)]
    [InlineData("Provenance?target:AuditEvent._id=1", HttpStatusCode.BadRequest)]
    [InlineData("Provenance?target:AuditEvent.patient=p1", HttpStatusCode.BadRequest)]
    [InlineData("Patient/p1/$everything?_type=AuditEvent", HttpStatusCode.BadRequest)]
    [InlineData("AuditEvent?patient.identifier=42", HttpStatusCode.OK)]
    [InlineData("Patient/p1/AuditEvent", HttpStatusCode.OK)]
    public async Task It_is_asked_for_by_itself_and_never_comes_along(string path, HttpStatusCode status)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, path, "harbor;system/*.rs system/AuditEvent.rs");
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("patient", "16", "Patient/p1,Patient/p2")]
    [InlineData("entity", "16", "Patient/p1,Patient/p2")]
    [InlineData("agent", "1", "Practitioner/{hale}")]
    public async Task Whom_it_is_about_comes_along_as_far_as_the_token_goes(string parameter, string id, string expected)
    {
        (await IncludedAsync("harbor;system/*.rs system/AuditEvent.rs")).ShouldBe(Full(expected).Split(','), ignoreOrder: true);
        (await IncludedAsync("harbor;system/AuditEvent.rs")).ShouldBeEmpty();

        async Task<List<string>> IncludedAsync(string token)
        {
            using var response = await _host.SendAsync(HttpMethod.Get, $"AuditEvent?_id={id}&_include=AuditEvent:{parameter}", token);
            return [.. FhirJson.Parse<Bundle>(await response.Content.ReadAsByteArrayAsync(Cancel)).Entry
                .Where(entry => entry.Search!.Mode is Bundle.SearchEntryMode.Include).Select(entry => $"{entry.Resource!.TypeName}/{entry.Resource.Id}")];
        }
    }

    [Fact]
    public async Task It_is_in_no_record_and_in_no_history_of_the_clinic()
    {
        foreach (var path in new[] { "_history?_count=1000", "Patient/p1/$everything" })
        {
            using var response = await _host.SendAsync(HttpMethod.Get, path, "harbor;system/*.rs system/AuditEvent.rs");
            var body = await response.Content.ReadAsStringAsync(Cancel);
            body.ShouldContain("\"Patient\"");
            body.ShouldNotContain("AuditEvent");
        }
    }

    [Theory]
    [InlineData("harbor;system/AuditEvent.rs", HttpStatusCode.OK)]
    [InlineData("harbor;system/AuditEvent.read", HttpStatusCode.OK)]
    [InlineData("harbor;system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("harbor;system/*.read", HttpStatusCode.Forbidden)]
    [InlineData("harbor;system/*.*", HttpStatusCode.Forbidden)]
    [InlineData("harbor;system/Patient.rs", HttpStatusCode.Forbidden)]
    [InlineData("harbor;system/AuditEvent.rs?category=x", HttpStatusCode.Forbidden)]
    [InlineData("hill;system/AuditEvent.rs", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Only_a_token_that_names_it_opens_it(string? token, HttpStatusCode status)
    {
        foreach (var path in new[] { "AuditEvent", "AuditEvent/1", "AuditEvent/1/_history", "AuditEvent/1/_history/1", "AuditEvent/_history", "Patient/p1/AuditEvent", "AuditEvent?_count=0" })
        {
            using var response = await _host.SendAsync(HttpMethod.Get, path, token);
            response.StatusCode.ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task Another_clinic_has_its_own()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "/fhir/hill/AuditEvent", "hill;system/AuditEvent.rs");
        var entry = FhirJson.Parse<Bundle>(await response.Content.ReadAsByteArrayAsync(Cancel)).Entry.ShouldHaveSingleItem();
        ((AuditEvent)entry.Resource!).Source!.Site.ShouldBe("hill");
        entry.Resource!.Meta!.Security.ShouldBeEmpty("its data is real");
    }

    [Fact]
    public async Task A_line_is_read_with_its_version_and_its_conditions()
    {
        using var response = await ReadAsync("AuditEvent/12");
        response.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
        var line = FhirJson.Parse<AuditEvent>(await response.Content.ReadAsByteArrayAsync(Cancel));
        line.Entity[1].What!.Reference.ShouldBe("Observation/abc/_history/3");
        line.Meta!.Security.Single().Code.ShouldBe("HTEST");
        FhirMapper.FromTrail(new(12, line.Meta.LastUpdated!.Value, true, TrailLines.All[11])).IsExactly(line).ShouldBeTrue();

        using var again = await _host.SendAsync(HttpMethod.Get, "AuditEvent/12", TrailHost.Token, request => request.Headers.IfNoneMatch.ParseAdd("W/\"1\""));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        foreach (var (path, status) in new[]
        {
            ("AuditEvent/12/_history/1", HttpStatusCode.OK), ("AuditEvent/12/_history/2", HttpStatusCode.NotFound), ("AuditEvent/012", HttpStatusCode.NotFound),
            ("AuditEvent/0", HttpStatusCode.NotFound), ("AuditEvent/x", HttpStatusCode.NotFound), ("AuditEvent/99999", HttpStatusCode.NotFound),
        })
        {
            using var other = await ReadAsync(path);
            other.StatusCode.ShouldBe(status, path);
        }

        using var history = await ReadAsync("AuditEvent/12/_history");
        FhirJson.Parse<Bundle>(await history.Content.ReadAsByteArrayAsync(Cancel)).Entry.Single().Request!.Url.ShouldBe("AuditEvent/12");
    }

    [Fact]
    public async Task Nothing_that_was_typed_breaks_out_of_a_resource()
    {
        using var response = await ReadAsync("AuditEvent/23");
        var line = FhirJson.Parse<AuditEvent>(await response.Content.ReadAsByteArrayAsync(Cancel));
        line.Entity.Select(entity => entity.What).OfType<ResourceReference>().ShouldAllBe(what => what.Reference == null);
        line.Entity.Select(entity => entity.What?.Display).OfType<string>().ShouldContain("<script>alert(1)</script>");
    }

    /// <summary>While others read and are written down: the pages show what was there at the first, and the next pull has exactly the rest.</summary>
    [Theory]
    [InlineData("AuditEvent?_sort=_lastUpdated&_count=4", "AuditEvent?_sort=_lastUpdated&_count=4&_lastUpdated=gt")]
    [InlineData("AuditEvent?_count=4", "AuditEvent?_count=4&_lastUpdated=gt")]
    [InlineData("AuditEvent?_sort=_id&_count=4", "AuditEvent?_sort=_id&_count=4&_lastUpdated=gt")]
    [InlineData("AuditEvent/_history?_count=4", "AuditEvent/_history?_count=4&_since=")]
    public async Task A_pull_is_complete_and_ends_while_the_trail_grows_with_each_page(string first, string later)
    {
        var (seen, mark) = await PullAsync(first, grows: true);
        var (rest, _) = await PullAsync(later + Uri.EscapeDataString(mark), grows: false);

        seen.ShouldBe(seen.Distinct());
        var isRepeated = later.Contains("_since", StringComparison.Ordinal);
        rest.Where(id => !isRepeated || !seen.Contains(id)).ShouldNotBeEmpty();
        rest.Count(seen.Contains).ShouldBe(isRepeated ? 1 : 0);
        await using var all = _host.Database.CreateCommand("select number from infusion.audit where clinic = 'harbor'");
        await using var reader = await all.ExecuteReaderAsync(Cancel);
        var stored = new List<long>();
        while (await reader.ReadAsync(Cancel))
        {
            stored.Add(reader.GetInt64(0));
        }

        seen.Union(rest).Order().ShouldBe(stored.Order());
    }

    async Task<(List<long> Ids, string Mark)> PullAsync(string path, bool grows)
    {
        var (ids, mark) = (new List<long>(), "");
        for (string? next = path; next is not null;)
        {
            using var response = await ReadAsync(next);
            var bundle = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
            ids.AddRange(IdsOf(bundle));
            mark = mark is "" ? bundle.GetProperty("meta").GetProperty("lastUpdated").GetString()! : mark;
            bundle.GetProperty("meta").GetProperty("lastUpdated").GetString().ShouldBe(mark);
            next = bundle.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).SingleOrDefault();
            if (grows)
            {
                // A line that happened long ago and waited on the disk until now.
                await trail.WriteAsync(TrailLines.Line(Actor.Client, "puller", "FhirSearch", "GET /fhir/harbor/AuditEvent?_count") with { At = TrailLines.Start.AddDays(-ids.Count) });
            }
        }

        return (ids, mark);
    }

    Task<HttpResponseMessage> ReadAsync(string path) => _host.SendAsync(HttpMethod.Get, path, TrailHost.Token);

    /// <summary>Of the lines that stood there at the beginning.</summary>
    async Task<List<long>> IdsAsync(string path)
    {
        using var response = await ReadAsync(path);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return [.. IdsOf(JsonDocument.Parse(body).RootElement).Where(id => id <= TrailLines.All.Count)];
    }

    static IEnumerable<long> IdsOf(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? entries.EnumerateArray().Select(entry => long.Parse(entry.GetProperty("resource").GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture))
        : [];

    static string Full(string search) => search.Replace("{session}", TrailLines.Session.ToString(), StringComparison.Ordinal)
        .Replace("{hale}", FhirId.Person(TrailLines.Clinic, "hale"), StringComparison.Ordinal);
}
