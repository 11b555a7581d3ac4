using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Infusion.Core.Admission;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Library;
using Infusion.Server.Live;
using Infusion.Server.Operations;
using Infusion.Server.Outcomes;
using Infusion.Server.Pathway;
using Infusion.Server.Patients;
using Infusion.Server.Replay;
using Infusion.Server.Reporting;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Infusion.Server.Trace;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Concurrency;

namespace Infusion.Server.Tests.Support;

/// <summary>
/// The clinics with their real store and hub, and a sign-in that believes the header "X-Clinic".
/// Ingestion is the test itself, through the same inbox.
/// </summary>
sealed class ClinicServer : IAsyncDisposable
{
    ClinicServer(WebApplication application) => Application = application;

    public WebApplication Application { get; }

    /// <summary>The clinics of a server that runs already, and ends by itself.</summary>
    public static ClinicServer Of(WebApplication application) => new(application);

    public string Url => Application.Urls.First();

    public IClinicInbox Inbox => Application.Services.GetRequiredService<IClinicInbox>();

    public IGrainFactory Grains => Application.Services.GetRequiredService<IGrainFactory>();

    public ClinicStore Store => Application.Services.GetRequiredService<ClinicStore>();

    public NpgsqlDataSource Database => Application.Services.GetRequiredService<NpgsqlDataSource>();

    /// <param name="dataDirectory">Where the spool lies; null: a folder of its own.</param>
    /// <param name="services">In place of others, or beside them.</param>
    /// <param name="settings">As on the command line: "--Key=value".</param>
    public static async Task<ClinicServer> StartAsync(string connectionString, string? dataDirectory = null, TimeProvider? clock = null, Action<IServiceCollection>? services = null,
        params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(new ClinicClock(clock ?? TimeProvider.System));
        // A store that is held by a test would be waited for.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.AddClinics(connectionString, dataDirectory ?? Directory.CreateTempSubdirectory("infusion-spool-").FullName);
        builder.Services.AddTrace();
        builder.Services.AddSingleton<ISecondPerson>(new OnlyPhysician());
        builder.Services.AddSingleton<IColleagues, EverybodyWorksHere>();
        builder.Services.AddPatients();
        builder.Services.AddOutcomes();
        builder.Services.AddLibrary();
        builder.Services.AddSingleton<IReauthentication, OnePassword>();
        builder.Services.AddReplay();
        builder.Services.AddReports();
        builder.Services.AddCharts();
        builder.Services.AddPathway();
        services?.Invoke(builder.Services);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("clinic", policy => policy.RequireAuthenticatedUser()).AddRights();
        var application = builder.Build();
        await MakeSchemaAsync(application.Services);
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapHub<LiveHub>("/hubs/live");
        application.MapSessions();
        application.MapPatients();
        application.MapOutcomes();
        application.MapTrace();
        application.MapLibrary();
        application.MapReplay();
        application.MapReports();
        application.MapCharts();
        application.MapPathway();
        await application.StartAsync();
        return new ClinicServer(application);
    }

    /// <summary>Where it is not there: to compare it takes as long as all else of a start together.</summary>
    static async Task MakeSchemaAsync(IServiceProvider services)
    {
        await using var schema = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select to_regclass('infusion.clinic_writer') is not null");
        if (await schema.ExecuteScalarAsync() is not true)
        {
            await services.GetRequiredService<SchemaMigrator>().ApplyAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        }
    }

    /// <summary>A clinic with one chair, A1, a monitor and a pump, no delays, so that one reading is enough, and, without a schedule, nothing due.</summary>
    public async Task CreateClinicAsync(
        string clinic, SafetyLimits? limits = null, bool hasSchedule = false, InfusionProtocol? protocol = null, AdmissionGate? admission = null) => await Store.CreateClinicAsync(
        new ClinicConfiguration(
            clinic,
            $"Clinic {clinic}",
            "Europe/Vienna",
            [new Chair("A1", "Room A")],
            [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1"), new RegisteredDevice("pump-1", DeviceKind.Pump, "A1")],
            limits ?? Prompt)
        {
            Protocols = [(protocol ?? SampleProtocols.Mood with { Discharge = null, Vials = null }) with { Safety = limits ?? Prompt, Schedule = hasSchedule ? SampleProtocols.Mood.Schedule : [], Admission = admission }],
        },
        simulated: true,
        CancellationToken.None);

    /// <summary>Brings a session at A1 to infusing, with its devices attached, and waits until that is on disk.</summary>
    public async Task<Guid> StartSessionAsync(string clinic)
    {
        var session = Guid.NewGuid();
        var patient = Guid.NewGuid();
        await ExecuteAsync(clinic, new ClinicCommand.RegisterPatient(
            Guid.NewGuid(), new PatientDocument(patient, "Example", "Erika", new DateOnly(1980, 1, 2), "1-1", "female")));
        SessionCommand[] commands =
        [
            new PlanSession(Guid.NewGuid(), session, "nurse", "A1", patient, Order) { History = DoseHistory.Nothing },
            new CheckIn(Guid.NewGuid(), session, "nurse"),
            new AttachDevice(Guid.NewGuid(), session, "nurse", "monitor-1", DeviceKind.Monitor),
            new AttachDevice(Guid.NewGuid(), session, "nurse", "pump-1", DeviceKind.Pump),
            new MarkReady(Guid.NewGuid(), session, "nurse"),
            new StartInfusion(Guid.NewGuid(), session, "nurse"),
        ];
        foreach (var command in commands)
        {
            await ExecuteAsync(clinic, new ClinicCommand.OfSession(command, null));
        }

        return session;
    }

    public async Task<CommandAnswer> ExecuteAsync(string clinic, ClinicCommand command)
    {
        var grain = Grains.GetGrain<IClinicGrain>(clinic);
        var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(command));
        if (answer.RefusedCode is not null)
        {
            throw new InvalidOperationException($"{answer.RefusedCode}: {answer.RefusedReason}");
        }

        await grain.WhenCommittedAsync(answer.Evaluated);
        return answer;
    }

    /// <summary>The limits as they ship where no protocol says more, with SpO2 at once.</summary>
    public static SafetyLimits Prompt { get; } =
        new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Delay = TimeSpan.Zero });

    public static InfusionOrder Order { get; } = new(
        SampleProtocols.Mood.Id,
        SampleProtocols.Mood.Version,
        "ketamine",
        Mass.FromMilligrams(35),
        BodyWeight.FromKilograms(70),
        WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1),
        Rate.FromMillilitresPerHour(52.5m),
        TimeSpan.FromMinutes(40))
    {
        WeightRecord = new WeightRecord(WeightMethod.Measured, new DateOnly(2026, 1, 2)),
    };

    /// <summary>A message as a device sends it, decoded from its own text, so that it can be kept in the spool.</summary>
    public Task PublishAsync(string clinic, string payload, string device = "monitor-1", DateTimeOffset? receivedAt = null) =>
        Inbox.DeliverAsync(clinic, Application.Services.GetRequiredService<MessageDecoder>().Decode(new RawMessage(
            $"infusion/v1/{clinic}/{device}/telemetry", Encoding.UTF8.GetBytes(payload), receivedAt ?? Now))!);

    /// <summary>To the microsecond, as the intake reads it and the store keeps it.</summary>
    static DateTimeOffset Now => new ClinicClock(TimeProvider.System).Now;

    public static string SpO2(long seq, decimal value, string boot = "boot-1") =>
        $$"""{"boot":"{{boot}}","seq":{{seq}},"at":"{{TimeProvider.System.GetUtcNow():O}}","values":{"MDC_PULS_OXIM_SAT_O2":{{value}} } }""";

    /// <summary>Holds the writer's row, so that nothing of the clinic can be committed until it is disposed.</summary>
    public async Task<NpgsqlConnection> HoldAsync(string clinic)
    {
        var connection = await Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"begin; select 1 from infusion.clinic_writer where clinic = '{clinic}' for update", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async Task<Heartbeat> HeartbeatAsync(string clinic)
    {
        var watcher = Grains.CreateObjectReference<IClinicWatcher>(new Bystander());
        return (await Grains.GetGrain<IClinicGrain>(clinic).WatchAsync(watcher)).Value;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public Task DeliverAsync(string clinic, Reading reading) =>
        Inbox.DeliverAsync(clinic, new Incoming.Telemetry(reading, []));

    public static Reading Vitals(long seq, params (Metric Metric, decimal? Value)[] values) => new(
        "monitor-1",
        "boot-1",
        seq,
        TimeProvider.System.GetUtcNow(),
        TimeProvider.System.GetUtcNow(),
        false,
        [.. values.Select(pair => new Sample(pair.Metric, pair.Value, pair.Value is null ? Quality.Invalid : Quality.Valid))],
        null,
        []);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<LiveClient> ConnectAsync(string clinic)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl($"{Url}/hubs/live", options => options.Headers["X-Clinic"] = clinic)
            .Build();
        var client = new LiveClient(connection, clinic);
        await connection.StartAsync();
        await client.WatchAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
    }

    /// <summary>One person, "physician", whose password is "physician's own".</summary>
    sealed class OnlyPhysician : ISecondPerson
    {
        public Task<string?> VerifyAsync(string clinic, string? name, string? password, CancellationToken cancellationToken) =>
            Task.FromResult((name, password) is ("physician" or "nurse", "physician's own") ? name : null);
    }

    /// <summary>Everybody's password is "password".</summary>
    sealed class OnePassword : IReauthentication
    {
        public Task<bool> IsPasswordAsync(ClaimsPrincipal user, string? password) => Task.FromResult(password == "password");
    }

    sealed class Bystander : IClinicWatcher
    {
        public Task OnDeltasAsync(Immutable<DeltaBatch> batch) => Task.CompletedTask;
    }

    sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-Clinic"].FirstOrDefault() is not { } clinic)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.Name, Request.Headers["X-User"].FirstOrDefault() ?? "nurse"),
                    new Claim("clinic", clinic),
                    .. (Request.Headers["X-Role"].FirstOrDefault() ?? "nurse,manager").Split(',').Select(role => new Claim(ClaimTypes.Role, role)),
                ],
                "test");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "test")));
        }
    }
}

/// <summary>A real hub client that keeps what it was told.</summary>
sealed class LiveClient : IAsyncDisposable
{
    readonly string _clinic;
    readonly ConcurrentQueue<JsonObject> _deltas = new();
    readonly SemaphoreSlim _arrived = new(0);

    public LiveClient(HubConnection connection, string clinic)
    {
        (Connection, _clinic) = (connection, clinic);
        connection.On<JsonObject>("deltas", Keep);
        connection.On<JsonObject>("heartbeat", FillAsync);
    }

    public HubConnection Connection { get; }

    public JsonObject Snapshot { get; private set; } = [];

    public IReadOnlyList<JsonObject> Deltas =>
        [.. _deltas.Where(delta => (long)delta["n"]! > (long)Snapshot["n"]!).DistinctBy(delta => (long)delta["n"]!).OrderBy(delta => (long)delta["n"]!)];

    public IReadOnlyList<JsonObject> Alarms => [.. Deltas.Where(delta => (string)delta["kind"]! == "alarm")];

    public async Task WatchAsync() => Snapshot = await Connection.InvokeAsync<JsonObject>("Watch", _clinic);

    public Task<JsonObject> SinceAsync(long epoch, long n) => Connection.InvokeAsync<JsonObject>("Since", _clinic, epoch, n);

    void Keep(JsonObject batch)
    {
        foreach (var delta in batch["deltas"]!.AsArray())
        {
            var copy = delta!.DeepClone().AsObject();
            copy["epoch"] = batch["epoch"]!.GetValue<long>();
            copy["committedInput"] = batch["committedInput"]!.GetValue<long>();
            copy["input"] = batch["input"]!.GetValue<long>();
            _deltas.Enqueue(copy);
        }

        _arrived.Release();
    }

    /// <summary>As the dashboard does: a heartbeat that is ahead of what was told tells of a delta that was lost on its way.</summary>
    async Task FillAsync(JsonObject heartbeat)
    {
        if (Snapshot.Count == 0)
        {
            return;
        }

        var (epoch, known) = ((long)heartbeat["epoch"]!, Deltas.Select(delta => (long)delta["n"]!).DefaultIfEmpty((long)Snapshot["n"]!).Last());
        if ((long)heartbeat["n"]! > known && epoch == (long)Snapshot["epoch"]! && (await SinceAsync(epoch, known))["deltas"] is JsonObject missed)
        {
            Keep(missed);
        }
    }

    /// <summary>Waits for what is being told until the condition holds.</summary>
    public async Task UntilAsync(Func<LiveClient, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition(this))
        {
            try
            {
                await _arrived.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It did not come in 30 s. {Connection.State}, after n {Snapshot["n"]}:\n{string.Join('\n', _deltas.Select(delta => delta.ToJsonString()))}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _arrived.Dispose();
    }
}
