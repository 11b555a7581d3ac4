using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>Who has a chair, handed over through the API and seen on the board.</summary>
public sealed class ChairDutyApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await _server.CreateClinicAsync("here");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_chair_is_handed_over_by_acceptance_and_the_board_shows_each_step()
    {
        await using var board = await _server.ConnectAsync("here");
        await AcceptedAsync("nurse-a", "take");
        await board.UntilAsync(watching => (string?)Holder(watching)?["person"] == "nurse-a");
        await AcceptedAsync("nurse-a", "offer", "nurse-b");
        await board.UntilAsync(watching => (string?)Holder(watching)?["offeredTo"] == "nurse-b");
        ((string)Holder(board)!["person"]!).ShouldBe("nurse-a");
        await AcceptedAsync("nurse-b", "accept");
        await board.UntilAsync(watching => (string?)Holder(watching)?["person"] == "nurse-b");
    }

    [Fact]
    public async Task A_break_is_covered_and_ends()
    {
        await AcceptedAsync("nurse-a", "take");
        await AcceptedAsync("nurse-a", "ask_to_cover", "nurse-b");
        await AcceptedAsync("nurse-b", "accept");
        ((string)(await HolderAsync())["cover"]!, (string)(await HolderAsync())["person"]!).ShouldBe(("nurse-b", "nurse-a"));
        await AcceptedAsync("nurse-a", "end_break");
        (await HolderAsync())["cover"].ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_not_of_the_clinic_gets_no_chair_and_no_duty()
    {
        await AcceptedAsync("nurse-a", "take");
        (await CodeAsync(await ActAsync("nurse-a", "offer", "stranger"))).ShouldBe("person-unknown");
        (await CodeAsync(await ActAsync("nurse-a", "ask_to_cover"))).ShouldBe("person-unknown");
        using var http = Client("nurse-a", "manager");
        var duty = await http.PutAsJsonAsync(
            "duty",
            new { commandId = Guid.NewGuid(), chain = new[] { new { people = new[] { "nurse-a", "stranger" }, answerWithinSeconds = 30 } } },
            TestContext.Current.CancellationToken);
        (await CodeAsync(duty)).ShouldBe("person-unknown");
    }

    [Fact]
    public async Task Only_who_leads_the_shift_takes_a_chair_from_another()
    {
        await AcceptedAsync("nurse-a", "take");
        (await CodeAsync(await ActAsync("nurse-b", "take"))).ShouldBe("chair-has-somebody");
        (await ActAsync("nurse-b", "take_over")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ActAsync("nurse-c", "take_over", role: "charge_nurse")).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await HolderAsync())["person"]!).ShouldBe("nurse-c");
    }

    static JsonNode? Holder(LiveClient client) =>
        client.Deltas.LastOrDefault(delta => (string)delta["kind"]! == "chair")?["view"]!["holder"];

    async Task<JsonNode> HolderAsync()
    {
        using var http = Client("nurse-a", "nurse");
        return (await http.GetFromJsonAsync<JsonArray>("chairs/duty", TestContext.Current.CancellationToken))!.Single()!;
    }

    async Task AcceptedAsync(string by, string action, string? to = null) =>
        (await ActAsync(by, action, to)).StatusCode.ShouldBe(HttpStatusCode.OK);

    async Task<HttpResponseMessage> ActAsync(string by, string action, string? to = null, string role = "nurse")
    {
        using var http = Client(by, role);
        return await http.PostAsJsonAsync("chairs/A1/duty", new { commandId = Guid.NewGuid(), action, to }, TestContext.Current.CancellationToken);
    }

    static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["code"]!;
    }

    HttpClient Client(string user, string role)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        http.DefaultRequestHeaders.Add("X-Clinic", "here");
        http.DefaultRequestHeaders.Add("X-User", user);
        http.DefaultRequestHeaders.Add("X-Role", role);
        return http;
    }
}
