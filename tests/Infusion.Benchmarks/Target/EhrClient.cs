using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Benchmarks.Load;
using Infusion.Server.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Infusion.Benchmarks.Target;

/// <summary>An EHR's program: registered at a clinic with a key of its own, it asks for a token as any other would.</summary>
sealed class EhrClient : IDisposable
{
    const string Id = "bench-ehr";
    const string Scope = "system/*.rs";

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public async Task RegisterAsync(NpgsqlDataSource database, string dataDirectory, string clinic)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(database);
        services.AddInfusionIdentity(await IdentityKeys.LoadAsync(dataDirectory, CancellationToken.None), null, TimeProvider.System);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        using var publicPart = ECDsa.Create(_key.ExportParameters(includePrivateParameters: false));
        var web = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(publicPart));
        (web.KeyId, web.Alg, web.Use) = (Id, SecurityAlgorithms.EcdsaSha384, JsonWebKeyUseNames.Sig);
        var keys = new JsonWebKeySet();
        keys.Keys.Add(web);
        await scope.ServiceProvider.GetRequiredService<SmartClients>().SaveAsync(new(Id, clinic, "Bench", [Scope], keys), CancellationToken.None);
    }

    public async Task<string> TokenAsync(Uri server)
    {
        var address = new Uri(server, "/auth/token").ToString();
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = Scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Id,
                Audience = address,
                Expires = TimeProvider.System.GetUtcNow().AddMinutes(4).UtcDateTime,
                Claims = new Dictionary<string, object> { ["sub"] = Id, ["jti"] = Guid.NewGuid().ToString() },
                SigningCredentials = new(new ECDsaSecurityKey(_key) { KeyId = Id }, SecurityAlgorithms.EcdsaSha384),
            }),
        });
        using var answer = await http.PostAsync(new Uri(address), form);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode ? said.GetProperty("access_token").GetString()! : throw new RunFailedException($"no token: {said}");
    }

    public void Dispose() => _key.Dispose();
}
