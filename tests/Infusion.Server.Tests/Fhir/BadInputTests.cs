using System.Net;
using System.Text;
using Hl7.Fhir.Model;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Bodies and addresses that nobody should send. Each is refused with what is wrong and where.</summary>
public sealed class BadInputTests(RecordHost record) : IClassFixture<RecordHost>
{
    readonly FhirHost _host = record.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Bodies => new()
    {
        { "", "http.patient" },
        { " ", "Parameters" },
        { "{", "Parameters" },
        { "{\"resourceType\": \"Parameters\"", "Parameters" },
        { "{\"resourceType\": \"Parameters\",}", "Parameters" },
        { "<Parameters/>", "Parameters" },
        { string.Concat(Enumerable.Repeat("[", 5000)), "Parameters" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": " + string.Concat(Enumerable.Repeat("[", 50)) + string.Concat(Enumerable.Repeat("]", 50)) + "}", "Parameters" },
        { "[]", "Parameters.resourceType" },
        { "\"Parameters\"", "Parameters.resourceType" },
        { "{}", "Parameters.resourceType" },
        { "{\"resourceType\": \"Patient\"}", "Parameters.resourceType" },
        { "{\"resourceType\": 5}", "Parameters.resourceType" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": {}}", "Parameters.parameter" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [5]}", "Parameters.parameter[0].name" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"max\", \"valueInteger\": 1}, {\"valueId\": \"x\"}]}", "Parameters.parameter[1].name" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": 7}]}", "Parameters.parameter[0].name" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\"}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": \"\"}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": \"\\u0000\"}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": \"\\ud800\"}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": null}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": [\"x\"]}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueCodeableConcept\": {\"coding\": []}}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"patient\", \"valueId\": \"a\", \"valueString\": \"b\"}]}", "Parameters.parameter[0].value" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"max\", \"valueDecimal\": 1.5}]}", "http.max" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"max\", \"valueInteger\": 99999999999}]}", "http.max" },
        { "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"PATIENT\", \"valueId\": \"x\"}]}", "http.PATIENT" },
        { "{\"resourceType\": \"Parameters\"}", "http.patient" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_is_refused_where_it_is_wrong(string body, string expression)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/$lastn", with: r => r.Content = new StringContent(body, Encoding.UTF8, "application/fhir+json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await IssueAsync(response)).Expression.ShouldBe([expression]);
    }

    [Theory]
    [InlineData("Patient/{ana}/$everything", 413)]
    [InlineData("DocumentReference/$docref", 413)]
    [InlineData("Observation/$lastn", 413)]
    public async Task A_body_too_large_is_refused_before_it_is_read(string path, int status)
    {
        using var response = await _host.SendAsync(
            HttpMethod.Post, path.Replace("{ana}", RecordHost.Ana, StringComparison.Ordinal), with: r => r.Content = new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/fhir+json"));

        ((int)response.StatusCode).ShouldBe(status);
        (await IssueAsync(response)).Expression.ShouldBe(["http.body"]);
    }

    [Fact]
    public async Task A_form_too_large_is_refused_and_so_is_one_that_is_none()
    {
        using var large = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r => r.Content = new StringContent($"code={new string('x', 70_000)}", Encoding.UTF8, "application/x-www-form-urlencoded"));
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await IssueAsync(large)).Expression.ShouldBe(["http.body"]);
        using var json = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r => r.Content = new StringContent("{}", Encoding.UTF8, "application/fhir+json"));
        json.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await IssueAsync(json)).Expression.ShouldBe(["http.`content-type`"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/fhir+xml")]
    public async Task A_body_of_another_kind_is_refused(string type)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/$lastn", with: r => r.Content = new StringContent("{}", Encoding.UTF8, type));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await IssueAsync(response)).Expression.ShouldBe(["http.`content-type`"]);
    }

    [Fact]
    public async Task Too_many_parameters_and_too_long_a_chain_are_refused()
    {
        foreach (var search in new[]
        {
            string.Join('&', Enumerable.Repeat("code=8867-4", 51)),
            "patient._has:Observation:patient:patient._has:Observation:patient:patient.name=x",
            $"_has:{string.Concat(Enumerable.Repeat("Provenance:target:_has:", 2000))}x",
        })
        {
            using var response = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r =>
                r.Content = new StringContent(search.Contains('=', StringComparison.Ordinal) ? search : search + "=1", Encoding.UTF8, "application/x-www-form-urlencoded"));
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            await IssueAsync(response);
        }
    }

    [Fact]
    public async Task Many_alternatives_are_one_question()
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/_search", with: r =>
            r.Content = new FormUrlEncodedContent([new("_id", string.Join(',', Enumerable.Range(0, 5000))), new("code", string.Join(',', Enumerable.Range(0, 2000)))]));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/fhir/harbor/Observation?code=%", HttpStatusCode.OK)]
    [InlineData("/fhir/harbor/Observation?code=%ff%fe", HttpStatusCode.OK)]
    [InlineData("/fhir/harbor/Observation?=x", HttpStatusCode.BadRequest)]
    [InlineData("/fhir/harbor/Observation?code%00=x", HttpStatusCode.BadRequest)]
    [InlineData("/fhir/harbor/Observation/%2e%2e", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/patient/x/$everything", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/Observation/_HISTORY", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/Observation/x/_history/99999999999999", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/Patient/%27%20or%201=1/Observation", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/observation/_history", HttpStatusCode.NotFound)]
    [InlineData("/fhir/harbor/Observation/$LASTN?patient=x", HttpStatusCode.NotFound)]
    public async Task An_address_that_is_odd_is_answered_in_fhir(string path, HttpStatusCode status)
    {
        using var response = await _host.GetAsync(path);

        response.StatusCode.ShouldBe(status);
        FhirJson.Parse<Resource>(await response.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeAssignableTo(status is HttpStatusCode.OK ? typeof(Bundle) : typeof(OperationOutcome));
    }

    static async Task<OperationOutcome.IssueComponent> IssueAsync(HttpResponseMessage response)
    {
        var issue = FhirJson.Parse<OperationOutcome>(await response.Content.ReadAsByteArrayAsync(Cancel)).Issue.ShouldHaveSingleItem();
        issue.Diagnostics.ShouldNotBeNullOrEmpty();
        return issue;
    }
}
