using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Core.Alarms;
using Infusion.Server.Push;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>From an alarm to a browser and its receipt, over the whole server and a push service of our own.</summary>
public sealed class PushTests(PushServer server) : IClassFixture<PushServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_to_go_is_told_without_a_patient_or_a_number_and_the_receipt_stands_beside_the_alarm()
    {
        var clinic = await server.NewClinicAsync();
        var (nurse, charge) = (await server.ComeAsync(clinic), await server.ComeAsync(clinic));
        var (hers, another) = (server.Service.NewBrowser(), server.Service.NewBrowser());
        await PushServer.TurnOnAsync(nurse, hers);
        await PushServer.TurnOnAsync(charge, another);
        await server.SetDutyAsync(clinic, nurse, charge);
        var session = await server.Clinics.StartSessionAsync(clinic);
        var alarm = await server.AlarmAsync(clinic, session);

        var pushed = await server.Service.NextAsync(hers);
        await IsSignedAsync(pushed, nurse);
        pushed.Headers["Content-Encoding"].ShouldBe("aes128gcm");
        int.Parse(pushed.Headers["TTL"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        (pushed.Headers["Urgency"], pushed.Headers["Topic"]).ShouldBe(("high", PushWords.TagOf(alarm)));
        pushed.Body.Length.ShouldBeLessThan(3 * 1024);
        var words = await hers.ReadAsync(pushed.Body);
        words.GetProperty("title").GetString().ShouldBe("HIGH: Chair A1");
        var body = words.GetProperty("body").GetString()!;
        body.ShouldMatch(@"^SpO2 low, \d\d:\d\d:\d\d\. For Somebody\. A courtesy, not the alarm of record\.$");
        words.EnumerateObject().Select(each => each.Name).Order(StringComparer.Ordinal).ShouldBe(["body", "isQuiet", "path", "sentAt", "tag", "title", "token"]);
        words.GetProperty("path").GetString().ShouldBe("/chairs/A1");

        await ClinicServer.UntilAsync(async () => (await PushServer.PushesAsync(nurse, clinic, alarm)).Single().GetProperty("outcome").GetString() == "sent");
        (await PushServer.PushesAsync(nurse, clinic, alarm)).Single().GetProperty("receivedAt").ValueKind.ShouldBe(JsonValueKind.Null, "not confirmed");
        using var worker = SignedIn.NewClient(server.Url);
        var token = words.GetProperty("token").GetString();
        (await worker.PostAsJsonAsync("/api/push/receipts", new { token = "another" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await worker.PostAsJsonAsync("/api/push/receipts", new { }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await worker.PostAsJsonAsync("/api/push/receipts", new { token }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await worker.PostAsJsonAsync("/api/push/receipts", new { token }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "once");
        (await PushServer.PushesAsync(nurse, clinic, alarm)).Single().GetProperty("receivedAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await PushServer.BrowsersAsync(nurse)).Single().GetProperty("receivedAt").ValueKind.ShouldBe(JsonValueKind.String);
        server.Service.Asked(another).ShouldBe(0, "the second step is not called yet");

        await server.AcknowledgeAsync(clinic, session, alarm, nurse);
        var quiet = await server.Service.NextAsync(hers);
        quiet.Headers["Topic"].ShouldBe(PushWords.TagOf(alarm), "it takes the place of the first");
        var said = await hers.ReadAsync(quiet.Body);
        (said.GetProperty("title").GetString(), said.GetProperty("isQuiet").GetBoolean()).ShouldBe(("Chair A1: acknowledged", true));
        said.GetProperty("token").ValueKind.ShouldBe(JsonValueKind.Null);
        server.Service.Asked(another).ShouldBe(0);
    }

    /// <summary>RFC 8292: by the key that the browser subscribed with, for this push service, for a day at most.</summary>
    static async Task IsSignedAsync(Pushed pushed, OnDuty person)
    {
        var authorization = pushed.Headers["Authorization"];
        authorization.ShouldStartWith("vapid t=");
        var (token, key) = (authorization["vapid t=".Length..].Split(',')[0], authorization.Split("k=")[1]);
        key.ShouldBe((await person.Http.GetFromJsonAsync<JsonElement>("/api/account/push", Cancel)).GetProperty("key").GetString());
        var point = Base64Url.DecodeFromChars(key);
        using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
        var read = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(curve),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidAudience = "http://127.0.0.1",
            ValidateIssuer = false,
        });
        read.Exception.ShouldBeNull();
        read.SecurityToken.ValidTo.ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow().AddHours(24).UtcDateTime);
        read.Claims["sub"].ShouldBe("mailto:it@harbor.example");
    }

    [Fact]
    public async Task What_was_told_is_not_told_again_by_another_server_or_after_a_restart_and_what_is_a_minute_old_is_history()
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        var browser = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, browser);
        await server.SetDutyAsync(clinic, nurse);
        var session = await server.Clinics.StartSessionAsync(clinic);
        var alarm = await server.AlarmAsync(clinic, session);
        await server.Service.NextAsync(browser);

        await server.LookAsync();
        (await server.ClaimsAsync(alarm)).ShouldBe(1);
        await server.RestartAsync();
        await server.LookAsync();
        (await server.ClaimsAsync(alarm)).ShouldBe(1);
        server.Service.Asked(browser).ShouldBe(1);

        // Another browser of hers, turned on since: told of what is fresh, and of nothing older.
        var late = server.Service.NewBrowser();
        await server.Clinics.ScalarAsync<Guid>(
            $"""
            insert into identity.push_subscription ("Id", "PersonId", "Name", "Endpoint", "P256dh", "Auth", "AddedAt")
            values (gen_random_uuid(), '{nurse.Person.Id}', 'Late', '{late.Endpoint}', '{late.P256dh}', '{late.Auth}', now()) returning "Id"
            """);
        await server.LookAsync(new FakeTimeProvider(TimeProvider.System.GetUtcNow() + PushWatch.Fresh));
        (await server.ClaimsAsync(alarm)).ShouldBe(1);
        await server.LookAsync();
        (await server.ClaimsAsync(alarm)).ShouldBe(2, "else nothing was tried");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_browser_that_its_push_service_knows_no_more_is_forgotten(int status)
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        await PushServer.TurnOnAsync(nurse, server.Service.NewBrowser((_, _) => Task.FromResult(status)));
        await server.SetDutyAsync(clinic, nurse);
        var alarm = await server.AlarmAsync(clinic, await server.Clinics.StartSessionAsync(clinic));

        await ClinicServer.UntilAsync(async () => (await PushServer.BrowsersAsync(nurse)).Count == 0);
        await ClinicServer.UntilAsync(async () => (await PushServer.PushesAsync(nurse, clinic, alarm)).Single().GetProperty("outcome").GetString() == "gone");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_a_push_service_does_not_take_now_is_tried_again_and_what_it_refuses_is_said_to_be_not_sent(int status)
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        var (busy, strict) = (
            server.Service.NewBrowser((before, http) =>
            {
                http.Response.Headers.RetryAfter = "1";
                return Task.FromResult(before == 0 ? status : StatusCodes.Status201Created);
            }),
            server.Service.NewBrowser((_, _) => Task.FromResult(StatusCodes.Status403Forbidden)));
        await PushServer.TurnOnAsync(nurse, busy, "Busy");
        await PushServer.TurnOnAsync(nurse, strict, "Strict");
        await server.SetDutyAsync(clinic, nurse);
        var alarm = await server.AlarmAsync(clinic, await server.Clinics.StartSessionAsync(clinic));

        await server.Service.NextAsync(busy);
        server.Service.Asked(busy).ShouldBe(2);
        string[] ended = [];
        await ClinicServer.UntilAsync(async () =>
            (ended = [.. (await PushServer.PushesAsync(nurse, clinic, alarm)).Select(each => $"{each.GetProperty("device")} {each.GetProperty("outcome")}")]).All(each => !each.EndsWith("waiting", StringComparison.Ordinal)));
        ended.Order(StringComparer.Ordinal).ShouldBe(["Busy sent", "Strict failed"]);
        server.Service.Asked(strict).ShouldBe(1);
    }

    [Fact]
    public async Task A_push_service_that_hangs_holds_up_neither_the_writer_nor_another_browser()
    {
        var clinic = await server.NewClinicAsync();
        var (nurse, other) = (await server.ComeAsync(clinic), await server.ComeAsync(clinic));
        var (isAsked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var hanging = server.Service.NewBrowser(async (_, http) =>
        {
            isAsked.TrySetResult();
            await mayAnswer.Task.WaitAsync(http.RequestAborted);
            return StatusCodes.Status201Created;
        });
        var browser = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, hanging);
        await PushServer.TurnOnAsync(other, browser);
        await server.SetDutyAsync(clinic, nurse);
        var session = await server.Clinics.StartSessionAsync(clinic);
        await server.AlarmAsync(clinic, session);
        await isAsked.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var next = await server.NewClinicAsync();
        await server.Clinics.ScalarAsync<string>($"""insert into identity.clinic_membership ("PersonId", "Clinic") values ('{other.Person.Id}', '{next}') returning "Clinic" """);
        await server.SetDutyAsync(next, other);
        await server.AlarmAsync(next, await server.Clinics.StartSessionAsync(next));
        await server.Service.NextAsync(browser);
        mayAnswer.SetResult();
        await server.Service.NextAsync(hanging);
    }

    [Theory]
    [InlineData(AlarmPriority.Medium, 5, "Medium: Chair A1", "sent")]
    [InlineData(AlarmPriority.Medium, 6, "Many alarms: look at the board", "sent")]
    [InlineData(AlarmPriority.Medium, 7, "", "grouped")]
    [InlineData(AlarmPriority.High, 7, "HIGH: Chair A1", "sent")]
    public async Task In_a_storm_one_message_stands_for_many_and_a_high_alarm_still_comes_by_itself(AlarmPriority priority, int before, string title, string outcome)
    {
        var clinic = await server.NewClinicAsync(priority);
        var nurse = await server.ComeAsync(clinic);
        var browser = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, browser);
        var subscription = (await PushServer.BrowsersAsync(nurse)).Single().GetProperty("id").GetGuid();
        await server.Clinics.ScalarAsync<long>(
            $"""
            with told as (
                insert into infusion.push_delivery (clinic, id, event, alarm, person, subscription, device, called_at, told_at)
                select '{clinic}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', '{subscription}', 'x', now(), now() + interval '20 seconds'
                from generate_series(1, {before}) returning 1)
            select count(*) from told
            """);
        await server.SetDutyAsync(clinic, nurse);
        var alarm = await server.AlarmAsync(clinic, await server.Clinics.StartSessionAsync(clinic));

        await ClinicServer.UntilAsync(async () => (await PushServer.PushesAsync(nurse, clinic, alarm)) is [var told] && told.GetProperty("outcome").GetString() == outcome);
        (outcome == "grouped" ? "" : (await browser.ReadAsync((await server.Service.NextAsync(browser)).Body)).GetProperty("title").GetString()).ShouldBe(title);
        server.Service.Waiting(browser).ShouldBe(0);
    }

    [Fact]
    public async Task A_trial_goes_the_way_that_an_alarm_would()
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        var browser = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, browser);
        var id = (await PushServer.BrowsersAsync(nurse)).Single().GetProperty("id").GetGuid();
        (await nurse.Http.PostAsync($"/api/account/push/{id}/trial", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var words = await browser.ReadAsync((await server.Service.NextAsync(browser)).Body);
        words.GetProperty("title").GetString().ShouldBe("Trial: this browser is told");
        using var worker = SignedIn.NewClient(server.Url);
        (await worker.PostAsJsonAsync("/api/push/receipts", new { token = words.GetProperty("token").GetString() }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var stranger = await server.ComeAsync(clinic);
        (await stranger.Http.PostAsync($"/api/account/push/{id}/trial", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Http.DeleteAsync($"/api/account/push/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nurse.Http.DeleteAsync($"/api/account/push/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PushServer.BrowsersAsync(nurse)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_told_is_let_go_after_its_days()
    {
        var deliveries = server.Services.GetRequiredService<PushDeliveries>();
        var now = TimeProvider.System.GetUtcNow();
        var target = new PushTarget(Guid.NewGuid(), "x", "x", "x", "https://push.example/x", "", "");
        var (kept, gone) = (Guid.NewGuid(), Guid.NewGuid());
        await deliveries.ClaimAsync("old", Guid.NewGuid(), Guid.NewGuid(), kept, null, target, "kept", now, now - PushDeliveries.Kept + TimeSpan.FromMinutes(1), Cancel);
        await deliveries.ClaimAsync("old", Guid.NewGuid(), Guid.NewGuid(), gone, null, target, "gone", now, now - PushDeliveries.Kept - TimeSpan.FromMinutes(1), Cancel);
        (await deliveries.ReceiveAsync("kept", now, Cancel)).ShouldBeFalse("a receipt that comes days later proves nothing");
        await deliveries.RetainAsync(now, Cancel);
        (await server.ClaimsAsync(kept), await server.ClaimsAsync(gone)).ShouldBe((1, 0));
    }
}
