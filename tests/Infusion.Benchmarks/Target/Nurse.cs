using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Benchmarks.Load;

namespace Infusion.Benchmarks.Target;

/// <summary>A signed-in browser without the browser.</summary>
sealed class Nurse : IDisposable
{
    /// <summary>Patient, plan, check-in, two devices, ready, start.</summary>
    public const int CommandsForASession = 7;

    readonly HttpClient _http;
    readonly CookieContainer _cookies = new();

    Nurse(Uri server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = server };
    }

    public Uri Server { get; }

    public string CookieHeader => _cookies.GetCookieHeader(Server);

    public static async Task<Nurse> SignInAsync(Uri server, string name)
    {
        var nurse = new Nurse(server);
        await nurse.PostAsync("/api/sign-in", new { name, password = Ward.Password });
        return nurse;
    }

    /// <summary>From the plan to the last step before the start.</summary>
    public async Task PrepareAsync(BenchChair chair, Guid session)
    {
        var patient = Guid.NewGuid();
        var clinic = $"/api/clinics/{chair.Clinic}";
        await PostAsync($"{clinic}/patients", new
        {
            commandId = Guid.NewGuid(),
            patient,
            familyName = "Bench",
            givenName = chair.Code,
            mrn = $"{patient:N}",
        });
        await PostAsync($"{clinic}/sessions", new
        {
            commandId = Guid.NewGuid(),
            session,
            chair = chair.Code,
            patient,
            order = new
            {
                protocol = "pain",
                protocolVersion = 1,
                drug = "ketamine",
                doseMg = PumpDevice.ToBeInfusedMl,
                weightKg = 70,
                weightBasis = "actual",
                weightMethod = "measured",
                weighedOn = "2026-01-01",
                concentrationMgPerMl = 1,
                rateMlPerHour = PumpDevice.RateMlPerHour,
                durationMinutes = PumpDevice.ToBeInfusedMl / PumpDevice.RateMlPerHour * 60,
            },
        });
        await CommandAsync(chair, session, "check_in");
        await CommandAsync(chair, session, "attach_device", chair.Monitor.Id);
        await CommandAsync(chair, session, "attach_device", chair.Pump.Id);
        await CommandAsync(chair, session, "mark_ready");
    }

    public Task StartAsync(BenchChair chair, Guid session) => CommandAsync(chair, session, "start_infusion");

    public Task<byte[]> GetAsync(string path) => _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => _http.Dispose();

    Task CommandAsync(BenchChair chair, Guid session, string type, string? device = null) => PostAsync(
        $"/api/clinics/{chair.Clinic}/sessions/{session}/commands", new { type, commandId = Guid.NewGuid(), device });

    async Task PostAsync<T>(string path, T body)
    {
        using var response = await _http.PostAsJsonAsync(path, body, JsonSerializerOptions.Web);
        if (!response.IsSuccessStatusCode)
        {
            throw new RunFailedException($"{path} was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
