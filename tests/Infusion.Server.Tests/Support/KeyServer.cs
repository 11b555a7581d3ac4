using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Tests.Support;

/// <summary>Where an EHR publishes its keys.</summary>
sealed class KeyServer : IAsyncDisposable
{
    readonly WebApplication _app;

    KeyServer(WebApplication app) => _app = app;

    public int Asked { get; private set; }

    /// <summary>What it answers now.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Url => $"{_app.Urls.Single()}/jwks.json";

    public static async Task<KeyServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new KeyServer(app);
        app.MapGet("/{**path}", (HttpContext http) =>
        {
            server.Asked++;
            return server.Answer(http);
        });
        await app.StartAsync();
        return server;
    }

    public void Give(params SecurityKey[] keys) => Answer = http => http.Response.WriteAsync(Text(keys));

    public static string Text(params SecurityKey[] keys) => JsonSerializer.Serialize(new
    {
        keys = PublicKeys.Of(keys).Keys.Select(key => key.Kty == "EC"
            ? (object)new { kty = key.Kty, kid = key.Kid, crv = key.Crv, x = key.X, y = key.Y }
            : new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E }),
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
