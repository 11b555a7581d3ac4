using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Spooling;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

/// <summary>The store does not answer: what is shown, what is acknowledged, and what is there afterwards.</summary>
public sealed class OutageTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly TemporaryDirectory _data = new();
    string _connectionString = null!;
    ClinicServer _server = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateClinicDatabaseAsync();
        _server = await ClinicServer.StartAsync(_connectionString, _data.Path);
        await _server.CreateClinicAsync("here");
        _session = await _server.StartSessionAsync("here");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_device_that_awaits_each_answer_goes_on_and_afterwards_all_is_stored_once_in_order()
    {
        await using var client = await _server.ConnectAsync("here");
        await using (await _server.HoldAsync("here"))
        {
            for (var seq = 1; seq <= 5; seq++)
            {
                await _server.PublishAsync("here", ClinicServer.SpO2(seq, 90 + seq));
            }

            await client.UntilAsync(watching => watching.Deltas.Any(delta => Shown(delta) == 95));
            var heartbeat = await _server.HeartbeatAsync("here");
            heartbeat.Spooled.ShouldBe(5);
            heartbeat.SpoolShare.ShouldBeGreaterThan(0);
            heartbeat.UnsavedSince.ShouldNotBeNull();
            (heartbeat.Input - heartbeat.CommittedInput).ShouldBe(5);
            (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(0);
        }

        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });
        (await _server.ScalarAsync<string>("select string_agg(seq::text, ',' order by input) from infusion.reading")).ShouldBe("1,2,3,4,5");
        Directory.GetFiles(_data.File("spool"), "segment-*").ShouldAllBe(path => new FileInfo(path).Length < 32, "nothing is left in the spool");
    }

    [Fact]
    public async Task A_server_that_ends_in_the_outage_hands_on_what_it_had_acknowledged_and_what_the_nurse_saw()
    {
        Guid shown;
        await using (await _server.HoldAsync("here"))
        {
            await using var client = await _server.ConnectAsync("here");
            await _server.PublishAsync("here", ClinicServer.SpO2(1, 84));
            await _server.PublishAsync("here", ClinicServer.SpO2(2, 83));
            await client.UntilAsync(watching => watching.Alarms.Count > 0);
            shown = (Guid)client.Alarms[0]["alarm"]!["id"]!;
            await _server.DisposeAsync();
        }

        var ended = await EventsAsync("alarm_raised");
        ended.ShouldBe(0, "the outage lasted until the server's end");

        _server = await ClinicServer.StartAsync(_connectionString, _data.Path);
        await using var next = await _server.ConnectAsync("here");

        ((Guid)next.Snapshot["chairs"]![0]!["alarms"]![0]!["id"]!).ShouldBe(shown);
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });
        next.Alarms.ShouldBeEmpty("what sounded does not sound again");
        (await _server.ScalarAsync<string>("select string_agg(seq::text, ',' order by input) from infusion.reading")).ShouldBe("1,2");
        (await _server.ScalarAsync<string>("select data->>'alarm' from infusion.mt_events where type = 'alarm_raised'")).ShouldBe(shown.ToString());
        (await _server.ScalarAsync<bool>(
            """
            select (data->>'from')::timestamptz = (select max(evaluated_at) from infusion.reading)
            from infusion.mt_events where type = 'monitoring_interrupted'
            """)).ShouldBeTrue("nobody watched from the last message on");
    }

    [Fact]
    public async Task What_a_server_left_in_the_spool_reaches_the_next_version_of_it_too()
    {
        await using (await _server.HoldAsync("here"))
        {
            await _server.PublishAsync("here", ClinicServer.SpO2(1, 97));
            await _server.DisposeAsync();
        }

        await using (var source = Npgsql.NpgsqlDataSource.Create(_connectionString))
        await using (var command = source.CreateCommand("update infusion.checkpoint set engine = gen_random_uuid()"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        _server = await ClinicServer.StartAsync(_connectionString, _data.Path);

        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_spool_brings_a_second_time_changes_nothing()
    {
        await using (await _server.HoldAsync("here"))
        {
            await _server.PublishAsync("here", ClinicServer.SpO2(1, 97));
            await _server.PublishAsync("here", "not json");
            var copy = _data.File("copy");
            CopyFolder(_data.File("spool"), copy);
        }

        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });
        await _server.DisposeAsync();
        CopyFolder(_data.File("copy"), _data.File("spool"));

        _server = await ClinicServer.StartAsync(_connectionString, _data.Path);
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
        (await _server.ScalarAsync<long>("select count(*) from infusion.quarantine")).ShouldBe(1);
    }

    [Fact]
    public async Task A_full_spool_acknowledges_nothing_more()
    {
        await _server.DisposeAsync();
        Environment.SetEnvironmentVariable("Infusion__Spool__MaxMegabytes", "1");
        try
        {
            _server = await ClinicServer.StartAsync(_connectionString, _data.Path);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Infusion__Spool__MaxMegabytes", null);
        }

        await using var held = await _server.HoldAsync("here");
        var padding = new string(' ', 60_000);
        var kept = Enumerable.Range(1, 16).Select(seq => _server.PublishAsync("here", ClinicServer.SpO2(seq, 97) + padding)).ToList();
        await Task.WhenAll(kept);

        var reason = await Should.ThrowAsync<SpoolFullException>(async () =>
        {
            await _server.PublishAsync("here", ClinicServer.SpO2(17, 97) + padding);
            await _server.PublishAsync("here", ClinicServer.SpO2(18, 97) + padding);
        });

        reason.Message.ShouldContain("acknowledged messages wait for the store already");
    }

    [Fact]
    public async Task A_command_is_carried_out_at_once_and_reaches_the_store_later_once()
    {
        var pause = new ClinicCommand.OfSession(new PauseInfusion(Guid.NewGuid(), _session, "nurse"), null);
        var grain = _server.Grains.GetGrain<IClinicGrain>("here");
        await using (await _server.HoldAsync("here"))
        {
            var first = await grain.ExecuteAsync(new(pause));
            var second = await grain.ExecuteAsync(new(pause));

            second.Evaluated.ShouldBe(first.Evaluated);
            (await _server.HeartbeatAsync("here")).CommittedInput.ShouldBeLessThan(first.Evaluated.Input);
            var snapshot = (await grain.SnapshotAsync()).Value;
            snapshot.Chairs[0].Session!.Phase.ShouldBe(SessionPhase.Paused);
        }

        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")).UnsavedSince is null);
        (await EventsAsync("infusion_paused")).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_turns_read_only_is_waited_for_like_one_that_is_away()
    {
        var database = await _server.ScalarAsync<string>("select current_database()::text");
        await SetReadOnlyAsync(database, "on");
        await _server.PublishAsync("here", ClinicServer.SpO2(1, 97));
        (await _server.HeartbeatAsync("here")).Spooled.ShouldBe(1);

        await SetReadOnlyAsync(database, "off");

        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { Spooled: 0, UnsavedSince: null });
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_too_slow_for_a_whole_batch_gets_it_in_smaller_bites()
    {
        await _server.CreateClinicAsync("next-door");
        await _server.StartSessionAsync("next-door");
        await _server.ScalarAsync<string>(
            """
            create function infusion.dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return new; end $$;
            create trigger dawdle before insert on infusion.reading for each row execute function infusion.dawdle();
            select 'done'
            """);

        await Task.WhenAll(
            _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97))),
            _server.DeliverAsync("next-door", ClinicServer.Vitals(1, (Metric.SpO2, 97))),
            _server.DeliverAsync("here", ClinicServer.Vitals(2, (Metric.SpO2, 97))));

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(3);
    }

    /// <summary>For every connection to come, and there is no other.</summary>
    async Task SetReadOnlyAsync(string database, string value)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(
            new Npgsql.NpgsqlConnectionStringBuilder(_connectionString) { Database = "postgres", Pooling = false });
        foreach (var sql in new[]
        {
            $"alter database {database} set default_transaction_read_only = {value}",
            $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'",
        })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_command_that_a_writer_took_with_it_is_carried_out_once_by_the_next_one_under_its_own_epoch()
    {
        var pause = new ClinicCommand.OfSession(new PauseInfusion(Guid.NewGuid(), _session, "nurse"), null);
        Evaluated lost;
        await using (await _server.HoldAsync("here"))
        {
            lost = (await _server.Grains.GetGrain<IClinicGrain>("here").ExecuteAsync(new(pause))).Evaluated;
            await _server.DisposeAsync();
        }

        (await EventsAsync("infusion_paused")).ShouldBe(0, "the outage lasted until the server's end");
        _server = await ClinicServer.StartAsync(_connectionString, _data.Path);
        var grain = _server.Grains.GetGrain<IClinicGrain>("here");
        for (var seq = 1; seq <= 5; seq++)
        {
            await _server.PublishAsync("here", ClinicServer.SpO2(seq, 97));
        }

        (await _server.HeartbeatAsync("here")).CommittedInput.ShouldBeGreaterThanOrEqualTo(lost.Input, "the number was given again");
        var again = (await grain.ExecuteAsync(new(pause))).Evaluated;
        again.Epoch.ShouldBeGreaterThan(lost.Epoch);
        again.Input.ShouldBeGreaterThan(lost.Input);
        await grain.WhenCommittedAsync(again);
        (await grain.ExecuteAsync(new(pause))).Evaluated.ShouldBe(again);
        (await EventsAsync("infusion_paused")).ShouldBe(1);
    }

    static decimal? Shown(System.Text.Json.Nodes.JsonObject delta) =>
        (decimal?)(delta["vitals"] ?? delta["view"]?["vitals"])?["spo2"]?["value"];

    static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "segment-*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    async Task<long> EventsAsync(string type)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand("select count(*) from infusion.mt_events where type = $1");
        command.Parameters.Add(new() { Value = type });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
