using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

public sealed class WriterTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    string _connectionString = null!;
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateClinicDatabaseAsync();
        _server = await ClinicServer.StartAsync(_connectionString);
        await _server.CreateClinicAsync("here");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_delivered_reading_is_a_row_and_a_second_copy_changes_nothing()
    {
        var reading = ClinicServer.Vitals(1, (Metric.SpO2, 97), (Metric.HeartRate, 71.5m));
        await _server.DeliverAsync("here", reading);
        await _server.DeliverAsync("here", reading);

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
        var stored = await _server.Store.ReadingsAsync(
            "here", ["monitor-1"], DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        stored.Single().Reading.Samples.ShouldBe(reading.Samples);
    }

    [Fact]
    public async Task A_refused_message_is_a_quarantine_row_with_its_reason()
    {
        await _server.Inbox.DeliverAsync("here", new Incoming.Quarantined(
            "infusion/v1/here/monitor-1/telemetry", "monitor-1", TimeProvider.System.GetUtcNow(), "not-json", "ends early", new byte[] { 0x7B }));

        (await _server.ScalarAsync<string>("select reason || ': ' || detail from infusion.quarantine")).ShouldBe("not-json: ends early");
    }

    [Fact]
    public async Task An_unknown_device_is_kept_waits_to_be_accepted_and_charts_nothing()
    {
        await _server.StartSessionAsync("here");
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 84)) with { Device = "stranger" });

        (await _server.ScalarAsync<bool>("select accepted from infusion.device where device = 'stranger'")).ShouldBeFalse();
        (await _server.ScalarAsync<short>("select flags from infusion.reading where device = 'stranger'"))
            .ShouldBe((short)ReadingFlags.Unregistered);
        (await _server.ScalarAsync<long>("select count(*) from infusion.fhir_resource where type = 'Observation' and '2708-6' = any(codes)")).ShouldBe(0);
    }

    [Fact]
    public async Task A_writer_of_an_older_epoch_can_store_nothing()
    {
        await _server.StartSessionAsync("here");
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        var journal = (Journal)_server.Application.Services.GetService(typeof(Journal))!;
        var epoch = await _server.ScalarAsync<long>("select epoch from infusion.clinic_writer");
        var events = await _server.ScalarAsync<long>("select count(*) from infusion.mt_events");

        var stale = new CommitUnit("here", epoch - 1, simulated: false) { Input = 99, Now = TimeProvider.System.GetUtcNow() };
        stale.Readings.Add(new ReadingRow(ClinicServer.Vitals(77), stale.Now, 99, stale.Now, ReadingFlags.None));
        stale.Events.Add(new(Guid.NewGuid(), new PatientCheckedIn(stale.Now, "ghost"), null, null));
        stale.Documents.Add(new Storage.NoteDocument(Guid.NewGuid(), Guid.NewGuid(), "ghost", "ghost", stale.Now));
        journal.Enqueue(stale);

        await Should.ThrowAsync<WriterFencedException>(() => stale.Committed);
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events")).ShouldBe(events);
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_doc_notedocument")).ShouldBe(0);
    }

    [Fact]
    public async Task The_next_writer_counts_on_from_the_last_of_several_turns_that_were_stored_together()
    {
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        var transaction = (JournalTransaction)_server.Application.Services.GetService(typeof(JournalTransaction))!;
        var epoch = await _server.ScalarAsync<long>("select epoch from infusion.clinic_writer");
        CommitUnit Turn(long input) => new("here", epoch, simulated: false) { Input = input, Now = TimeProvider.System.GetUtcNow() };

        await transaction.RunAsync([Turn(70), Turn(71), Turn(72)], JournalTransaction.CommandTimeoutSeconds, TestContext.Current.CancellationToken);

        (await _server.Store.TakeOverAsync("here", TestContext.Current.CancellationToken)).Input.ShouldBe(72);
    }

    [Fact]
    public async Task A_writer_that_is_fenced_gives_way_and_its_messages_reach_the_next_one()
    {
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        await _server.Store.TakeOverAsync("here", TestContext.Current.CancellationToken);

        await _server.DeliverAsync("here", ClinicServer.Vitals(2, (Metric.SpO2, 96)));

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(2);
        (await _server.ScalarAsync<long>("select epoch from infusion.clinic_writer")).ShouldBe(3);
    }

    [Fact]
    public async Task A_command_sent_twice_is_carried_out_once()
    {
        var session = await _server.StartSessionAsync("here");
        var pause = new ClinicCommand.OfSession(new PauseInfusion(Guid.NewGuid(), session, "nurse"), null);

        var first = await _server.ExecuteAsync("here", pause);
        var second = await _server.ExecuteAsync("here", pause);

        second.Evaluated.ShouldBe(first.Evaluated);
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events where type = 'infusion_paused'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_start_knows_the_session_the_values_the_alarm_and_the_sequence()
    {
        var session = await _server.StartSessionAsync("here");
        var reading = ClinicServer.Vitals(1, (Metric.SpO2, 84), (Metric.HeartRate, 71));
        await _server.DeliverAsync("here", reading);
        await _server.DisposeAsync();

        _server = await ClinicServer.StartAsync(_connectionString);
        await using var client = await _server.ConnectAsync("here");
        var chair = client.Snapshot["chairs"]![0]!;

        ((Guid)chair["session"]!["id"]!).ShouldBe(session);
        ((decimal)chair["vitals"]!["spo2"]!["value"]!).ShouldBe(84);
        ((string)chair["alarms"]![0]!["code"]!).ShouldBe("spo2-low");
        await _server.DeliverAsync("here", reading);
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events where type = 'alarm_raised'")).ShouldBe(1);
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events where type = 'monitoring_interrupted'")).ShouldBe(1);
    }

    [Fact]
    public async Task More_clinics_than_connections_start_at_once()
    {
        // The pool holds ten; each start wants one connection at a time and never a second one beside it.
        var clinics = Enumerable.Range(1, 25).Select(number => $"clinic-{number}").ToList();
        foreach (var clinic in clinics)
        {
            await _server.CreateClinicAsync(clinic);
        }

        await Task.WhenAll(clinics.Select(clinic => _server.DeliverAsync(clinic, ClinicServer.Vitals(1, (Metric.SpO2, 97)))));

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(25);
    }

    [Theory]
    [InlineData("commit", true)]
    [InlineData("rollback", false)]
    public async Task Whether_a_transaction_stands_is_asked_of_the_store(string end, bool stands)
    {
        await using var connection = await _server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(
            "begin; select pg_current_xact_id()::text", connection);
        var id = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        var journal = (JournalTransaction)_server.Application.Services.GetService(typeof(JournalTransaction))!;

        var answer = journal.StandsAsync(id, TestContext.Current.CancellationToken);
        answer.IsCompleted.ShouldBeFalse();
        command.CommandText = end;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        (await answer).ShouldBe(stands);
    }

    [Fact]
    public async Task Readings_of_a_day_stand_in_a_partition_of_their_own()
    {
        var day = new DateOnly(2031, 5, 6);
        await using var ensure = _server.Database.CreateCommand("select infusion.ensure_reading_partitions($1, 2)");
        ensure.Parameters.Add(new() { Value = day });
        await ensure.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await ensure.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await _server.DeliverAsync("here", ClinicServer.Vitals(1) with
        {
            ReceivedAt = new DateTimeOffset(2031, 5, 6, 23, 59, 59, TimeSpan.Zero),
        });

        (await _server.ScalarAsync<long>("select count(*) from infusion.reading_20310506")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_servers_may_start_on_an_empty_database_at_once()
    {
        var empty = await postgres.CreateDatabaseAsync();
        var servers = await Task.WhenAll(ClinicServer.StartAsync(empty), ClinicServer.StartAsync(empty));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        servers.Length.ShouldBe(2);
    }
}
