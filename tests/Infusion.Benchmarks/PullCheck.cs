using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;
using Npgsql;

namespace Infusion.Benchmarks;

/// <param name="Stored">Current resources in the store when all was quiet.</param>
/// <param name="Missed">Of them how many a poller never saw in that version.</param>
sealed record PullResult(double Seconds, int Stored, int Polls, int MissedByBundle, int MissedByClock);

/// <summary>
/// Two programs pull what has changed while a clinic's devices send once a second each: one goes by the bundle's own time, one by
/// its own clock less a minute. When all is quiet each must have exactly what the store has.
/// </summary>
static class PullCheck
{
    const int Chairs = 60;
    static readonly string[] Types = ["Observation", "MedicationAdministration"];
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static async Task<PullResult> RunAsync(BenchDatabase database, BenchOptions options)
    {
        var window = TimeSpan.FromSeconds(options.Seconds ?? 600);
        using var ehr = new EhrClient();
        await using var server = await ServerUnderTest.StartAsync(await database.CreateAsync("infusion_pull"), new Ward(1, Chairs));
        await using var store = NpgsqlDataSource.Create(server.ConnectionString);
        var clinic = server.Ward.ClinicIds[0];
        await ehr.RegisterAsync(store, server.DataDirectory, clinic);

        using var byBundle = new Poller(server.Address, ehr, clinic, ownClock: false);
        using var byClock = new Poller(server.Address, ehr, clinic, ownClock: true);
        var pollers = new[] { byBundle, byClock };
        using var quiet = new CancellationTokenSource();
        var polling = pollers.Select(poller => poller.RunAsync(quiet.Token)).ToList();
        await using (var loader = new Loader(new LoadStatistics()))
        {
            var devices = Chairs * 2;
            await OpenLoop.RunAsync(loader, server.MqttPort, server.Ward, new OpenLoopPlan(devices, devices, 50, TimeSpan.FromSeconds(5), window, TimeSpan.FromSeconds(50)));
        }

        await quiet.CancelAsync();
        await Task.WhenAll(polling);
        foreach (var poller in pollers)
        {
            await poller.PollAsync();
        }

        var stored = await StoredAsync(store, clinic);
        return new PullResult(window.TotalSeconds, stored.Count, pollers.Sum(poller => poller.Polls), pollers[0].Missing(stored), pollers[1].Missing(stored));
    }

    public static void AddTo(ResultTable table, PullResult result)
    {
        table.Add($"Pull by the bundle's time, {result.Seconds:N0} s: missing of {result.Stored:N0}", "0", $"{result.MissedByBundle:N0}", result.MissedByBundle == 0);
        table.Add($"Pull by a clock less 60 s, {result.Seconds:N0} s: missing of {result.Stored:N0}", "0", $"{result.MissedByClock:N0}", result.MissedByClock == 0);
    }

    static async Task<Dictionary<string, int>> StoredAsync(NpgsqlDataSource store, string clinic)
    {
        await using var command = store.CreateCommand("select type || '/' || id, version from infusion.fhir_resource where clinic = $1 and is_current and type = any($2)");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = Types });
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new Dictionary<string, int>();
        while (await reader.ReadAsync())
        {
            stored[reader.GetString(0)] = reader.GetInt32(1);
        }

        return stored;
    }

    sealed class Poller(Uri server, EhrClient ehr, string clinic, bool ownClock) : IDisposable
    {
        static readonly TimeSpan TokenFor = TimeSpan.FromMinutes(4);

        readonly HttpClient _http = new() { BaseAddress = server };
        readonly Dictionary<string, int> _newest = [];
        readonly Dictionary<string, string> _marks = [];
        DateTimeOffset _tokenUntil;

        public int Polls { get; private set; }

        public int Missing(Dictionary<string, int> stored) => stored.Count(each => _newest.GetValueOrDefault(each.Key) != each.Value) + _newest.Keys.Count(key => !stored.ContainsKey(key));

        public void Dispose() => _http.Dispose();

        public async Task RunAsync(CancellationToken quiet)
        {
            using var timer = new PeriodicTimer(Every);
            try
            {
                while (await timer.WaitForNextTickAsync(quiet))
                {
                    await PollAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // All is quiet.
            }
        }

        public async Task PollAsync()
        {
            var now = TimeProvider.System.GetUtcNow();
            if (now >= _tokenUntil)
            {
                _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ehr.TokenAsync(server));
                _tokenUntil = now + TokenFor;
            }

            foreach (var type in Types)
            {
                string? began = null;
                var since = _marks.TryGetValue(type, out var mark) ? $"&_lastUpdated={(ownClock ? "ge" : "gt")}{mark}" : "";
                for (var next = $"/fhir/{clinic}/{type}?_sort=_lastUpdated&_count=100{since}"; next is not null;)
                {
                    using var answer = await _http.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
                    using var bundle = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw new RunFailedException($"a poller was answered with {(int)answer.StatusCode}");
                    }

                    began ??= bundle.RootElement.GetProperty("meta").GetProperty("lastUpdated").GetString();
                    next = Take(type, bundle.RootElement);
                }

                _marks[type] = ownClock ? (now - TimeSpan.FromSeconds(60)).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) : began!;
            }

            Polls++;
        }

        string? Take(string type, JsonElement bundle)
        {
            foreach (var resource in bundle.TryGetProperty("entry", out var entries) ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource")) : [])
            {
                if (resource.GetProperty("resourceType").GetString() == type)
                {
                    _newest[$"{type}/{resource.GetProperty("id").GetString()}"] = int.Parse(resource.GetProperty("meta").GetProperty("versionId").GetString()!, CultureInfo.InvariantCulture);
                }
            }

            return bundle.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).SingleOrDefault();
        }
    }
}
