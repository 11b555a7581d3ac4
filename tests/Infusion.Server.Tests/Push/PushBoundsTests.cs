using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Push;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>What waits, for how long, and what a clinic that wants none of it does.</summary>
public sealed class PushBoundsTests(PushServer server) : IClassFixture<PushServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_too_many_that_wait_the_oldest_is_let_go_and_said_to_be_and_what_is_newer_takes_the_place_of_what_waits()
    {
        // Nobody sends from this one yet.
        using var sender = ActivatorUtilities.CreateInstance<PushSender>(server.Services);
        var deliveries = server.Services.GetRequiredService<PushDeliveries>();
        var browser = server.Service.NewBrowser();
        var target = new PushTarget(Guid.NewGuid(), "x", "x", "x", browser.Endpoint, browser.P256dh, browser.Auth);
        var now = TimeProvider.System.GetUtcNow();
        async Task<PushJob> NewAsync(string topic, Guid alarm)
        {
            var id = Guid.NewGuid();
            await deliveries.ClaimAsync("clinic", id, Guid.NewGuid(), alarm, null, target, id.ToString(), now, now, Cancel);
            return new PushJob(id, target, """{"title":"x"}""", topic, true, now + TimeSpan.FromMinutes(1));
        }

        var (oldest, replaced, newest) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        sender.Enqueue(await NewAsync("oldest", oldest));
        sender.Enqueue(await NewAsync("same", replaced));
        sender.Enqueue(await NewAsync("same", newest));
        for (var more = 3; more <= PushSender.MostWaiting; more++)
        {
            sender.Enqueue(new PushJob(null, target, """{"title":"y"}""", $"{more}", true, now + TimeSpan.FromMinutes(1)));
        }

        await EndsAsync(oldest, PushOutcome.Dropped);
        await sender.StartAsync(Cancel);
        await EndsAsync(replaced, PushOutcome.Replaced);
        await EndsAsync(newest, PushOutcome.Sent);
        await sender.StopAsync(Cancel);
    }

    Task EndsAsync(Guid alarm, PushOutcome outcome) => ClinicServer.UntilAsync(async () =>
        await server.Clinics.ScalarAsync<short>($"select outcome from infusion.push_delivery where alarm = '{alarm}'") == (short)outcome);

    [Fact]
    public async Task What_is_not_sent_in_its_minute_is_not_sent()
    {
        using var sender = ActivatorUtilities.CreateInstance<PushSender>(server.Services);
        var deliveries = server.Services.GetRequiredService<PushDeliveries>();
        var browser = server.Service.NewBrowser();
        var target = new PushTarget(Guid.NewGuid(), "x", "x", "x", browser.Endpoint, browser.P256dh, browser.Auth);
        var (id, alarm, now) = (Guid.NewGuid(), Guid.NewGuid(), TimeProvider.System.GetUtcNow());
        await deliveries.ClaimAsync("clinic", id, Guid.NewGuid(), alarm, null, target, id.ToString(), now, now, Cancel);
        sender.Enqueue(new PushJob(id, target, "{}", "late", true, now - TimeSpan.FromSeconds(1)));
        await sender.StartAsync(Cancel);
        await EndsAsync(alarm, PushOutcome.Failed);
        await sender.StopAsync(Cancel);
        server.Service.Asked(browser).ShouldBe(0);
    }

    [Fact]
    public async Task Switched_off_nobody_can_turn_it_on_and_nothing_leaves_the_house()
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        var browser = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, browser);
        await server.RestartAsync("--Push:Enabled=false");
        nurse = nurse with { Http = Again(nurse) };

        var view = await nurse.Http.GetFromJsonAsync<JsonElement>("/api/account/push", Cancel);
        (view.GetProperty("isOffered").GetBoolean(), view.GetProperty("browsers").GetArrayLength()).ShouldBe((false, 1));
        using var refused = await nurse.Http.PostAsJsonAsync("/api/account/push", browser.Request(), Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var id = view.GetProperty("browsers")[0].GetProperty("id").GetGuid();
        (await nurse.Http.PostAsync($"/api/account/push/{id}/trial", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await server.SetDutyAsync(clinic, nurse);
        var alarm = await server.AlarmAsync(clinic, await server.Clinics.StartSessionAsync(clinic));
        (await server.ClaimsAsync(alarm)).ShouldBe(0);
        (await nurse.Http.DeleteAsync($"/api/account/push/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    /// <summary>With the same cookie, at the port that the server has now.</summary>
    HttpClient Again(OnDuty person)
    {
        var http = SignedIn.NewClient(server.Url);
        http.DefaultRequestHeaders.Add("Cookie", person.Http.DefaultRequestHeaders.GetValues("Cookie").Single());
        return http;
    }
}
