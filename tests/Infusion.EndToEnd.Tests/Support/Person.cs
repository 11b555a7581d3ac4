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

    /// <summary>A command to a session, which is to be taken.</summary>
    /// <returns>The command's id, which is also that of what it begins: a vial, a rescue, an adverse event.</returns>
    public async Task<Guid> SendAsync(string clinic, Guid session, object command)
    {
        var (id, answer) = await TryAsync(clinic, session, command);
        return answer.IsSuccessStatusCode
            ? id
            : throw new InvalidOperationException($"{JsonSerializer.Serialize(command)}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A command that is to be refused.</summary>
    /// <returns>The code, and the sentence that a person reads.</returns>
    public async Task<(string Code, string Sentence)> RefusedAsync(string clinic, Guid session, object command)
    {
        var (_, answer) = await TryAsync(clinic, session, command);
        var said = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{JsonSerializer.Serialize(command)} was taken.");
        }

        var problem = JsonElement.Parse(said);
        return (problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
    }

    async Task<(Guid Id, HttpResponseMessage Answer)> TryAsync(string clinic, Guid session, object command)
    {
        var body = JsonSerializer.SerializeToNode(command)!.AsObject();
        var id = Guid.NewGuid();
        body["commandId"] = id;
        return (id, await Http.PostAsJsonAsync($"/api/clinics/{clinic}/sessions/{session}/commands", body));
    }

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
