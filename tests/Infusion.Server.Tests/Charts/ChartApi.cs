using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>The charts at the door: what its tests ask and send.</summary>
public abstract class ChartApi(Signing signing)
{
    protected static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private protected ClinicServer Server { get; } = signing.Server;

    private protected FailingPrinter Printer => signing.Printer;

    protected async Task<(string Clinic, Guid Session)> ClosedAsync(bool reading = false, Func<string, Guid, Task>? beforeClose = null)
    {
        var clinic = $"c{Guid.NewGuid():N}"[..12];
        await Server.CreateClinicAsync(clinic);
        var session = await Server.StartSessionAsync(clinic);
        if (reading)
        {
            await Server.DeliverAsync(clinic, ClinicServer.Vitals(8, (Metric.SpO2, 97)));
        }

        await (beforeClose?.Invoke(clinic, session) ?? Task.CompletedTask);
        foreach (var command in (SessionCommand[])[new StopInfusion(Guid.NewGuid(), session, "nurse"), new Discharge(Guid.NewGuid(), session, "nurse"), new CloseSession(Guid.NewGuid(), session, "nurse")])
        {
            await Server.ExecuteAsync(clinic, new ClinicCommand.OfSession(command, null));
        }

        return (clinic, session);
    }

    protected HttpClient Client(string clinic, string role, string? user = null)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{Server.Url}/api/clinics/{clinic}/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        http.DefaultRequestHeaders.Add("X-Role", role);
        http.DefaultRequestHeaders.Add("X-User", user ?? role);
        return http;
    }

    protected async Task<HttpResponseMessage> GetAsync(string clinic, Guid session, string path, string role = "physician")
    {
        using var http = Client(clinic, role);
        return await http.GetAsync($"sessions/{session}/chart/{path}", Stop);
    }

    protected async Task<byte[]> GetBytesAsync(string clinic, Guid session, string path)
    {
        var response = await GetAsync(clinic, session, path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await response.Content.ReadAsByteArrayAsync(Stop);
    }

    protected Task<byte[]> BundleAsync(string clinic, Guid session, int version) => GetBytesAsync(clinic, session, $"versions/{version}");

    private protected async Task<Trust> TrustAsync(string clinic)
    {
        using var http = Client(clinic, "physician");
        return Trust.Read(await http.GetStringAsync("chart-keys/trust", Stop));
    }

    protected async Task<List<JsonNode>> ListAsync(string clinic, string role = "physician")
    {
        using var http = Client(clinic, role);
        return [.. (await http.GetFromJsonAsync<JsonNode>("charts", Stop))!["charts"]!.AsArray().OfType<JsonNode>()];
    }

    protected async Task<JsonNode> SignOffAsync(string clinic, Guid session, string role = "physician") =>
        (await (await GetAsync(clinic, session, "sign-off", role)).Content.ReadFromJsonAsync<JsonNode>(Stop))!;

    protected async Task<string> DigestAsync(string clinic, Guid session) => (string)(await SignOffAsync(clinic, session))["digest"]!;

    protected Task<HttpResponseMessage> SignAsync(
        string clinic, Guid session, string meaning, string digest, string role, string password = "password", string? user = null) =>
        PostAsync(clinic, session, "signatures", new { meaning, digest, password }, role, user);

    protected async Task<HttpResponseMessage> PostAsync(string clinic, Guid session, string path, object body, string role, string? user = null)
    {
        using var http = Client(clinic, role, user);
        return await http.PostAsJsonAsync($"sessions/{session}/chart/{path}", body, Stop);
    }

    protected async Task<bool> WatchAsync(string clinic) => await Server.Application.Services.GetRequiredService<LateArrivals>().SealAsync(clinic, null, Stop);

    protected async Task<IReadOnlyList<string>> AuditAsync(string clinic) => await signing.AuditAsync(clinic, await TrustAsync(clinic));

    protected async Task NothingIsSignedAsync(string clinic, Guid session)
    {
        var signOff = await SignOffAsync(clinic, session);
        (signOff["signatures"]!.AsArray().Count, signOff["versions"]!.AsArray().Count, (string)signOff["standing"]!).ShouldBe((0, 0, "awaits_signature"));
        (await Server.ScalarAsync<long>($"select count(*) from infusion.chart_bundle where session = '{session}'")).ShouldBe(0);
    }

    protected static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        var response = await sent;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Stop));
    }

    protected static async Task<string> RefusedAsync(Task<HttpResponseMessage> sent)
    {
        var response = await sent;
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict, await response.Content.ReadAsStringAsync(Stop));
        return await CodeAsync(response);
    }

    protected static async Task<string> CodeAsync(HttpResponseMessage response) => (string)(await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!["code"]!;
}
