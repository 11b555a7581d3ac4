using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
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
        var keys = new JsonWebKeySet();
        keys.Keys.Add(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(Rsa.Rsa.ExportParameters(false)) { KeyId = "rs" }));
        using var publicPart = ECDsa.Create(Ec.ECDsa.ExportParameters(false));
        keys.Keys.Add(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(publicPart) { KeyId = "es" }));
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SmartClients>().SaveAsync(
            new(Client, "harbor-street", "An EHR", ["system/Observation.rs", "system/Patient.rs"], keys), Cancel);
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
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var late = await FhirAsync("harbor-street", token);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.Headers.WwwAuthenticate.ShouldContain(h => h.Scheme == "Bearer");
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
        var (status, _) = await AskAsync(assertion, host: "elsewhere.example");
        status.ShouldBe(HttpStatusCode.Unauthorized);
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
    public Task A_client_nobody_registered_is_refused() => RefusedAsync(Assertion(issuer: "stranger", subject: "stranger"));

    [Theory]
    [InlineData("system/Condition.rs")]
    [InlineData("system/Observation.cruds")]
    [InlineData("system/Observation.rs system/Condition.rs")]
    [InlineData("system/*.rs")]
    [InlineData("patient/Observation.rs")]
    [InlineData("openid")]
    [InlineData("")]
    public async Task A_scope_beyond_what_was_registered_is_refused(string scope)
    {
        var (status, body) = await AskAsync(Assertion(), scope);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_scope");
    }

    [Theory]
    [InlineData("system/Observation.read")]
    [InlineData("system/Observation.rs?category=vital-signs")]
    [InlineData("system/Observation.s")]
    public async Task A_narrower_scope_is_granted_as_it_was_asked_for(string scope)
    {
        var (status, body) = await AskAsync(Assertion(), scope);
        status.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        body.GetProperty("scope").GetString().ShouldBe(scope);
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
        SecurityKey? key = null, string? algorithm = null, string? audience = null, string issuer = Client, string subject = Client, string? jti = null)
        => Assertion(TimeSpan.FromMinutes(4), key, algorithm, audience, issuer, subject, jti);

    string Assertion(
        TimeSpan? lifetime, SecurityKey? key = null, string? algorithm = null, string? audience = null, string issuer = Client, string subject = Client, string? jti = null)
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

    async Task<HttpResponseMessage> FhirAsync(string clinic, string token)
    {
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync($"/fhir/{clinic}/Observation", Cancel);
    }
}
