using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>Rooms and chairs, set up through the API and seen on the board and by the next writer.</summary>
public sealed class ChairSetupApiTests(EmbeddedPostgresFixture postgres)
{
    [Fact]
    public async Task A_manager_adds_renames_and_retires_chairs_and_every_board_and_the_next_server_know()
    {
        var database = await postgres.CreateClinicDatabaseAsync();
        await using (var server = await ClinicServer.StartAsync(database))
        {
            await server.CreateClinicAsync("here");
            await using var board = await server.ConnectAsync("here");
            await AcceptedAsync(server, HttpMethod.Post, "chairs", new { commandId = Guid.NewGuid(), chair = "B1", room = "Room B" });
            await board.UntilAsync(watching => Chairs(watching).SequenceEqual(["A1 Room A", "B1 Room B"]));
            await AcceptedAsync(server, HttpMethod.Post, "chairs/B1/duty", new { commandId = Guid.NewGuid(), action = "take" });
            await AcceptedAsync(server, HttpMethod.Put, "chairs/A1", new { commandId = Guid.NewGuid(), chair = "A7", room = "Garden" });
            await AcceptedAsync(server, HttpMethod.Put, "rooms", new { commandId = Guid.NewGuid(), room = "Room B", to = "Room C" });
            await AcceptedAsync(server, HttpMethod.Post, "chairs", new { commandId = Guid.NewGuid(), chair = "B2", room = "Room C" });
            await AcceptedAsync(server, HttpMethod.Post, "chairs/B2/retire", new { commandId = Guid.NewGuid() });
            await board.UntilAsync(watching => Chairs(watching).SequenceEqual(["A7 Garden", "B1 Room C"]));
        }

        await using var next = await ClinicServer.StartAsync(database);
        await using var again = await next.ConnectAsync("here");
        again.Snapshot["chairs"]!.AsArray().Select(Words).ShouldBe(["A7 Garden", "B1 Room C"]);
        var chairs = again.Snapshot["chairs"]!.AsArray();
        chairs[0]!["devices"]!.AsArray().Select(device => (string)device!["device"]!).ShouldBe(["monitor-1", "pump-1"]);
        ((string)chairs[1]!["holder"]!["person"]!).ShouldBe("boss");
        (await next.ScalarAsync<string>("select string_agg(home_chair, ',') from infusion.device where clinic = 'here'")).ShouldBe("A7,A7");
    }

    [Fact]
    public async Task A_chair_with_an_open_session_stays_and_the_refusal_says_what_would_work()
    {
        await using var server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await server.CreateClinicAsync("here");
        await server.StartSessionAsync("here");

        foreach (var (method, path, body) in new (HttpMethod, string, object)[]
        {
            (HttpMethod.Post, "chairs/A1/retire", new { commandId = Guid.NewGuid() }),
            (HttpMethod.Put, "chairs/A1", new { commandId = Guid.NewGuid(), chair = "A2", room = "Room A" }),
        })
        {
            var refused = await SendAsync(server, method, path, body);
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = (await refused.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
            ((string)problem["code"]!).ShouldBe("chair-occupied");
            ((string)problem["detail"]!).ShouldContain("close it first");
        }
    }

    [Theory]
    [InlineData("nurse")]
    [InlineData("charge_nurse")]
    [InlineData("physician")]
    public async Task Only_a_manager_sets_up_chairs(string role)
    {
        await using var server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await server.CreateClinicAsync("here");

        (await SendAsync(server, HttpMethod.Post, "chairs", new { commandId = Guid.NewGuid(), chair = "B1", room = "Room B" }, role))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Post, "chairs/A1/retire", new { commandId = Guid.NewGuid() }, role)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    static IEnumerable<string> Chairs(LiveClient board) =>
        board.Deltas.LastOrDefault(delta => (string)delta["kind"]! == "chairs")?["chairs"]!.AsArray().Select(Words) ?? [];

    static string Words(JsonNode? view) => $"{view!["chair"]} {view["room"]}";

    static async Task AcceptedAsync(ClinicServer server, HttpMethod method, string path, object body) =>
        (await SendAsync(server, method, path, body)).StatusCode.ShouldBe(HttpStatusCode.OK);

    static async Task<HttpResponseMessage> SendAsync(ClinicServer server, HttpMethod method, string path, object body, string role = "manager")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, $"{server.Url}/api/clinics/here/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Clinic", "here");
        request.Headers.Add("X-User", "boss");
        request.Headers.Add("X-Role", role);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
