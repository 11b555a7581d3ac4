using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Pathway;

/// <summary>A server for a class of tests, each in a clinic of its own, in Vienna. It is Monday 1 June 2026, 08:00 there, and later with each test.</summary>
public sealed class PathwayServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    string _database = "";

    internal ClinicServer Server { get; private set; } = null!;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 6, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        Server = await ClinicServer.StartAsync(_database, clock: Clock);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Another server on the same store.</summary>
    internal async Task RestartAsync()
    {
        await Server.DisposeAsync();
        Server = await ClinicServer.StartAsync(_database, clock: Clock);
    }

    internal async Task<Ward> WardAsync()
    {
        var clinic = $"c-{Guid.NewGuid():N}"[..12];
        await Server.CreateClinicAsync(clinic);
        return new Ward(this, clinic);
    }
}

/// <summary>One clinic with one patient and a plan, through the API.</summary>
sealed class Ward(PathwayServer host, string clinic)
{
    public const string FamilyName = "Marlow";

    public Guid Patient { get; } = Guid.NewGuid();

    public Guid Plan { get; } = Guid.NewGuid();

    public string Clinic => clinic;

    public ClinicServer Server => host.Server;

    /// <summary>The clinic's day, counted from today.</summary>
    public string Day(int days) => DateOnly.FromDateTime(host.Clock.GetUtcNow().AddHours(2).Date).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public void Pass(TimeSpan time) => host.Clock.Advance(time);

    public HttpClient As(string role, string? name = null)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{Server.Url}/api/clinics/{clinic}/pathway/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        http.DefaultRequestHeaders.Add("X-Role", role);
        http.DefaultRequestHeaders.Add("X-User", name ?? role);
        return http;
    }

    public async Task<JsonObject> GetAsync(string path, string role = "nurse", string? name = null) =>
        (await (await StatusAsync(HttpMethod.Get, path, null, role, name)).Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;

    public async Task<HttpResponseMessage> StatusAsync(HttpMethod method, string path, JsonObject? body, string role = "nurse", string? name = null)
    {
        using var http = As(role, name);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task RegisterAsync(Guid? patient = null) => await Server.ExecuteAsync(clinic, new ClinicCommand.RegisterPatient(
        Guid.NewGuid(), new PatientDocument(patient ?? Patient, FamilyName, "Jonas", new DateOnly(1984, 3, 12), "208-4417", "male")));

    public JsonObject Opening(Guid? plan = null, Guid? patient = null) => new()
    {
        ["commandId"] = Guid.NewGuid(),
        ["plan"] = plan ?? Plan,
        ["patient"] = patient ?? Patient,
        ["terms"] = new JsonObject
        {
            ["indication"] = "treatment_resistant_depression",
            ["icd10"] = "F33.2",
            ["protocol"] = SampleProtocols.Mood.Id,
            ["protocolVersion"] = 0,
            ["infusions"] = 6,
            ["minDaysBetween"] = 2,
            ["maxDaysBetween"] = 4,
            ["reviewAfterInfusion"] = 4,
        },
    };

    /// <summary>With a yes to talk therapy.</summary>
    public async Task OpenAsync()
    {
        await RegisterAsync();
        (await StatusAsync(HttpMethod.Post, "plans", Opening(), "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await DoAsync(new() { ["type"] = "answer_offer", ["what"] = "talk_therapy", ["answer"] = "accepted" });
    }

    public Task<HttpResponseMessage> SendAsync(JsonObject command, string role = "nurse", string? name = null, Guid? plan = null)
    {
        command["commandId"] ??= Guid.NewGuid();
        return StatusAsync(HttpMethod.Post, $"plans/{plan ?? Plan}/commands", command, role, name);
    }

    /// <returns>The plan then.</returns>
    public async Task<JsonObject> DoAsync(JsonObject command, string role = "nurse", string? name = null)
    {
        var answer = await SendAsync(command, role, name);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    public async Task<(string Code, string Detail)> RefusedAsync(JsonObject command, string role = "nurse", string? name = null)
    {
        var answer = await SendAsync(command, role, name);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        return ((string)body["code"]!, (string)body["detail"]!);
    }

    public JsonObject Infusion(Guid id, int day, string time = "09:00") =>
        new() { ["type"] = "plan_infusion", ["appointment"] = id, ["kind"] = "series", ["day"] = Day(day), ["time"] = time, ["chair"] = "A1" };

    public JsonObject Therapy(Guid id, Guid? after, int day, string time = "14:00", string therapist = "therapist") =>
        new() { ["type"] = "plan_therapy", ["appointment"] = id, ["after"] = after, ["therapist"] = therapist, ["day"] = Day(day), ["time"] = time };

    public Task SessionAsync(params SessionCommand[] commands) => commands.Aggregate(
        Task.CompletedTask, async (before, command) =>
        {
            await before;
            await Server.ExecuteAsync(clinic, new ClinicCommand.OfSession(command, null));
        });

    /// <summary>Planned now at A1 and started at once.</summary>
    public Task StartAsync(Guid session) => SessionAsync(
        new PlanSession(Guid.NewGuid(), session, "physician", "A1", Patient, ClinicServer.Order) { History = DoseHistory.Nothing },
        new CheckIn(Guid.NewGuid(), session, "nurse"),
        new AttachDevice(Guid.NewGuid(), session, "nurse", "monitor-1", DeviceKind.Monitor),
        new AttachDevice(Guid.NewGuid(), session, "nurse", "pump-1", DeviceKind.Pump),
        new MarkReady(Guid.NewGuid(), session, "nurse"),
        new StartInfusion(Guid.NewGuid(), session, "nurse"));

    public Task EndAsync(Guid session) => SessionAsync(
        new StopInfusion(Guid.NewGuid(), session, "nurse"), new Discharge(Guid.NewGuid(), session, "nurse"), new CloseSession(Guid.NewGuid(), session, "nurse"));
}
