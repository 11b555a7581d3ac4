using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Validation;
using Shouldly;
using Xunit;
using Severity = Hl7.Fhir.Model.OperationOutcome.IssueSeverity;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

public sealed class ValidateEndpointTests(TwoVersions stored) : IClassFixture<TwoVersions>
{
    const string Json = "application/fhir+json";
    const string Etco2 = "https://ketamine-infusion.example.org/fhir/StructureDefinition/ket-etco2";

    readonly FhirHost _host = stored.Host;

    static string Good => Encoding.UTF8.GetString(ProfileExamples.Read("Observation-example-heart-rate"));

    [Fact]
    public async Task A_good_resource_is_told_that_nothing_is_wrong_and_is_not_stored()
    {
        var issue = (await AskAsync("Observation/$validate", Good)).Issue.ShouldHaveSingleItem();

        issue.Severity.ShouldBe(Severity.Information);
        using var read = await _host.GetAsync("Observation/example-heart-rate");
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_bad_resource_is_told_what_and_where()
    {
        var issue = (await AskAsync("Observation/$validate", Good.Replace("\"/min\"", "\"bpm\""))).Issue.ShouldHaveSingleItem();

        (issue.Severity, issue.Expression.Single()).ShouldBe((Severity.Error, "Observation.value.code"));
    }

    [Theory]
    [InlineData("?profile=" + Etco2, null)]
    [InlineData("", """{"name":"profile","valueUri":"https://ketamine-infusion.example.org/fhir/StructureDefinition/ket-etco2"}""")]
    [InlineData("?mode=profile&profile=" + Etco2, null)]
    public async Task A_profile_may_be_asked_for(string query, string? parameter) =>
        (await AskAsync("Observation/$validate" + query, parameter is null ? Good : Parameters(Good, parameter)))
            .Issue.ShouldContain(issue => issue.Severity == Severity.Error && issue.Details!.Text!.Contains("PartialPressure"));

    [Fact]
    public async Task What_is_not_taken_is_said_so_though_the_content_is_good()
    {
        var issue = (await AskAsync("Observation/$validate?mode=create", Good)).Issue[0];

        (issue.Severity, issue.Code).ShouldBe((Severity.Error, OperationOutcome.IssueType.NotSupported));
    }

    [Theory]
    [InlineData("Observation/$validate", "", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "[]", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{\"resourceType\":5}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{\"resourceType\":\"Patient\"}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{\"resourceType\":\"Parameters\"}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate", "{\"resourceType\":\"Parameters\",\"parameter\":[5,{\"name\":\"resource\",\"resource\":5}]}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate?mode=nonsense", "{\"resourceType\":\"Observation\"}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate?mode=profile", "{\"resourceType\":\"Observation\"}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate?profile=https://example.org/none", "{\"resourceType\":\"Observation\"}", HttpStatusCode.BadRequest)]
    [InlineData("Observation/$validate?profile=http://hl7.org/fhir/StructureDefinition/Patient", "{\"resourceType\":\"Observation\"}", HttpStatusCode.BadRequest)]
    [InlineData("observation/$validate", "{\"resourceType\":\"Observation\"}", HttpStatusCode.NotFound)]
    [InlineData("Nonsense/$validate", "{\"resourceType\":\"Nonsense\"}", HttpStatusCode.NotFound)]
    public async Task A_question_that_cannot_be_asked_is_refused_with_its_reason(string path, string body, HttpStatusCode status) =>
        await ShouldFailAsync(path, body, status);

    [Fact]
    public async Task What_is_nested_beyond_measure_or_too_large_is_refused()
    {
        await ShouldFailAsync("Observation/$validate", string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000), HttpStatusCode.BadRequest);
        await ShouldFailAsync("Observation/$validate", $"{{\"resourceType\":\"Observation\",\"id\":\"{new string('x', 1024 * 1024)}\"}}", HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Another_media_type_another_clinic_and_a_scope_of_another_type_are_refused()
    {
        await ShouldFailAsync("Observation/$validate", Good, HttpStatusCode.UnsupportedMediaType, media: "application/xml");
        await ShouldFailAsync("Observation/$validate", Good, HttpStatusCode.Forbidden, token: "other;system/*.rs");
        await ShouldFailAsync("Observation/$validate", Good, HttpStatusCode.Forbidden, token: "harbor;system/Patient.rs");
        await ShouldFailAsync("Observation/$validate", Good, HttpStatusCode.Unauthorized, token: null);
    }

    [Fact]
    public async Task Where_nobody_else_may_wait_the_next_is_refused_at_once()
    {
        using var desk = new ValidationDesk(mostWaiting: 1);
        var asked = new TaskCompletionSource();
        using var answered = new ManualResetEventSlim();
        var first = desk.AskAsync(
            _ =>
            {
                asked.SetResult();
                answered.Wait(TestContext.Current.CancellationToken);
                return "answer";
            },
            TestContext.Current.CancellationToken);
        await asked.Task;

        (await desk.AskAsync(_ => "answer", TestContext.Current.CancellationToken)).ShouldBeNull();
        answered.Set();
        (await first).ShouldBe("answer");
        (await desk.AskAsync(_ => "again", TestContext.Current.CancellationToken)).ShouldBe("again");
    }

    static string Parameters(string resource, string parameter) =>
        $$"""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{{resource}}},{{parameter}}]}""";

    Task<HttpResponseMessage> SendAsync(string path, string body, string? token, string media) =>
        _host.SendAsync(HttpMethod.Post, path, token, request => request.Content = new StringContent(body, Encoding.UTF8, media));

    async Task<OperationOutcome> AskAsync(string path, string body)
    {
        using var response = await SendAsync(path, body, "harbor;system/*.rs", Json);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return FhirJson.Parse<OperationOutcome>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    async Task ShouldFailAsync(string path, string body, HttpStatusCode status, string? token = "harbor;system/*.rs", string media = Json)
    {
        using var response = await SendAsync(path, body, token, media);
        response.StatusCode.ShouldBe(status);
        FhirJson.Parse<OperationOutcome>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            .Issue[0].Diagnostics.ShouldNotBeNullOrEmpty();
    }
}
