using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Infusion.Server.Identity;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>What the running server says to a browser, and what it does not take.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class WebTests(WholeServer server)
{
    const string Password = "correct horse battery";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_description_of_the_api_is_there()
    {
        using var client = server.NewClient();
        var description = await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json", Cancel);
        description!["paths"]!.AsObject().Select(path => path.Key).ShouldContain("/api/clinics/{clinic}/protocols");
    }

    [Theory]
    [InlineData("/api/me", HttpStatusCode.Unauthorized)]
    [InlineData("/api/clock", HttpStatusCode.OK)]
    [InlineData("/fhir/here/Patient", HttpStatusCode.Unauthorized)]
    [InlineData("/fhir/here/metadata", HttpStatusCode.OK)]
    [InlineData("/api/no/such/thing", null)]
    public async Task Every_answer_carries_the_headers(string path, HttpStatusCode? status)
    {
        using var client = server.NewClient();
        using var answer = await client.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(status ?? answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'; script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.Split(';').Single(part => part.Contains("script-src", StringComparison.Ordinal)).ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("this connection is not encrypted");
        if (path is "/api/me" or "/api/clock")
        {
            (answer.Headers.CacheControl?.NoStore).ShouldBe(true, "the next person at this workstation finds nothing");
        }
    }

    [Fact]
    public async Task Behind_a_proxy_with_a_certificate_the_cookie_is_secure_and_plain_HTTP_is_over()
    {
        await EnsureAsync("webbed");
        using var client = server.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { name = "webbed", password = Password }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("infusion=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("; secure");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=strict");
        cookie.ShouldNotContain("expires=");
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    [Fact]
    public async Task Tries_of_a_secret_are_counted_by_where_they_come_from()
    {
        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 61; attempt++)
        {
            using var answer = await SignInFromAsync("203.0.113.9");
            statuses.Add(answer.StatusCode);
            if (attempt == 60)
            {
                answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
                (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Wait a minute.");
            }
        }

        statuses[..60].ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        statuses[60].ShouldBe(HttpStatusCode.TooManyRequests);
        (await SignInFromAsync("203.0.113.10")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_larger_than_any_form_is_not_read()
    {
        using var nurse = await server.ComeAsync(WholeServer.Here, [Roles.Nurse]);
        var body = new StringContent($$"""{"type":"write_note","commandId":"{{Guid.NewGuid()}}","text":"{{new string('x', 2_000_000)}}"}""", Encoding.UTF8, "application/json");
        using var answer = await nurse.PostAsync($"/api/clinics/{WholeServer.Here}/sessions/{Guid.NewGuid()}/commands", body, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>A client that sends all it has before it reads anything.</summary>
    [Fact]
    public async Task Who_sends_too_much_is_heard_out_and_reads_why_it_was_refused()
    {
        const int size = 8_000_000;
        using var client = new TcpClient();
        using var address = server.NewClient();
        await client.ConnectAsync(address.BaseAddress!.Host, address.BaseAddress.Port, Cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/sign-in HTTP/1.1\r\nHost: {address.BaseAddress.Authority}\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"), Cancel);
        await stream.WriteAsync(new byte[size], Cancel);

        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(Cancel)).ShouldBe("HTTP/1.1 413 Payload Too Large");
    }

    async Task<HttpResponseMessage> SignInFromAsync(string address)
    {
        using var client = server.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        // Nobody's name with an empty password: refused before anything is computed.
        return await client.PostAsJsonAsync("/api/sign-in", new { name = "x", password = "" }, Cancel);
    }

    async Task EnsureAsync(string name)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<People>().EnsureAsync(new(name, "Somebody", Roles.Nurse, [WholeServer.Here]), Password, Cancel);
    }
}
