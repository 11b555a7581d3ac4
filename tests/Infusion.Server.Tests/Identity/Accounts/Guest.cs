using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Identity;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

/// <summary>A browser of somebody, with its cookies.</summary>
sealed class Guest(IdentityApp app) : IDisposable
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    readonly HttpClient _http = app.NewClient();

    public static async Task<Guest> ComeAsync(IdentityApp app, string name, string password = IdentityApp.Password)
    {
        var guest = new Guest(app);
        (await guest.PostAsync("/api/sign-in", new { name, password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return guest;
    }

    /// <summary>Somebody new in a clinic, signed in.</summary>
    public static async Task<(Guest Guest, Person Person)> NewAsync(IdentityApp app, string role, params string[] clinics)
    {
        var person = await app.AddPersonAsync($"p{Guid.NewGuid():N}"[..16], role, clinics.Length > 0 ? clinics : ["harbor-street"]);
        return (await ComeAsync(app, person.UserName!), person);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => _http.PostAsJsonAsync(path, body ?? new { }, Cancel);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => _http.PutAsJsonAsync(path, body, Cancel);

    public Task<HttpResponseMessage> DeleteAsync(string path) => _http.DeleteAsync(path, Cancel);

    public async Task<HttpStatusCode> StatusAsync(string path) => (await _http.GetAsync(path, Cancel)).StatusCode;

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, Cancel);

    /// <summary>The secret of a link that a manager is shown.</summary>
    public static async Task<string> SecretAsync(HttpResponseMessage made)
    {
        made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync(Cancel));
        var path = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("path").GetString()!;
        path.ShouldStartWith("/link#");
        return path["/link#".Length..];
    }

    public static async Task<string> DetailAsync(HttpResponseMessage refused) =>
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!;

    /// <summary>What an authenticator shows (RFC 6238), some steps of 30 s from now.</summary>
    public static string Code(string secret, int steps = 0)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(secret.Select(each => Convert.ToString(alphabet.IndexOf(each, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + steps);
        Array.Reverse(counter);
#pragma warning disable CA5350 // The standard's own hash.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _http.Dispose();
}
