using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>Recovery, discharge and vials at the door.</summary>
public sealed class AfterApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await _server.CreateClinicAsync("here");
        _session = await _server.StartSessionAsync("here");
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_vial_is_balanced_with_a_witness_before_the_session_is_closed()
    {
        const string vial = "\"vial\":\"00000000-0000-0000-0000-000000000005\"";
        await AcceptAsync("open_vial", $$"""{{{vial}},"drug":"ketamine","strengthMgPerMl":50,"volumeMl":10,"lot":"L1","expiry":"2199-01-31"}""");
        await AcceptAsync("give_from_vial", $$"""{{{vial}},"mg":35}""");
        (await RefusedAsync("waste_from_vial", $$"""{{{vial}},"mg":465,"witness":{"name":"Nurse","password":"x"} }""")).ShouldBe("witness-same-person");
        (await RefusedAsync("waste_from_vial", $$"""{{{vial}},"mg":465,"witness":{"name":"physician","password":"x"} }""")).ShouldBe("witness-not-verified");
        (await RefusedAsync("waste_from_vial", $$"""{{{vial}},"mg":465}""")).ShouldBe("witness-not-verified");
        (await RefusedAsync("waste_from_vial", $$"""{{{vial}},"mg":-1,"witness":{"name":"physician","password":"physician's own"} }""")).ShouldBe("vial-number");
        await AcceptAsync("stop_infusion", "{}");
        await AcceptAsync("discharge", "{}");
        (await RefusedAsync("close", "{}")).ShouldBe("vial-balance");
        await AcceptAsync("waste_from_vial", $$"""{{{vial}},"mg":465,"witness":{"name":"physician","password":"physician's own"} }""");
        await AcceptAsync("close", "{}");

        await ClinicServer.UntilAsync(async () => (await EventsAsync()).Contains("Wasted: 465 mg, witness physician"));
        var minutes = await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/minutes", TestContext.Current.CancellationToken);
        minutes!["byHand"]!["start"].ShouldNotBeNull();
        minutes["byHand"]!["stop"].ShouldNotBeNull();
        minutes["byPump"]!["start"].ShouldBeNull();
    }

    [Fact]
    public async Task A_score_an_escort_and_a_departure_against_advice_are_charted_as_sentences()
    {
        await AcceptAsync("stop_infusion", "{}");
        (await RefusedAsync("chart_discharge_need", """{"need":"escort_present","isMet":true}""")).ShouldBe("escort-name");
        await AcceptAsync("chart_discharge_need", """{"need":"escort_present","isMet":true,"note":"Maria Example, sister"}""");
        await AcceptAsync(
            "score_recovery",
            """{"scale":"padss","items":[{"item":"vital_signs","score":2},{"item":"activity_and_mind","score":2},{"item":"pain_and_nausea","score":1},{"item":"bleeding","score":2},{"item":"fluids_and_voiding","score":2}]}""");
        (await PostAsync("discharge_in_spite", """{"reason":"because"}""")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync("leave_against_advice", "{}")).ShouldBe("note-text");
        await AcceptAsync("leave_against_advice", """{"reason":"Has to catch a train"}""");

        await ClinicServer.UntilAsync(async () => (await EventsAsync()).Contains("Discharged"));
        var said = await EventsAsync();
        said.ShouldContain("Escort: Maria Example, sister");
        said.ShouldContain("PADSS: 9 of 10");
        said.ShouldContain("Left against advice: Has to catch a train");
    }

    [Fact]
    public async Task What_the_protocol_asks_for_is_read_as_it_stands_with_what_it_rests_on()
    {
        await _server.CreateClinicAsync("strict", protocol: SampleProtocols.Mood);
        using var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/strict/") };
        http.DefaultRequestHeaders.Add("X-Clinic", "strict");
        (_http, _session, var other) = (http, await _server.StartSessionAsync("strict"), _http);
        other.Dispose();
        await AcceptAsync("stop_infusion", """{"reason":"completed"}""");
        (await RefusedAsync("discharge", "{}")).ShouldBe("discharge-not-ready");
        await AcceptAsync("chart_discharge_need", """{"need":"escort_present","isMet":true,"note":"Maria Example"}""");
        await AcceptAsync(
            "score_recovery",
            """{"scale":"aldrete_percent","items":[{"item":"activity","score":2},{"item":"respiration","score":2},{"item":"circulation_percent","score":1},{"item":"consciousness","score":2},{"item":"oxygen_saturation","score":2}]}""");
        await AcceptAsync(
            "open_vial",
            """{"vial":"00000000-0000-0000-0000-000000000006","drug":"ketamine","strengthMgPerMl":10,"volumeMl":20,"lot":"L2","expiry":"2199-01-31"}""");
        await ClinicServer.UntilAsync(async () => (await AfterAsync())["vials"]!.AsArray().Count == 1);

        var after = await AfterAsync();
        var needs = after["discharge"]!.AsArray().ToDictionary(item => (string)item!["code"]!, item => item!.AsObject());
        needs.Keys.ShouldBe(["time", "score", "dissociation", "gait", "nausea", "suicidality", "escort", "instructions"]);
        needs.Where(each => (bool)each.Value["isMet"]!).Select(each => each.Key).ShouldBe(["score", "escort"]);
        ((string)needs["time"]["why"]!).ShouldStartWith("29 min ");
        ((DateTimeOffset)needs["time"]["metFrom"]!).ShouldBe(((DateTimeOffset)needs["time"]["at"]!).AddMinutes(30));
        ((string)needs["score"]["why"]!).ShouldBe("9 of 10");
        ((string)needs["escort"]["need"]!).ShouldBe("escort_present");
        var score = after["scores"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)score["total"]!, (string)score["by"]!, score["items"]!.AsArray().Count).ShouldBe((9, "nurse", 5));
        ((decimal)after["leftMg"]!, (bool)after["vialsAsked"]!, (bool)after["mayBeOverridden"]!).ShouldBe((200m, true, true));
        ((decimal)after["vials"]![0]!["labelledMg"]!).ShouldBe(200m);

        await using var live = await _server.ConnectAsync("strict");
        live.Snapshot["chairs"]![0]!["session"]!["after"]!["discharge"]!.AsArray().Count.ShouldBe(8);
        (await _http.GetAsync($"sessions/{Guid.NewGuid()}/after", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_physician_discharges_in_spite_of_what_is_missing_with_a_reason_that_is_charted()
    {
        await _server.CreateClinicAsync("lenient", protocol: SampleProtocols.Mood with { Vials = null });
        _session = await _server.StartSessionAsync("lenient");
        _http.Dispose();
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/lenient/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "lenient");
        _http.DefaultRequestHeaders.Add("X-Role", "physician");
        await AcceptAsync("stop_infusion", "{}");
        await AcceptAsync("discharge_in_spite", """{"reason":"Transfer to the ward by ambulance"}""");

        await ClinicServer.UntilAsync(async () => (await EventsAsync()).Contains("Discharged"));
        (await EventsAsync()).ShouldContain(text => text.StartsWith("Discharged in spite of what is missing (time, score, dissociation"));
        ((bool)(await AfterAsync())["leftAgainstAdvice"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_entered_late_stands_on_the_chart_with_when_it_was_and_when_it_was_entered()
    {
        var began = DateTimeOffset.Parse((string)(await RawEventsAsync()).Single(e => (string)e["type"]! == "infusion_started")["at"]!);
        await AcceptAsync("chart_vitals", $$"""{"heartRatePerMinute":71,"at":"{{began:O}}"}""");
        await AcceptAsync("chart_observation", $$"""{"what":"sedation","scale":"moaa_s","score":5,"at":"{{began:O}}"}""");
        await AcceptAsync("stop_infusion", $$"""{"at":"{{began.AddTicks(10):O}}"}""");
        (await RefusedAsync("score_recovery", $$"""{"scale":"padss","items":[],"at":"{{began.AddDays(-2):O}}"}""")).ShouldBe("observed-out-of-range");
        await ClinicServer.UntilAsync(async () => (await RawEventsAsync()).Any(e => (string)e["type"]! == "infusion_stopped"));

        var late = (await RawEventsAsync()).Where(e => e["enteredAt"] is not null).ToList();
        late.Select(e => (string)e["type"]!).ShouldBe(["vitals_charted", "observation_charted", "infusion_stopped"], ignoreOrder: true);
        late.ShouldAllBe(e => (DateTimeOffset)e["enteredAt"]! > (DateTimeOffset)e["at"]!);
    }

    async Task<JsonNode> AfterAsync() => (await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/after"))!;

    async Task<List<JsonNode>> RawEventsAsync() => [.. (await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/events"))!.AsArray().OfType<JsonNode>()];

    async Task<List<string>> EventsAsync() =>
        [.. (await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/events"))!.AsArray().Select(e => (string)e!["text"]!)];

    async Task AcceptAsync(string type, string body) => (await PostAsync(type, body)).StatusCode.ShouldBe(HttpStatusCode.OK, type);

    async Task<string> RefusedAsync(string type, string body)
    {
        var response = await PostAsync(type, body);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict, type);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]!;
    }

    Task<HttpResponseMessage> PostAsync(string type, string body)
    {
        var command = new JsonObject { ["type"] = type, ["commandId"] = Guid.NewGuid() };
        foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
        {
            command[name] = value?.DeepClone();
        }

        return _http.PostAsJsonAsync($"sessions/{_session}/commands", command);
    }
}
