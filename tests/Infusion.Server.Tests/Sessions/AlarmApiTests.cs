using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>Who is called to an alarm, what they answer and why it was raised: through the API and the hub, by a clock that the test moves.</summary>
public sealed class AlarmApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly TemporaryDirectory _data = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
    string _database = null!;
    ClinicServer _server = null!;
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateClinicDatabaseAsync();
        await StartAsync();
        await _server.CreateClinicAsync("here");
        _session = await _server.StartSessionAsync("here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task An_alarm_that_nobody_acknowledges_calls_who_is_on_duty_and_a_refusal_the_next_also_after_a_restart()
    {
        (await SetDutyAsync(("nurse", 30), ("charge", 60))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using (var client = await _server.ConnectAsync("here"))
        {
            await DeliverAsync(1, 84);
            await client.UntilAsync(watching => watching.Alarms.Count > 0);
            client.Alarms[0]["alarm"]!["call"].ShouldBeNull();
            ((bool)client.Alarms[0]["alarm"]!["calls"]!, (bool)client.Alarms[0]["alarm"]!["maySilence"]!).ShouldBe((true, true));

            _time.Advance(TimeSpan.FromSeconds(46));
            await client.UntilAsync(watching => CallOf(watching) is { } call && (int)call["step"]! == 1);
            CallOf(client)!["people"]!.AsArray().Select(name => (string)name!).ShouldBe(["nurse"]);
        }

        await RestartAsync();
        await using var again = await _server.ConnectAsync("here");
        var alarm = Listed(again.Snapshot).Single(each => (string)each["code"]! == "spo2-low");
        ((int)alarm["call"]!["step"]!, (string)alarm["presence"]!).ShouldBe((1, "active"));
        again.Alarms.ShouldBeEmpty();

        await AcceptedAsync(new { type = "refuse_alarm", alarm = (string)alarm["id"]!, commandId = Guid.NewGuid() });
        await again.UntilAsync(watching => CallOf(watching) is { } call && (int)call["step"]! == 2);
        await AcceptedAsync(new { type = "accept_alarm", alarm = (string)alarm["id"]!, commandId = Guid.NewGuid() });
        await again.UntilAsync(watching => (string?)CallOf(watching)?["acceptedBy"] == "nurse");

        var history = (await GetAsync($"sessions/{_session}/alarms/{alarm["id"]}"))["history"]!.AsArray();
        history.Select(moment => (string)moment!["type"]!).ShouldBe(["alarm_raised", "alarm_assigned", "alarm_refused", "alarm_assigned", "alarm_accepted"]);
        history.Select(moment => (string)moment!["text"]!).ShouldContain("Called charge (step 2): SpO2 84 %, limit 90 %");
    }

    [Fact]
    public async Task An_alarm_is_explained_by_rule_limit_and_inputs()
    {
        await DeliverAsync(1, 84);
        await DeliverAsync(2, 97);
        var alarm = AlarmId.Derive(_session, "spo2-low", Metric.SpO2, null, _time.GetUtcNow().AddSeconds(-1));

        var explained = await GetAsync($"sessions/{_session}/alarms/{alarm}");

        ((string)explained["alarm"]!["presence"]!, (string)explained["alarm"]!["chair"]!).ShouldBe(("latched", "A1"));
        var raised = explained["history"]![0]!;
        raised["why"]!.AsArray().Select(sentence => (string)sentence!).ShouldBe(
        [
            "Rule SR-001 (spo2-low) version 1, under protocol mood version 1.",
            "SpO2 84 % is below the limit for high priority, 90 %; raised at once, ends 2 % inside it.",
            "Looked at: SpO2 84 %, valid, by monitor-1, 0 s before.",
        ]);
        ((decimal)raised["basis"]!["limit"]!["value"]!).ShouldBe(90);
        (await _http.GetAsync($"sessions/{_session}/alarms/{Guid.NewGuid()}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_clinics_own_alarm_cannot_be_silenced_is_explained_in_its_stream_and_leaves_the_board_when_it_is_over()
    {
        await using var client = await _server.ConnectAsync("here");
        await AcceptedAsync(new { type = "detach_device", device = "pump-1", commandId = Guid.NewGuid() });
        for (var seq = 1; seq <= 12; seq++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await _server.DeliverAsync("here", Pump(seq, PumpStatus.Infusing));
        }

        await client.UntilAsync(watching => watching.Alarms.Any(IsOfPump));
        var alarm = client.Alarms.First(IsOfPump)["alarm"]!;
        var stream = (string)alarm["session"]!;
        var refused = await SendAsync(stream, new { type = "pause_alarm_audio", alarm = (string)alarm["id"]!, seconds = 60, commandId = Guid.NewGuid() });
        ((string)(await ReadAsync(refused))["code"]!).ShouldBe("alarm-not-silenced");
        ((bool)alarm["maySilence"]!).ShouldBeFalse();

        await AcceptedAsync(new { type = "acknowledge_alarm", alarm = (string)alarm["id"]!, commandId = Guid.NewGuid() }, stream);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _server.DeliverAsync("here", Pump(13, PumpStatus.NotInfusing));
        await client.UntilAsync(watching => watching.Alarms.Any(delta => IsOfPump(delta) && (string)delta["change"]! == "ended"));
        var explained = await GetAsync($"sessions/{stream}/alarms/{alarm["id"]}");
        ((string)explained["alarm"]!["presence"]!).ShouldBe("inactive");
        ((string)explained["history"]![0]!["why"]![0]!).ShouldBe("Rule SR-007 (pump-runs-without-session) version 1, under the clinic's own limits.");
    }

    [Fact]
    public async Task The_duty_list_is_read_by_all_and_set_by_those_who_may()
    {
        (await SetDutyAsync(("nurse", 5))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await SetDutyAsync(("nurse", 30), ("charge", 60))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _http.PutAsJsonAsync("duty", new { commandId = Guid.NewGuid() }, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        _http.DefaultRequestHeaders.Add("X-Role", "nurse");
        (await SetDutyAsync(("nurse", 40))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var duty = await GetAsync("duty");
        duty["clinic"]!.AsArray().Select(step => ((string)step!["people"]![0]!, (int)step["answerWithinSeconds"]!)).ShouldBe([("nurse", 30), ("charge", 60)]);
    }

    /// <summary>Without a store: the state as bytes and back, in the middle of an escalation.</summary>
    [Fact]
    public async Task A_state_read_from_its_image_goes_on_with_its_deadlines_and_raises_and_calls_nothing_again()
    {
        await SetDutyAsync(("nurse", 30), ("charge", 60));
        await DeliverAsync(1, 84);
        await RestartAsync();
        var stored = await _server.ScalarAsync<byte[]>("select state from infusion.checkpoint order by input desc limit 1");
        var (ran, read) = (StateImage.Read(stored), StateImage.Read(StateImage.Write(StateImage.Read(stored))));

        List<SessionEvent> On(ClinicState state, int seconds)
        {
            var sink = new FindingSink();
            ClinicEngine.Advance(state, state.TickedThrough.AddSeconds(seconds), sink);
            return [.. sink.Events.Select(each => each.Event)];
        }

        On(ran, 50).ShouldContain(each => each is AlarmAssigned);
        var half = On(read, 50);
        half.ShouldNotContain(each => each is AlarmRaised && ((AlarmRaised)each).Rule == "spo2-low");
        var halfway = StateImage.Read(StateImage.Write(read));
        On(halfway, 100).Select(each => $"{each.At} {each.GetType().Name}").ShouldBe(On(ran, 100).Select(each => $"{each.At} {each.GetType().Name}"));
    }

    static bool IsOfPump(JsonObject delta) => (string)delta["alarm"]!["code"]! == "pump-runs-without-session";

    static JsonNode? CallOf(LiveClient client) =>
        client.Alarms.LastOrDefault(delta => (string)delta["alarm"]!["code"]! == "spo2-low")?["alarm"]!["call"];

    static IEnumerable<JsonNode> Listed(JsonObject snapshot) => snapshot["chairs"]![0]!["alarms"]!.AsArray().Select(each => each!);

    async Task StartAsync()
    {
        _server = await ClinicServer.StartAsync(_database, _data.Path, _time);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "here");
    }

    async Task RestartAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await StartAsync();
        await _server.Grains.GetGrain<IClinicGrain>("here").KeepAsync();
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")).UnsavedSince is null);
    }

    Task DeliverAsync(long seq, decimal spO2)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _server.DeliverAsync("here", ClinicServer.Vitals(seq, (Metric.SpO2, spO2)) with { At = _time.GetUtcNow(), ReceivedAt = _time.GetUtcNow() });
    }

    Reading Pump(long seq, PumpStatus status) => ClinicServer.Vitals(seq, (Metric.PumpRateCurrent, 50m)) with
    {
        Device = "pump-1",
        At = _time.GetUtcNow(),
        ReceivedAt = _time.GetUtcNow(),
        Pump = new PumpState(status, PumpMode.Continuous, "ketamine"),
    };

    Task<HttpResponseMessage> SetDutyAsync(params (string Person, int Seconds)[] steps) => _http.PutAsJsonAsync(
        "duty",
        new
        {
            commandId = Guid.NewGuid(),
            chair = (string?)null,
            chain = steps.Select(step => new { people = new[] { step.Person }, answerWithinSeconds = step.Seconds }),
        },
        TestContext.Current.CancellationToken);

    Task<HttpResponseMessage> SendAsync(string stream, object command) =>
        _http.PostAsJsonAsync($"sessions/{stream}/commands", command, TestContext.Current.CancellationToken);

    async Task AcceptedAsync(object command, string? stream = null)
    {
        var response = await SendAsync(stream ?? _session.ToString(), command);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await ReadAsync(response);
        await _server.Grains.GetGrain<IClinicGrain>("here").WhenCommittedAsync(new Evaluated((long)answer["epoch"]!, (long)answer["input"]!));
    }

    async Task<JsonNode> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path, TestContext.Current.CancellationToken));

    static async Task<JsonNode> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
