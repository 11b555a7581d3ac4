using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>What is said when an EHR does not answer as it should; over real HTTP, with answers that no well-behaved server gives.</summary>
public sealed class EhrApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly ConcurrentQueue<string> _asked = new();
    readonly ConcurrentQueue<string> _tokens = new();
    RequestDelegate _answer = _ => Task.CompletedTask;
    WebApplication _ehr = null!;
    ClinicServer _server = null!;
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _ehr = builder.Build();
        _ehr.Urls.Add("http://127.0.0.1:0");
        _ehr.Run(context =>
        {
            _asked.Enqueue(context.Request.Path + context.Request.QueryString);
            _tokens.Enqueue(context.Request.Headers.Authorization.ToString());
            return _answer(context);
        });
        await _ehr.StartAsync();
        _server = await ClinicServer.StartAsync(
            await postgres.CreateClinicDatabaseAsync(), settings:
            [$"--Ehr:Clinics:here:Url={_ehr.Urls.First()}/fhir", "--Ehr:Clinics:here:Token=secret-token", "--Ehr:TimeoutSeconds=2"]);
        await _server.CreateClinicAsync("here");
        await _server.CreateClinicAsync("there");
        _http = Client("here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _ehr.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_configured_base_is_asked_with_its_token_and_nothing_of_an_answer_is_followed()
    {
        _answer = Fhir($$"""
            {"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"{{_ehr.Urls.First()}}/elsewhere?page=2"}],
             "entry":[{"search":{"mode":"match"},"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Rivera","given":["Ana"]}]} },
                      {"search":{"mode":"include"},"resource":{"resourceType":"Organization","id":"o1","name":"Elsewhere"} }]}
            """);

        var found = await FoundAsync("family=Riv%2Cera&birthDate=1984-02-29");

        ((bool)found["hasMore"]!, found["matches"]!.AsArray().Count).ShouldBe((true, 1));
        _asked.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            asked => asked.ShouldStartWith("/fhir/Patient?"),
            asked => Uri.UnescapeDataString(asked).ShouldContain(@"family=Riv\,era"),
            asked => asked.ShouldContain("birthdate=1984-02-29"));
        _tokens.ShouldBe(["Bearer secret-token"]);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("a%2F..%2F..%2Fadmin")]
    [InlineData("http:%2F%2Felsewhere")]
    public async Task An_id_that_is_none_is_not_asked_for(string id)
    {
        (await TakeAsync(id)).StatusCode.ShouldBeOneOf(HttpStatusCode.FailedDependency, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _answer = context =>
        {
            context.Response.Redirect("/other/Patient", permanent: true);
            return Task.CompletedTask;
        };

        await FailsAsync("ehr-answer", "another address");
        _asked.Count.ShouldBe(1);
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
        _answer = Fhir(body, status);
        await FailsAsync(code, words);
    }

    [Fact]
    public async Task An_EHR_that_is_silent_or_away_or_sends_too_much_is_said_so()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await FailsAsync("ehr-unreachable", "within 2 s");
        _answer = async context =>
        {
            context.Response.ContentType = "application/fhir+json";
            for (var part = 0; part < 5 * 1024 && !context.RequestAborted.IsCancellationRequested; part++)
            {
                await context.Response.WriteAsync(new string(' ', 1024));
            }
        };
        await FailsAsync("ehr-answer", "larger than 4 MiB");
        await _ehr.StopAsync(TestContext.Current.CancellationToken);
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
            _answer = Fhir(body);
            (await TakeAsync("p1")).StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
        }

        ((long)(await _http.GetFromJsonAsync<JsonObject>("", TestContext.Current.CancellationToken))!["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_EHR_does_not_say_is_refused_at_its_field_and_not_filled_in()
    {
        _answer = Fhir("""{"resourceType":"Patient","id":"p1","birthDate":"1984","name":[{"text":"Ana Rivera"}]}""");

        var refused = await TakeAsync("p1");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BodyAsync(refused))["faults"]!.AsArray().Select(fault => (string)fault!["field"]!).ShouldBe(["familyName", "givenName"]);
    }

    [Fact]
    public async Task A_search_that_would_list_everybody_is_refused_and_a_clinic_without_an_EHR_says_so()
    {
        foreach (var query in new[] { "", "family=Rivera", "birthDate=1984-02-29", "identifier=%20" })
        {
            (await _http.PostAsync("ehr/search", Said.Of(query), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        _asked.ShouldBeEmpty();
        using var there = Client("there");
        (await there.PostAsync("ehr/search", Said.Of("identifier=1"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await there.GetFromJsonAsync<JsonObject>("ehr/status", TestContext.Current.CancellationToken))!["host"].ShouldBeNull();
        ((string)(await _http.GetFromJsonAsync<JsonObject>("ehr/status", TestContext.Current.CancellationToken))!["host"]!).ShouldStartWith("127.0.0.1");
    }

    static RequestDelegate Fhir(string body, int status = 200) => context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, body.StartsWith('<') ? "text/html" : "application/fhir+json");
        return context.Response.WriteAsync(body);
    };

    async Task FailsAsync(string code, string words)
    {
        var failed = await _http.PostAsync("ehr/search", Said.Of("identifier=A-1"), TestContext.Current.CancellationToken);
        failed.StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
        var problem = await BodyAsync(failed);
        ((string)problem["code"]!).ShouldBe(code, (string)problem["detail"]!);
        ((string)problem["detail"]!).ShouldContain(words);
        ((string)problem["detail"]!).ShouldNotContain("secret-token");
    }

    Task<HttpResponseMessage> TakeAsync(string id) => _http.PostAsJsonAsync(
        $"ehr/{id}", new { commandId = Guid.NewGuid(), patient = Guid.NewGuid() }, TestContext.Current.CancellationToken);

    async Task<JsonObject> FoundAsync(string query) =>
        await BodyAsync(await _http.PostAsync("ehr/search", Said.Of(query), TestContext.Current.CancellationToken));

    static async Task<JsonObject> BodyAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;

    HttpClient Client(string clinic)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{clinic}/patients/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        return http;
    }
}
