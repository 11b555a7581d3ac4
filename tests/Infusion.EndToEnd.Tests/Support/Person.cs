using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>Somebody signed in, by the same ways as the dashboard: cookie, API, live hub.</summary>
sealed class Person : IAsyncDisposable
{
    readonly CookieContainer _cookies = new();
    readonly HttpClientHandler _handler;
    readonly Uri _server;

    Person(Uri server)
    {
        _server = server;
        _handler = new HttpClientHandler { CookieContainer = _cookies, AllowAutoRedirect = false };
        Http = new HttpClient(_handler) { BaseAddress = server };
    }

    public HttpClient Http { get; }

    public static async Task<Person> SignInAsync(Uri server, DemoUser user)
    {
        var person = new Person(server);
        var answer = await person.Http.PostAsJsonAsync("/api/sign-in", new { user.Name, user.Password });
        answer.EnsureSuccessStatusCode();
        return person;
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>A hub connection without a transport of choice: whatever the server and the client agree on.</summary>
    public async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_server, "/hubs/live"), options => options.Cookies = _cookies)
            .Build();
        await hub.StartAsync();
        return hub;
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        return ValueTask.CompletedTask;
    }
}
