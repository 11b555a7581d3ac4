using System.Net.Http.Json;
using System.Text.Json;

namespace Infusion.Simulator.Scripts;

/// <summary>The people of a script, through the API as their browser would.</summary>
public sealed class Performer(Uri server, string clinic, Guid session, string name, string password) : IDisposable
{
    const int PauseSeconds = 120;

    readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(10) };

    string Session => $"/api/clinics/{clinic}/sessions/{session}";

    /// <exception cref="ScriptException">The server does not let this person in.</exception>
    public async Task SignInAsync(CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync("/api/sign-in", new { name, password }, cancellation);
        await RequireAsync(answer, $"{name} cannot sign in", cancellation);
    }

    /// <summary>What "infusing" is, of a session that is ready.</summary>
    public Task StartAsync(CancellationToken cancellation) => SendAsync("start_infusion", null, null, cancellation);

    public async Task DoAsync(ScriptStep step, CancellationToken cancellation)
    {
        if (step.Command is { } command)
        {
            await SendAsync(JsonNamingPolicy.SnakeCaseLower.ConvertName(command), null, null, cancellation);
        }

        if (step.Acknowledge is { } acknowledged)
        {
            await SendAsync("acknowledge_alarm", await AlarmAsync(acknowledged, cancellation), null, cancellation);
        }

        if (step.PauseAudio is { } paused)
        {
            await SendAsync("pause_alarm_audio", await AlarmAsync(paused, cancellation), PauseSeconds, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    async Task<Guid> AlarmAsync(string rule, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync($"{Session}/alarms", cancellation);
        await RequireAsync(answer, "the alarms cannot be read", cancellation);
        var alarms = await answer.Content.ReadFromJsonAsync<IReadOnlyList<OpenAlarm>>(cancellation) ?? [];
        return alarms.FirstOrDefault(alarm => alarm.Code == rule)?.Id ?? throw new ScriptException($"there is no alarm {rule} now.");
    }

    async Task SendAsync(string type, Guid? alarm, int? seconds, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync(
            $"{Session}/commands", new { type, commandId = Guid.NewGuid(), alarm, seconds }, cancellation);
        await RequireAsync(answer, $"{type} was refused", cancellation);
    }

    static async Task RequireAsync(HttpResponseMessage answer, string what, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new ScriptException($"{what} ({(int)answer.StatusCode}): {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    sealed record OpenAlarm(Guid Id, string Code);
}
