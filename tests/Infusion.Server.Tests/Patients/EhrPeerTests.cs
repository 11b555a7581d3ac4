using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Patients.Peer;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>Patients fetched from a FHIR server that others wrote.</summary>
public sealed class EhrPeerTests(EmbeddedPostgresFixture postgres)
{
    const string Token = "the-peers-own-token";

    [Fact]
    public async Task A_patient_is_found_in_the_EHR_taken_over_once_and_known_again()
    {
        await using var peer = await FhirPeer.StartAsync(Token);
        using var ehr = new HttpClient();
        ehr.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (given, number) in new[] { ("Ana", "A-1"), ("Hanna", "A-2") })
        {
            var created = await ehr.PostAsync($"{peer.Url}/Patient", new StringContent(
                $$"""
                {"resourceType":"Patient","birthDate":"1984-02-29","gender":"female","name":[{"use":"official","family":"Rivera, Ito","given":["{{given}}"]}],
                 "identifier":[{"system":"urn:clinic","value":"{{number}}"}],
                 "telecom":[{"system":"phone","value":"+43 1"}]}
                """,
                new MediaTypeHeaderValue("application/fhir+json")), TestContext.Current.CancellationToken);
            created.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        await using var server = await ClinicServer.StartAsync(
            await postgres.CreateClinicDatabaseAsync(), settings:
            [$"--Ehr:Clinics:here:Url={peer.Url}", $"--Ehr:Clinics:here:Token={Token}", "--Ehr:Clinics:here:MrnSystem=urn:clinic"]);
        await server.CreateClinicAsync("here");
        using var http = new HttpClient { BaseAddress = new Uri($"{server.Url}/api/clinics/here/patients/") };
        http.DefaultRequestHeaders.Add("X-Clinic", "here");

        (await MatchesAsync(http, "family=Rivera,%20Ito&birthDate=1984-02-29")).Count.ShouldBe(2);
        var match = (await MatchesAsync(http, "identifier=urn:clinic%7CA-1")).ShouldHaveSingleItem();
        ((string)match["patient"]!["mrn"]!, match["similar"]!.AsArray().Count).ShouldBe(("A-1", 0));
        var id = Guid.NewGuid();
        var taken = await http.PostAsJsonAsync($"ehr/{match["id"]}", new { commandId = Guid.NewGuid(), patient = id }, TestContext.Current.CancellationToken);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);

        var record = (await http.GetFromJsonAsync<JsonObject>($"{id}/record", TestContext.Current.CancellationToken))!;
        ((string)record["familyName"]!, (string)record["givenName"]!, (string)record["birthDate"]!, (string)record["gender"]!, (string)record["mrn"]!)
            .ShouldBe(("Rivera, Ito", "Ana", "1984-02-29", "female", "A-1"));
        ((Guid)(await MatchesAsync(http, "identifier=A-1"))[0]["similar"]![0]!["id"]!).ShouldBe(id);
        (await http.PostAsJsonAsync($"ehr/{match["id"]}", new { commandId = Guid.NewGuid(), patient = Guid.NewGuid() }, TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await MatchesAsync(http, "identifier=nobody")).ShouldBeEmpty();
        (await http.PostAsJsonAsync("ehr/no-such-id", new { commandId = Guid.NewGuid(), patient = Guid.NewGuid() }, TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
    }

    static async Task<List<JsonNode>> MatchesAsync(HttpClient http, string query) =>
        [.. (await (await http.PostAsync("ehr/search", Said.Of(query), TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["matches"]!.AsArray().Select(each => each!)];
}
