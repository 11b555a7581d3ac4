using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Identity.Wall;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>A display on a wall sees its clinic's chairs, does nothing, and ends when a manager says so.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class WallDisplayTests(WholeServer server)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_lets_one_browser_in_once_and_another_clinics_manager_ends_nothing()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        var (id, link) = await HangAsync(manager, "Corridor");
        using var display = await EnrolAsync(link);
        (await display.GetFromJsonAsync<JsonElement>("/api/wall", Cancel)).ToString().ShouldBe("""{"name":"Corridor","clinic":"here"}""");
        (await display.GetFromJsonAsync<JsonElement>("/api/wall/initials", Cancel)).ToString().ShouldBe("{}", "a clinic's walls show chairs alone until it wants more");

        using var second = server.NewClient();
        (await second.PostAsJsonAsync("/api/wall/enrol", new { secret = link }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        using var elsewhere = await server.ComeAsync(WholeServer.Elsewhere, [Roles.Manager]);
        (await elsewhere.DeleteAsync($"/api/clinics/{WholeServer.Elsewhere}/displays/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await display.GetAsync("/api/wall", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StateAsync(manager, id)).ShouldBe("enrolled");

        // Revoked before anybody opened it.
        var (never, unused) = await HangAsync(manager, "Desk");
        (await StateAsync(manager, never)).ShouldBe("waiting");
        (await manager.DeleteAsync($"/api/clinics/{WholeServer.Here}/displays/{never}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await second.PostAsJsonAsync("/api/wall/enrol", new { secret = unused }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task It_opens_no_other_door_and_people_do_not_open_its_own()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        using var display = await EnrolAsync((await HangAsync(manager, "Ward")).Link);
        var open = new List<string>();
        foreach (var door in new EndpointMatrixTests(server).Doors())
        {
            using var request = new HttpRequestMessage(door.Method, door.Path);
            if (door.Body is { } body)
            {
                request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(door.ContentType));
            }

            using var answer = await display.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                open.Add($"{door.Name}: {(int)answer.StatusCode}");
            }
        }

        open.ShouldBeEmpty();
        (await display.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await display.GetAsync($"/fhir/{WholeServer.Here}/Patient", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var everybody = await server.ComeAsync(WholeServer.Here, Roles.All);
        foreach (var path in (string[])["/api/wall", "/api/wall/initials"])
        {
            (await everybody.GetAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        (await everybody.PostAsync("/hubs/wall/negotiate?negotiateVersion=1", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_watches_its_own_clinic_alone_until_it_is_revoked_and_all_of_that_is_written_down()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        var name = $"Wall {Guid.NewGuid():N}";
        var (id, link) = await HangAsync(manager, name);
        using var display = await EnrolAsync(link);
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server.Url, "/hubs/wall"), options => options.Headers["Cookie"] = display.DefaultRequestHeaders.GetValues("Cookie").Single())
            .Build();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        var beat = new TaskCompletionSource();
        hub.On<JsonObject>("heartbeat", _ => beat.TrySetResult());
        await hub.StartAsync(Cancel);

        var seen = await hub.InvokeCoreAsync<JsonObject>("Watch", [WholeServer.Here], Cancel);
        ((string?)seen["chairs"]![0]!["chair"]).ShouldBe("A1");
        await beat.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await Should.ThrowAsync<HubException>(() => hub.InvokeCoreAsync<JsonObject>("Watch", [WholeServer.Elsewhere], Cancel));
        await Should.ThrowAsync<HubException>(() => hub.InvokeCoreAsync<JsonObject>("Since", [WholeServer.Elsewhere, 0L, 0L], Cancel));

        (await manager.DeleteAsync($"/api/clinics/{WholeServer.Here}/displays/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        (await display.GetAsync("/api/wall", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await StateAsync(manager, id)).ShouldBe("revoked");

        using var auditor = await server.ComeAsync(WholeServer.Here, [Roles.Auditor]);
        var lines = new List<string>();
        await ClinicServer.UntilAsync(async () =>
        {
            var page = await auditor.GetFromJsonAsync<JsonElement>($"/api/clinics/{WholeServer.Here}/audit?who={name}&kind=display", Cancel);
            lines = [.. page.GetProperty("lines").EnumerateArray().Select(line => $"{line.GetProperty("act")} {line.GetProperty("status")}")];
            return lines.Count >= 2;
        });
        lines.ShouldBe(["WatchWall 200", "EnrolDisplay 204"]);
    }

    [Fact]
    public async Task It_needs_no_store_once_it_is_known_is_known_again_after_a_restart_and_its_link_runs_out()
    {
        var data = server.Services.GetRequiredService<NpgsqlDataSource>();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var displays = new WallDisplays(data, new IdentityClock(clock));
        var made = await displays.MakeAsync(WholeServer.Here, "Late", "somebody", Cancel);
        clock.Advance(WallDisplays.LinkLives);
        (await displays.EnrolAsync(made.Path["/wall#".Length..], Cancel)).ShouldBeNull("its hour is over");
        (await displays.AllAsync(WholeServer.Here, Cancel)).Displays.Single(each => each.Id == made.Id).State.ShouldBe("late");

        made = await displays.MakeAsync(WholeServer.Here, "In time", "somebody", Cancel);
        var enrolled = (await displays.EnrolAsync(made.Path["/wall#".Length..], Cancel)).ShouldNotBeNull();
        var principal = WallDisplays.PrincipalOf(enrolled.Id, enrolled.Clinic, enrolled.Name);

        (await new WallDisplays(data, new IdentityClock(clock)).IsLetInAsync(principal, Cancel)).ShouldBeTrue("the store remembers it");

        var source = NpgsqlDataSource.Create(server.Services.GetRequiredService<IConfiguration>().GetConnectionString("Infusion")!);
        var outage = new WallDisplays(source, new IdentityClock(clock));
        await outage.KeepAsync(Cancel);
        await source.DisposeAsync();
        (await outage.IsLetInAsync(principal, Cancel)).ShouldBeTrue("nobody asks the store about a display that is known");

        // Revoked at another server: this one learns it when it looks, and closes what it holds.
        var isClosed = false;
        displays.Connect(principal, "connection", () => isClosed = true).ShouldBeTrue();
        await new WallDisplays(data, new IdentityClock(clock)).RevokeAsync(WholeServer.Here, made.Id, "somebody", Cancel);
        await displays.KeepAsync(Cancel);
        isClosed.ShouldBeTrue();
        (await displays.IsLetInAsync(principal, Cancel)).ShouldBeFalse();
        displays.Connect(principal, "another", () => { }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    public async Task A_display_without_a_name_is_refused(string name)
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        (await manager.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/displays", new { name }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    static async Task<(Guid Id, string Link)> HangAsync(HttpClient manager, string name)
    {
        using var made = await manager.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/displays", new { name }, Cancel);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (view.GetProperty("id").GetGuid(), view.GetProperty("path").GetString()!["/wall#".Length..]);
    }

    async Task<HttpClient> EnrolAsync(string link)
    {
        var display = server.NewClient();
        using var enrolled = await display.PostAsJsonAsync("/api/wall/enrol", new { secret = link }, Cancel);
        enrolled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var cookie = enrolled.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        display.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        return display;
    }

    static async Task<string?> StateAsync(HttpClient manager, Guid id) =>
        (await manager.GetFromJsonAsync<JsonElement>($"/api/clinics/{WholeServer.Here}/displays", Cancel)).GetProperty("displays").EnumerateArray()
            .Single(each => each.GetProperty("id").GetGuid() == id).GetProperty("state").GetString();
}
