using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class SignInTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_is_known_until_signing_out()
    {
        await app.AddPersonAsync("ada", Roles.Nurse, "harbor-street");
        using var client = app.NewClient();
        (await IdentityApp.SignInAsync(client, "ada")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var me = await client.GetFromJsonAsync<JsonElement>("/api/me", Cancel);
        me.GetRawText().ShouldBe("""{"name":"ada","displayName":"Display ada","roles":["nurse"],"clinics":[{"id":"harbor-street","name":"Harbor Street Clinic"}],"locked":false,"idleMinutes":5}""");

        (await client.PostAsync("/api/sign-out", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_cookie_is_for_our_own_pages_and_no_script()
    {
        await app.AddPersonAsync("cookie");
        using var client = app.NewClient();
        var answer = await IdentityApp.SignInAsync(client, "cookie");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain("expires=");
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer()
    {
        await app.AddPersonAsync("eve");
        using var client = app.NewClient();
        var wrongName = await IdentityApp.SignInAsync(client, "nobody");
        var wrongPassword = await IdentityApp.SignInAsync(client, "eve", "incorrect horse battery");
        wrongName.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrongPassword.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TitleAsync(wrongName)).ShouldBe(await TitleAsync(wrongPassword));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"","password":"x"}""")]
    [InlineData("""{"name":"a\u0000b","password":"x"}""")]
    public async Task An_empty_or_impossible_name_is_refused_like_a_wrong_one(string body)
    {
        using var client = app.NewClient();
        using var content = new StringContent(body, null, "application/json");
        (await client.PostAsync("/api/sign-in", content, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_time_opens_it_again()
    {
        var person = await app.AddPersonAsync("locked");
        using var client = app.NewClient();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await IdentityApp.SignInAsync(client, "locked", "incorrect horse battery");
        }

        (await IdentityApp.SignInAsync(client, "locked")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await using var scope = app.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        var end = await store.Users.Where(u => u.Id == person.Id).Select(u => u.LockoutEnd).SingleAsync(Cancel);
        end.ShouldNotBeNull();
        await store.Users.Where(u => u.Id == person.Id).ExecuteUpdateAsync(u => u.SetProperty(p => p.LockoutEnd, end - TimeSpan.FromMinutes(5)), Cancel);
        (await IdentityApp.SignInAsync(client, "locked")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Without_sign_in_the_api_answers_401_as_a_problem_and_sends_nobody_elsewhere()
    {
        using var client = app.NewClient();
        foreach (var path in (string[])["/api/me", "/api/anything", "/api/clinics/harbor-street/chairs", "/hubs/live"])
        {
            var answer = await client.GetAsync(path, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Fact]
    public async Task A_person_enters_only_clinics_of_their_own()
    {
        await app.AddPersonAsync("grace", Roles.Physician, "harbor-street");
        using var client = app.NewClient();
        await IdentityApp.SignInAsync(client, "grace");
        (await client.GetAsync("/api/clinics/harbor-street/chairs", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var foreign = await client.GetAsync("/api/clinics/elsewhere/chairs", Cancel);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreign.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_shift_of_twelve_hours_without_a_request_ends_the_sign_in()
    {
        await app.AddPersonAsync("sleeper");
        using var client = app.NewClient();
        await IdentityApp.SignInAsync(client, "sleeper");
        app.Clock.Advance(TimeSpan.FromHours(11));
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromHours(11));
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromHours(13));
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_is_taken_out_is_out_within_a_minute()
    {
        var person = await app.AddPersonAsync("leaver");
        using var client = app.NewClient();
        await IdentityApp.SignInAsync(client, "leaver");
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IdentityStore>().Users.Where(u => u.Id == person.Id).ExecuteDeleteAsync(Cancel);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.NoContent)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "own", HttpStatusCode.NoContent)]
    public async Task A_page_of_another_origin_changes_nothing(string header, string value, HttpStatusCode expected)
    {
        using var client = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-out");
        request.Headers.Add(header, value == "own" ? app.Url.GetLeftPart(UriPartial.Authority) : value);
        (await client.SendAsync(request, Cancel)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_page_of_another_origin_opens_no_socket()
    {
        using var client = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs/live");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Origin", "http://elsewhere.example");
        (await client.SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    static async Task<string?> TitleAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return problem.GetProperty("title").GetString() + problem.GetProperty("detail").GetString();
    }
}
