using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Library;

/// <summary>The clinic has one protocol, mood, of which version 1 is a sample.</summary>
public sealed class LibraryApiTests(SharedClinicServer shared, EmbeddedPostgresFixture postgres) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly string _here = SharedClinicServer.NewClinic("here");
    ClinicServer _server = shared.Server;
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _http = As("okafor", "nurse");
        await _server.CreateClinicAsync(_here, SampleProtocols.Mood.Safety, hasSchedule: true);
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
    public async Task What_ships_is_a_sample_in_use()
    {
        var newest = (await GetAsync("protocols")).AsArray().ShouldHaveSingleItem()!;

        Standing(newest["about"]!).ShouldBe("mood 1 sample in use");
        ((string)newest["about"]!["createdBy"]!).ShouldBe("infusion");
        ((decimal)newest["protocol"]!["usualDoseMgPerKg"]!).ShouldBe(0.5m);
        newest["about"]!["approval"].ShouldBeNull();

        // What else ships can be taken over, and is a sample then, whoever took it.
        (await GetAsync("protocols/samples")).AsArray().Where(sample => (bool)sample!["isThere"]!).Select(sample => (string)sample!["id"]!).ShouldBe(["mood"]);
        (await TakeSampleAsync("pain", _http)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TakeSampleAsync("unheard-of", Manager)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Standing(await ReadAsync(await TakeSampleAsync("pain", Manager))).ShouldBe("pain 1 sample in use");
        ((string)(await GetAsync("protocols/pain/versions"))[0]!["reason"]!).ShouldBe("sample that ships, taken over by lindqvist");
        ((string)(await BodyAsync(await TakeSampleAsync("pain", Manager)))["code"]!).ShouldBe("protocol-changed");
        ((string)(await ReadAsync(await PostAsync(
            "protocols/pain/versions/1/approval", new JsonObject { ["commandId"] = Guid.NewGuid(), ["password"] = "password" }, As("lindqvist", "physician"))))["approval"]!["by"]!)
            .ShouldBe("lindqvist");
    }

    [Fact]
    public async Task A_version_is_stored_with_who_when_and_why_and_the_sample_stays()
    {
        var answer = await ReadAsync(await AddAsync(Changed(softHigh: 1.0m), basedOn: 1, reason: "up to 1 mg/kg"));

        Standing(answer).ShouldBe("mood 2 draft in use");
        var history = (await GetAsync("protocols/mood/versions")).AsArray();
        history.Select(about => Standing(about!)).ShouldBe(["mood 2 draft in use", "mood 1 sample"]);
        ((string)history[0]!["createdBy"]!, (string)history[0]!["reason"]!).ShouldBe(("lindqvist", "up to 1 mg/kg"));
        ((decimal)(await GetAsync("protocols/mood/versions/1"))["protocol"]!["guardrails"]!["doseMgPerKg"]!["softHigh"]!).ShouldBe(0.75m);
        ((decimal)(await GetAsync("protocols/mood/versions/2"))["protocol"]!["guardrails"]!["doseMgPerKg"]!["softHigh"]!).ShouldBe(1.0m);
        (await GetAsync("protocols/mood/versions/2/differences")).ToJsonString()
            .ShouldBe("""[{"path":"guardrails.doseMgPerKg.softHigh","before":0.75,"after":1.0}]""");
        (await _http.GetAsync("protocols/mood/versions/3", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_who_change_the_same_version_do_not_overwrite_each_other()
    {
        var first = Guid.NewGuid();
        await ReadAsync(await AddAsync(Changed(softHigh: 1.0m), basedOn: 1, id: first));

        var late = await AddAsync(Changed(softHigh: 0.9m), basedOn: 1);
        var again = await AddAsync(Changed(softHigh: 1.0m), basedOn: 1, id: first);

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await BodyAsync(late))["code"]!).ShouldBe("protocol-changed");
        Standing(await ReadAsync(again)).ShouldBe("mood 2 draft in use");
        (await GetAsync("protocols/mood/versions")).AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_protocol_of_the_clinics_own_begins_with_version_1()
    {
        var own = ProtocolJsonTests.Written("pain");
        own["id"] = "migraine";

        Standing(await ReadAsync(await AddAsync(own, basedOn: 0))).ShouldBe("migraine 1 draft in use");
        (await AddAsync(own, basedOn: 0)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var unknown = own.DeepClone().AsObject();
        unknown["id"] = "unheard-of";
        (await AddAsync(unknown, basedOn: 4)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_and_nothing_is_stored()
    {
        var wrong = Changed(softHigh: 0.01m);
        wrong["name"] = "";
        wrong["usualDuration"] = "00:00:00";
        wrong["safety"]!["vitals"]![2]!["value"] = 93;
        wrong["safety"]!["hysteresis"] = 4;

        var checkedOnly = await BodyAsync(await PostAsync("protocols/validate", new JsonObject { ["protocol"] = wrong.DeepClone() }));
        var refused = await AddAsync(wrong, basedOn: 1, reason: " ");

        string[] paths = ["guardrails.doseMgPerKg.softHigh", "name", "usualDuration", "safety.vitals[2].value", "safety.hysteresis"];
        Paths(checkedOnly).ShouldBe(paths, ignoreOrder: true);
        // What is wrong is compared all the same, with the version in use.
        ((int)checkedOnly["against"]!).ShouldBe(1);
        checkedOnly["differences"]!.AsArray().Single(each => (string)each!["path"]! == "safety.vitals[sp_o2 low high].value")!.ToJsonString()
            .ShouldBe("""{"path":"safety.vitals[sp_o2 low high].value","before":90,"after":93}""");
        var asItIs = (await GetAsync("protocols/mood/versions/1"))["protocol"]!.DeepClone();
        (await ReadAsync(await PostAsync("protocols/validate", new JsonObject { ["protocol"] = asItIs })))["differences"]!.AsArray().ShouldBeEmpty();
        var hardlyBegun = JsonNode.Parse("""{"id":"mood","concentrations":[{"mg/mL":-1}],"safety":{"vitals":[{"metric":"nothing"}]}}""");
        (await ReadAsync(await PostAsync("protocols/validate", new JsonObject { ["protocol"] = hardlyBegun })))["differences"]!.AsArray().Count.ShouldBeGreaterThan(10);
        var own = wrong.DeepClone().AsObject();
        own["id"] = "migraine";
        (await BodyAsync(await PostAsync("protocols/validate", new JsonObject { ["protocol"] = own })))["differences"].ShouldBeNull();
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await BodyAsync(refused);
        Paths(problem).ShouldBe([.. paths, "reason"], ignoreOrder: true);
        problem["faults"]!.AsArray().ShouldAllBe(fault => (string)fault!["message"]! != "");
        (await GetAsync("protocols/mood/versions")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_json_names_its_line()
    {
        using var content = new StringContent("{\n\"basedOn\": 1,\n\"protocol\": {,}\n}", Encoding.UTF8, "application/json");
        var response = await Manager.PostAsync("protocols", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((int)(await BodyAsync(response))["line"]!).ShouldBe(3);

        var wrong = Changed(1.0m);
        wrong["guardrails"]!["weightKg"]!["hardLow"] = "thirty";
        response = await AddAsync(wrong, basedOn: 1);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Paths(await BodyAsync(response)).ShouldBe(["guardrails.weightKg.hardLow"]);
    }

    [Theory]
    [InlineData("nurse", HttpStatusCode.Forbidden)]
    [InlineData("auditor", HttpStatusCode.Forbidden)]
    [InlineData("manager", HttpStatusCode.OK)]
    [InlineData("physician", HttpStatusCode.OK)]
    public async Task Managers_and_physicians_write_versions(string role, HttpStatusCode status)
    {
        using var client = As("somebody", role);

        (await client.PostAsync("protocols", Json(Submission(Changed(1.0m), 1, "a reason", null)), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_physician_who_did_not_write_it_approves_by_password()
    {
        await AddAsync(Changed(softHigh: 1.0m), basedOn: 1);

        (await ApproveAsync(2, "lindqvist", "manager")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ApproveAsync(2, "lindqvist", "physician")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ApproveAsync(2, "hale", "physician", password: "wrong")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ApproveAsync(3, "hale", "physician")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync("protocols/mood/versions/2"))["about"]!["approval"].ShouldBeNull();

        var approved = await ReadAsync(await ApproveAsync(2, "hale", "physician"));

        Standing(approved).ShouldBe("mood 2 approved in use");
        ((string)approved["approval"]!["by"]!).ShouldBe("hale");
        ((string)(await BodyAsync(await ApproveAsync(2, "other", "physician")))["code"]!).ShouldBe("approved-already");
        ((string)(await GetAsync("protocols/mood/versions/2"))["about"]!["approval"]!["by"]!).ShouldBe("hale");
    }

    [Fact]
    public async Task A_plan_that_names_no_version_takes_the_newest_that_is_approved()
    {
        (await PlannedVersionAsync()).ShouldBe(1);

        await AddAsync(Changed(softHigh: 1.0m), basedOn: 1);
        (await PlannedVersionAsync()).ShouldBe(2);

        await ReadAsync(await ApproveAsync(1, "hale", "physician"));
        (await PlannedVersionAsync()).ShouldBe(1);
        (await GetAsync("protocols/mood/versions")).AsArray().Select(about => Standing(about!))
            .ShouldBe(["mood 2 draft", "mood 1 approved in use"]);
        (await PlannedVersionAsync(named: 2)).ShouldBe(2);
    }

    [Fact]
    public async Task A_running_session_keeps_its_version_over_a_new_one_and_a_restart()
    {
        var database = await postgres.CreateClinicDatabaseAsync();
        _server = await ClinicServer.StartAsync(database);
        _http.Dispose();
        await InitializeAsync();
        await _server.StartSessionAsync(_here);
        var stricter = Changed(softHigh: 0.75m);
        stricter["safety"]!["vitals"]![2]!["value"] = 91.5m;
        await ReadAsync(await AddAsync(stricter, basedOn: 1));
        await ReadAsync(await ApproveAsync(2, "hale", "physician"));

        (await ChairAsync()).ShouldBe((1, false, 90m));
        var inputs = await InputsAsync();

        await _server.DisposeAsync();
        _server = await ClinicServer.StartAsync(database);

        (await ChairAsync()).ShouldBe((1, false, 90m));
        (await InputsAsync()).ShouldBe(inputs); // the store and the writer agree: nothing was configured anew
    }

    [Fact]
    public async Task An_approval_reaches_the_chair_that_runs_under_it()
    {
        await _server.StartSessionAsync(_here);
        await using var client = await _server.ConnectAsync(_here);

        await ReadAsync(await ApproveAsync(1, "hale", "physician"));

        await client.UntilAsync(live => live.Deltas.Any(delta =>
            (string)delta["kind"]! == "chair" && (bool)delta["view"]!["session"]!["order"]!["protocolApproved"]!));
    }

    [Fact]
    public async Task The_vocabulary_names_units_and_rules()
    {
        var vocabulary = await GetAsync("protocols/vocabulary");

        var oxygen = vocabulary["vitals"]!.AsArray().Single(vital => (string)vital!["metric"]! == "sp_o2")!;
        ((string)oxygen["unit"]!, (decimal)oxygen["highest"]!).ShouldBe(("%", 100m));
        vocabulary["rules"]!.AsArray().Select(rule => (string)rule!["code"]!).ShouldContain("telemetry-lost");
    }

    HttpClient Manager => As("lindqvist", "manager");

    HttpClient As(string name, string role)
    {
        var client = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        client.DefaultRequestHeaders.Add("X-Clinic", _here);
        client.DefaultRequestHeaders.Add("X-User", name);
        client.DefaultRequestHeaders.Add("X-Role", role);
        return client;
    }

    /// <summary>Version, whether it is approved, and the gravest lower limit of SpO2 that the chair runs under.</summary>
    async Task<(int Version, bool IsApproved, decimal? Low)> ChairAsync()
    {
        await _server.PublishAsync(_here, ClinicServer.SpO2(await NextSeqAsync(), 97));
        await using var client = await _server.ConnectAsync(_here);
        var chair = client.Snapshot["chairs"]![0]!;
        var order = chair["session"]!["order"]!;
        return ((int)order["protocolVersion"]!, (bool)order["protocolApproved"]!, (decimal?)chair["vitals"]!["spo2"]!["low"]);
    }

    Task<long> NextSeqAsync() => _server.ScalarAsync<long>("select coalesce(max(seq), 0) + 1 from infusion.reading");

    Task<long> InputsAsync() =>
        _server.ScalarAsync<long>("select count(*) from infusion.clinic_input where body ->> '$kind' = 'configured'");

    /// <summary>Plans one at the free chair, says under which version, and closes it again.</summary>
    async Task<int> PlannedVersionAsync(int? named = null)
    {
        var session = Guid.NewGuid();
        await BodyAsync(await PostAsync("sessions", new JsonObject
        {
            ["commandId"] = Guid.NewGuid(),
            ["session"] = session,
            ["chair"] = "A1",
            ["patient"] = Guid.NewGuid(),
            ["order"] = new JsonObject
            {
                ["protocol"] = "mood",
                ["protocolVersion"] = named,
                ["drug"] = "ketamine",
                ["doseMg"] = 35,
                ["weightKg"] = 70,
                ["weightBasis"] = "actual",
                ["concentrationMgPerMl"] = 1,
                ["rateMlPerHour"] = 52.5,
                ["durationMinutes"] = 40,
                ["weightMethod"] = "measured",
                ["weighedOn"] = "2026-01-02",
            },
        }));
        await using var client = await _server.ConnectAsync(_here);
        var version = (int)client.Snapshot["chairs"]![0]!["session"]!["order"]!["protocolVersion"]!;
        foreach (var type in (string[])["check_in", "attach_device", "mark_ready", "start_infusion", "stop_infusion", "discharge", "close"])
        {
            var command = new JsonObject { ["type"] = type, ["commandId"] = Guid.NewGuid(), ["device"] = "monitor-1" };
            (await PostAsync($"sessions/{session}/commands", command)).EnsureSuccessStatusCode();
        }

        return version;
    }

    static JsonObject Changed(decimal softHigh)
    {
        var written = ProtocolJsonTests.Written();
        written["guardrails"]!["doseMgPerKg"]!["softHigh"] = softHigh;
        (written["discharge"], written["vials"], written["admission"]) = (null, null, null);
        return written;
    }

    static JsonObject Submission(JsonObject protocol, int basedOn, string reason, Guid? id) => new()
    {
        ["commandId"] = id ?? Guid.NewGuid(),
        ["basedOn"] = basedOn,
        ["reason"] = reason,
        ["protocol"] = protocol.DeepClone(),
    };

    Task<HttpResponseMessage> AddAsync(JsonObject protocol, int basedOn, string reason = "as the director wants it", Guid? id = null) =>
        PostAsync("protocols", Submission(protocol, basedOn, reason, id), Manager);

    Task<HttpResponseMessage> TakeSampleAsync(string sample, HttpClient client) =>
        PostAsync($"protocols/samples/{sample}", new JsonObject { ["commandId"] = Guid.NewGuid() }, client);

    Task<HttpResponseMessage> ApproveAsync(int version, string name, string role, string password = "password") => PostAsync(
        $"protocols/mood/versions/{version}/approval", new JsonObject { ["commandId"] = Guid.NewGuid(), ["password"] = password }, As(name, role));

    Task<HttpResponseMessage> PostAsync(string path, JsonObject body, HttpClient? client = null) =>
        (client ?? _http).PostAsync(path, Json(body), TestContext.Current.CancellationToken);

    async Task<JsonNode> GetAsync(string path) =>
        (await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;

    static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await BodyAsync(response);
    }

    static async Task<JsonNode> BodyAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    static IEnumerable<string> Paths(JsonNode answer) => answer["faults"]!.AsArray().Select(fault => (string)fault!["path"]!);

    static string Standing(JsonNode about) =>
        $"{about["id"]} {about["version"]} {about["standing"]}{((bool)about["isInUse"]! ? " in use" : "")}";
}
