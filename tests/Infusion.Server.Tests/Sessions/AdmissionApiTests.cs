using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class AdmissionServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    internal ClinicServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Check-in, order, double check and preparation at the door.</summary>
public sealed class AdmissionApiTests(AdmissionServer shared) : IClassFixture<AdmissionServer>, IAsyncLifetime
{
    const string Order =
        """{"protocol":"mood","protocolVersion":null,"drug":"ketamine","doseMg":35,"weightKg":70,"weightBasis":"actual","concentrationMgPerMl":1,"rateMlPerHour":52.5,"durationMinutes":40,"weightMethod":"measured","weighedOn":"2026-01-02","orderedMgPerKg":0.5}""";

    const string Vial = "00000000-0000-0000-0000-000000000005";

    readonly string _clinic = $"gate-{Guid.NewGuid():N}"[..12];
    readonly Guid _session = Guid.NewGuid();
    readonly Guid _patient = Guid.NewGuid();

    ClinicServer Server => shared.Server;

    public async ValueTask InitializeAsync()
    {
        await Server.CreateClinicAsync(_clinic, admission: SampleProtocols.Mood.Admission);
        await Server.ExecuteAsync(_clinic, new ClinicCommand.RegisterPatient(
            Guid.NewGuid(), new PatientDocument(_patient, "Example", "Erika", new DateOnly(1980, 1, 2), "1-1", "female")));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task From_the_physicians_order_to_the_start_each_step_is_asked_for_and_charted()
    {
        (await CodeAsync(await PlanAsync("nurse", "nurse"))).ShouldBe("order-by-physician");
        (await PlanAsync("dr", "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await AcceptAsync("nurse", "nurse", "check_in", "{}");
        foreach (var device in new[] { "monitor-1", "pump-1" })
        {
            await AcceptAsync("nurse", "nurse", "attach_device", $$"""{"device":"{{device}}"}""");
        }

        (await RefusedAsync("nurse", "nurse", "mark_ready", "{}")).ShouldBe("check-in-not-passed");
        (await RefusedAsync("nurse", "nurse", "answer_check_in", """{"item":"identity","finding":"confirmed","identifiers":["full_name"]}""")).ShouldBe("check-in-answer");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var answer in new[]
        {
            """{"item":"identity","finding":"confirmed","identifiers":["full_name","birth_date"]}""",
            $$"""{"item":"consent","finding":"confirmed","consentVersion":"2026-03","signedOn":"{{now:yyyy-MM-dd}}"}""",
            $$"""{"item":"fasting","finding":"taken","solidsAt":"{{now.AddHours(-9):O}}","fluidsAt":"{{now.AddHours(-3):O}}"}""",
            """{"item":"pregnancy","finding":"not_relevant"}""",
            """{"item":"benzodiazepine","finding":"none_taken"}""",
            """{"item":"stimulant","finding":"none_taken"}""",
            """{"item":"substances","finding":"positive","note":"Cannabis, last weekend"}""",
            """{"item":"contraindications","finding":"negative"}""",
            """{"item":"suicidality","finding":"negative"}""",
            """{"item":"escort","finding":"confirmed","note":"Maria Example, sister"}""",
        })
        {
            await AcceptAsync("nurse", "nurse", "answer_check_in", answer);
        }

        await AcceptAsync("nurse", "nurse", "chart_vitals", """{"systolicMmHg":172,"diastolicMmHg":95}""");
        var held = await ReadAsync("check-in");
        var items = held["items"]!.AsArray().ToDictionary(item => (string)item!["item"]!, item => item!);
        items.Where(each => (string)each.Value["status"]! != "pass").Select(each => (string)each.Value["status"]!).ShouldBe(["hold", "hold"]);
        ((DateTimeOffset)items["blood_pressure"]["metFrom"]!).ShouldBe(((DateTimeOffset)held["pressure"]!["at"]!).AddMinutes(5));
        ((string)items["substances"]["why"]!).ShouldBe("positive");
        items["identity"]["findings"]!.AsArray().Count.ShouldBe(2);

        const string letGo = """{"item":"blood_pressure","reason":"Known white-coat hypertension, 128/80 at home"}""";
        (await PostAsync("nurse", "nurse", "override_check_in", letGo)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync("dr", "physician", "override_check_in", """{"item":"blood_pressure"}""")).ShouldBe("note-text");
        (await RefusedAsync("dr", "physician", "override_check_in", """{"item":"identity","reason":"in a hurry"}""")).ShouldBe("check-in-passed");
        await AcceptAsync("dr", "physician", "override_check_in", letGo);
        await AcceptAsync("nurse", "nurse", "withdraw_check_in", """{"item":"substances"}""");
        await AcceptAsync("nurse", "nurse", "answer_check_in", """{"item":"substances","finding":"negative"}""");
        await AcceptAsync("nurse", "nurse", "mark_ready", "{}");
        (await RefusedAsync("nurse", "nurse", "start_infusion", "{}")).ShouldBe("start-not-ready");

        // The sheet of who is to compute holds no number that they are to find.
        var sheet = await ReadAsync("order-sheet", "nurse2");
        sheet["compared"].ShouldBeNull();
        sheet.AsObject().Select(member => member.Value).OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.Number)
            .Select(value => (decimal)value!).ShouldNotContain(number => number == 35m || number == 52.5m);
        ((decimal)sheet["doseMgPerKg"]!, (decimal)sheet["weightKg"]!, (decimal)sheet["durationMinutes"]!).ShouldBe((0.5m, 70m, 40m));
        ((string)(await ReadAsync("order-sheet", "dr"))["whyNot"]!).ShouldContain("gave this order");
        var orderedAt = (string)sheet["orderedAt"]!;
        (await PostAsync("desk", "manager", "check_order", """{"doseMg":1,"volumeMl":1,"rateMlPerHour":1}""")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync("dr", "physician", "check_order", """{"doseMg":35,"volumeMl":35,"rateMlPerHour":52.5}""")).ShouldBe("check-same-person");
        (await RefusedAsync("nurse2", "nurse", "check_order", """{"doseMg":-1,"volumeMl":35,"rateMlPerHour":52.5}""")).ShouldBe("order-number");
        await AcceptAsync("nurse2", "nurse", "check_order", $$"""{"doseMg":350,"volumeMl":35,"rateMlPerHour":52.5,"orderedAt":"{{orderedAt}}"}""");
        var compared = (await ReadAsync("order-sheet", "nurse2"))["compared"]!;
        ((bool)compared["agrees"]!, (decimal)compared["mine"]!["doseMg"]!, (decimal)compared["ordered"]!["doseMg"]!).ShouldBe((false, 350m, 35m));
        (await ReadAsync("order-sheet", "nurse3"))["compared"].ShouldBeNull();
        await AcceptAsync("nurse3", "nurse", "check_order", $$"""{"doseMg":35,"volumeMl":35,"rateMlPerHour":52.5,"orderedAt":"{{orderedAt}}"}""");

        await AcceptAsync("nurse", "nurse", "open_vial", $$"""{"vial":"{{Vial}}","drug":"ketamine","strengthMgPerMl":50,"volumeMl":10,"lot":"L1","expiry":"2199-01-31"}""");
        (await RefusedAsync("nurse", "nurse", "prepare_dose", $$"""{"vials":[{"vial":"{{Vial}}","drawnMl":1}],"diluent":"sodium_chloride","totalMl":100}""")).ShouldBe("prepared-concentration");
        await AcceptAsync("nurse", "nurse", "prepare_dose", $$"""{"vials":[{"vial":"{{Vial}}","drawnMl":1}],"diluent":"sodium_chloride","totalMl":50}""");
        (await ReadAsync("check-in"))["gaps"]!.AsArray().ShouldBeEmpty();
        await AcceptAsync("nurse", "nurse", "start_infusion", "{}");

        await ClinicServer.UntilAsync(async () => (await EventsAsync()).Contains("Infusion started"));
        var said = await EventsAsync();
        said.ShouldContain("Check-in, two identifiers: confirmed (full name, birth date)");
        said.ShouldContain($"Check-in, consent: confirmed (version 2026-03, signed {now:yyyy-MM-dd})");
        said.ShouldContain("Check-in, substance screen: positive (Cannabis, last weekend)");
        said.ShouldContain("Check-in, substance screen: taken back");
        said.ShouldContain("Check-in, blood pressure: overridden. Reason: Known white-coat hypertension, 128/80 at home");
        said.ShouldContain("The second person's check does not agree: computed 350 mg, 35 mL, 52.5 mL/h, ordered 35 mg, 35 mL, 52.5 mL/h");
        said.ShouldContain("Order checked by a second person: 35 mg, 35 mL, 52.5 mL/h");
        said.ShouldContain("Dose prepared: 1 mL of a vial, sodium chloride 0.9 %, 50 mL in all");
        var charted = await ReadAsync("check-in");
        charted["notes"]!.AsObject().Select(note => (string)note.Value!).ShouldContain("Maria Example, sister");
    }

    [Fact]
    public async Task An_order_is_computed_while_it_is_typed_and_a_physician_changes_it_with_a_reason()
    {
        var typed = await CalculateAsync("""{"protocol":"mood","weight":154.32,"weightUnit":"pound","method":"measured","weighedOn":"2026-01-02","doseMgPerKg":0.5,"totalVolumeMl":50,"durationMinutes":40}""");
        ((decimal)typed["weightKg"]!, (decimal)typed["volumeMl"]!, (decimal)typed["mgPerKgPerHour"]!).ShouldBe((70m, 50m, 0.75m));
        var order = typed["order"]!;
        ((decimal)order["doseMg"]!, (decimal)order["concentrationMgPerMl"]!, (decimal)order["rateMlPerHour"]!).ShouldBe((35m, 0.7m, 75m));
        ((bool)typed["byPhysician"]!).ShouldBeTrue();

        // Without a patient nobody knows what was given before.
        typed["findings"]!.AsArray().Select(finding => (string)finding!["path"]!).ShouldBe(["history"]);
        var half = await CalculateAsync($$"""{"protocol":"mood","patient":"{{_patient}}","weight":70,"doseMgPerKg":3}""");
        half["order"].ShouldBeNull();
        half["faults"]!.AsArray().Select(fault => (string)fault!["path"]!).ShouldBe(["concentration", "duration"]);
        using var http = Http("dr", "physician");
        (await CodeAsync(await http.PostAsJsonAsync("orders/calculate", new { protocol = "none" }, TestContext.Current.CancellationToken))).ShouldBe("protocol-unknown");

        (await PlanAsync("dr", "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await AcceptAsync("nurse2", "nurse", "check_order", """{"doseMg":35,"volumeMl":35,"rateMlPerHour":52.5}""");
        var orderedAt = (string)(await ReadAsync("order-sheet", "nurse"))["orderedAt"]!;
        string Changed(string reason, string at) =>
            $$"""{"order":{{Order.Replace("\"doseMg\":35", "\"doseMg\":28").Replace("52.5", "42").Replace("0.5", "0.4")}},"patient":"{{_patient}}","insteadOf":"{{at}}"{{reason}}}""";
        const string reason = ",\"reason\":\"Dizzy for long last time\"";
        (await PostAsync("nurse", "nurse", "change_order", Changed(reason, orderedAt))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync("dr", "physician", "change_order", Changed("", orderedAt))).ShouldBe("note-text");
        (await RefusedAsync("dr", "physician", "change_order", Changed(reason, "2026-01-01T00:00:00Z"))).ShouldBe("order-changed");
        await AcceptAsync("dr", "physician", "change_order", Changed(reason, orderedAt));

        (await ReadAsync("check-in"))["check"].ShouldBeNull();
        await using var live = await Server.ConnectAsync(_clinic);
        var shown = live.Snapshot["chairs"]![0]!["session"]!["order"]!;
        ((decimal)shown["doseMg"]!, (bool)shown["asksBeforeStart"]!).ShouldBe((28m, true));
        await ClinicServer.UntilAsync(async () => (await EventsAsync()).Any(text => text.StartsWith("Order changed", StringComparison.Ordinal)));
        (await EventsAsync()).ShouldContain("Order changed to ketamine 28 mg, 28 mL, 42 mL/h, 1 mg/mL over 40 min. Reason: Dizzy for long last time");
        using var nobody = Http("nurse", "nurse");
        (await nobody.GetAsync($"sessions/{Guid.NewGuid()}/check-in", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nobody.GetAsync($"sessions/{Guid.NewGuid()}/order-sheet", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    HttpClient Http(string user, string role)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{Server.Url}/api/clinics/{_clinic}/") };
        http.DefaultRequestHeaders.Add("X-Clinic", _clinic);
        http.DefaultRequestHeaders.Add("X-User", user);
        http.DefaultRequestHeaders.Add("X-Role", role);
        return http;
    }

    async Task<HttpResponseMessage> PlanAsync(string user, string role)
    {
        using var http = Http(user, role);
        return await http.PostAsJsonAsync("sessions", JsonNode.Parse(
            $$"""{"commandId":"{{Guid.NewGuid()}}","session":"{{_session}}","chair":"A1","patient":"{{_patient}}","order":{{Order}}}"""));
    }

    async Task<JsonNode> CalculateAsync(string body)
    {
        using var http = Http("dr", "physician");
        var response = await http.PostAsJsonAsync("orders/calculate", JsonNode.Parse(body));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    async Task<JsonNode> ReadAsync(string what, string user = "nurse")
    {
        using var http = Http(user, "nurse");
        return (await http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/{what}"))!;
    }

    async Task<List<string>> EventsAsync()
    {
        using var http = Http("nurse", "nurse");
        return [.. (await http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/events"))!.AsArray().Select(e => (string)e!["text"]!)];
    }

    async Task AcceptAsync(string user, string role, string type, string body)
    {
        var response = await PostAsync(user, role, type, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    async Task<string> RefusedAsync(string user, string role, string type, string body) => await CodeAsync(await PostAsync(user, role, type, body));

    static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]!;
    }

    async Task<HttpResponseMessage> PostAsync(string user, string role, string type, string body)
    {
        var command = new JsonObject { ["type"] = type, ["commandId"] = Guid.NewGuid() };
        foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
        {
            command[name] = value?.DeepClone();
        }

        using var http = Http(user, role);
        return await http.PostAsJsonAsync($"sessions/{_session}/commands", command);
    }
}
