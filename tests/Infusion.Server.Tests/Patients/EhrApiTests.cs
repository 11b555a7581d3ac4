using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>What is said when an EHR does not answer as it should, with answers that no well-behaved server gives.</summary>
public sealed class EhrApiTests : IClassFixture<EhrBeside>
{
    readonly EmbeddedPostgresFixture _postgres;
    EhrBeside _beside;

    public EhrApiTests(EhrBeside beside, EmbeddedPostgresFixture postgres)
    {
        (_beside, _postgres) = (beside, postgres);
        beside.Reset();
    }

    [Fact]
    public async Task Only_the_configured_base_is_asked_with_its_token_and_nothing_of_an_answer_is_followed()
    {
        _beside.Answer = Fhir($$"""
            {"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"{{_beside.Ehr.Urls.First()}}/elsewhere?page=2"}],
             "entry":[{"search":{"mode":"match"},"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Rivera","given":["Ana"]}]} },
                      {"search":{"mode":"include"},"resource":{"resourceType":"Organization","id":"o1","name":"Elsewhere"} }]}
            """);

        var found = await FoundAsync("family=Riv%2Cera&birthDate=1984-02-29");

        ((bool)found["hasMore"]!, found["matches"]!.AsArray().Count).ShouldBe((true, 1));
        _beside.Asked.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            asked => asked.ShouldStartWith("/fhir/Patient?"),
            asked => Uri.UnescapeDataString(asked).ShouldContain(@"family=Riv\,era"),
            asked => asked.ShouldContain("birthdate=1984-02-29"));
        _beside.Tokens.ShouldBe(["Bearer secret-token"]);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("a%2F..%2F..%2Fadmin")]
    [InlineData("http:%2F%2Felsewhere")]
    public async Task An_id_that_is_none_is_not_asked_for(string id)
    {
        (await TakeAsync(id)).StatusCode.ShouldBeOneOf(HttpStatusCode.FailedDependency, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        _beside.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _beside.Answer = context =>
        {
            context.Response.Redirect("/other/Patient", permanent: true);
            return Task.CompletedTask;
        };

        await FailsAsync("ehr-answer", "another address");
        _beside.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(401, "", "ehr-denied", "token")]
    [InlineData(403, "", "ehr-denied", "allow")]
    [InlineData(404, "", "ehr-unknown", "nothing at this address")]
    [InlineData(500, """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception","diagnostics":"index is rebuilt"}]}""", "ehr-answer", "index is rebuilt")]
    [InlineData(503, "down", "ehr-answer", "503")]
    [InlineData(200, """{"resourceType":"Patient","id":"p1"}""", "ehr-answer", "did not answer with a FHIR R4 patient")]
    [InlineData(200, """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"too-costly"}]}""", "ehr-answer", "did not answer with a FHIR R4 patient")]
    [InlineData(200, "<html>Sign in</html>", "ehr-answer", "did not answer with a FHIR R4 patient")]
    [InlineData(200, """{"resourceType":"Bundle",""", "ehr-answer", "did not answer with a FHIR R4 patient")]
    [InlineData(200, "", "ehr-answer", "EHR")]
    public async Task What_is_no_answer_is_said_as_what_it_is(int status, string body, string code, string words)
    {
        _beside.Answer = Fhir(body, status);
        await FailsAsync(code, words);
    }

    [Fact]
    public async Task An_EHR_that_is_silent_or_away_or_sends_too_much_is_said_so()
    {
        // One of its own, since it does not come back.
        await using var beside = new EhrBeside(_postgres);
        await beside.InitializeAsync();
        _beside = beside;
        _beside.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await FailsAsync("ehr-unreachable", "within 2 s");
        _beside.Answer = async context =>
        {
            context.Response.ContentType = "application/fhir+json";
            for (var part = 0; part < 5 * 1024 && !context.RequestAborted.IsCancellationRequested; part++)
            {
                await context.Response.WriteAsync(new string(' ', 1024));
            }
        };
        await FailsAsync("ehr-answer", "larger than 4 MiB");
        await beside.Ehr.StopAsync(TestContext.Current.CancellationToken);
        await FailsAsync("ehr-unreachable", "cannot be reached");
    }

    [Fact]
    public async Task Another_resource_than_the_one_asked_for_is_not_entered()
    {
        foreach (var body in new[]
        {
            """{"resourceType":"Patient","id":"p2","birthDate":"1984-02-29","name":[{"family":"Rivera","given":["Ana"]}]}""",
            """{"resourceType":"Practitioner","id":"p1","name":[{"family":"Rivera","given":["Ana"]}]}""",
        })
        {
            _beside.Answer = Fhir(body);
            (await TakeAsync("p1")).StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
        }

        ((long)(await _beside.Here.GetFromJsonAsync<JsonObject>("", TestContext.Current.CancellationToken))!["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_EHR_does_not_say_is_refused_at_its_field_and_not_filled_in()
    {
        _beside.Answer = Fhir("""{"resourceType":"Patient","id":"p1","birthDate":"1984","name":[{"text":"Ana Rivera"}]}""");

        var refused = await TakeAsync("p1");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BodyAsync(refused))["faults"]!.AsArray().Select(fault => (string)fault!["field"]!).ShouldBe(["familyName", "givenName"]);
    }

    [Fact]
    public async Task A_search_that_would_list_everybody_is_refused_and_a_clinic_without_an_EHR_says_so()
    {
        foreach (var query in new[] { "", "family=Rivera", "birthDate=1984-02-29", "identifier=%20" })
        {
            (await _beside.Here.PostAsync("ehr/search", Said.Of(query), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        _beside.Asked.ShouldBeEmpty();
        using var there = _beside.Client("there");
        (await there.PostAsync("ehr/search", Said.Of("identifier=1"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await there.GetFromJsonAsync<JsonObject>("ehr/status", TestContext.Current.CancellationToken))!["host"].ShouldBeNull();
        ((string)(await _beside.Here.GetFromJsonAsync<JsonObject>("ehr/status", TestContext.Current.CancellationToken))!["host"]!).ShouldStartWith("127.0.0.1");
    }

    static RequestDelegate Fhir(string body, int status = 200) => context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, body.StartsWith('<') ? "text/html" : "application/fhir+json");
        return context.Response.WriteAsync(body);
    };

    async Task FailsAsync(string code, string words)
    {
        var failed = await _beside.Here.PostAsync("ehr/search", Said.Of("identifier=A-1"), TestContext.Current.CancellationToken);
        failed.StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
        var problem = await BodyAsync(failed);
        ((string)problem["code"]!).ShouldBe(code, (string)problem["detail"]!);
        ((string)problem["detail"]!).ShouldContain(words);
        ((string)problem["detail"]!).ShouldNotContain("secret-token");
    }

    Task<HttpResponseMessage> TakeAsync(string id) => _beside.Here.PostAsJsonAsync(
        $"ehr/{id}", new { commandId = Guid.NewGuid(), patient = Guid.NewGuid() }, TestContext.Current.CancellationToken);

    async Task<JsonObject> FoundAsync(string query) =>
        await BodyAsync(await _beside.Here.PostAsync("ehr/search", Said.Of(query), TestContext.Current.CancellationToken));

    static async Task<JsonObject> BodyAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
}
