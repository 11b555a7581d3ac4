using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>A device that charted for the wrong patient, with the real store: what moves, what is marked, and what a restart makes of it.</summary>
public sealed class CorrectionApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    const string Patients = "select string_agg(distinct patient, ',') from infusion.fhir_resource";

    string _connection = "";
    ClinicServer _server = null!;
    HttpClient _http = null!;
    Guid _a;
    Guid _b;
    long _seq;

    public async ValueTask InitializeAsync()
    {
        _connection = await postgres.CreateClinicDatabaseAsync();
        await StartAsync();
        await _server.Store.CreateClinicAsync(
            new ClinicConfiguration(
                "here", "Clinic here", "Europe/Vienna", [new Chair("A1", "Room A"), new Chair("B2", "Room B")],
                [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1"), new RegisteredDevice("pump-1", DeviceKind.Pump, "A1")],
                ClinicServer.Prompt)
            {
                Protocols = [SampleProtocols.Mood with { Admission = null, Discharge = null, Vials = null, Schedule = [], Safety = ClinicServer.Prompt }],
            },
            simulated: true, CancellationToken.None);
        (_b, var patient) = (Guid.NewGuid(), Guid.NewGuid());
        await DoAsync(new PlanSession(Guid.NewGuid(), _b, "nurse", "B2", patient, ClinicServer.Order) { History = DoseHistory.Nothing });
        await DoAsync(new CheckIn(Guid.NewGuid(), _b, "nurse"));
        _a = await _server.StartSessionAsync("here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_a_pump_gave_moves_with_it_on_both_charts_in_FHIR_and_through_a_restart()
    {
        await PumpAsync(0m, 1m, 2m, 3m);
        var from = await AttachedAsync("pump-1");

        var preview = await GetAsync($"associations/preview?device=pump-1&from={Uri.EscapeDataString(from)}&fromSession={_a}&toSession={_b}");
        ((int)preview["readings"]!, (decimal)preview["givenMg"]!, (string?)preview["refusedCode"]).ShouldBe((4, 3m, null));
        preview = await GetAsync($"associations/preview?device=pump-1&from={Uri.EscapeDataString(from)}&fromSession={_b}&toSession={_a}");
        ((string?)preview["refusedCode"], (string?)preview["refusedReason"]).ShouldBe(
            ("interval-outside", "pump-1 was never attached in the session at chair B2; choose the session that charted it."));
        (await CorrectAsync(Guid.NewGuid(), "pump-1", from, _a, _b, "")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        var command = Guid.NewGuid();
        (await CorrectAsync(command, "pump-1", from, _a, _b, "Cable of the next chair")).EnsureSuccessStatusCode();
        await DoneAsync(_b);
        (await CorrectAsync(command, "pump-1", from, _a, _b, "Cable of the next chair")).EnsureSuccessStatusCode();
        await PumpAsync(4m);

        (await GivenAsync()).ShouldBe((null, 4m));
        await ClinicServer.UntilAsync(async () => (await AdministrationsAsync(_a)).All(each => each.Status == "entered-in-error" || each.Kind == "infusion"));
        (await AdministrationsAsync(_a)).Count(each => each is { Kind: "segment", Status: "entered-in-error" }).ShouldBe(1);
        (await AdministrationsAsync(_b)).ShouldContain(each => each.Kind == "segment" && each.Status == "in-progress");
        (await AdministrationsAsync(_b)).Select(each => each.Id).Intersect((await AdministrationsAsync(_a)).Select(each => each.Id)).ShouldBeEmpty();

        var events = (await GetAsync($"sessions/{_a}/events")).AsArray();
        events.Single(each => (string)each!["type"]! == "delivery_started")!["ofAnotherPatient"]!.GetValue<bool>().ShouldBeTrue();
        events.ShouldContain(each => ((string)each!["text"]!).EndsWith(": Cable of the next chair", StringComparison.Ordinal));
        events.Count(each => (string)each!["type"]! == "association_corrected").ShouldBe(1);
        var view = await GetAsync($"sessions/{_b}/associations");
        view["devices"]!.AsArray().Select(each => (string)each!["device"]!).ShouldBe(["pump-1"]);
        ((string)view["corrections"]![0]!["fromChair"]!, (int)view["corrections"]![0]!["readings"]!).ShouldBe(("A1", 4));

        var replay = await GetAsync($"sessions/{_b}/replay");
        ((bool)replay["isSame"]!).ShouldBeTrue(replay.ToJsonString());
        await _server.DisposeAsync();
        await StartAsync();
        (await GivenAsync()).ShouldBe((null, 4m));

        // And back, when both are closed.
        foreach (var session in new[] { _a, _b })
        {
            if (session == _b)
            {
                await DoAsync(new SetVitalsByHand(Guid.NewGuid(), _b, "nurse", true));
                await DoAsync(new MarkReady(Guid.NewGuid(), _b, "nurse"));
                await DoAsync(new StartInfusion(Guid.NewGuid(), _b, "nurse"));
            }

            await DoAsync(new StopInfusion(Guid.NewGuid(), session, "nurse"));
            await DoAsync(new Discharge(Guid.NewGuid(), session, "nurse"));
            await DoAsync(new CloseSession(Guid.NewGuid(), session, "nurse"));
        }

        var until = (string)(await GetAsync($"sessions/{_b}/associations"))["devices"]![0]!["to"]!;
        var (refused, ends) = (await CorrectAsync(Guid.NewGuid(), "pump-1", from, _b, _a, "No, it was right", until), await EndedAsync(_a));
        (await refused.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["code"]!.GetValue<string>().ShouldBe("interval-after-end");
        (await CorrectAsync(Guid.NewGuid(), "pump-1", from, _b, _a, "No, it was right", ends)).EnsureSuccessStatusCode();
        await ClinicServer.UntilAsync(async () => (await AdministrationsAsync(_a)).Any(each => each is { Kind: "segment", Status: "completed" or "unknown" }));
        (await GetAsync($"sessions/{_a}/associations"))["corrections"]!.AsArray().ShouldAllBe(each => (bool)each!["done"]!);
    }

    [Fact]
    public async Task Minutes_of_a_monitor_move_and_a_server_that_ended_in_the_middle_goes_on_afterwards()
    {
        for (var reading = 0; reading < 3; reading++)
        {
            await _server.DeliverAsync("here", ClinicServer.Vitals(++_seq, (Metric.SpO2, 97m), (Metric.HeartRate, 70m)));
        }

        var from = await AttachedAsync("monitor-1");
        await using (var held = await _server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var hold = new Npgsql.NpgsqlCommand("begin; lock table infusion.reading in access exclusive mode", held);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            (await CorrectAsync(Guid.NewGuid(), "monitor-1", from, _a, _b, "Cable of the next chair")).EnsureSuccessStatusCode();
            await ClinicServer.UntilAsync(async () => await _server.ScalarAsync<long>("select count(*) from infusion.correction where ended_at is null") == 1);

            await using var live = await _server.ConnectAsync("here");
            live.Snapshot["chairs"]!.AsArray().ShouldAllBe(chair => (bool)chair!["session"]!["correcting"]!);
            live.Snapshot["chairs"]![1]!["devices"]![0]!["device"]!.GetValue<string>().ShouldBe("monitor-1");
            (await GetAsync($"sessions/{_a}/associations"))["corrections"]![0]!["done"]!.GetValue<bool>().ShouldBeFalse();
            (await ObservationsAsync(_a)).ShouldAllBe(each => each.Status != "entered-in-error");
            await _server.Application.StopAsync(TestContext.Current.CancellationToken);
        }

        await _server.DisposeAsync();
        await StartAsync();
        await DoneAsync(_b);

        await ClinicServer.UntilAsync(async () => (await ObservationsAsync(_a)).Count > 0 && (await ObservationsAsync(_a)).All(each => each.Status == "entered-in-error"));
        (await ObservationsAsync(_b)).ShouldContain(each => each.Kind == "spo2" && each.Status == "preliminary");
        (await _server.ScalarAsync<long>("select count(*) from infusion.correction where ended_at is null")).ShouldBe(0);
        (await _server.ScalarAsync<string>(Patients)).Split(',').Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_device_is_moved_claimed_and_settled_by_commands_that_say_what_they_found()
    {
        (await RefusedAsync(_b, $$"""{"type":"attach_device","device":"monitor-1"}""")).ShouldBe("device-elsewhere");
        (await RefusedAsync(_b, """{"type":"move_device","device":"monitor-1","fromSession":null}""")).ShouldBe("device-moved");
        await SendAsync(_b, """{"type":"dispute_device","device":"monitor-1"}""");
        await using (var live = await _server.ConnectAsync("here"))
        {
            var dispute = live.Snapshot["chairs"]![0]!["session"]!["disputes"]![0]!;
            ((string)dispute["device"]!, (string)dispute["holderChair"]!, (string)dispute["claimantChair"]!).ShouldBe(("monitor-1", "A1", "B2"));
        }

        (await RefusedAsync(_b, """{"type":"attach_device","device":"monitor-1"}""")).ShouldBe("device-disputed");
        await SendAsync(_a, $$"""{"type":"settle_device","device":"monitor-1","belongs":"{{_a}}"}""");
        await DoneAsync(_a);
        await SendAsync(_b, $$"""{"type":"move_device","device":"monitor-1","fromSession":"{{_a}}"}""");
        await ClinicServer.UntilAsync(async () => (await SaidAsync(_b)).Contains("monitor-1 attached"));
        (await SaidAsync(_b)).ShouldContain("Decided whose monitor-1 is");
    }

    async Task StartAsync()
    {
        _server = await ClinicServer.StartAsync(_connection);
        _http?.Dispose();
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "here");
    }

    async Task DoAsync(SessionCommand command) => await _server.ExecuteAsync("here", new ClinicCommand.OfSession(command, null));

    async Task PumpAsync(params decimal[] totals)
    {
        foreach (var total in totals)
        {
            var now = TimeProvider.System.GetUtcNow();
            await _server.DeliverAsync("here", new Reading(
                "pump-1", "boot-1", ++_seq, now, now, false,
                [new Sample(Metric.PumpRateProgrammed, 52.5m, Quality.Valid), new Sample(Metric.PumpRateCurrent, 52.5m, Quality.Valid), new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid)],
                new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"), []));
        }
    }

    async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;

    async Task<string> AttachedAsync(string device) => (string)(await GetAsync($"sessions/{_a}/associations"))["devices"]!.AsArray()
        .Single(each => (string)each!["device"]! == device)!["from"]!;

    async Task<string> EndedAsync(Guid session) => (string)(await GetAsync($"sessions/{session}/events")).AsArray()
        .Last(each => (string)each!["type"]! == "patient_discharged")!["at"]!;

    Task<HttpResponseMessage> CorrectAsync(Guid id, string device, string from, Guid? loses, Guid? gets, string reason, string? to = null) =>
        _http.PostAsJsonAsync(
            "associations/corrections",
            new { commandId = id, device, from, to, fromSession = loses, toSession = gets, reason }, TestContext.Current.CancellationToken);

    Task DoneAsync(Guid session) => ClinicServer.UntilAsync(async () =>
        (await GetAsync($"sessions/{session}/associations"))["corrections"]!.AsArray() is [_, ..] all && all.All(each => (bool)each!["done"]!));

    /// <summary>mL, as the board has them.</summary>
    async Task<(decimal? A, decimal? B)> GivenAsync()
    {
        await using var live = await _server.ConnectAsync("here");
        var chairs = live.Snapshot["chairs"]!.AsArray();
        return ((decimal?)chairs[0]!["session"]!["givenMl"], (decimal?)chairs[1]!["session"]!["givenMl"]);
    }

    async Task SendAsync(Guid session, string command) =>
        (await PostAsync(session, command)).EnsureSuccessStatusCode();

    async Task<string> RefusedAsync(Guid session, string command)
    {
        var response = await PostAsync(session, command);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["code"]!.GetValue<string>();
    }

    async Task<List<string>> SaidAsync(Guid session) =>
        [.. (await GetAsync($"sessions/{session}/events")).AsArray().Select(each => (string)each!["text"]!)];

    Task<HttpResponseMessage> PostAsync(Guid session, string command)
    {
        var body = JsonNode.Parse(command)!;
        body["commandId"] = Guid.NewGuid();
        return _http.PostAsJsonAsync($"sessions/{session}/commands", body, TestContext.Current.CancellationToken);
    }

    Task<List<(string Id, string Kind, string Status)>> AdministrationsAsync(Guid session) => ResourcesAsync("MedicationAdministration", session);

    /// <summary>Of devices: the weight of the order was nobody else's.</summary>
    async Task<List<(string Id, string Kind, string Status)>> ObservationsAsync(Guid session) =>
        [.. (await ResourcesAsync("Observation", session)).Where(each => each.Kind != "weight")];

    /// <summary>Current ones, by what the session's key says they are.</summary>
    async Task<List<(string Id, string Kind, string Status)>> ResourcesAsync(string type, Guid session)
    {
        await using var command = _server.Database.CreateCommand(
            """
            select id, split_part(split_part(i, '|', 2), ':', 2), status
            from infusion.fhir_resource, unnest(identifiers) i
            where clinic = 'here' and type = $1 and is_current and split_part(i, '|', 2) like $2 || ':%'
            """);
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = session.ToString() });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<(string, string, string)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }
}
