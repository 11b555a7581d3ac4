using Infusion.Core.Telemetry;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

/// <summary>The store refuses something of one clinic, for a reason that does not pass.</summary>
public sealed class PartialFailureTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await _server.CreateClinicAsync("here");
        await _server.CreateClinicAsync("next-door");
        await _server.StartSessionAsync("here");
        await _server.StartSessionAsync("next-door");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_message_that_cannot_be_stored_goes_to_quarantine_and_nothing_else_is_lost_or_moved()
    {
        await RefuseAsync("reading", "new.boot = 'poison'");
        var delivered = new List<Task>();
        for (var seq = 1; seq <= 30; seq++)
        {
            delivered.Add(_server.PublishAsync("here", ClinicServer.SpO2(seq, 97)));
            delivered.Add(_server.PublishAsync("next-door", ClinicServer.SpO2(seq, 97)));
            if (seq is 7 or 20)
            {
                delivered.Add(_server.PublishAsync("here", ClinicServer.SpO2(seq, 11, boot: "poison")));
            }
        }

        await Task.WhenAll(delivered);

        foreach (var clinic in new[] { "here", "next-door" })
        {
            (await _server.ScalarAsync<string>($"select string_agg(seq::text, ',' order by input) from infusion.reading where clinic = '{clinic}'"))
                .ShouldBe(string.Join(',', Enumerable.Range(1, 30)));
            (await _server.ScalarAsync<long>($"select count(*) from infusion.reading where clinic = '{clinic}' and flags <> 0"))
                .ShouldBe(0, "in order, so none of them is late");
        }

        (await _server.ScalarAsync<string>("select string_agg(reason || ' ' || device, ', ') from infusion.quarantine"))
            .ShouldBe("unstorable monitor-1, unstorable monitor-1");
        (await _server.ScalarAsync<string>("select min(detail) from infusion.quarantine")).ShouldBe("the store refuses it (SQLSTATE P0001)");
        (await _server.ScalarAsync<string>("select min(convert_from(payload, 'UTF8')) from infusion.quarantine")).ShouldContain("\"boot\":\"poison\"");
        (await _server.ScalarAsync<long>("select epoch from infusion.clinic_writer where clinic = 'next-door'"))
            .ShouldBe(1, "its writer never noticed");
    }

    [Fact]
    public async Task What_is_no_message_stops_that_clinics_charting_alone_says_so_and_goes_on_when_it_is_mended()
    {
        await RefuseAsync("mt_events", "new.tenant_id = 'here'");
        await using var client = await _server.ConnectAsync("here");
        var stuck = _server.PublishAsync("here", ClinicServer.SpO2(1, 84));
        await client.UntilAsync(watching => watching.Alarms.Count > 0);
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")).StandsStillBecause is not null);

        (await _server.HeartbeatAsync("here")).StandsStillBecause.ShouldBe("the store refuses it (SQLSTATE P0001)");
        await stuck;
        (await _server.HeartbeatAsync("here")).Spooled.ShouldBe(1, "acknowledged, because it is in the spool");
        await _server.PublishAsync("next-door", ClinicServer.SpO2(1, 84));
        var nextDoor = await _server.HeartbeatAsync("next-door");
        (nextDoor.StandsStillBecause, nextDoor.CommittedInput).ShouldBe((null, nextDoor.Input));

        await _server.ScalarAsync<string>("drop trigger refuse on infusion.mt_events; select 'mended'");
        await ClinicServer.UntilAsync(async () => (await _server.HeartbeatAsync("here")) is { StandsStillBecause: null, UnsavedSince: null, Spooled: 0 });

        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events where type = 'alarm_raised' and tenant_id = 'here'")).ShouldBe(1);
        (await _server.ScalarAsync<long>("select epoch from infusion.clinic_writer where clinic = 'here'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_on_which_the_engine_fails_goes_to_quarantine_and_the_clinic_goes_on()
    {
        await using var client = await _server.ConnectAsync("here");
        var unthinkable = ClinicServer.Vitals(2) with { Samples = default };

        await Task.WhenAll(
            _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97))),
            _server.DeliverAsync("here", unthinkable),
            _server.DeliverAsync("here", ClinicServer.Vitals(3, (Metric.SpO2, 97))));

        (await _server.ScalarAsync<string>("select string_agg(seq::text, ',' order by input) from infusion.reading")).ShouldBe("1,3");
        (await _server.ScalarAsync<string>("select reason || ': ' || detail from infusion.quarantine"))
            .ShouldBe("unevaluable: the engine failed on it (NullReferenceException)");
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading where flags <> 0")).ShouldBe(0);
    }

    Task<string> RefuseAsync(string table, string condition) => _server.ScalarAsync<string>(
        $"""
        create function infusion.refuse() returns trigger language plpgsql as $$
        begin
            if {condition} then raise exception 'patient 4711 does not fit'; end if;
            return new;
        end $$;
        create trigger refuse before insert on infusion.{table} for each row execute function infusion.refuse();
        select 'done'
        """);
}
