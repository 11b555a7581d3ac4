using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Live;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

public sealed class LiveFeedTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task One_reading_over_a_limit_gives_one_alarm_delta_before_its_commit_and_none_next_door()
    {
        await _server.CreateClinicAsync("here");
        await _server.CreateClinicAsync("next-door");
        var session = await _server.StartSessionAsync("here");
        await _server.StartSessionAsync("next-door");
        await using var here = await _server.ConnectAsync("here");
        await using var nextDoor = await _server.ConnectAsync("next-door");

        // The store holds the writer's row, so nothing of this clinic can be committed until the test lets go.
        await using var blocker = await _server.HoldAsync("here");
        var reading = ClinicServer.Vitals(1, (Metric.SpO2, 84));
        var delivered = _server.DeliverAsync("here", reading);
        await here.UntilAsync(client => client.Alarms.Count > 0);

        var alarm = here.Alarms[0];
        ((string)alarm["change"]!).ShouldBe("raised");
        ((string)alarm["alarm"]!["code"]!).ShouldBe("spo2-low");
        ((long)alarm["committedInput"]!).ShouldBeLessThan((long)alarm["input"]!);
        delivered.IsCompleted.ShouldBeFalse();

        var onset = DateTimeOffset.Parse((string)alarm["alarm"]!["onsetAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        AlarmId.Derive(session, "spo2-low", Metric.SpO2, (string?)alarm["alarm"]!["source"], onset)
            .ShouldBe((Guid)alarm["alarm"]!["id"]!);

        await blocker.DisposeAsync();
        await delivered;
        await _server.DeliverAsync("next-door", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        await nextDoor.UntilAsync(client => client.Deltas.Count > 0);
        here.Alarms.Count.ShouldBe(1);
        nextDoor.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_copy_of_what_is_not_yet_on_disk_waits_for_the_first()
    {
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        await using var client = await _server.ConnectAsync("here");
        await using var blocker = await _server.HoldAsync("here");
        var reading = ClinicServer.Vitals(1, (Metric.SpO2, 84));

        var first = _server.DeliverAsync("here", reading);
        await client.UntilAsync(watching => watching.Alarms.Count > 0);
        var second = _server.DeliverAsync("here", reading);

        // A third message that is shown proves that the second copy has been through its turn.
        var third = _server.DeliverAsync("here", ClinicServer.Vitals(2, (Metric.HeartRate, 71)));
        await client.UntilAsync(watching => watching.Deltas.Any(HasHeartRate));

        (first.IsCompleted, second.IsCompleted).ShouldBe((false, false));
        await blocker.DisposeAsync();
        await Task.WhenAll(first, second, third);
    }

    [Fact]
    public async Task A_late_reading_that_dates_an_onset_back_reaches_the_board_and_the_chart_and_raises_nothing()
    {
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        await using var here = await _server.ConnectAsync("here");
        var late = ClinicServer.Vitals(1, (Metric.SpO2, 85));
        var live = ClinicServer.Vitals(2, (Metric.SpO2, 84)) with { At = late.At + TimeSpan.FromMilliseconds(700), ReceivedAt = late.ReceivedAt.AddMilliseconds(700) };
        await _server.DeliverAsync("here", live);
        await here.UntilAsync(client => client.Alarms.Count > 0);

        await _server.DeliverAsync("here", late);
        await here.UntilAsync(client => client.Alarms.Count > 1);

        here.Alarms.Select(alarm => (string)alarm["change"]!).ShouldBe(["raised", "updated"]);
        ((Guid)here.Alarms[1]["alarm"]!["id"]!).ShouldBe((Guid)here.Alarms[0]["alarm"]!["id"]!);
        DateTimeOffset.Parse((string)here.Alarms[1]["alarm"]!["onsetAt"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(late.At!.Value, TimeSpan.FromMilliseconds(50));
        (await _server.ScalarAsync<long>("select count(*) from infusion.mt_events where type = 'alarm_onset_corrected'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_hole_in_the_numbers_of_a_device_is_said_at_its_chair_until_it_is_filled()
    {
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        await using var here = await _server.ConnectAsync("here");
        var missing = ClinicServer.Vitals(2, (Metric.SpO2, 97));
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        var after = ClinicServer.Vitals(4, (Metric.SpO2, 97));
        await _server.DeliverAsync("here", after);
        await _server.DeliverAsync("here", ClinicServer.Vitals(6, (Metric.SpO2, 97)));
        await here.UntilAsync(client => client.Deltas.Any(delta => GapsIn(delta) is { Count: > 0 }));

        var gap = here.Deltas.Select(GapsIn).Last(gaps => gaps is { Count: > 0 })!.ShouldHaveSingleItem()!;
        ((string)gap["device"]!).ShouldBe("monitor-1");
        DateTimeOffset.Parse((string)gap["at"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(after.ReceivedAt);

        foreach (var late in (Reading[])[missing, ClinicServer.Vitals(3, (Metric.SpO2, 97)), ClinicServer.Vitals(5, (Metric.SpO2, 97))])
        {
            await _server.DeliverAsync("here", late);
        }

        await here.UntilAsync(client => client.Deltas.Select(GapsIn).LastOrDefault(gaps => gaps is not null) is { Count: 0 });
    }

    [Fact]
    public async Task A_client_that_was_cut_gets_exactly_what_it_missed()
    {
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        await using var steady = await _server.ConnectAsync("here");
        long seenBefore;
        long epoch;
        await using (var cut = await _server.ConnectAsync("here"))
        {
            await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
            await cut.UntilAsync(client => client.Deltas.Count > 0);
            (epoch, seenBefore) = ((long)cut.Deltas[^1]["epoch"]!, (long)cut.Deltas[^1]["n"]!);
        }

        await _server.DeliverAsync("here", ClinicServer.Vitals(2, (Metric.SpO2, 84)));
        await _server.DeliverAsync("here", ClinicServer.Vitals(3, (Metric.SpO2, 97), (Metric.HeartRate, 71)));
        await steady.UntilAsync(client => client.Deltas.Any(HasHeartRate));
        var last = (long)steady.Deltas[^1]["n"]!;

        await using var back = await _server.ConnectAsync("here");
        var missed = await back.SinceAsync(epoch, seenBefore);
        var numbers = missed["deltas"]!["deltas"]!.AsArray().Select(delta => (long)delta!["n"]!).ToList();
        numbers.ShouldBe(Enumerable.Range((int)seenBefore + 1, numbers.Count).Select(n => (long)n));
        numbers[^1].ShouldBeGreaterThanOrEqualTo(last);
        missed["snapshot"].ShouldBeNull();
        missed["deltas"]!["deltas"]!.AsArray().Select(delta => (long)delta!["n"]!).ShouldBeSubsetOf(
            steady.Deltas.Select(delta => (long)delta["n"]!).Concat(numbers.Where(n => n > last)));
    }

    [Fact]
    public async Task Another_epoch_gets_a_snapshot()
    {
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        await using var client = await _server.ConnectAsync("here");

        var missed = await client.SinceAsync(epoch: 4_711, n: 0);

        missed["deltas"].ShouldBeNull();
        ((string)missed["snapshot"]!["chairs"]![0]!["session"]!["phase"]!).ShouldBe("infusing");
    }

    [Fact]
    public async Task A_stranger_to_the_clinic_is_refused()
    {
        await _server.CreateClinicAsync("here");
        await _server.CreateClinicAsync("next-door");
        await using var client = await _server.ConnectAsync("here");

        var refused = await Should.ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>(
            () => client.Connection.InvokeCoreAsync("Watch", typeof(object), ["next-door"]));

        refused.Message.ShouldContain("unauthorized");
    }

    [Fact]
    public async Task A_wall_is_sent_what_its_picture_shows_and_nobodys_name_or_chart()
    {
        await _server.CreateClinicAsync("here");
        var session = await _server.StartSessionAsync("here");
        await _server.ExecuteAsync("here", new ClinicCommand.OfSession(new CallEmergency(Guid.NewGuid(), session, "nurse", EmergencyKind.Airway), null));
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 84)));
        await _server.ExecuteAsync("here", new ClinicCommand.OfSession(
            new AcknowledgeAlarm(Guid.NewGuid(), session, "nurse", (await SnapshotAsync()).Chairs[0].Alarms.First(alarm => !alarm.Acknowledged).Id), null));
        var snapshot = await SnapshotAsync();
        var missed = (await _server.Grains.GetGrain<IClinicGrain>("here").SinceAsync(snapshot.Epoch, 0)).Value.Deltas.ShouldNotBeNull();

        var whole = WallView.Of(snapshot);
        var chair = whole["chairs"]![0]!.AsObject();
        chair.Select(part => part.Key).ShouldBe(["chair", "room", "session", "vitals", "nibp", "pump", "alarms"], ignoreOrder: true);
        chair["session"]!.AsObject().Select(part => part.Key).ShouldBe(
            ["id", "phase", "phaseSince", "order", "startedAt", "givenMg", "givenMl", "givenAsOf", "expectedEndAt", "due", "care", "correcting"], ignoreOrder: true);
        chair["session"]!["care"]!.ToJsonString().ShouldStartWith("""{"emergency":{"kind":"airway","calledAt":""");
        ((decimal)chair["vitals"]!["spo2"]!["value"]!).ShouldBe(84);
        ((string?)chair["alarms"]!.AsArray().Single(alarm => (bool)alarm!["acknowledged"]!)!["acknowledgedBy"]).ShouldBe("somebody");
        chair["alarms"]!.AsArray().ShouldAllBe(alarm => ((string)alarm!["headline"]!).Length > 0 && ((string)alarm["action"]!).Length > 0);

        // The deltas name what they change as the full feed does, so the screen follows in the same way.
        var deltas = WallView.Of(missed).Deltas;
        deltas.Select(delta => delta.N).ShouldBe(missed.Deltas.Select(delta => delta.N));
        var sent = string.Join('\n', [whole.ToJsonString(), .. deltas.Select(delta => System.Text.Encoding.UTF8.GetString(delta.Json.Span))]);
        sent.ShouldContain("\"kind\":\"alarm\"");
        sent.ShouldContain("\"kind\":\"chair\"");
        foreach (var kept in (string[])["nurse", snapshot.Chairs[0].Session!.Patient.ToString(), "monitor-1", "pump-1", "protocolId", "weightKg", "concentration", "adverseEvents"])
        {
            sent.ShouldNotContain(kept);
        }

        async Task<Snapshot> SnapshotAsync() => (await _server.Grains.GetGrain<IClinicGrain>("here").SnapshotAsync()).Value;
    }

    static System.Text.Json.Nodes.JsonArray? GapsIn(System.Text.Json.Nodes.JsonObject delta) => delta["view"]?["session"]?["gaps"]?.AsArray();

    /// <summary>Numbers travel alone, or with their chair when an alarm changed it in the same turn.</summary>
    static bool HasHeartRate(System.Text.Json.Nodes.JsonObject delta) =>
        (delta["vitals"] ?? delta["view"]?["vitals"])?["hr"] is not null;
}
