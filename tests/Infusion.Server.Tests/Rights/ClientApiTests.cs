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

namespace Infusion.Server.Tests.Rights;

/// <summary>An EHR's client from its registration to its end, over the doors of the running server.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class ClientApiTests(WholeServer server) : IAsyncLifetime
{
    const string Password = "correct horse battery";
    const string Clients = $"/api/clinics/{WholeServer.Here}/clients";

    static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "one" };
    static readonly RsaSecurityKey Next = new(RSA.Create(2048)) { KeyId = "two" };

    HttpClient _manager = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().EnsureAsync(
                new("clients-manager", "Somebody", Roles.Manager, [WholeServer.Here]), Password, Cancel);
        }

        _manager = server.NewClient();
        using var answer = await _manager.PostAsJsonAsync("/api/sign-in", new { name = "clients-manager", password = Password }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _manager.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    [Fact]
    public async Task A_client_is_registered_reads_is_seen_and_loses_its_tokens_the_moment_it_is_revoked()
    {
        var client = await RegisterAsync(new { name = "Harbor EHR", scopes = new[] { "system/Patient.rs" }, jwks = KeyServer.Text(Key), password = Password });
        var id = client.GetProperty("id").GetString()!;
        client.GetProperty("keys")[0].GetProperty("kind").GetString().ShouldBe("ES384");
        client.GetProperty("registered").GetProperty("by").GetString().ShouldBe("clients-manager");

        using var ehr = await TokenAsync(id, Key, "system/*.read");
        (await SearchAsync(ehr, "Patient")).ShouldBe(HttpStatusCode.OK);
        (await SearchAsync(ehr, "Observation")).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(id, Next, "system/Patient.rs")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await ClinicServer.UntilAsync(async () =>
            await FindAsync(id) is var seen && seen.GetProperty("lastUsedAt").ValueKind is JsonValueKind.String && seen.GetProperty("refusedTries").GetInt64() == 2);

        await DoAsync($"{id}/revoke", new { reason = "Contract ended" }, HttpStatusCode.OK);
        (await SearchAsync(ehr, "Patient")).ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await AskAsync(id, Key, "system/Patient.rs");
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await again.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetString().ShouldBe("invalid_client");
        (await FindAsync(id)).GetProperty("revoked").GetProperty("reason").GetString().ShouldBe("Contract ended");
        (await DoAsync($"{id}/revoke", new { reason = "Again" }, HttpStatusCode.Conflict)).ShouldContain("is revoked");
    }

    [Fact]
    public async Task New_keys_and_fewer_scopes_end_what_was_given_before()
    {
        var id = (await RegisterAsync(new { name = "Rotating", scopes = new[] { "system/*.rs" }, jwks = KeyServer.Text(Key), password = Password })).GetProperty("id").GetString()!;
        using var before = await TokenAsync(id, Key, "system/*.rs");
        await DoAsync($"{id}/keys", new { jwks = KeyServer.Text(Next), password = Password }, HttpStatusCode.OK);
        (await SearchAsync(before, "Patient")).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(id, Key, "system/*.rs")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var between = await TokenAsync(id, Next, "system/*.rs");
        (await SearchAsync(between, "Observation")).ShouldBe(HttpStatusCode.OK);
        await DoAsync($"{id}/scopes", new { scopes = new[] { "system/Patient.rs" }, password = Password }, HttpStatusCode.OK);
        (await SearchAsync(between, "Observation")).ShouldBe(HttpStatusCode.Unauthorized);
        using var after = await TokenAsync(id, Next, "system/*.rs");
        (await SearchAsync(after, "Observation")).ShouldBe(HttpStatusCode.Forbidden);
        (await SearchAsync(after, "Patient")).ShouldBe(HttpStatusCode.OK);
        (await FindAsync(id)).GetProperty("changed").GetProperty("reason").GetString().ShouldBe("scopes");
    }

    [Theory]
    [InlineData("", "system/*.rs", "client-name")]
    [InlineData("bad\u0000name", "system/*.rs", "client-name")]
    [InlineData("No scope", null, "client-scopes")]
    [InlineData("Writes", "system/*.cruds", "client-scopes")]
    [InlineData("A person's", "user/*.rs", "client-scopes")]
    [InlineData("By date", "system/Observation.rs?date=2026", "client-scopes")]
    public async Task What_is_no_client_is_refused_and_registers_nothing(string name, string? scope, string code)
    {
        var before = await CountAsync();
        (await DoAsync("", new { name, scopes = scope is null ? [] : new[] { scope }, jwks = KeyServer.Text(Key), password = Password }, HttpStatusCode.BadRequest)).ShouldContain(code);
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Without_keys_with_two_kinds_or_with_a_wrong_password_nothing_is_registered()
    {
        var before = await CountAsync();
        string[] scopes = ["system/*.rs"];
        (await DoAsync("", new { name = "x", scopes, password = Password }, HttpStatusCode.BadRequest)).ShouldContain("and not both");
        (await DoAsync("", new { name = "x", scopes, jwks = KeyServer.Text(Key), keysUrl = "https://ehr.example/jwks", password = Password }, HttpStatusCode.BadRequest)).ShouldContain("and not both");
        (await DoAsync("", new { name = "x", scopes, jwks = "{}", password = Password }, HttpStatusCode.BadRequest)).ShouldContain("no JSON Web Key Set");
        (await DoAsync("", new { name = "x", scopes, keysUrl = "http://ehr.example/jwks", password = Password }, HttpStatusCode.BadRequest)).ShouldContain("https://");
        (await DoAsync("", new { name = "x", scopes, keysUrl = $"https://127.0.0.1:{server.Url.Port}/jwks", password = Password }, HttpStatusCode.BadRequest)).ShouldContain("not on the public internet");
        (await DoAsync("", new { name = "x", scopes, jwks = KeyServer.Text(Key), password = "wrong" }, HttpStatusCode.Forbidden)).ShouldContain("No client was registered");
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Keys_are_tested_before_anything_is_registered()
    {
        var before = await CountAsync();
        (await DoAsync("keys/test", new { jwks = KeyServer.Text(Key, Next) }, HttpStatusCode.OK)).ShouldContain("\"kid\":\"two\"");
        (await DoAsync("keys/test", new { jwks = "nonsense" }, HttpStatusCode.BadRequest)).ShouldContain("client-keys");
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_client_of_another_clinic_is_not_there()
    {
        (await DoAsync($"ehr-{WholeServer.Elsewhere}/revoke", new { reason = "Not mine" }, HttpStatusCode.NotFound)).ShouldContain("no such client");
        (await _manager.GetFromJsonAsync<JsonElement>(Clients, Cancel)).GetProperty("clients").EnumerateArray()
            .ShouldNotContain(client => client.GetProperty("id").GetString()!.Contains(WholeServer.Elsewhere));
    }

    async Task<JsonElement> RegisterAsync(object body) => JsonElement.Parse(await DoAsync("", body, HttpStatusCode.Created));

    async Task<string> DoAsync(string path, object body, HttpStatusCode status)
    {
        using var answer = await _manager.PostAsJsonAsync($"{Clients}/{path}".TrimEnd('/'), body, Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(status, said);
        return said;
    }

    async Task<JsonElement> FindAsync(string id) => (await _manager.GetFromJsonAsync<JsonElement>(Clients, Cancel)).GetProperty("clients").EnumerateArray()
        .Single(client => client.GetProperty("id").GetString() == id);

    async Task<int> CountAsync() => (await _manager.GetFromJsonAsync<JsonElement>(Clients, Cancel)).GetProperty("clients").GetArrayLength();

    async Task<HttpClient> TokenAsync(string id, SecurityKey key, string scope)
    {
        using var answer = await AskAsync(id, key, scope);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        var http = server.NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        return http;
    }

    async Task<HttpResponseMessage> AskAsync(string id, SecurityKey key, string scope)
    {
        var url = (await _manager.GetFromJsonAsync<JsonElement>(Clients, Cancel)).GetProperty("tokenUrl").GetString()!;
        var assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = id,
            Audience = url,
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(4).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = id, ["jti"] = Guid.NewGuid().ToString() },
            TokenType = "JWT",
            SigningCredentials = new(key, key is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha384 : SecurityAlgorithms.RsaSha384),
        });
        using var anybody = server.NewClient();
        return await anybody.PostAsync(url, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        }), Cancel);
    }

    static async Task<HttpStatusCode> SearchAsync(HttpClient ehr, string type)
    {
        using var answer = await ehr.GetAsync($"/fhir/{WholeServer.Here}/{type}", Cancel);
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync()
    {
        _manager.Dispose();
        return ValueTask.CompletedTask;
    }
}
