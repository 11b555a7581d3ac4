using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>The order at the door: refused with all that is wrong, or planned because two people stand for it.</summary>
public sealed class PlanApiTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    HttpClient _http = null!;
    readonly Guid _session = Guid.NewGuid();

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", _here);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
    }

    [Theory]
    [InlineData("{}", null, "")]
    [InlineData("""{"doseMg":200,"drug":"propofol"}""", "order-refused", "above the hard limit of 150 mg (dose)")]
    [InlineData("""{"doseMg":200,"drug":"propofol"}""", "order-refused", "(drug)")]
    [InlineData("""{"doseMg":0}""", "order-refused", "cannot be")]
    [InlineData("""{"doseMg":1e28,"rateMlPerHour":1e28}""", "order-refused", "cannot be")]
    [InlineData("""{"weightKg":0}""", "order-number", "weight in kg must be above zero")]
    [InlineData("""{"heightCm":-1}""", "order-number", "height in cm must be above zero")]
    [InlineData("""{"durationMinutes":1e20}""", "order-number", "beyond what can be")]
    [InlineData("""{"weightMethod":"unknown"}""", "order-refused", "measured or stated")]
    [InlineData("""{"weighedOn":null}""", "order-refused", "The day of the weight")]
    [InlineData("""{"weightBasis":"ideal"}""", "order-refused", "needs the actual weight, the height and the sex")]
    [InlineData("""{"weightBasis":"ideal","weightKg":73.2,"actualWeightKg":120,"heightCm":178,"sex":"male"}""", null, "")]
    [InlineData("""{"doseMg":56,"rateMlPerHour":56,"durationMinutes":60}""", "order-needs-override", "for: dose-per-kg.")]
    public async Task An_order_is_taken_or_refused_with_a_sentence(string changes, string? code, string sentence)
    {
        var response = await PlanAsync(changes);

        (response.StatusCode == HttpStatusCode.OK).ShouldBe(code is null);
        if (code is not null)
        {
            var problem = await ReadAsync(response);
            ((string)problem["code"]!).ShouldBe(code);
            ((string)problem["detail"]!).ShouldContain(sentence);
        }
    }

    const string Soft = """{"doseMg":56,"rateMlPerHour":56,"durationMinutes":60}""";

    [Theory]
    [InlineData("physician", "physician's own", "tolerated it twice", null)]
    [InlineData("nurse", "physician's own", "tolerated it twice", "order-second-person")]
    [InlineData("physician", "guess", "tolerated it twice", "second-person-not-verified")]
    [InlineData(null, null, "tolerated it twice", "second-person-not-verified")]
    [InlineData("physician", "physician's own", " ", "override-reason")]
    [InlineData("physician", "physician's own", "a\0b", "override-reason")]
    public async Task A_soft_limit_is_overridden_by_two_people_with_a_reason(string? name, string? password, string reason, string? code)
    {
        var response = await PlanAsync(Soft, [new { path = "dose-per-kg", reason }], name is null ? null : new { name, password });

        (response.StatusCode == HttpStatusCode.OK).ShouldBe(code is null, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (code is not null)
        {
            ((string)(await ReadAsync(response))["code"]!).ShouldBe(code);
        }
    }

    [Fact]
    public async Task What_was_overridden_stands_in_the_chart_with_its_reason_and_the_password_nowhere()
    {
        var response = await PlanAsync(Soft, [new { path = "dose-per-kg", reason = "tolerated it twice" }], new { name = "physician", password = "physician's own" });
        var result = await ReadAsync(response);
        await _server.Grains.GetGrain<IClinicGrain>(_here).WhenCommittedAsync(new Evaluated((long)result["epoch"]!, (long)result["input"]!));

        var events = JsonNode.Parse(await _http.GetStringAsync($"sessions/{_session}/events", TestContext.Current.CancellationToken))!.AsArray();
        var overridden = events.Single(e => (string)e!["type"]! == "order_guardrail_overridden")!;
        ((string)overridden["text"]!).ShouldBe("Soft limit dose-per-kg (0.8 beyond 0.75) overridden with physician: tolerated it twice");
        ((string)overridden["by"]!).ShouldBe("nurse");
        (await _server.ScalarAsync<string>("select coalesce(string_agg(body::text, ' '), '') from infusion.clinic_input")).ShouldNotContain("physician's own");
    }

    [Fact]
    public async Task What_closed_sessions_gave_counts_towards_the_cap_and_the_last_weight_is_known()
    {
        var first = await _server.StartSessionAsync(_here);
        await _server.DeliverAsync(_here, Pump(1, 0m));
        await _server.DeliverAsync(_here, Pump(2, 120m));
        var patient = await _server.ScalarAsync<Guid>($"select (data->>'patient')::uuid from infusion.mt_doc_sessionrow where id = '{first}'");
        foreach (SessionCommand command in new SessionCommand[]
        {
            new StopInfusion(Guid.NewGuid(), first, "nurse"), new Discharge(Guid.NewGuid(), first, "nurse"), new CloseSession(Guid.NewGuid(), first, "nurse"),
        })
        {
            await _server.ExecuteAsync(_here, new ClinicCommand.OfSession(command, null));
        }

        var capped = await ReadAsync(await PlanAsync("{}", patient: patient));
        ((string)capped["detail"]!).ShouldContain("120 mg were given within 24 hours; with this dose 155 mg, the cap is 150 mg (day-cap)");
        var slip = await ReadAsync(await PlanAsync("""{"weightKg":154.3}""", patient: patient));
        ((string)slip["detail"]!).ShouldContain("pounds and kilograms mixed up: 154.3 kg, last time 70 kg (weight-pounds)");
        (await PlanAsync("{}", patient: Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_screen_sees_order_programme_and_delivery_and_what_differs()
    {
        await _server.StartSessionAsync(_here);
        await _server.DeliverAsync(_here, Pump(1, 0m));
        await using var client = await _server.ConnectAsync(_here);
        var before = client.Snapshot["chairs"]![0]!["session"]!["dose"]!;
        ((decimal)before["orderedMgPerKgPerHour"]!).ShouldBe(0.75m);
        ((decimal)before["programmed"]!["volumeMl"]!).ShouldBe(350m);
        before["differences"]!.AsArray().Select(each => (string)each!).ShouldBe(["programmed_volume"]);

        await _server.DeliverAsync(_here, Pump(2, 40m));
        await client.UntilAsync(seen => seen.Deltas.Any(delta => delta["dose"]?["delivered"]?["doseMg"] is { } dose && (decimal)dose == 40m
            || delta["view"]?["session"]?["dose"]?["delivered"]?["doseMg"] is { } shown && (decimal)shown == 40m));
    }

    static Reading Pump(long seq, decimal total) => new(
        "pump-1",
        "boot-1",
        seq,
        TimeProvider.System.GetUtcNow(),
        TimeProvider.System.GetUtcNow(),
        false,
        [
            new Sample(Metric.PumpRateProgrammed, 52.5m, Quality.Valid), new Sample(Metric.PumpRateCurrent, 52.5m, Quality.Valid),
            new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid), new Sample(Metric.VolumeToBeInfused, 350m, Quality.Valid),
            new Sample(Metric.DrugConcentration, 1m, Quality.Valid),
        ],
        new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"),
        []);

    Task<HttpResponseMessage> PlanAsync(string changes, object[]? overrides = null, object? secondPerson = null, Guid? patient = null)
    {
        var order = JsonNode.Parse(
            """
            {"protocol":"mood","protocolVersion":1,"drug":"ketamine","doseMg":35,"weightKg":70,"weightBasis":"actual","concentrationMgPerMl":1,
             "rateMlPerHour":52.5,"durationMinutes":40,"weightMethod":"measured","weighedOn":"2026-01-02"}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            order[name] = value?.DeepClone();
        }

        return _http.PostAsJsonAsync(
            "sessions",
            new { commandId = Guid.NewGuid(), session = _session, chair = "A1", patient = patient ?? Guid.NewGuid(), order, overrides, secondPerson },
            TestContext.Current.CancellationToken);
    }

    static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
}
