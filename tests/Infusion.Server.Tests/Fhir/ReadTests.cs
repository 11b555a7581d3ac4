using System.Net;
using System.Net.Http.Headers;
using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>A host with one observation of two versions.</summary>
public sealed class TwoVersions(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public FhirHost Host { get; } = new(postgres);

    public string Id { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        var vital = SearchData.Vital(SearchData.Ana, ChartedKind.SpO2, SearchData.Three);
        Id = vital.Id!;
        await Host.CommitAsync(Infusions.Clinic, SearchData.Three, vital);
        vital.Status = ObservationStatus.Final;
        await Host.CommitAsync(
            Infusions.Clinic, SearchData.Three.AddMinutes(1), vital,
            new Binary { Id = "paper", ContentType = "application/pdf", Data = ReadTests.Paper, SecurityContext = new ResourceReference("Patient/p1") });
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

public sealed class ReadTests(TwoVersions stored) : IClassFixture<TwoVersions>
{
    readonly FhirHost _host = stored.Host;
    readonly string _id = stored.Id;

    [Fact]
    public async Task A_read_gives_the_newest_version_and_names_it()
    {
        using var response = await _host.GetAsync($"Observation/{_id}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ETag.ShouldBe(new EntityTagHeaderValue("\"2\"", isWeak: true));
        response.Content.Headers.LastModified.ShouldBeNull("until the clinic has committed in a later second");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/fhir+json; charset=utf-8");
        (await ObservationAsync(response)).Status.ShouldBe(ObservationStatus.Final);
    }

    [Fact]
    public async Task Every_version_stays_readable()
    {
        using var first = await _host.GetAsync($"Observation/{_id}/_history/1");
        first.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await ObservationAsync(first)).Status.ShouldBe(ObservationStatus.Preliminary);

        using var second = await _host.GetAsync($"Observation/{_id}/_history/2");
        (await ObservationAsync(second)).Meta!.VersionId.ShouldBe("2");
    }

    [Fact]
    public async Task Search_finds_the_newest_version_only()
    {
        (await _host.SearchAsync("Observation?status=preliminary")).Entry.ShouldBeEmpty();
        (await _host.SearchAsync("Observation?status=final")).Entry.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("W/\"2\"", HttpStatusCode.NotModified)]
    [InlineData("\"2\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\", W/\"2\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", HttpStatusCode.OK)]
    public async Task What_the_client_has_is_not_sent_again(string tag, HttpStatusCode status)
    {
        using var response = await _host.SendAsync(
            HttpMethod.Get, $"Observation/{_id}", with: r => r.Headers.TryAddWithoutValidation("If-None-Match", tag));

        response.StatusCode.ShouldBe(status);
        response.Headers.ETag!.Tag.ShouldBe("\"2\"");
    }

    [Fact]
    public async Task A_time_that_was_given_out_is_good_until_the_next_version_also_of_the_same_second()
    {
        const string Other = "hill";
        var vital = SearchData.Vital(SearchData.Ben, ChartedKind.HeartRate, SearchData.Three);
        var path = $"/fhir/{Other}/Observation/{vital.Id}";
        await _host.CommitAsync(Other, SearchData.Three.AddMilliseconds(100), vital);
        (await AskAsync(SearchData.Three)).ShouldBe((HttpStatusCode.OK, null));
        await _host.CommitAsync(Other, SearchData.Three.AddMilliseconds(900), vital);
        (await AskAsync(SearchData.Three)).ShouldBe((HttpStatusCode.OK, null));
        await _host.CommitAsync(Other, SearchData.Three.AddSeconds(1), SearchData.Vital(SearchData.Ana, ChartedKind.SpO2, SearchData.Three));
        var given = SearchData.Three.AddSeconds(1);
        (await AskAsync(null)).ShouldBe((HttpStatusCode.OK, given));
        (await AskAsync(given)).ShouldBe((HttpStatusCode.NotModified, given));
        (await AskAsync(SearchData.Three)).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(given.AddSeconds(1))).Status.ShouldBe(HttpStatusCode.OK, "another time, of which a commit may still be on its way");
        (await AskAsync(given.AddMinutes(5))).Status.ShouldBe(HttpStatusCode.NotModified);
        await _host.CommitAsync(Other, SearchData.Three.AddSeconds(1).AddMilliseconds(1), vital);
        (await AskAsync(given)).Status.ShouldBe(HttpStatusCode.OK);

        async Task<(HttpStatusCode Status, DateTimeOffset? Modified)> AskAsync(DateTimeOffset? since)
        {
            using var response = await _host.SendAsync(HttpMethod.Get, path, "hill;system/*.rs", r => r.Headers.IfModifiedSince = since);
            return (response.StatusCode, response.Content.Headers.LastModified);
        }
    }

    [Theory]
    [InlineData("Observation/{id}/_history/3")]
    [InlineData("Observation/{id}/_history/0")]
    [InlineData("Observation/{id}/_history/two")]
    [InlineData("Patient/{id}")]
    [InlineData("Observation/nobody")]
    [InlineData("Observation/a_b")]
    [InlineData("observation/{id}")]
    [InlineData("Encounter/{id}")]
    [InlineData("Observation/nobody/_history")]
    [InlineData("Patient/nobody/$everything")]
    [InlineData("Observation/{id}/$everything")]
    [InlineData("Patient/{id}/Location")]
    [InlineData("/fhir")]
    [InlineData("/fhir/harbor")]
    public async Task What_is_not_there_is_404(string path) =>
        await ShouldFailAsync(_host.GetAsync(path.Replace("{id}", _id, StringComparison.Ordinal)), HttpStatusCode.NotFound);

    [Theory]
    [InlineData("PUT", "Observation/{id}", "GET")]
    [InlineData("DELETE", "Observation/{id}", "GET")]
    [InlineData("POST", "Observation", "GET")]
    [InlineData("PUT", "Patient/_search", "POST")]
    [InlineData("POST", "metadata", "GET")]
    [InlineData("PATCH", "Observation/{id}/_history/1", "GET")]
    public async Task A_method_that_is_not_served_is_405(string method, string path, string allowed)
    {
        using var response = await ShouldFailAsync(
            _host.SendAsync(new HttpMethod(method), path.Replace("{id}", _id, StringComparison.Ordinal)),
            HttpStatusCode.MethodNotAllowed);

        response.Content.Headers.Allow.ShouldBe([allowed]);
    }

    [Theory]
    [InlineData("application/fhir+json", "", HttpStatusCode.OK)]
    [InlineData("application/fhir+json; fhirVersion=4.0", "", HttpStatusCode.OK)]
    [InlineData("application/fhir+json; fhirVersion=5.0", "", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json", "", HttpStatusCode.OK)]
    [InlineData("text/html, application/xml;q=0.9, */*;q=0.8", "", HttpStatusCode.OK)]
    [InlineData("application/fhir+xml", "", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir+json;q=0", "", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir+xml", "?_format=json", HttpStatusCode.OK)]
    [InlineData("application/json", "?_format=xml", HttpStatusCode.NotAcceptable)]
    [InlineData("*/*", "?_format=application/fhir+json", HttpStatusCode.OK)]
    [InlineData(null, "", HttpStatusCode.OK)]
    public async Task Only_json_of_r4_is_spoken(string? accept, string query, HttpStatusCode status)
    {
        foreach (var path in new[] { $"Observation/{_id}{query}", $"Observation{query}", $"metadata{query}" })
        {
            using var response = await _host.SendAsync(HttpMethod.Get, path, with: r =>
            {
                if (accept is not null)
                {
                    r.Headers.TryAddWithoutValidation("Accept", accept);
                }
            });
            response.StatusCode.ShouldBe(status, path);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/fhir+json");
        }
    }

    internal static readonly byte[] Paper = [.. "%PDF-1.7\r\n"u8, 0, 255, 128, 10];

    [Theory]
    [InlineData("application/pdf", "", true)]
    [InlineData("application/pdf, */*;q=0.1", "", true)]
    [InlineData("application/fhir+json;q=0.5, application/pdf", "", true)]
    [InlineData("application/fhir+json", "?_format=application/pdf", true)]
    [InlineData("application/fhir+json, application/pdf", "", false)]
    [InlineData("application/fhir+json, application/pdf;q=0.5", "", false)]
    [InlineData("application/pdf;q=0, application/json", "", false)]
    [InlineData("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "", false)]
    [InlineData("*/*", "", false)]
    [InlineData("application/pdf", "?_format=json", false)]
    [InlineData(null, "", false)]
    public async Task A_paper_is_given_as_itself_to_who_asks_for_it_and_else_as_a_resource(string? accept, string query, bool isRaw)
    {
        foreach (var path in new[] { "Binary/paper", "Binary/paper/_history/1" })
        {
            using var response = await PaperAsync(path + query, accept);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.ToString().ShouldBe(isRaw ? "application/pdf" : "application/fhir+json; charset=utf-8");
            response.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
            response.Headers.Vary.ShouldContain("Accept");
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            if (isRaw)
            {
                body.ShouldBe(Paper);
                response.Content.Headers.ContentLength.ShouldBe(Paper.Length);
                response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
                response.Headers.GetValues("X-Security-Context").ShouldBe(["Patient/p1"]);
            }
            else
            {
                FhirJson.Parse<Binary>(body).Data.ShouldBe(Paper);
            }
        }
    }

    [Theory]
    [InlineData("text/html", "Binary/paper", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir+xml", "Binary/paper", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json", "Binary/paper?_format=text/plain", HttpStatusCode.NotAcceptable)]
    [InlineData("application/pdf", "Binary/paper?_elements=contentType", HttpStatusCode.NotAcceptable)]
    [InlineData("application/pdf", "Binary/none", HttpStatusCode.NotFound)]
    [InlineData("application/pdf", "Binary", HttpStatusCode.NotAcceptable)]
    [InlineData("application/pdf", "Observation/{id}", HttpStatusCode.NotAcceptable)]
    public async Task What_cannot_be_given_as_asked_is_refused_in_fhir(string accept, string path, HttpStatusCode status) =>
        await ShouldFailAsync(PaperAsync(path.Replace("{id}", _id, StringComparison.Ordinal), accept), status);

    [Fact]
    public async Task A_paper_that_the_client_has_is_not_sent_again_and_who_may_not_gets_none()
    {
        using var again = await _host.SendAsync(HttpMethod.Get, "Binary/paper", with: request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/pdf");
            request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\"");
        });
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var other = await _host.SendAsync(
            HttpMethod.Get, "Binary/paper", "harbor;system/Patient.rs", request => request.Headers.TryAddWithoutValidation("Accept", "application/pdf"));
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    Task<HttpResponseMessage> PaperAsync(string path, string? accept) => _host.SendAsync(HttpMethod.Get, path, with: request =>
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }
    });

    [Fact]
    public async Task A_failure_of_ours_tells_nothing_of_a_patient()
    {
        using var response = await ShouldFailAsync(_host.GetAsync("/fhir/broken"), HttpStatusCode.InternalServerError);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("Rivera");
    }

    static async Task<HttpResponseMessage> ShouldFailAsync(Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        var response = await sent;
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/fhir+json");
        FhirJson.Parse<OperationOutcome>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            .Issue.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                issue => issue.Diagnostics.ShouldNotBeNullOrEmpty(), issue => issue.Expression.ShouldHaveSingleItem().ShouldNotBeNullOrEmpty());
        return response;
    }

    static async Task<Observation> ObservationAsync(HttpResponseMessage response) =>
        FhirJson.Parse<Observation>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
}
