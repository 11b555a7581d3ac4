using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Scenarios;

/// <summary>
/// Every scenario of the engine's tests that runs under the staged limits, played at a chair of its own by the simulator into a
/// real server, side by side. The tests only read what became of them.
/// </summary>
public sealed class PlayedScenarios : IAsyncLifetime
{
    static readonly TimeSpan PlayingTime = TimeSpan.FromMinutes(6);

    InfusionServer? _server;

    public static IReadOnlyList<string> Names { get; } = [.. Directory.GetFiles(Folder, "*.scenario.json")
        .Where(file => File.ReadAllText(file).Contains("\"limits\": \"staged\"", StringComparison.Ordinal))
        .Select(file => Path.GetFileName(file)[..^".scenario.json".Length])
        .Order(StringComparer.Ordinal)];

    static string Folder => Path.Combine(Repository.Root, "tests/Infusion.Core.Tests/Scenarios");

    public static string FileOf(string name, string kind) => Path.Combine(Folder, $"{name}.{kind}.json");

    /// <summary>What was charted from the beginning of the script, in the order of the stream.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Charted { get; private set; } = new Dictionary<string, IReadOnlyList<JsonElement>>();

    /// <summary>When each message of a device came in, in order.</summary>
    internal ILookup<string, DateTimeOffset> Received { get; private set; } = Array.Empty<(string, DateTimeOffset)>().ToLookup(row => row.Item1, row => row.Item2);

    public async ValueTask InitializeAsync()
    {
        _server = await InfusionServer.StartAsync(
            string.Create(CultureInfo.InvariantCulture, $"--Infusion:DemoChairs={Names.Count}"), "--Infusion:Clock:Speed=5");
        var access = _server.Access;
        await using var nurse = await Person.SignInAsync(access.Url, access.Nurse);
        var sessions = await ReadiedAsync(nurse, access.Physician, access.Clinic);
        var arguments = new List<string> { "play" };
        arguments.AddRange(Names.Select(name => FileOf(name, "scenario")));
        arguments.AddRange(["--demo", _server.Data.DemoFile, "--user", access.Nurse.Name, "--user-password", access.Nurse.Password]);
        for (var chair = 0; chair < Names.Count; chair++)
        {
            arguments.AddRange(["--monitor", sessions[chair].Monitor, "--pump", sessions[chair].Pump, "--session", sessions[chair].Id.ToString()]);
        }

        await using var player = RunningProgram.Start(Repository.Simulator, [.. arguments]);
        (await player.EndedAsync(PlayingTime)).ShouldBe(0, player.Output);
        Received = (await ReceivedAsync()).ToLookup(row => row.Device, row => row.At);
        var charted = new Dictionary<string, IReadOnlyList<JsonElement>>();
        for (var chair = 0; chair < Names.Count; chair++)
        {
            var (id, monitor, pump) = sessions[chair];
            charted[Names[chair]] = [.. Within(Names[chair], Received[monitor].Concat(Received[pump]).Min(), await _server.EventsAsync(id))];
        }

        Charted = charted;
    }

    public async ValueTask DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>
    /// From the first message on, by the server's clock, which a player's can only estimate: how the session came to be ready and was
    /// started is no part of the scenario, nor that its devices are silent afterwards.
    /// </summary>
    static IEnumerable<JsonElement> Within(string name, DateTimeOffset first, IReadOnlyList<JsonElement> events)
    {
        var until = JsonElement.Parse(File.ReadAllText(FileOf(name, "scenario"))).GetProperty("until").GetDouble();
        return events.Where(happened => happened.GetProperty("data").GetProperty("at").GetDateTimeOffset() is var at && at >= first && at <= first.AddSeconds(until));
    }

    /// <summary>The demo's sessions end, and each chair gets one that is ready, with its devices attached.</summary>
    static async Task<IReadOnlyList<Readied>> ReadiedAsync(Person nurse, DemoUser witness, string clinic)
    {
        var path = $"/api/clinics/{clinic}";
        var devices = (await nurse.GetAsync($"{path}/devices")).EnumerateArray().ToList();
        var readied = new List<Readied>();
        foreach (var (chair, patient) in await DemoSessions.EndAsync(nurse, witness, clinic))
        {
            var session = Guid.NewGuid();
            var answer = await nurse.Http.PostAsJsonAsync($"{path}/sessions", new
            {
                commandId = Guid.NewGuid(),
                session,
                chair,
                patient,
                order = new
                {
                    protocol = "mood",
                    protocolVersion = 1,
                    drug = "ketamine",
                    doseMg = 35,
                    weightKg = 70,
                    weightBasis = "actual",
                    concentrationMgPerMl = 1,
                    rateMlPerHour = 52.5,
                    durationMinutes = 40,
                    weightMethod = "measured",
                    weighedOn = "2026-01-02",
                },
            });
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
            var (monitor, pump) = (DeviceAt(chair, "monitor"), DeviceAt(chair, "pump"));
            await SendAsync(session, "check_in");
            await SendAsync(session, "attach_device", monitor);
            await SendAsync(session, "attach_device", pump);
            await SendAsync(session, "mark_ready");
            readied.Add(new Readied(session, monitor, pump));
        }

        return readied;

        Task SendAsync(Guid session, string type, string? device = null) => nurse.SendAsync(clinic, session, new { type, device });

        string DeviceAt(string chair, string kind) => devices.Single(device =>
            device.GetProperty("homeChair").GetString() == chair && device.GetProperty("kind").GetString() == kind).GetProperty("device").GetString()!;
    }

    async Task<IReadOnlyList<(string Device, DateTimeOffset At)>> ReceivedAsync()
    {
        await using var database = _server!.OpenDatabase();
        await using var command = database.CreateCommand("select device, received_at from infusion.reading order by received_at");
        await using var reader = await command.ExecuteReaderAsync();
        var received = new List<(string, DateTimeOffset)>();
        while (await reader.ReadAsync())
        {
            received.Add((reader.GetString(0), await reader.GetFieldValueAsync<DateTimeOffset>(1)));
        }

        return received;
    }

    sealed record Readied(Guid Id, string Monitor, string Pump);
}
