using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Orleans.Concurrency;

namespace Infusion.Server.Tests.Replay;

/// <summary>A clinic with a clock of its own, whose sessions are recorded through the writer.</summary>
sealed class RecordedDay(string connectionString) : IAsyncDisposable
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    readonly TemporaryDirectory _data = new();
    long _seq;

    public FakeTimeProvider Time { get; } = new(Morning);

    public ClinicServer Server { get; private set; } = null!;

    public string ConnectionString => connectionString;

    public async Task<RecordedDay> OpenAsync()
    {
        Server = await ClinicServer.StartAsync(connectionString, _data.Path, Time);
        await Server.CreateClinicAsync("here", new SafetyLimits());
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>One message a second from the monitor and the pump, each evaluated in its second.</summary>
    public async Task VitalsAsync(decimal spO2, int seconds)
    {
        var grain = Server.Grains.GetGrain<IClinicGrain>("here");
        Evaluated evaluated = default;
        for (var second = 0; second < seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var reading = ClinicServer.Vitals(++_seq) with { At = Time.GetUtcNow(), ReceivedAt = Time.GetUtcNow() };
            evaluated = await grain.EvaluateAsync(new Immutable<IReadOnlyList<Incoming>>(
            [
                new Incoming.Telemetry(reading with { Samples = [MetricTable.ToSample(Metric.SpO2, spO2)] }, []),
                new Incoming.Telemetry(
                    reading with
                    {
                        Device = "pump-1",
                        Samples = [new Sample(Metric.VolumeDeliveredTotal, _seq * 0.01m, Quality.Valid), new Sample(Metric.PumpRateCurrent, 52.5m, Quality.Valid)],
                        Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"),
                    },
                    []),
            ]));
        }

        await grain.WhenCommittedAsync(evaluated);
    }

    /// <summary>From its plan to its close, with a dip to 91 % and one to 85 % that the nurse acknowledges.</summary>
    public async Task<Guid> SessionAsync()
    {
        var session = await Server.StartSessionAsync("here");
        await VitalsAsync(97m, 30);
        await VitalsAsync(91m, 30);
        await VitalsAsync(97m, 30);
        await VitalsAsync(85m, 30);
        await AcknowledgeAsync(session);
        await VitalsAsync(97m, 20);
        foreach (var command in new SessionCommand[]
        {
            new StopInfusion(Guid.NewGuid(), session, "nurse"), new Discharge(Guid.NewGuid(), session, "nurse"), new CloseSession(Guid.NewGuid(), session, "nurse"),
        })
        {
            await Server.ExecuteAsync("here", new ClinicCommand.OfSession(command, null));
        }

        return session;
    }

    /// <summary>Another server takes over, after a stretch without any.</summary>
    public async Task RestartAsync(TimeSpan away)
    {
        await Server.DisposeAsync();
        Time.Advance(away);
        Server = await ClinicServer.StartAsync(connectionString, _data.Path, Time);
        await Server.Grains.GetGrain<IClinicGrain>("here").KeepAsync();
        await ClinicServer.UntilAsync(async () => (await Server.HeartbeatAsync("here")).UnsavedSince is null);
    }

    public HttpClient Client(string role = "manager")
    {
        var http = new HttpClient { BaseAddress = new Uri($"{Server.Url}/api/clinics/here/") };
        http.DefaultRequestHeaders.Add("X-Clinic", "here");
        http.DefaultRequestHeaders.Add("X-Role", role);
        return http;
    }

    public async Task SqlAsync(string sql)
    {
        await using var command = Server.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    async Task AcknowledgeAsync(Guid session)
    {
        var alarm = (await Server.Grains.GetGrain<IClinicGrain>("here").SnapshotAsync()).Value.Chairs[0].Alarms.Single(each => each.Code == "spo2-low").Id;
        await Server.ExecuteAsync("here", new ClinicCommand.OfSession(new AcknowledgeAlarm(Guid.NewGuid(), session, "nurse", alarm), null));
    }
}
