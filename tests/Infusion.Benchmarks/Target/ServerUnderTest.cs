using System.Diagnostics;
using System.Globalization;
using Infusion.Benchmarks.Load;
using Npgsql;

namespace Infusion.Benchmarks.Target;

/// <summary>The server as it is run, in a process of its own, with all sessions of a ward infusing.</summary>
sealed class ServerUnderTest : IAsyncDisposable
{
    const int ClinicsOpenedAtOnce = 8;
    static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(5);
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    readonly ChildProcess _process;
    readonly string _dataDirectory;
    readonly Dictionary<string, Nurse> _nurses = [];

    ServerUnderTest(ChildProcess process, string dataDirectory, string connectionString, Uri address, int mqttPort, Ward ward) =>
        (_process, _dataDirectory, ConnectionString, Address, MqttPort, Ward) =
        (process, dataDirectory, connectionString, address, mqttPort, ward);

    public ChildProcess Process => _process;

    public string ConnectionString { get; }

    public string DataDirectory => _dataDirectory;

    public Uri Address { get; }

    public int MqttPort { get; }

    public Ward Ward { get; }

    public static async Task<ServerUnderTest> StartAsync(string connectionString, Ward ward)
    {
        var dataDirectory = Directory.CreateTempSubdirectory("infusion-bench-server-").FullName;
        var (httpPort, mqttPort) = (Ports.Free(), Ports.Free());
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort}"));
        var process = ChildProcess.StartDotnet(
            Path.Combine(AppContext.BaseDirectory, "infusion.dll"),
            [],
            new Dictionary<string, string>
            {
                ["ConnectionStrings__Infusion"] = connectionString,
                ["Infusion__DataDirectory"] = dataDirectory,
                ["Urls"] = address.GetLeftPart(UriPartial.Authority),
                ["Mqtt__Host"] = "127.0.0.1",
                ["Mqtt__Port"] = mqttPort.ToString(CultureInfo.InvariantCulture),
                ["Logging__LogLevel__Default"] = "Warning",
            });
        var server = new ServerUnderTest(process, dataDirectory, connectionString, address, mqttPort, ward);
        try
        {
            await server.WhenReadyAsync();
            await using var database = NpgsqlDataSource.Create(connectionString);
            await Registry.AddAccountsAsync(database, dataDirectory, ward);
            await server.SignInAsync();
            await server.OpenClinicsAsync(database);
            await server.WhenCommittedAsync();
            return server;
        }
        catch
        {
            Console.Error.WriteLine(process.LastWords());
            await server.DisposeAsync();
            throw;
        }
    }

    public Nurse NurseOf(string clinic) => _nurses[clinic];

    public async ValueTask DisposeAsync()
    {
        foreach (var nurse in _nurses.Values.Distinct())
        {
            nurse.Dispose();
        }

        await _process.DisposeAsync();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    async Task WhenReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var patience = new CancellationTokenSource(StartPatience);
        while (!_process.HasExited && !patience.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new RunFailedException("the server did not start");
    }

    async Task SignInAsync()
    {
        foreach (var user in Ward.Users)
        {
            var nurse = await Nurse.SignInAsync(Address, user.Name);
            foreach (var clinic in user.Clinics)
            {
                _nurses[clinic] = nurse;
            }
        }
    }

    /// <summary>All sessions are prepared before the first one starts, so that none is long without its devices.</summary>
    async Task OpenClinicsAsync(NpgsqlDataSource database)
    {
        var sessions = Ward.Chairs.ToDictionary(chair => chair, _ => Guid.NewGuid());
        await ForEachClinicAsync(async chairs =>
        {
            await Registry.AddClinicAsync(database, chairs[0].Clinic, chairs);
            foreach (var chair in chairs)
            {
                await NurseOf(chair.Clinic).PrepareAsync(chair, sessions[chair]);
            }
        });
        await ForEachClinicAsync(async chairs =>
        {
            foreach (var chair in chairs)
            {
                await NurseOf(chair.Clinic).StartAsync(chair, sessions[chair]);
            }
        });
    }

    /// <summary>Commands are answered before they are committed; what is still on its way must not burden the first turn.</summary>
    async Task WhenCommittedAsync()
    {
        var expected = Ward.Chairs.Count * Nurse.CommandsForASession;
        var startedAt = Stopwatch.GetTimestamp();
        while (await BenchDatabase.CountAsync(ConnectionString, "infusion.command") < expected)
        {
            if (Stopwatch.GetElapsedTime(startedAt) > CommitPatience)
            {
                throw new RunFailedException("the sessions were not committed");
            }

            await Task.Delay(200);
        }
    }

    Task ForEachClinicAsync(Func<IReadOnlyList<BenchChair>, Task> act) => Parallel.ForEachAsync(
        Ward.Chairs.GroupBy(chair => chair.Clinic),
        new ParallelOptions { MaxDegreeOfParallelism = ClinicsOpenedAtOnce },
        async (clinic, _) => await act([.. clinic]));
}
