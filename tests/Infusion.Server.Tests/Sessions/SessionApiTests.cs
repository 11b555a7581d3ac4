using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class SessionApiTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here, hasSchedule: true);
        _session = await _server.StartSessionAsync(_here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", _here);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
    }

    [Fact]
    public async Task A_command_answers_with_its_input_and_a_second_copy_with_the_same()
    {
        var command = new { type = "pause_infusion", commandId = Guid.NewGuid() };

        var first = await ReadAsync(await SendAsync(command));
        var second = await ReadAsync(await SendAsync(command));

        ((long)first["input"]!).ShouldBeGreaterThan(0);
        ((long)second["input"]!).ShouldBe((long)first["input"]!);
        ((long)first["epoch"]!, (long)second["epoch"]!).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("""{"type":"resume_infusion"}""", "wrong-phase")]
    [InlineData("""{"type":"attach_device","device":"monitor-9"}""", "device-unregistered")]
    [InlineData("""{"type":"write_note","text":"  "}""", "note-text")]
    [InlineData("""{"type":"write_note","text":"a\u0000b"}""", "note-text")]
    [InlineData("""{"type":"acknowledge_alarm","alarm":"0197aaaa-0000-7000-8000-000000000001"}""", "alarm-unknown")]
    [InlineData("""{"type":"chart_observation","what":"sedation","scale":"moaa_s","score":6}""", "score-out-of-range")]
    [InlineData("""{"type":"chart_observation","what":"nausea","scale":"rass","score":1}""", "scale-mismatch")]
    [InlineData("""{"type":"chart_observation","what":"pain","scale":"numeric","score":1,"at":"2020-01-01T00:00:00Z"}""", "observed-out-of-range")]
    public async Task A_refusal_names_what_is_wrong(string command, string code)
    {
        var body = JsonNode.Parse(command)!.AsObject();
        body["commandId"] = Guid.NewGuid();

        var response = await SendAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await ReadAsync(response);
        ((string)problem["code"]!).ShouldBe(code);
        ((string)problem["detail"]!).ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("""{"type":"stop_the_pump","commandId":"0197aaaa-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"commandId":"0197aaaa-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"type":"pause_infusion"}""")]
    [InlineData("""{"type":"pause_infusion","commandId":"no"}""")]
    [InlineData("not json")]
    public async Task What_is_no_command_is_a_bad_request(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var response = await _http.PostAsync($"sessions/{_session}/commands", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_observation_is_charted_and_the_next_one_is_due_later()
    {
        await using var client = await _server.ConnectAsync(_here);
        var before = DueOf(client.Snapshot, "sedation");
        await AcceptedAsync(new { type = "chart_observation", what = "sedation", scale = "moaa_s", score = 4, commandId = Guid.NewGuid() });

        await using var again = await _server.ConnectAsync(_here);
        DueOf(again.Snapshot, "sedation").ShouldBeGreaterThan(before);
        (await GetAsync($"sessions/{_session}/events")).AsArray().Select(e => (string)e!["text"]!).ShouldContain("Sedation score: MOAA/S, 4");

        static DateTimeOffset DueOf(JsonNode snapshot, string what) => DateTimeOffset.Parse(
            (string)snapshot["chairs"]![0]!["session"]!["due"]!.AsArray().Single(due => (string)due!["what"]! == what)!["dueAt"]!,
            System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_order_with_an_impossible_number_is_refused()
    {
        var response = await _http.PostAsJsonAsync(
            "sessions",
            new
            {
                commandId = Guid.NewGuid(),
                session = Guid.NewGuid(),
                chair = "A1",
                patient = Guid.NewGuid(),
                order = new
                {
                    protocol = "mood",
                    protocolVersion = 1,
                    drug = "ketamine",
                    doseMg = -1,
                    weightKg = 70,
                    weightBasis = "actual",
                    concentrationMgPerMl = 1,
                    rateMlPerHour = 50,
                    durationMinutes = 40,
                },
            },
            TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await ReadAsync(response))["detail"]!).ShouldContain("mass in mg must not be negative");
    }

    [Fact]
    public async Task The_chart_lists_a_note_and_names_the_alarm_that_was_acknowledged()
    {
        await _server.DeliverAsync(_here, ClinicServer.Vitals(1, (Metric.SpO2, 84)));
        await using var client = await _server.ConnectAsync(_here);
        var alarm = (string)client.Snapshot["chairs"]![0]!["alarms"]![0]!["id"]!;
        await AcceptedAsync(new { type = "acknowledge_alarm", alarm, commandId = Guid.NewGuid() });
        await AcceptedAsync(new { type = "write_note", text = "Speaks, feels warm.", commandId = Guid.NewGuid() });

        var texts = (await GetAsync($"sessions/{_session}/events")).AsArray().Select(e => (string)e!["text"]!).ToList();

        texts.ShouldContain("Speaks, feels warm.");
        texts.ShouldContain("SpO2 84 %, limit 90 %");
        texts.ShouldContain("Acknowledged: SpO2 84 %, limit 90 %");
    }

    [Fact]
    public async Task Trends_hold_what_was_measured_and_what_had_no_value()
    {
        await _server.DeliverAsync(_here, ClinicServer.Vitals(1, (Metric.SpO2, 97), (Metric.HeartRate, 71.5m)));
        await _server.DeliverAsync(_here, ClinicServer.Vitals(2, (Metric.SpO2, null)));

        var trends = await GetAsync($"sessions/{_session}/trends");

        var saturation = trends["vitals"]!["spo2"]!.AsArray();
        ((decimal)saturation[0]![1]!).ShouldBe(97);
        saturation[1]![1].ShouldBeNull();
        ((decimal)trends["vitals"]!["hr"]![0]![1]!).ShouldBe(71.5m);
    }

    [Fact]
    public async Task Trends_mark_missing_numbers_until_they_are_sent_again()
    {
        async Task<List<long>> MissingAsync() =>
            [.. (await GetAsync($"sessions/{_session}/trends"))["gaps"]!.AsArray().Select(gap => (long)gap!["missing"]!)];
        await _server.DeliverAsync(_here, ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        var missing = ClinicServer.Vitals(2, (Metric.SpO2, 96));
        await _server.DeliverAsync(_here, ClinicServer.Vitals(3, (Metric.SpO2, 97)));
        (await MissingAsync()).ShouldBe([1]);

        await _server.DeliverAsync(_here, missing);

        (await MissingAsync()).ShouldBeEmpty();
        var texts = (await GetAsync($"sessions/{_session}/events")).AsArray().Select(e => (string)e!["text"]!).ToList();
        texts.ShouldContain("Messages 2 to 2 of monitor-1 are missing");
        texts.ShouldContain("Messages 2 to 2 of monitor-1 have arrived");
    }

    [Fact]
    public async Task The_device_list_tells_how_far_a_clock_is_off_and_how_sure_that_is()
    {
        for (var seq = 1; seq <= 10; seq++)
        {
            var reading = ClinicServer.Vitals(seq, (Metric.SpO2, 97));
            await _server.DeliverAsync(_here, reading with { At = reading.ReceivedAt.AddMinutes(-5) });
        }

        var devices = (await GetAsync("devices")).AsArray();

        var monitor = devices.Single(device => (string)device!["device"]! == "monitor-1")!;
        ((double)monitor["clockBehindSeconds"]!, (string)monitor["clockConfidence"]!).ShouldBe((300d, "settled"));
        var pump = devices.Single(device => (string)device!["device"]! == "pump-1")!;
        (pump["clockBehindSeconds"], (string)pump["clockConfidence"]!).ShouldBe((null, "unknown"));
    }

    [Fact]
    public async Task The_given_dose_does_not_jump_when_the_counter_flickers()
    {
        decimal[] counter = [10, 20, 19, 21];
        for (var seq = 0; seq < counter.Length; seq++)
        {
            await _server.DeliverAsync(_here, ClinicServer.Vitals(seq, (Metric.VolumeDeliveredTotal, counter[seq])) with
            {
                Device = "pump-1",
            });
        }

        var given = (await GetAsync($"sessions/{_session}/trends"))["givenMg"]!.AsArray();

        given.Select(point => (decimal)point![1]!).ShouldBe([0, 10, 10, 11]);
    }

    [Fact]
    public async Task Events_hold_neither_names_nor_free_text()
    {
        await AcceptedAsync(new { type = "write_note", text = "Speaks, feels warm.", commandId = Guid.NewGuid() });

        var events = await _server.ScalarAsync<string>($"select string_agg(data::text, ' ') from infusion.mt_events where tenant_id = '{_here}'");

        events.ShouldNotBeEmpty();
        events.ShouldNotContain("Erika");
        events.ShouldNotContain("1980");
        events.ShouldNotContain("warm");
    }

    [Fact]
    public async Task A_patient_is_found_by_id_and_a_stranger_is_not()
    {
        await using var client = await _server.ConnectAsync(_here);
        var patient = (string)client.Snapshot["chairs"]![0]!["session"]!["patient"]!;

        ((string)(await GetAsync($"patients/{patient}"))["initials"]!).ShouldBe("E.E.");
        (await _http.GetAsync($"patients/{Guid.NewGuid()}", TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_accepted_device_can_be_attached()
    {
        await _server.DeliverAsync(_here, ClinicServer.Vitals(1, (Metric.SpO2, 97)) with { Device = "monitor-9" });
        (await GetAsync("devices")).AsArray().Single(device => (string)device!["device"]! == "monitor-9")!["waiting"]!
            .GetValue<bool>().ShouldBeTrue();
        await AcceptedAsync(new { type = "detach_device", device = "monitor-1", commandId = Guid.NewGuid() });

        await _server.ExecuteAsync(_here, new ClinicCommand.AcceptDevice(Guid.NewGuid(), "monitor-9", DeviceKind.Monitor, "A1"));
        await AcceptedAsync(new { type = "attach_device", device = "monitor-9", commandId = Guid.NewGuid() });

        (await GetAsync("devices")).AsArray().Single(device => (string)device!["device"]! == "monitor-9")!["waiting"]!
            .GetValue<bool>().ShouldBeFalse();
    }

    Task<HttpResponseMessage> SendAsync(object command) =>
        _http.PostAsJsonAsync($"sessions/{_session}/commands", command, TestContext.Current.CancellationToken);

    /// <summary>Answered when evaluated, read when committed: a fresh database's first writer has epoch 1.</summary>
    async Task AcceptedAsync(object command)
    {
        var response = await SendAsync(command);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var input = (long)(await ReadAsync(response))["input"]!;
        await _server.Grains.GetGrain<IClinicGrain>(_here).WhenCommittedAsync(new Evaluated(1, input));
    }

    async Task<JsonNode> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path, TestContext.Current.CancellationToken));

    static async Task<JsonNode> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
