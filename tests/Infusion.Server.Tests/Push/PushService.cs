using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>What a push service was asked for one browser.</summary>
sealed record Pushed(IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A push service: each browser has an address of its own and, where a test says so, answers of its own.</summary>
sealed class PushService : IAsyncDisposable
{
    readonly WebApplication _application;
    readonly ConcurrentDictionary<string, Channel<Pushed>> _came = new();
    readonly ConcurrentDictionary<string, Func<int, HttpContext, Task<int>>> _answers = new();
    readonly ConcurrentDictionary<string, int> _asked = new();

    PushService(WebApplication application) => _application = application;

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var service = new PushService(builder.Build());
        service._application.MapPost("/push/{browser}", service.TakeAsync);
        await service._application.StartAsync();
        return service;
    }

    /// <param name="answer">By how often it was asked before: the status; null: always taken.</param>
    public PushedBrowser NewBrowser(Func<int, HttpContext, Task<int>>? answer = null)
    {
        var id = Guid.NewGuid().ToString("N");
        _answers[id] = answer ?? ((_, _) => Task.FromResult(StatusCodes.Status201Created));
        return new PushedBrowser(new Uri(new Uri(_application.Urls.First()), $"/push/{id}"));
    }

    public async Task<Pushed> NextAsync(PushedBrowser browser)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        return await Of(browser).Reader.ReadAsync(limit.Token);
    }

    /// <summary>That no test has read.</summary>
    public int Waiting(PushedBrowser browser) => Of(browser).Reader.Count;

    public int Asked(PushedBrowser browser) => _asked.GetValueOrDefault(IdOf(browser));

    async Task TakeAsync(string browser, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var before = _asked.AddOrUpdate(browser, 1, (_, count) => count + 1) - 1;
        http.Response.StatusCode = await _answers[browser](before, http);
        if (http.Response.StatusCode == StatusCodes.Status201Created)
        {
            Of(browser).Writer.TryWrite(new(http.Request.Headers.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        }
    }

    Channel<Pushed> Of(string browser) => _came.GetOrAdd(browser, _ => Channel.CreateUnbounded<Pushed>());

    Channel<Pushed> Of(PushedBrowser browser) => Of(IdOf(browser));

    static string IdOf(PushedBrowser browser) => browser.Endpoint.Split('/')[^1];

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
