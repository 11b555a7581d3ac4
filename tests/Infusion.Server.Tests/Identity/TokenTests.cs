using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class TokenTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    const string Client = "ehr";
    const string Scope = "system/Observation.rs";

    static readonly RsaSecurityKey Rsa = new(RSA.Create(2048)) { KeyId = "rs" };
    static readonly ECDsaSecurityKey Ec = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "es" };

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await SaveAsync(new(Client, "harbor-street", "An EHR", ["system/Observation.rs", "system/Patient.rs"], PublicKeys.Of(Rsa, Ec)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.EcdsaSha384)]
    public async Task A_client_that_proves_itself_gets_a_token_of_five_minutes_that_opens_its_own_clinic(string algorithm)
    {
        var (status, body) = await AskAsync(Assertion(algorithm: algorithm), "system/Observation.rs system/Patient.r");
        status.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        body.GetProperty("token_type").GetString()!.ToLowerInvariant().ShouldBe("bearer");
        body.GetProperty("expires_in").GetInt32().ShouldBeInRange(299, 300, "SMART allows 300; the fraction of a second that a JWT cannot express is taken off");
        body.GetProperty("scope").GetString().ShouldBe("system/Observation.rs system/Patient.r");
        body.TryGetProperty("refresh_token", out _).ShouldBeFalse();

        var token = body.GetProperty("access_token").GetString()!;
        var scopes = await (await FhirAsync("harbor-street", token)).Content.ReadFromJsonAsync<string[]>(Cancel);
        scopes!.Length.ShouldBe(2);
        (await FhirAsync("elsewhere", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_ends_after_five_minutes()
    {
        var (_, body) = await AskAsync(Assertion());
        var token = body.GetProperty("access_token").GetString()!;
        (await FhirAsync("harbor-street", token)).StatusCode.ShouldBe(HttpStatusCode.OK, "it is known from here on");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var late = await FhirAsync("harbor-street", token);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.Headers.WwwAuthenticate.ShouldContain(h => h.Scheme == "Bearer");
    }

    [Fact]
    public async Task Whoever_changes_a_token_that_is_known_is_refused()
    {
        var (_, body) = await AskAsync(Assertion());
        var token = body.GetProperty("access_token").GetString()!;
        var (head, content, signature) = token.Split('.') is [var first, var second, var third] ? (first, second, third) : throw new InvalidOperationException(token);
        (await FhirAsync("harbor-street", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FhirAsync("harbor-street", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var forged in (string[])[$"{head}.{content}.{Other(signature)}", $"{head}.{Other(content)}.{signature}", $"{head}.{content}.", token[..^1], token + "A"])
        {
            (await FhirAsync("harbor-street", forged)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, forged);
        }

        (await FhirAsync("elsewhere", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "it is known, and opens no more than it did");

        static string Other(string part) => (part[0] == 'A' ? 'B' : 'A') + part[1..];
    }

    [Fact]
    public async Task Tokens_are_known_until_they_end_and_not_without_bound()
    {
        var known = app.Services.GetRequiredService<KnownTokens>();
        var (_, body) = await AskAsync(Assertion());
        var token = body.GetProperty("access_token").GetString()!;
        await FhirAsync("harbor-street", token);
        (await known.FindAsync(token, Cancel)).ShouldNotBeNull();
        (await known.FindAsync(token[..^1], Cancel)).ShouldBeNull();
        for (var i = 0; i < KnownTokens.Most + 10; i++)
        {
            known.Add($"another {i}", Until(app.Clock.GetUtcNow().AddMinutes(1)));
        }

        known.Count.ShouldBe(KnownTokens.Most);
        (await known.FindAsync("another 1", Cancel)).ShouldBeNull("it belongs to no client that stands");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        known.Add("the next", Until(app.Clock.GetUtcNow().AddMinutes(1)));
        known.Count.ShouldBeLessThan(KnownTokens.Most, "what has ended is let go");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        (await known.FindAsync(token, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Fhir_takes_neither_a_cookie_nor_nothing()
    {
        await app.AddPersonAsync("tokenless", Roles.Integrator, "harbor-street");
        using var client = app.NewClient();
        (await client.GetAsync("/fhir/harbor-street/Observation", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await IdentityApp.SignInAsync(client, "tokenless");
        (await client.GetAsync("/fhir/harbor-street/Observation", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_does_not_open_what_is_for_people()
    {
        var (_, body) = await AskAsync(Assertion());
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        (await client.GetAsync("/api/clinics/harbor-street/chairs", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_assertion_is_used_once()
    {
        var assertion = Assertion();
        (await AskAsync(assertion)).Status.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(assertion, "used before");
    }

    [Fact]
    public async Task Two_requests_with_one_assertion_at_once_get_one_token()
    {
        var assertion = Assertion();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AskAsync(assertion)));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_not_registered_is_refused()
    {
        using var stranger = RSA.Create(2048);
        await RefusedAsync(Assertion(key: new RsaSecurityKey(stranger) { KeyId = "rs" }));
    }

    [Fact]
    public Task Another_algorithm_is_refused() => RefusedAsync(Assertion(algorithm: SecurityAlgorithms.RsaSha256));

    [Fact]
    public Task An_assertion_for_another_server_is_refused() => RefusedAsync(Assertion(audience: "https://elsewhere.example/auth/token"));

    [Fact]
    public async Task An_assertion_for_another_server_is_refused_also_under_that_servers_name()
    {
        var assertion = Assertion(audience: "http://elsewhere.example/auth/token");
        var (status, body) = await AskAsync(assertion, host: "elsewhere.example");
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("error_description").GetString()!.ShouldContain("set Infusion:PublicUrl", Case.Sensitive, "whoever runs the server has to know");
    }

    [Fact]
    public Task A_life_of_more_than_five_minutes_is_refused() => RefusedAsync(Assertion(lifetime: TimeSpan.FromMinutes(6)), "five minutes");

    [Fact]
    public Task An_expired_assertion_is_refused() => RefusedAsync(Assertion(lifetime: TimeSpan.FromSeconds(-1)));

    [Fact]
    public Task No_expiry_is_refused() => RefusedAsync(Assertion(lifetime: null));

    [Fact]
    public Task No_jti_is_refused() => RefusedAsync(Assertion(jti: ""), "jti");

    [Fact]
    public Task A_subject_other_than_the_issuer_is_refused() => RefusedAsync(Assertion(subject: "other"));

    [Fact]
    public async Task Who_has_proved_nothing_learns_nothing()
    {
        using var stranger = RSA.Create(2048);
        var wrongKey = await AskAsync(Assertion(key: new RsaSecurityKey(stranger) { KeyId = "rs" }));
        var noSuchKey = await AskAsync(Assertion(key: new RsaSecurityKey(stranger) { KeyId = "unknown" }));
        var noSuchClient = await AskAsync(Assertion(issuer: "stranger", subject: "stranger"));
        wrongKey.Status.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var answer in (JsonElement[])[wrongKey.Body, noSuchKey.Body, noSuchClient.Body])
        {
            JsonSerializer.Serialize(answer).ShouldBe("""{"error":"invalid_client","error_description":"The client, its key or its assertion is not accepted."}""");
        }
    }

    [Fact]
    public Task A_key_without_a_name_is_refused() => RefusedAsync(Assertion(key: new RsaSecurityKey(Rsa.Rsa)));

    [Fact]
    public Task An_assertion_from_the_future_is_refused() => RefusedAsync(Assertion(issuedIn: TimeSpan.FromMinutes(2)), "iat");

    [Fact]
    public async Task A_client_whose_clock_is_a_little_ahead_is_let_in() =>
        (await AskAsync(Assertion(lifetime: TimeSpan.FromSeconds(320), issuedIn: TimeSpan.FromSeconds(20)))).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_client_with_an_address_is_known_by_the_keys_that_stand_there_now()
    {
        await using var published = await KeyServer.StartAsync();
        published.Give(Ec);
        await SaveAsync(new("published", "harbor-street", "By address", [Scope], PublicKeys.Of(Rsa)) { KeysUrl = new Uri(published.Url) });
        (await AskAsync(Assertion(algorithm: SecurityAlgorithms.EcdsaSha384, issuer: "published", subject: "published"))).Status.ShouldBe(HttpStatusCode.OK);
        // What it was registered with is not what counts.
        await RefusedAsync(Assertion(issuer: "published", subject: "published"));
        published.Give(Rsa);
        app.Clock.Advance(ClientKeys.Between);
        (await AskAsync(Assertion(issuer: "published", subject: "published"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_worth_nothing_once_its_client_is_revoked_changed_or_gone()
    {
        var client = new SmartClient("short-lived", "harbor-street", "An EHR", [Scope, "system/Patient.rs"], PublicKeys.Of(Rsa));
        foreach (var change in (Func<SmartClient, SmartClient>[])
            [
                each => each with { Revoked = new(app.Clock.GetUtcNow(), "manager", "ended") },
                each => each with { Scopes = [Scope] },
                each => each with { Keys = PublicKeys.Of(Ec) },
                each => each with { Clinic = "another" },
            ])
        {
            await SaveAsync(client);
            var (_, body) = await AskAsync(Assertion(issuer: client.ClientId, subject: client.ClientId));
            var token = body.GetProperty("access_token").GetString()!;
            (await FhirAsync("harbor-street", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await SaveAsync(change(client));
            var refused = await FhirAsync("harbor-street", token);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            refused.Headers.WwwAuthenticate.ShouldContain(header => header.Scheme == "Bearer" && header.Parameter!.Contains("invalid_token"));
        }
    }

    async Task SaveAsync(SmartClient client)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SmartClients>().SaveAsync(client, Cancel);
    }

    [Fact]
    public Task A_client_nobody_registered_is_refused() => RefusedAsync(Assertion(issuer: "stranger", subject: "stranger"));

    [Theory]
    [InlineData("system/Condition.rs")]
    [InlineData("system/Observation.cud")]
    [InlineData("patient/Observation.rs")]
    [InlineData("system/Observation.rs?date=2026")]
    [InlineData("openid")]
    [InlineData("")]
    public async Task A_client_that_asks_for_nothing_of_what_it_was_given_gets_nothing(string scope)
    {
        var (status, body) = await AskAsync(Assertion(), scope);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_scope");
    }

    [Theory]
    [InlineData("system/Observation.read", "system/Observation.read")]
    [InlineData("system/Observation.rs?category=vital-signs", "system/Observation.rs?category=vital-signs")]
    [InlineData("system/Observation.s", "system/Observation.s")]
    [InlineData("system/Observation.cruds", "system/Observation.rs")]
    [InlineData("system/Observation.*", "system/Observation.read")]
    [InlineData("system/*.rs", "system/Observation.rs system/Patient.rs")]
    [InlineData("openid system/Patient.r system/Condition.rs", "system/Patient.r")]
    public async Task A_client_gets_of_what_it_asks_for_as_much_as_it_was_given(string asked, string granted)
    {
        var (status, body) = await AskAsync(Assertion(), asked);
        status.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        body.GetProperty("scope").GetString().ShouldBe(granted);
        var scopes = await (await FhirAsync("harbor-street", body.GetProperty("access_token").GetString()!)).Content.ReadFromJsonAsync<string[]>(Cancel);
        string.Join(' ', scopes!).ShouldBe(granted);
    }

    [Theory]
    [InlineData("authorization_code")]
    [InlineData("password")]
    [InlineData("refresh_token")]
    public async Task Other_grants_do_not_exist(string grant) =>
        (await AskAsync(Assertion(), grant: grant)).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Smart_configuration_says_what_there_is_to_everyone()
    {
        using var client = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/harbor-street/.well-known/smart-configuration");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("Origin", "https://elsewhere.example");
        var answer = await client.SendAsync(request, Cancel);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("token_endpoint").GetString().ShouldBe(TokenUrl);
        body.GetProperty("code_challenge_methods_supported").GetRawText().ShouldBe("""["S256"]""");
        body.GetProperty("capabilities").GetRawText().ShouldContain("client-confidential-asymmetric");
    }

    string TokenUrl => new Uri(app.Url, "/auth/token").ToString();

    string Assertion(
        SecurityKey? key = null, string? algorithm = null, string? audience = null, string issuer = Client, string subject = Client, string? jti = null, TimeSpan? issuedIn = null)
        => Assertion(TimeSpan.FromMinutes(4), key, algorithm, audience, issuer, subject, jti, issuedIn);

    string Assertion(
        TimeSpan? lifetime, SecurityKey? key = null, string? algorithm = null, string? audience = null, string issuer = Client, string subject = Client, string? jti = null,
        TimeSpan? issuedIn = null)
    {
        algorithm ??= SecurityAlgorithms.RsaSha384;
        key ??= algorithm == SecurityAlgorithms.EcdsaSha384 ? Ec : Rsa;
        var claims = new Dictionary<string, object> { ["sub"] = subject };
        if (jti != "")
        {
            claims["jti"] = jti ?? Guid.NewGuid().ToString();
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience ?? TokenUrl,
            Expires = (app.Clock.GetUtcNow() + lifetime)?.UtcDateTime,
            IssuedAt = (app.Clock.GetUtcNow() + issuedIn)?.UtcDateTime,
            Claims = claims,
            TokenType = "JWT",
            SigningCredentials = new(key, algorithm) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
        });
    }

    async Task RefusedAsync(string assertion, string? because = null)
    {
        var (status, body) = await AskAsync(assertion);
        status.ShouldBe(HttpStatusCode.Unauthorized, body.GetRawText());
        body.GetProperty("error").GetString().ShouldBe("invalid_client");
        body.GetRawText().ShouldContain(because ?? "");
    }

    async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(string assertion, string scope = Scope, string grant = "client_credentials", string? host = null)
    {
        using var client = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = grant,
                ["scope"] = scope,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = assertion,
            }),
        };
        request.Headers.Host = host;
        var answer = await client.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    static ClaimsPrincipal Until(DateTimeOffset end) => new ClaimsPrincipal(new ClaimsIdentity("test")).SetExpirationDate(end);

    async Task<HttpResponseMessage> FhirAsync(string clinic, string token)
    {
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync($"/fhir/{clinic}/Observation", Cancel);
    }
}
