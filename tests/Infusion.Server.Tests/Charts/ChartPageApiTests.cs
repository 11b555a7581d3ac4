using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using UglyToad.PdfPig;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>The chart at the door.</summary>
[Collection(SigningCollection.Name)]
public sealed class ChartPageApiTests(Signing server) : IAsyncLifetime
{
    const string Here = "paper-here";

    readonly ClinicServer _server = server.Server;
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(Here);
        await _server.CreateClinicAsync("paper-there");
        _session = await _server.StartSessionAsync(Here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{Here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", Here);
        _http.DefaultRequestHeaders.Add("X-User", "nurse");
        _http.DefaultRequestHeaders.Add("X-Role", "nurse");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_live_while_the_session_runs_and_complete_at_its_end_as_data_and_as_paper()
    {
        await _server.DeliverAsync(Here, ClinicServer.Vitals(1, (Metric.SpO2, 97), (Metric.HeartRate, 71)));
        var note = Guid.NewGuid();
        await _server.ExecuteAsync(Here, new ClinicCommand.OfSession(
            new WriteNote(note, _session, "nurse", note), new NoteDocument(note, _session, "Says that the room breathes", "nurse", default)));

        var live = await ChartAsync();
        ((bool)live["status"]!["isComplete"]!).ShouldBeFalse();
        ((string)live["identity"]!["patient"]!).ShouldBe("Example, Erika");
        ((string)live["identity"]!["timeZone"]!).ShouldStartWith("Europe/Vienna, UTC+0");
        ((bool)live["identity"]!["isSimulated"]!).ShouldBeTrue();
        Said(live, "vitals").ShouldContain("97");
        Said(live, "events").ShouldContain("Says that the room breathes");
        Said(live, "people").ShouldContain("N. Example, RN");
        Said(live, "signatures").ShouldContain("Not signed.");
        live["graph"]!["paths"]!.AsArray().Select(path => (string)path!["series"]!).ShouldContain("spo2");
        live["graph"]!["paths"]!.AsArray().ShouldAllBe(path => ((string)path!["d"]!).StartsWith('M'));

        SessionCommand[] commands =
        [
            new StopInfusion(Guid.NewGuid(), _session, "nurse"), new Discharge(Guid.NewGuid(), _session, "nurse"), new CloseSession(Guid.NewGuid(), _session, "nurse"),
        ];
        foreach (var command in commands)
        {
            await _server.ExecuteAsync(Here, new ClinicCommand.OfSession(command, null));
        }

        var complete = await ChartAsync();
        ((bool)complete["status"]!["isComplete"]!).ShouldBeTrue();
        (await ChartAsync()).ToJsonString().ShouldBe(complete.ToJsonString(), "what is closed is as of what was recorded last");

        (await PaperAsync()).ShouldAllBe(page => page.Contains("Example, Erika") && page.Contains("DRAFT, NOT SIGNED") && page.Contains("SIMULATED DATA"));

        var digest = (string)(await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/chart/sign-off", TestContext.Current.CancellationToken))!["digest"]!;
        await SendAsync("signatures", new { meaning = "author", digest, password = "password" });
        Said(await ChartAsync(), "signatures").ShouldContain("N. Example, RN");
        (await PaperAsync()).ShouldAllBe(page => !page.Contains("DRAFT") && !page.Contains("CHANGED SINCE SIGNED"));
        await SendAsync("entries", new { commandId = Guid.NewGuid(), kind = "addendum", text = "Slept well", reason = "Telephone call", password = "password" });
        Said(await ChartAsync(), "additions").ShouldContain("Slept well");
        (await PaperAsync()).ShouldAllBe(page => !page.Contains("DRAFT"));

        (await _http.GetAsync($"sessions/{Guid.NewGuid()}/chart", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _http.GetAsync($"../paper-there/sessions/{_session}/chart.pdf", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    async Task<JsonNode> ChartAsync() =>
        (await _http.GetFromJsonAsync<JsonNode>($"sessions/{_session}/chart", TestContext.Current.CancellationToken))!;

    async Task SendAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync($"sessions/{_session}/chart/{path}", body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    async Task<List<string>> PaperAsync()
    {
        using var paper = await _http.GetAsync($"sessions/{_session}/chart.pdf", TestContext.Current.CancellationToken);
        paper.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var pdf = PdfDocument.Open(await paper.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return [.. pdf.GetPages().Select(page => page.Text)];
    }

    static string Said(JsonNode chart, string section) =>
        chart["sections"]!.AsArray().Single(each => (string)each!["key"]! == section)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
