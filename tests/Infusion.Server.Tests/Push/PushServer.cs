using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Operations;
using Infusion.Server.Push;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>Somebody who is on duty.</summary>
sealed record OnDuty(Person Person, HttpClient Http);

/// <summary>The server as it ships, with clinics, and a push service that it may ask.</summary>
public sealed class PushServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    static int s_clinics;

    readonly TemporaryDirectory _directory = new();
    string _database = null!;
    ServerHost? _server;

    internal PushService Service { get; private set; } = null!;

    internal IServiceProvider Services => _server!.Application.Services;

    internal ClinicServer Clinics => ClinicServer.Of(_server!.Application);

    internal Uri Url => new(_server!.Application.Urls.First(url => new Uri(url).Port != Services.GetRequiredService<MqttEndpoint>().Address.Port));

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        Service = await PushService.StartAsync();
        await StartAsync();
    }

    internal async Task RestartAsync(params string[] settings)
    {
        await _server!.DisposeAsync();
        await StartAsync(settings);
    }

    async Task StartAsync(params string[] settings) => _server = await ServerHost.StartAsync(
        [
            $"--ConnectionStrings:Infusion={_database}",
            $"--Infusion:DataDirectory={_directory.Path}",
            "--Mqtt:Port=0",
            "--Mqtt:Host=127.0.0.1",
            "--Urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Error",
            "--Push:Hosts=127.0.0.1",
            "--Push:Contact=mailto:it@harbor.example",
            .. settings,
        ],
        CancellationToken.None);

    /// <summary>A clinic of its own, whose SpO2 alarms at once.</summary>
    internal async Task<string> NewClinicAsync(AlarmPriority priority = AlarmPriority.High)
    {
        var clinic = $"push-{Interlocked.Increment(ref s_clinics)}";
        await Clinics.CreateClinicAsync(clinic, ClinicServer.Prompt.With(Metric.SpO2, LimitSide.Low, limit => limit with { Priority = priority }));
        return clinic;
    }

    internal async Task<OnDuty> ComeAsync(string clinic, params string[] roles)
    {
        var (person, http) = await SignedIn.ComeAsync(Services, Url, clinic, roles is [] ? [Roles.Nurse] : roles);
        return new(person, http);
    }

    internal Task SetDutyAsync(string clinic, params OnDuty[] chain) => Clinics.ExecuteAsync(clinic, new ClinicCommand.OfSession(
        new SetDuty(
            Guid.NewGuid(), ClinicMemory.StreamOf(clinic), "manager", null, [.. chain.Select(each => new DutyStep([each.Person.UserName!], TimeSpan.FromMinutes(5)))]),
        null));

    /// <summary>Of the one session, of a desaturation.</summary>
    /// <returns>Its alarm.</returns>
    internal async Task<Guid> AlarmAsync(string clinic, Guid session, long seq = 1)
    {
        await Clinics.DeliverAsync(clinic, ClinicServer.Vitals(seq, (Metric.SpO2, 84)));
        var alarm = Guid.Empty;
        await ClinicServer.UntilAsync(async () =>
        {
            await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
                "select data ->> 'alarm' from infusion.mt_events where stream_id = $1 and type = 'alarm_raised' and data ->> 'rule' = 'spo2-low'");
            command.Parameters.Add(new() { Value = session });
            return Guid.TryParse((string?)await command.ExecuteScalarAsync(), out alarm);
        });
        return alarm;
    }

    internal Task AcknowledgeAsync(string clinic, Guid session, Guid alarm, OnDuty by) => Clinics.ExecuteAsync(clinic, new ClinicCommand.OfSession(
        new AcknowledgeAlarm(Guid.NewGuid(), session, by.Person.UserName!, alarm), null));

    internal static async Task TurnOnAsync(OnDuty person, PushedBrowser browser, string name = "Telephone")
    {
        using var answer = await person.Http.PostAsJsonAsync("/api/account/push", browser.Request(name), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal static async Task<IReadOnlyList<JsonElement>> BrowsersAsync(OnDuty person) =>
        [.. (await person.Http.GetFromJsonAsync<JsonElement>("/api/account/push", TestContext.Current.CancellationToken)).GetProperty("browsers").EnumerateArray()];

    internal static async Task<IReadOnlyList<JsonElement>> PushesAsync(OnDuty person, string clinic, Guid alarm) =>
        [.. (await person.Http.GetFromJsonAsync<JsonElement>($"/api/clinics/{clinic}/alarms/{alarm}/pushes", TestContext.Current.CancellationToken)).EnumerateArray()];

    /// <summary>As another server would look, at that time.</summary>
    internal Task LookAsync(TimeProvider? time = null) => ActivatorUtilities.CreateInstance<PushWatch>(
        Services, new ClinicClock(time ?? TimeProvider.System)).LookAsync(TestContext.Current.CancellationToken);

    internal Task<long> ClaimsAsync(Guid alarm) => Clinics.ScalarAsync<long>($"select count(*) from infusion.push_delivery where alarm = '{alarm}'");

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Service.DisposeAsync();
        _directory.Dispose();
    }
}
