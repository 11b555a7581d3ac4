using System.IO.Compression;
using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

/// <summary>What a writer stored gives its state and its events again.</summary>
public sealed class ReplayTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    static readonly DateTimeOffset Morning = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    readonly TemporaryDirectory _data = new();
    readonly FakeTimeProvider _time = new(Morning);
    string _connectionString = null!;
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateClinicDatabaseAsync();
        _server = await ClinicServer.StartAsync(_connectionString, _data.Path, _time);
        await _server.CreateClinicAsync("here");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_whole_day_of_stored_inputs_gives_the_same_events_with_the_same_ids_and_the_same_state()
    {
        var session = await EventfulDayAsync();
        await RestartAsync();
        var replayed = await ReplayAsync(new ClinicState(await ConfigurationAsync(), ClinicMemory.StreamOf("here")), after: 0);

        foreach (var stream in new[] { session, ClinicMemory.StreamOf("here") })
        {
            var stored = await StoredEventsAsync(stream);
            replayed.Events.Where(e => e.Stream == stream).Select(e => (e.Id, Text(e.Event)))
                .ShouldBe(stored.Select(e => (e.Id, Text((SessionEvent)e.Data))));
        }

        replayed.Events.Count.ShouldBeGreaterThan(50);
        Image(replayed.State).ShouldBe(await NewestImageAsync());
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBeGreaterThan(4_000);
    }

    [Fact]
    public async Task From_any_checkpoint_the_inputs_after_it_give_the_state_that_ran()
    {
        await EventfulDayAsync();
        await RestartAsync();
        var newest = await NewestImageAsync();

        // The checkpoint of the evening before: its day's last.
        var stored = (await Inputs.StateAsync("here", DateOnly.FromDateTime(Morning.UtcDateTime), TestContext.Current.CancellationToken))!.Value;
        var replayed = await ReplayAsync(stored.State, stored.Input);

        replayed.Events.ShouldNotBeEmpty();
        Image(replayed.State).ShouldBe(newest);
    }

    [Fact]
    public async Task A_checkpoint_of_another_build_is_not_read_and_the_writer_begins_all_the_same()
    {
        var session = await _server.StartSessionAsync("here");
        await _server.DeliverAsync("here", Vitals(1, 84));
        await _server.DisposeAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(_connectionString))
        await using (var command = source.CreateCommand("update infusion.checkpoint set engine = gen_random_uuid()"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        _server = await ClinicServer.StartAsync(_connectionString, _data.Path, _time);
        var chair = (await _server.Grains.GetGrain<IClinicGrain>("here").SnapshotAsync()).Value.Chairs[0];

        chair.Session!.Id.ShouldBe(session);
        chair.Vitals["spo2"].Value.ShouldBe(84);
        chair.Alarms.ShouldHaveSingleItem().Code.ShouldBe("spo2-low");
    }

    [Fact]
    public async Task Devices_that_fell_silent_with_the_server_are_missed_by_the_next_one_without_a_message()
    {
        await _server.StartSessionAsync("here");
        await _server.DeliverAsync("here", Vitals(1, 97));
        await RestartAsync();
        await using var client = await _server.ConnectAsync("here");

        _time.Advance(TimeSpan.FromSeconds(20));
        await client.UntilAsync(watching => watching.Alarms.Any(alarm => (string)alarm["alarm"]!["code"]! == "telemetry-lost"));

        client.Alarms.Where(alarm => (string)alarm["alarm"]!["code"]! == "telemetry-lost")
            .Select(alarm => (string)alarm["alarm"]!["source"]!).ShouldBe(["monitor-1", "pump-1"], ignoreOrder: true);
    }

    [Fact]
    public async Task Limits_that_were_changed_while_no_writer_looked_are_an_input_of_the_next_one()
    {
        await _server.StartSessionAsync("here");
        await _server.DisposeAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(_connectionString))
        await using (var command = source.CreateCommand("update infusion.clinic set name = 'Renamed'"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        _server = await ClinicServer.StartAsync(_connectionString, _data.Path, _time);
        (await _server.Grains.GetGrain<IClinicGrain>("here").SnapshotAsync()).Value.Name.ShouldBe("Renamed");
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")).UnsavedSince is null);
        (await _server.ScalarAsync<long>("select count(*) from infusion.clinic_input where body->>'$kind' = 'configured'")).ShouldBe(1);
    }

    /// <summary>A day and a night: alarms, late and repeated messages, holes, a clock set back, a stranger, a restart, midnight.</summary>
    async Task<Guid> EventfulDayAsync()
    {
        var session = await _server.StartSessionAsync("here");
        var under = new List<Task>();
        var total = 0m;
        for (var step = 1; step <= 2_400; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            var spO2 = step % 97 < 5 ? 84 : step % 61 == 0 ? 0 : 95 + (step % 4);
            var seq = step + (step > 400 ? 3 : 0);
            var reading = Vitals(seq, spO2) with { FlaggedLate = step % 83 == 0 };
            under.Add(_server.DeliverAsync("here", step is > 700 and < 900 ? reading with { At = reading.At!.Value.AddHours(-2) } : reading));
            under.Add(_server.DeliverAsync("here", Pump(seq, total += 0.4m, step % 150 > 100 ? 75m : 52.5m)));
            if (step % 45 == 0)
            {
                under.Add(_server.DeliverAsync("here", reading));
                under.Add(_server.DeliverAsync("here", reading with { Device = "stranger" }));
                await PauseOrResumeAsync(session, step % 2 == 0);
            }

            if (under.Count >= 50 || step is 800 or 1_600)
            {
                await Task.WhenAll(under);
                under.Clear();
            }

            if (step is 800 or 1_600)
            {
                await RestartAsync();
            }
        }

        await Task.WhenAll(under);
        return session;
    }

    Task<CommandAnswer> PauseOrResumeAsync(Guid session, bool pauses) => _server.Grains.GetGrain<IClinicGrain>("here").ExecuteAsync(
        new(new ClinicCommand.OfSession(
            pauses ? new PauseInfusion(Guid.NewGuid(), session, "nurse") : new ResumeInfusion(Guid.NewGuid(), session, "nurse"), null)));

    async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(7.5));
        _server = await ClinicServer.StartAsync(_connectionString, _data.Path, _time);
        await _server.Grains.GetGrain<IClinicGrain>("here").KeepAsync();
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")).UnsavedSince is null);
    }

    Reading Vitals(long seq, decimal spO2) => ClinicServer.Vitals(seq) with
    {
        At = _time.GetUtcNow().AddSeconds(-1.25),
        ReceivedAt = _time.GetUtcNow(),
        Samples = [MetricTable.ToSample(Metric.SpO2, spO2), MetricTable.ToSample(Metric.NibpSystolic, 120 + (seq % 70))],
    };

    Reading Pump(long seq, decimal total, decimal rate) => Vitals(seq, 0) with
    {
        Device = "pump-1",
        Samples = [new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid), new Sample(Metric.PumpRateCurrent, rate, Quality.Valid)],
        Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"),
    };

    InputStore Inputs => _server.Application.Services.GetRequiredService<InputStore>();

    async Task<ClinicConfiguration> ConfigurationAsync() =>
        (await _server.Store.ConfigurationAsync("here", TestContext.Current.CancellationToken))!.Value.Configuration;

    async Task<(ClinicState State, List<StreamEvent> Events)> ReplayAsync(ClinicState state, long after)
    {
        var (sink, events) = (new FindingSink(), new List<StreamEvent>());
        await foreach (var (_, evaluatedAt, body) in Inputs.AfterAsync("here", after, DateTimeOffset.MinValue, TestContext.Current.CancellationToken))
        {
            ClinicEngine.Take(state, body, evaluatedAt, sink);
            events.AddRange(sink.Events);
            sink.Clear();
        }

        return (state, events);
    }

    async Task<IReadOnlyList<IEvent>> StoredEventsAsync(Guid stream)
    {
        await using var session = _server.Application.Services.GetRequiredService<IDocumentStore>().QuerySession("here");
        return await session.Events.FetchStreamAsync(stream, token: TestContext.Current.CancellationToken);
    }

    async Task<string> NewestImageAsync() =>
        Text(await _server.ScalarAsync<byte[]>("select state from infusion.checkpoint order by input desc limit 1"));

    static string Image(ClinicState state) => Text(StateImage.Write(state));

    static string Text(SessionEvent happened) =>
        happened.GetType().Name + JsonSerializer.Serialize(happened, happened.GetType(), QuantityConverters.Options);

    static string Text(byte[] image)
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(image), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
