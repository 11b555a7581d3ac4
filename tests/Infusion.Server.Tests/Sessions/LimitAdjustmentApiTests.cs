using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class LimitAdjustmentApiTests(SharedClinicServer shared, EmbeddedPostgresFixture postgres) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly string _here = SharedClinicServer.NewClinic("here");
    ClinicServer _server = shared.Server;
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here, SampleLimits.Staged);
        _session = await _server.StartSessionAsync(_here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", _here);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server != shared.Server)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_physician_adjusts_a_limit_and_the_chair_shows_from_what_and_by_whom()
    {
        await AcceptedAsync(86);

        await using var client = await _server.ConnectAsync(_here);
        var chair = client.Snapshot["chairs"]![0]!;
        var limit = LimitOf(chair, "high");
        ((decimal)limit["value"]!, (decimal)limit["adjustableFrom"]!, (decimal)limit["adjustableTo"]!).ShouldBe((86m, 85m, 94m));
        ((decimal)limit["adjusted"]!["approved"]!, (string)limit["adjusted"]!["by"]!).ShouldBe((90m, "nurse"));
        LimitOf(chair, "medium")["adjusted"].ShouldBeNull();
    }

    [Fact]
    public async Task The_reason_stands_in_the_chart_and_in_no_event()
    {
        await AcceptedAsync(86);

        var events = JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/events", TestContext.Current.CancellationToken))!.AsArray();
        events.Select(each => (string)each!["text"]!)
            .ShouldContain("Limit for SpO2 low, high priority: 90 to 86 %. Reason: Lives at altitude.");
        (await _server.ScalarAsync<string>("select string_agg(data::text, ' ') from infusion.mt_events")).ShouldNotContain("altitude");
    }

    [Theory]
    [InlineData("nurse")]
    [InlineData("manager")]
    [InlineData("auditor")]
    public async Task Nobody_but_a_physician_may(string role)
    {
        (await SendAsync(86, role)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await using var client = await _server.ConnectAsync(_here);
        ((decimal)LimitOf(client.Snapshot["chairs"]![0]!, "high")["value"]!).ShouldBe(90m);
    }

    [Theory]
    [InlineData(84, "Lives at altitude.", "limit-out-of-range")]
    [InlineData(93, "Lives at altitude.", "limit-crosses")]
    [InlineData(86, " ", "reason-text")]
    [InlineData(86, "a\0b", "reason-text")]
    public async Task A_refusal_says_why(int value, string reason, string code)
    {
        var response = await SendAsync(value, "physician", reason);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string)problem["code"]!, ((string)problem["detail"]!).EndsWith('.')).ShouldBe((code, true));
    }

    [Fact]
    public async Task The_next_writer_judges_by_the_adjusted_limit()
    {
        var database = await postgres.CreateClinicDatabaseAsync();
        _server = await ClinicServer.StartAsync(database);
        _http.Dispose();
        await InitializeAsync();
        await AcceptedAsync(86);
        await _server.DisposeAsync();
        _server = await ClinicServer.StartAsync(database);

        await using var client = await _server.ConnectAsync(_here);
        var limit = LimitOf(client.Snapshot["chairs"]![0]!, "high");
        ((decimal)limit["value"]!, (decimal)limit["adjusted"]!["approved"]!).ShouldBe((86m, 90m));
    }

    [Fact]
    public async Task The_score_says_what_is_missing_and_changes_with_the_values()
    {
        await _server.DeliverAsync(_here, ClinicServer.Vitals(1, (Metric.SpO2, 92), (Metric.RespiratoryRate, 22), (Metric.HeartRate, 95)));

        await using var client = await _server.ConnectAsync(_here);
        var news2 = client.Snapshot["chairs"]![0]!["news2"]!;
        (news2["total"], (int)news2["atLeast"]!, (bool)news2["hasRed"]!).ShouldBe((null, 5, false));
        news2["missing"]!.AsArray().Select(each => (string)each!).ShouldBe(["air or oxygen", "systolic pressure", "consciousness", "temperature"]);

        await _server.DeliverAsync(_here, ClinicServer.Vitals(2, (Metric.SpO2, 90), (Metric.RespiratoryRate, 22), (Metric.HeartRate, 95)));
        await client.UntilAsync(each => each.Deltas.Any(delta => (int?)delta["news2"]?["atLeast"] == 6));
    }

    static JsonNode LimitOf(JsonNode chair, string priority) => chair["limits"]!.AsArray().Single(limit =>
        (string)limit!["label"]! == "SpO2" && (string)limit["side"]! == "low" && (string)limit["priority"]! == priority)!;

    async Task<HttpResponseMessage> SendAsync(int value, string role, string reason = "Lives at altitude.")
    {
        await using var client = await _server.ConnectAsync(_here);
        var metric = (string)LimitOf(client.Snapshot["chairs"]![0]!, "high")["metric"]!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sessions/{_session}/commands")
        {
            Content = JsonContent.Create(new
            {
                type = "adjust_limit",
                commandId = Guid.NewGuid(),
                metric,
                side = "low",
                priority = "high",
                value,
                reason,
            }),
        };
        request.Headers.Add("X-Role", role);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    async Task AcceptedAsync(int value)
    {
        var response = await SendAsync(value, "physician");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var input = (long)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["input"]!;
        await _server.Grains.GetGrain<IClinicGrain>(_here).WhenCommittedAsync(new Evaluated(1, input));
    }
}
