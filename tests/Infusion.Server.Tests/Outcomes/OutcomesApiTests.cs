using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Outcomes;

/// <summary>One server for the class; each test has a clinic of its own.</summary>
public sealed class OutcomesServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    internal string Database { get; private set; } = null!;

    internal ClinicServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Server = await ClinicServer.StartAsync(Database);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Scores, tablet links and safety tasks at the door.</summary>
public sealed class OutcomesApiTests(OutcomesServer shared) : IClassFixture<OutcomesServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scores_are_entered_read_over_time_and_withdrawn()
    {
        var here = await HereAsync("scores");
        var today = (await here.GetAsync($"patients/{here.Patient}/outcomes"))["today"]!.GetValue<string>();
        var weekAgo = DateOnly.Parse(today).AddDays(-7);
        await here.RecordAsync("phq9", [2, 2, 2, 2, 2, 2, 2, 2, 0], weekAgo);
        var second = await here.RecordAsync("phq9", [1, 1, 1, 0, 0, 1, 0, 0, 0]);
        await here.RecordAsync("bpi", [8, 3, 5, 6, 7, null, 6, null, 5, 4, null]);

        (await here.RefusedAsync($"patients/{here.Patient}/assessments", new { instrument = "phq9", items = new int?[] { 1, 1, 1, 0, 0, 1, 0, 0, 0 } }))
            .ShouldBe(("assessment-early", $"PHQ-9 is answered at most once in 7 days, and {today} is too close to another: from {DateOnly.Parse(today).AddDays(7):yyyy-MM-dd} on it works."));
        (await here.RefusedAsync($"patients/{here.Patient}/assessments", new { instrument = "phq9", items = new[] { 4, 1, 1, 0, 0, 1, 0, 0, 0 }, on = "2020-01-01" }))
            .ShouldBe(("assessment-items", "Item 1 of PHQ-9 is 0 to 3, not 4."));

        var phq9 = await here.SeriesAsync("phq9");
        ((int)phq9["assessments"]![0]!["score"]!["total"]!, (bool)phq9["assessments"]![0]!["isBaseline"]!).ShouldBe((16, true));
        var now = phq9["assessments"]![1]!;
        ((int)now["score"]!["total"]!, (string)now["score"]!["band"]!, (int)now["change"]!, (decimal)now["changePercent"]!, (bool)now["isResponse"]!, (bool)now["isRemission"]!)
            .ShouldBe((4, "minimal", -12, -75m, true, true));
        ((string)phq9["nextFrom"]!).ShouldBe($"{DateOnly.Parse(today).AddDays(7):yyyy-MM-dd}");
        ((decimal)(await here.SeriesAsync("bpi"))["assessments"]![0]!["score"]!["parts"]![1]!["value"]!).ShouldBe(5.5m);

        (await here.RefusedAsync($"patients/{here.Patient}/assessments/{second}/withdraw", new { reason = " " })).Code.ShouldBe("reason-text");
        await here.SentAsync($"patients/{here.Patient}/assessments/{second}/withdraw", new { reason = "Of another patient" });
        (await here.RefusedAsync($"patients/{here.Patient}/assessments/{second}/withdraw", new { reason = "Again" })).Code.ShouldBe("assessment-withdrawn");
        (await here.PostAsync($"patients/{here.Patient}/assessments/{Guid.NewGuid()}/withdraw", new { reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        phq9 = await here.SeriesAsync("phq9");
        ((string)phq9["assessments"]![1]!["withdrawn"]!["reason"]!, phq9["assessments"]![1]!["change"], (string)phq9["nextFrom"]!).ShouldBe(("Of another patient", null, today));

        var preview = await (await here.PostAsync("assessments/score", new { instrument = "cssrs", items = new int?[] { 1, 0, null, null, null, 0 } })).Content.ReadFromJsonAsync<JsonObject>(Cancel);
        ((string)preview!["band"]!, (string)preview["safety"]!).ShouldBe(("low risk", "positive_screen"));
        (await here.PostAsync($"patients/{Guid.NewGuid()}/assessments", new { instrument = "pain_nrs", items = new[] { 1 } })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tablet_link_takes_answers_once_shows_no_name_and_is_kept_only_as_a_hash()
    {
        var here = await HereAsync("tablet");
        (await here.RefusedAsync($"patients/{here.Patient}/tablet-links", new { instruments = new[] { "ybocs" } })).Code.ShouldBe("link-instrument");
        var made = await Clinic.ReadAsync(await here.PostAsync($"patients/{here.Patient}/tablet-links", new { instruments = new[] { "phq9", "pain_nrs" }, minutes = 20 }));
        var path = (string)made["path"]!;
        var token = path.Split('/')[^1];
        using var tablet = new HttpClient { BaseAddress = new Uri(shared.Server.Url) };
        var open = await tablet.GetStringAsync($"/api{path}", Cancel);
        open.ShouldContain("\"state\":\"open\"");
        open.ShouldContain("\"initials\":\"E.E.\"");
        open.ShouldNotContain("Example");
        open.ShouldNotContain("1-1");

        var answers = new { commandId = Guid.NewGuid(), answers = new object[] { new { instrument = "phq9", items = new int?[] { 1, 1, null, 0, 0, 0, 0, 0, 1 } }, new { instrument = "pain_nrs", items = new[] { 3 } } } };
        (await tablet.PostAsJsonAsync($"/api/tablet/elsewhere/{token}", answers, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var taken = await Clinic.ReadAsync(await tablet.PostAsJsonAsync($"/api{path}", answers, Cancel));
        ((string)taken["sentence"]!).ShouldStartWith("Thank you for telling us.");
        (await tablet.PostAsJsonAsync($"/api{path}", answers, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, "a second copy of the same answers");
        (await tablet.PostAsJsonAsync($"/api{path}", new { commandId = Guid.NewGuid(), answers.answers }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var used = await tablet.GetFromJsonAsync<JsonObject>($"/api{path}", Cancel);
        ((string)used!["state"]!, used["initials"], used["instruments"]!.AsArray().Count).ShouldBe(("used", null, 0));
        ((string)(await tablet.GetFromJsonAsync<JsonObject>($"/api/tablet/tablet/{token[..42]}x", Cancel))!["state"]!).ShouldBe("unknown");
        ((string)(await tablet.GetFromJsonAsync<JsonObject>($"/api/tablet/nowhere/{token}", Cancel))!["state"]!).ShouldBe("unknown");

        var entered = (await here.SeriesAsync("phq9"))["assessments"]![0]!;
        ((string)entered["by"]!, (bool)entered["isByTablet"]!, entered["score"]!["total"], (int)entered["score"]!["missing"]!).ShouldBe(("patient", true, null, 1));
        await using var query = shared.Server.Application.Services.GetRequiredService<IDocumentStore>().QuerySession("tablet");
        var events = await query.Events.FetchStreamAsync(Infusion.Server.Clinics.ClinicMemory.StreamOf("tablet"), token: Cancel);
        events.ShouldAllBe(each => !each.Data.ToString()!.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Item_9_waits_with_the_discharge_through_a_restart_until_a_physician_says_what_was_done()
    {
        var here = await HereAsync("safety", inSession: true);
        await here.CommandAsync("stop_infusion");
        var task = await here.RecordAsync("phq9", [0, 0, 0, 0, 0, 0, 0, 0, 2]);

        await using (var second = await ClinicServer.StartAsync(shared.Database))
        {
            var there = here with { Http = Client(second.Url, "safety") };
            (await there.RefusedAsync($"sessions/{here.Session}/commands", new { type = "discharge" })).Reason
                .ShouldStartWith("Missing: an answer to the safety task (PHQ-9: item 9 is above 0).");
            var listed = (await there.GetAsync("safety-tasks")).AsArray().ShouldHaveSingleItem()!;
            ((string)listed["patientName"]!, (string)listed["chair"]!, (Guid)listed["assessment"]!).ShouldBe(("Example, Erika", "A1", task));
            var after = await there.GetAsync($"sessions/{here.Session}/after");
            ((string)after["safetyTasks"]![0]!["words"]!, (bool)after["discharge"]![0]!["isMet"]!).ShouldBe(("PHQ-9: item 9 is above 0", false));

            (await there.PostAsync($"safety-tasks/{task}/answer", new { text = "Spoke with her" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            var physician = there with { Http = Client(second.Url, "safety", "physician") };
            (await physician.RefusedAsync($"safety-tasks/{task}/answer", new { text = "" })).Code.ShouldBe("answer-text");
            (await physician.RefusedAsync($"safety-tasks/{Guid.NewGuid()}/answer", new { text = "x" })).Code.ShouldBe("safety-task-unknown");
            await physician.SentAsync($"safety-tasks/{task}/answer", new { text = "Spoke with her; safety plan agreed" });
            await there.CommandAsync("discharge");

            (await there.GetAsync("safety-tasks")).AsArray().ShouldBeEmpty();
            var answered = (await there.GetAsync($"patients/{here.Patient}/outcomes"))["safetyTasks"]![0]!;
            ((string)answered["answeredBy"]!, (string)answered["answer"]!).ShouldBe(("physician", "Spoke with her; safety plan agreed"));
            await ClinicServer.UntilAsync(async () => (await there.GetAsync($"sessions/{here.Session}/events")).ToJsonString().Contains("Safety task answered: Spoke with her; safety plan agreed"));
        }
    }

    [Fact]
    public async Task Words_are_the_clinics_own_and_change_for_one_person_at_a_time()
    {
        var here = await HereAsync("words");
        var words = await here.GetAsync("words");
        ((int)words["version"]!, (bool)words["words"]!["marksDiscouraged"]!).ShouldBe((0, true));
        words["words"]!["tablet"]!["greeting"] = "Good to see you";
        var nurse = here with { Http = Client(shared.Server.Url, "words", "nurse") };
        (await nurse.Http.PutAsJsonAsync("words", new { expected = 0, words = words["words"] }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await here.Http.PutAsJsonAsync("words", new { expected = 0, words = words["words"] }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await here.Http.PutAsJsonAsync("words", new { expected = 0, words = words["words"] }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        words["words"]!["tablet"]!["thanks"] = "";
        (await here.Http.PutAsJsonAsync("words", new { expected = 1, words = words["words"] }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await here.GetAsync("words"))["words"]!["tablet"]!["greeting"]!).ShouldBe("Good to see you");
    }

    async Task<Clinic> HereAsync(string name, bool inSession = false)
    {
        await shared.Server.CreateClinicAsync(name);
        if (inSession)
        {
            var session = await shared.Server.StartSessionAsync(name);
            await using var query = shared.Server.Application.Services.GetRequiredService<IDocumentStore>().QuerySession(name);
            return new Clinic(Client(shared.Server.Url, name), (await query.LoadAsync<SessionRow>(session, Cancel))!.Patient, session);
        }

        var patient = Guid.NewGuid();
        await shared.Server.ExecuteAsync(name, new Infusion.Server.Clinics.ClinicCommand.RegisterPatient(
            Guid.NewGuid(), new PatientDocument(patient, "Example", "Erika", new DateOnly(1980, 1, 2), "1-1", "female")));
        var here = new Clinic(Client(shared.Server.Url, name), patient, Guid.Empty);
        await ClinicServer.UntilAsync(async () => (await here.Http.GetAsync($"patients/{patient}", Cancel)).IsSuccessStatusCode);
        return here;
    }

    static HttpClient Client(string url, string clinic, string role = "manager,nurse")
    {
        var http = new HttpClient { BaseAddress = new Uri($"{url}/api/clinics/{clinic}/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        http.DefaultRequestHeaders.Add("X-User", role.Split(',')[0]);
        http.DefaultRequestHeaders.Add("X-Role", role);
        return http;
    }

    sealed record Clinic(HttpClient Http, Guid Patient, Guid Session)
    {
        public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>(path, Cancel))!;

        public async Task<JsonNode> SeriesAsync(string instrument) =>
            (await GetAsync($"patients/{Patient}/outcomes"))["series"]!.AsArray().Single(each => (string)each!["instrument"]!["instrument"]! == instrument)!;

        public async Task<Guid> RecordAsync(string instrument, int?[] items, DateOnly? on = null)
        {
            var id = Guid.NewGuid();
            (await Http.PostAsJsonAsync($"patients/{Patient}/assessments", new { commandId = id, instrument, items, on }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            return id;
        }

        public Task<HttpResponseMessage> PostAsync(string path, object body)
        {
            var json = System.Text.Json.JsonSerializer.SerializeToNode(body)!.AsObject();
            json["commandId"] ??= Guid.NewGuid();
            return Http.PostAsJsonAsync(path, json, Cancel);
        }

        public async Task SentAsync(string path, object body) => (await PostAsync(path, body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        public async Task CommandAsync(string type) => (await PostAsync($"sessions/{Session}/commands", new { type })).StatusCode.ShouldBe(HttpStatusCode.OK);

        public async Task<(string Code, string Reason)> RefusedAsync(string path, object body)
        {
            var response = await PostAsync(path, body);
            response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = (await response.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
            return ((string)problem["code"]!, (string)problem["detail"]!);
        }

        public static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            return (await response.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        }
    }
}
