using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class CareApiTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    HttpClient _http = null!;
    Guid _session;

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

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
    }

    [Fact]
    public async Task Vitals_by_hand_are_judged_and_shown_as_by_a_person_live_in_the_trend_and_in_the_chart()
    {
        await TakenAsync(new { type = "chart_vitals", systolicMmHg = 204, diastolicMmHg = 98, spo2Percent = 97.5 });

        var chair = await ChairAsync();
        ((string)chair["nibp"]!["by"]!, (decimal)chair["nibp"]!["systolic"]!).ShouldBe(("nurse", 204m));
        ((string)chair["vitals"]!["spo2"]!["by"]!, (double)chair["vitals"]!["spo2"]!["staleAfterSeconds"]!).ShouldBe(("nurse", 600d));
        chair["alarms"]!.AsArray().Select(each => (string)each!["code"]!).ShouldContain("systolic-high");
        (await TextsAsync()).ShouldContain("By hand: Systolic 204 mmHg, Diastolic 98 mmHg, SpO2 97.5 %");
        var trends = JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/trends", Cancelled))!;
        ((decimal)trends["byHand"]!.AsArray().ShouldHaveSingleItem()!["values"]!["systolic"]!).ShouldBe(204m);
        trends["nibp"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_sentence()
    {
        var answer = await SendAsync(new { type = "chart_vitals", systolicMmHg = 80, diastolicMmHg = 120 });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
        ((string)problem["code"]!, (string)problem["detail"]!).ShouldBe(
            ("pressure-contradictory", "Systolic 80 mmHg must be above diastolic 120 mmHg; they may be the other way round."));
    }

    [Fact]
    public async Task An_emergency_is_on_the_chair_until_it_is_ended()
    {
        await TakenAsync(new { type = "call_emergency", kind = "airway" });
        await TakenAsync(new { type = "chart_arrival", who = "emergency_team" });
        var chair = await ChairAsync();
        var emergency = chair["session"]!["care"]!["emergency"]!;
        ((string)emergency["kind"]!, (string)emergency["calledBy"]!, (string)emergency["arrivals"]![0]!["who"]!)
            .ShouldBe(("airway", "nurse", "emergency_team"));
        chair["alarms"]!.AsArray().Select(each => (string)each!["code"]!).ShouldContain("emergency-called");

        await TakenAsync(new { type = "end_emergency" });
        (await ChairAsync())["session"]!["care"]!["emergency"].ShouldBeNull();
        (await TextsAsync()).ShouldHave("Emergency called: airway", "Came to the emergency: emergency team", "Emergency ended");
    }

    [Fact]
    public async Task Adverse_event_and_rescue_have_outcome_and_response_and_a_name_that_can_be_erased()
    {
        var adverse = await TakenAsync(new { type = "chart_adverse_event", code = "hypertension", grade = 2 });
        await TakenAsync(new { type = "chart_adverse_event_outcome", adverseEvent = adverse, outcome = "resolved" });
        var rescue = await TakenAsync(new
        {
            type = "give_rescue",
            medication = "other",
            name = "urapidil",
            dose = 12.5,
            unit = "milligram",
            route = "intravenous",
        });
        await TakenAsync(new { type = "chart_rescue_response", rescue, response = "effective" });

        var care = (await ChairAsync())["session"]!["care"]!;
        ((string)care["adverseEvents"]![0]!["outcome"]!, (string)care["rescues"]![0]!["response"]!).ShouldBe(("resolved", "effective"));
        (await TextsAsync()).ShouldHave("Adverse event, grade 2: hypertension", "Rescue: urapidil 12.5 mg IV");
        (await _server.ScalarAsync<string>("select string_agg(data::text, ' ') from infusion.mt_events")).ShouldNotContain("urapidil");
    }

    [Fact]
    public async Task Two_people_at_once_both_keep_their_entries()
    {
        await Task.WhenAll(
            TakenAsync(new { type = "chart_vitals", heartRatePerMinute = 72 }),
            TakenAsync(new { type = "chart_vitals", respiratoryRatePerMinute = 14 }),
            TakenAsync(new { type = "chart_setting", item = "music", isOn = true }));

        (await TextsAsync()).ShouldHave("By hand: Heart rate 72 /min", "By hand: Respiratory rate 14 /min", "Setting: music on");
    }

    [Fact]
    public async Task A_wrong_entry_is_taken_back_within_the_minute_by_whoever_charted_it_and_counts_for_nothing()
    {
        var score = await TakenAsync(new { type = "chart_observation", what = "sedation", scale = "moaa_s", score = 1 });
        var vitals = await TakenAsync(new { type = "chart_vitals", systolicMmHg = 244, diastolicMmHg = 98 });
        var line = await LineAsync(score);
        ((string)line["text"]!, line["withdrawn"]).ShouldBe(("Sedation score: MOAA/S, 1", null));
        ((DateTimeOffset)line["mayWithdrawUntil"]! - (DateTimeOffset)line["at"]!).ShouldBe(TimeSpan.FromSeconds(60));

        await TakenAsync(new { type = "withdraw_entry", entry = score });
        await TakenAsync(new { type = "withdraw_entry", entry = vitals });

        line = await LineAsync(score);
        (line["mayWithdrawUntil"], (string)line["withdrawn"]!["by"]!).ShouldBe((null, "nurse"));
        (await TextsAsync()).ShouldContain(text => text.StartsWith("Taken back, ", StringComparison.Ordinal) && text.EndsWith("Sedation score: MOAA/S, 1", StringComparison.Ordinal));
        var chair = await ChairAsync();
        chair["nibp"].ShouldBeNull();
        chair["alarms"]!.AsArray().Where(each => (string)each!["presence"]! == "active").Select(each => (string)each!["code"]!)
            .ShouldNotContain(code => code == "sedation-deep" || code == "systolic-high");
        var trends = JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/trends", Cancelled))!;
        trends["byHand"]!.AsArray().ShouldBeEmpty();

        var again = await SendAsync(new { type = "withdraw_entry", entry = score });
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string)JsonNode.Parse(await again.Content.ReadAsStringAsync(Cancelled))!["code"]!).ShouldBe("entry-withdrawn");
    }

    [Fact]
    public async Task What_is_taken_back_is_entered_in_error_in_FHIR_as_the_next_version()
    {
        Guid[] charted =
        [
            await TakenAsync(new { type = "chart_observation", what = "sedation", scale = "moaa_s", score = 1 }),
            await TakenAsync(new { type = "chart_vitals", systolicMmHg = 244, diastolicMmHg = 98, spo2Percent = 70 }),
            await TakenAsync(new { type = "give_rescue", medication = "ondansetron", dose = 4, unit = "milligram", route = "intravenous" }),
        ];
        foreach (var entry in charted)
        {
            await TakenAsync(new { type = "withdraw_entry", entry });
        }

        (await _server.ScalarAsync<string>(
            $"""
            select string_agg(type || ' ' || version, ', ' order by type) from infusion.fhir_resource
            where clinic = '{_here}' and is_current and status = 'entered-in-error'
            """)).ShouldBe("MedicationAdministration 2, Observation 2, Observation 2, Observation 2");
    }

    [Theory]
    [InlineData("heart_rate", "hr")]
    [InlineData("sp_o2", "spo2")]
    [InlineData("respiratory_rate", "rr")]
    [InlineData("et_co2", "etco2")]
    [InlineData("temperature", "temp")]
    [InlineData("nibp_systolic", "systolic")]
    public async Task A_value_of_the_monitor_is_marked_as_an_artefact_by_the_names_of_the_page(string metric, string key)
    {
        await TakenAsync(new { type = "chart_vitals", heartRatePerMinute = 72 });
        var at = (DateTimeOffset)(await ChairAsync())["vitals"]!["hr"]!["at"]!;
        await TakenAsync(new { type = "review_vital", metric, device = "monitor-1", at, verdict = "artefact" });

        var trends = JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/trends", Cancelled))!;
        var review = trends["reviews"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)review["key"]!, (string)review["verdict"]!, (string)review["by"]!).ShouldBe((key, "artefact", "nurse"));
    }

    [Fact]
    public async Task The_reason_of_a_stop_is_in_the_chart()
    {
        await TakenAsync(new { type = "stop_infusion", reason = "patients_wish" });

        (await TextsAsync()).ShouldContain("Infusion stopped, recovery begins: patient's wish");
    }

    async Task<JsonNode> ChairAsync()
    {
        await using var client = await _server.ConnectAsync(_here);
        return client.Snapshot["chairs"]!.AsArray().First(each => each!["session"] is not null)!;
    }

    async Task<List<string>> TextsAsync() =>
        [.. JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/events", Cancelled))!.AsArray().Select(each => (string)each!["text"]!)];

    async Task<Guid> TakenAsync(object command)
    {
        var id = Guid.NewGuid();
        var answer = await SendAsync(command, id);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var taken = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
        await _server.Grains.GetGrain<IClinicGrain>(_here).WhenCommittedAsync(new Evaluated((long)taken["epoch"]!, (long)taken["input"]!));
        return id;
    }

    async Task<JsonNode> LineAsync(Guid entry) => JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/events", Cancelled))!.AsArray()
        .Single(each => (Guid?)each!["entry"] == entry)!;

    Task<HttpResponseMessage> SendAsync(object command, Guid? id = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(command)!.AsObject();
        body["commandId"] = id ?? Guid.NewGuid();
        return _http.PostAsJsonAsync($"sessions/{_session}/commands", body, Cancelled);
    }
}

static class Texts
{
    public static void ShouldHave(this List<string> texts, params string[] expected) => expected.ShouldBeSubsetOf(texts);
}
