using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Rights;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Setup;

/// <summary>A clinic from before protocols and chairs, and what its pages are told on the way to the first session.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class SetupApiTests(WholeServer server)
{
    readonly string _clinic = $"new-{Guid.NewGuid():N}"[..20];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clinic_is_set_up_by_what_is_done_in_it()
    {
        await server.Services.GetRequiredService<ClinicStore>().CreateClinicAsync(
            new ClinicConfiguration(_clinic, "New", "Europe/Vienna", [], [], new SafetyLimits()), simulated: true, Cancel);
        using var manager = await server.ComeAsync(_clinic, [Roles.Manager]);
        Standings(await ReadAsync(manager)).ShouldBe("clinic done, people missing, protocol missing, chairs missing, devices missing, first_session missing");

        (await SendAsync(manager, HttpMethod.Post, "protocols/samples/mood", new JsonObject())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(manager, HttpMethod.Post, "chairs", new JsonObject { ["chair"] = "A1", ["room"] = "Room A" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(manager, HttpMethod.Post, "devices/monitor-1/accept", new JsonObject { ["kind"] = "monitor", ["homeChair"] = "A1" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var physician = await server.ComeAsync(_clinic, [Roles.Physician]);

        // Who comes by a cookie of the test has no password, as somebody who was invited and has not come.
        var view = await ReadAsync(physician);
        Standings(view).ShouldBe("clinic done, people begun, protocol begun, chairs done, devices begun, first_session missing");
        view["steps"]![4]!["lacks"]!.AsArray().Select(lack => (string)lack!).ShouldContain("Not heard now: monitor-1.");
    }

    [Fact]
    public async Task The_name_changes_on_every_screen_and_the_zone_until_something_is_told_in_it()
    {
        await server.Services.GetRequiredService<ClinicStore>().CreateClinicAsync(
            new ClinicConfiguration(_clinic, "New", "Europe/Vienna", [new Chair("A1", "Room A")], [], new SafetyLimits()), simulated: true, Cancel);
        using var manager = await server.ComeAsync(_clinic, [Roles.Manager]);
        (await CodeAsync(Describe("New", "Vienna"))).ShouldBe("clinic-zone");
        (await CodeAsync(Describe(" ", "Europe/Vienna"))).ShouldBe("clinic-name");

        (await SendAsync(manager, HttpMethod.Put, "about", Describe("Harbor Street", "America/New_York"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var stored = (await server.Services.GetRequiredService<ClinicStore>().ConfigurationAsync(_clinic, Cancel))!.Value.Configuration;
        (stored.Name, stored.TimeZone).ShouldBe(("Harbor Street", "America/New_York"));
        using var nurse = await server.ComeAsync(_clinic, [Roles.Nurse]);
        (await SendAsync(nurse, HttpMethod.Put, "about", Describe("Mine", "Europe/Vienna"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((bool)(await ReadAsync(nurse))["mayChangeZone"]!).ShouldBeTrue();

        static JsonObject Describe(string name, string zone) => new() { ["name"] = name, ["timeZone"] = zone };
        async Task<string?> CodeAsync(JsonObject body)
        {
            using var answer = await SendAsync(manager, HttpMethod.Put, "about", body);
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["code"];
        }
    }

    async Task<JsonObject> ReadAsync(HttpClient who) => (await who.GetFromJsonAsync<JsonObject>($"/api/clinics/{_clinic}/setup", Cancel))!;

    async Task<HttpResponseMessage> SendAsync(HttpClient who, HttpMethod method, string path, JsonObject body)
    {
        body["commandId"] = Guid.NewGuid();
        using var request = new HttpRequestMessage(method, $"/api/clinics/{_clinic}/{path}") { Content = JsonContent.Create(body) };
        return await who.SendAsync(request, Cancel);
    }

    static string Standings(JsonObject view) => string.Join(", ", view["steps"]!.AsArray().Select(step => $"{step!["part"]} {step["standing"]}"));
}
