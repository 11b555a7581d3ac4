using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>
/// An EHR's side of SMART Backend Services, written from the standard with nothing of the server's own: an ES384 assertion,
/// a token for it, and FHIR with that token.
/// </summary>
static class SmartBackend
{
    static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(4);

    public static async Task<string> TokenAsync(HttpClient http, DemoFhir fhir)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = fhir.Scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = await AssertionAsync(fhir),
        });
        var answer = await http.PostAsync(fhir.Token, form);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode
            ? body.GetProperty("access_token").GetString()!
            : throw new InvalidOperationException($"No token: {(int)answer.StatusCode} {body}");
    }

    public static async Task<HttpClient> ConnectAsync(DemoFhir fhir)
    {
        var http = new HttpClient { BaseAddress = new Uri(fhir.Base + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, fhir));
        return http;
    }

    static async Task<string> AssertionAsync(DemoFhir fhir)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(fhir.PrivateKeyFile));
        var header = new { alg = "ES384", typ = "JWT", kid = Thumbprint(key) };
        var claims = new
        {
            iss = fhir.ClientId,
            sub = fhir.ClientId,
            aud = fhir.Token.ToString(),
            jti = Guid.NewGuid().ToString(),
            exp = (TimeProvider.System.GetUtcNow() + AssertionLife).ToUnixTimeSeconds(),
        };
        var signed = $"{Encoded(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encoded(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encoded(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA384))}";
    }

    /// <summary>RFC 7638: the required members in this order, without a blank.</summary>
    static string Thumbprint(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var web = $$"""{"crv":"P-384","kty":"EC","x":"{{Encoded(point.X!)}}","y":"{{Encoded(point.Y!)}}"}""";
        return Encoded(SHA256.HashData(Encoding.ASCII.GetBytes(web)));
    }

    static string Encoded(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
