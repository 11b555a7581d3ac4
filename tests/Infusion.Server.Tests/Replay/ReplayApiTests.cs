using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Library;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Replay;

/// <summary>Recorded through the writer, run again from the store.</summary>
public sealed class ReplayApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    RecordedDay _day = null!;

    public async ValueTask InitializeAsync() => _day = await new RecordedDay(await postgres.CreateClinicDatabaseAsync()).OpenAsync();

    public ValueTask DisposeAsync() => _day.DisposeAsync();

    [Fact]
    public async Task A_session_runs_again_with_the_same_events_from_the_clinics_beginning()
    {
        var session = await _day.SessionAsync();

        var replay = await ReplayAsync(session);

        ((string)replay["verdict"]!).ShouldBe($"The same {(int)replay["events"]!} events. Begun from the clinic's first input, with the configuration of today.");
        ((bool)replay["isSame"]!, (bool)replay["isOpen"]!, (string)replay["basis"]!).ShouldBe((true, false, "beginning"));
        ((int)replay["events"]!).ShouldBeGreaterThan(12);
    }

    [Fact]
    public async Task An_open_session_runs_again_as_far_as_it_was_committed()
    {
        var session = await _day.Server.StartSessionAsync("here");
        await _day.VitalsAsync(85m, 30);

        var replay = await ReplayAsync(session);

        ((bool)replay["isSame"]!, (bool)replay["isOpen"]!).ShouldBe((true, true), replay.ToJsonString());
    }

    [Fact]
    public async Task From_the_checkpoint_of_the_evening_before_over_a_silence_and_a_restart_it_is_the_same()
    {
        await _day.VitalsAsync(97m, 10);
        _day.Time.Advance(TimeSpan.FromHours(24));
        var session = await _day.Server.StartSessionAsync("here");
        await _day.VitalsAsync(97m, 10);
        _day.Time.Advance(TimeSpan.FromSeconds(40));
        await ClinicServer.UntilAsync(async () => await _day.Server.ScalarAsync<long>(
            "select count(*) from infusion.mt_events where type = 'alarm_raised' and data->>'rule' = 'telemetry-lost'") == 2);
        await _day.RestartAsync(TimeSpan.FromSeconds(30));
        await _day.VitalsAsync(85m, 30);

        var replay = await ReplayAsync(session);

        ((string)replay["verdict"]!).ShouldBe($"The same {(int)replay["events"]!} events.", replay.ToJsonString());
        ((string)replay["basis"]!).ShouldBe("checkpoint");
    }

    [Fact]
    public async Task When_another_build_stored_the_evening_before_it_says_that_it_began_from_events()
    {
        await _day.VitalsAsync(97m, 10);
        _day.Time.Advance(TimeSpan.FromHours(24));
        var session = await _day.SessionAsync();
        await _day.RestartAsync(TimeSpan.FromHours(24));
        await _day.SqlAsync($"update infusion.checkpoint set engine = gen_random_uuid() where day = '{RecordedDay.Morning:yyyy-MM-dd}'");

        var replay = await ReplayAsync(session);

        ((string)replay["basis"]!).ShouldBe("folded");
        ((bool)replay["isSame"]!).ShouldBeTrue(replay.ToJsonString());
        ((string)replay["verdict"]!).ShouldContain("stored by another build");
    }

    [Fact]
    public async Task A_record_that_was_tampered_with_is_a_difference_with_its_place()
    {
        var session = await _day.SessionAsync();
        await _day.SqlAsync("""update infusion.mt_events set data = jsonb_set(data, '{observed}', '99') where type = 'alarm_raised' and data->>'rule' = 'spo2-low'""");

        var replay = await ReplayAsync(session);

        ((bool)replay["isSame"]!).ShouldBeFalse();
        var difference = replay["firstDifference"]!;
        ((string)difference["stored"]!).ShouldStartWith("alarm_raised");
        ((string)difference["stored"]!).ShouldContain("\"observed\":99");
        ((string)difference["replayed"]!).ShouldContain("\"observed\":85");
        ((int)difference["number"]!).ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task What_another_limit_would_have_done_is_told_alarm_by_alarm_and_nothing_is_written()
    {
        var session = await _day.SessionAsync();
        var before = await WrittenAsync();

        var lines = await WhatIfAsync(new { sessions = new[] { session }, limits = SpO2At(92) });

        var told = lines.Single(line => (string)line["kind"]! == "session")["session"]!;
        ((string)told["chair"]!, (string)told["initials"]!).ShouldBe(("A1", "E.E."));
        told["changes"]!.AsArray().Count.ShouldBe(1, told.ToJsonString());
        var gained = told["changes"]![0]!["after"]!;
        ((string)gained["rule"]!, (string)gained["headline"]!).ShouldBe(("spo2-low", "SpO2 91 %, limit 92 %"));
        (DateTimeOffset.Parse((string)gained["raisedAt"]!, null) - DateTimeOffset.Parse((string)gained["onset"]!, null)).ShouldBe(TimeSpan.FromSeconds(15));
        var totals = lines[^1]["of"]!;
        ((int)totals["gained"]!, (int)totals["lost"]!, (int)totals["sessions"]!, (int)totals["replayed"]!).ShouldBe((1, 0, 1, 1));
        ((int)totals["asItWas"]!["alarms"]!, (int)totals["asItWouldBe"]!["alarms"]!).ShouldBe((1, 2));
        (await WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Over_all_sessions_of_a_time_progress_is_told_and_the_totals_are_those_of_all()
    {
        await _day.SessionAsync();
        _day.Time.Advance(TimeSpan.FromHours(24));
        await _day.SessionAsync();

        var lines = await WhatIfAsync(new { from = "2026-11-23T00:00:00Z", to = "2026-11-25T00:00:00Z", limits = SpO2At(92) });

        lines.Select(line => (string)line["kind"]!).ShouldBe(["progress", "session", "progress", "session", "totals"]);
        ((int)lines[^1]["of"]!["gained"]!, (int)lines[^1]["of"]!["replayed"]!).ShouldBe((2, 2), string.Join('\n', lines.Select(line => line.ToJsonString())));
    }

    [Fact]
    public async Task A_rule_that_is_off_loses_its_alarms()
    {
        var session = await _day.SessionAsync();

        var lines = await WhatIfAsync(new { sessions = new[] { session }, limits = new { rules = new[] { new { rule = "spo2-low", on = false } } } });

        ((int)lines[^1]["of"]!["lost"]!, (int)lines[^1]["of"]!["gained"]!).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_whole_set_of_limits_as_it_is_stored_can_be_tried()
    {
        var session = await _day.SessionAsync();
        var limits = JsonNode.Parse(await _day.Server.ScalarAsync<string>("select limits::text from infusion.clinic"))!;
        limits["vitals"]!.AsArray().Single(limit => (string)limit!["metric"]! == "sp_o2")!["value"] = 92;

        var lines = await WhatIfAsync(new { sessions = new[] { session }, limits });

        ((int)lines[^1]["of"]!["gained"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_of_a_protocol_is_tried_on_the_sessions_that_ran_under_it_and_nothing_is_written()
    {
        var session = await _day.SessionAsync();
        var before = await WrittenAsync();
        var draft = ProtocolJsonTests.Written();

        var lines = await PreviewAsync(draft, "mood");

        // What was ordered was ordered: bounds that would forbid it now do not undo the session.
        draft["guardrails"]!["totalDoseMg"] = JsonNode.Parse("""{"hardLow":1,"softLow":2,"softHigh":20,"hardHigh":21}""");
        draft["usualDoseMgPerKg"] = 0.1m;
        var narrow = await PreviewAsync(draft, "mood");

        var told = lines.Single(line => (string)line["kind"]! == "session")["session"]!;
        (Guid.Parse((string)told["session"]!), (int)told["refused"]!).ShouldBe((session, 0));
        told["changes"]!.AsArray().Select(change => (string?)change!["after"]?["headline"]).ShouldContain(headline => headline != null && headline.StartsWith("SpO2 91 %", StringComparison.Ordinal));
        narrow[^1].ToJsonString().ShouldBe(lines[^1].ToJsonString());
        ((int)(await PreviewAsync(ProtocolJsonTests.Written(), "another"))[^1]["of"]!["sessions"]!).ShouldBe(0);
        (await WrittenAsync()).ShouldBe(before);

        draft["safety"]!["vitals"]![0]!["hysteresis"] = -1;
        using var http = _day.Client("physician");
        var refused = await http.PostAsync("protocols/preview", Preview(draft, "mood"), Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["faults"]!.AsArray().Select(fault => (string)fault!["path"]!).ShouldContain("safety.vitals[0].hysteresis");
        (await http.PostAsync("protocols/preview", new StringContent("""{"protocol":{,}""", null, "application/json"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_with_its_path()
    {
        using var http = _day.Client();
        var response = await http.PostAsJsonAsync("what-if", new
        {
            sessions = new[] { "no" },
            limits = new
            {
                changes = new object[]
                {
                    new { metric = "sp_o2", side = "low", priority = "high", value = 900, delaySeconds = -1 },
                    new { metric = "spo2", side = "below", value = "low", until = 3 },
                    new { metric = "sp_o2", side = "low", priority = "high", value = 800 },
                },
                rules = new object[] { new { rule = "no-such" }, new { on = "yes" } },
            },
        }, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var faults = (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["faults"]!.AsArray();
        faults.Select(fault => (string)fault!["path"]!).Order(StringComparer.Ordinal).ShouldBe(new[]
        {
            "limits.changes", "limits.changes[0].delaySeconds", "limits.changes[1].metric", "limits.changes[1].priority", "limits.changes[1].side",
            "limits.changes[1].until", "limits.changes[1].value", "limits.changes[2].value", "limits.rules[0]", "limits.rules[1].rule", "sessions[0]",
        });
    }

    [Theory]
    [InlineData("""{"limits":{"changes":[]}}""", "from")]
    [InlineData("""{"limits":{"changes":[]},"from":"2026-11-23T00:00:00","to":"2026-11-24T00:00:00Z"}""", "from")]
    [InlineData("""{"limits":{"changes":[]},"from":"2026-11-23T00:00:00Z","to":"2026-11-23T00:00:00Z"}""", "to")]
    [InlineData("""{"limits":{"changes":[]},"from":"2026-01-01T00:00:00Z","to":"2026-11-23T00:00:00Z"}""", "to")]
    [InlineData("""{"sessions":[]}""", "sessions")]
    [InlineData("""{"sessions":["0197aaaa-0000-7000-8000-000000000001"]}""", "limits")]
    [InlineData("""{"sessions":["0197aaaa-0000-7000-8000-000000000001"],"limits":{"vitals":[{"metric":"nothing"}]}}""", "limits.vitals[0].metric")]
    [InlineData("""{"sessions":["0197aaaa-0000-7000-8000-000000000001"],"limits":{"changes":[{"metric":"et_co2","side":"low","priority":"high","value":20}]}}""", "limits.changes[0]")]
    [InlineData("[]", "$")]
    public async Task A_question_that_cannot_be_answered_is_refused(string body, string path)
    {
        using var http = _day.Client();
        var response = await http.PostAsync("what-if", new StringContent(body, null, "application/json"), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["faults"]!.AsArray().Select(fault => (string)fault!["path"]!).ShouldContain(path);
    }

    [Fact]
    public async Task A_nurse_may_not_and_a_session_that_is_not_there_is_not_found()
    {
        using var nurse = _day.Client("nurse");
        (await nurse.GetAsync($"sessions/{Guid.NewGuid()}/replay", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await nurse.PostAsJsonAsync("what-if", new { }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var physician = _day.Client("physician");
        (await physician.GetAsync($"sessions/{Guid.NewGuid()}/replay", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_sessions_of_a_time_can_be_chosen_and_the_limits_in_force_are_there_to_begin_from()
    {
        var session = await _day.SessionAsync();
        using var http = _day.Client();

        var choices = await http.GetFromJsonAsync<JsonObject>("what-if?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z", Cancellation);

        Guid.Parse((string)choices!["sessions"]![0]!["session"]!).ShouldBe(session);
        ((string)choices["sessions"]![0]!["initials"]!).ShouldBe("E.E.");
        choices["protocols"]![0]!["limits"]!["vitals"]!.AsArray().Count.ShouldBe(4);
        choices["rules"]!.AsArray().ShouldContain(rule => (string)rule!["rule"]! == "spo2-low" && !(bool)rule["hasOwnDelay"]!);
    }

    static StringContent Preview(JsonObject draft, string of) => new(
        new JsonObject { ["of"] = of, ["from"] = "2026-11-23T00:00:00Z", ["to"] = "2026-11-24T00:00:00Z", ["protocol"] = draft.DeepClone() }.ToJsonString(), null, "application/json");

    async Task<List<JsonObject>> PreviewAsync(JsonObject draft, string of)
    {
        using var http = _day.Client("physician");
        return await LinesAsync(await http.PostAsync("protocols/preview", Preview(draft, of), Cancellation));
    }

    static object SpO2At(decimal value) => new { changes = new[] { new { metric = "sp_o2", side = "low", priority = "high", value } } };

    async Task<JsonObject> ReplayAsync(Guid session)
    {
        using var http = _day.Client();
        return (await http.GetFromJsonAsync<JsonObject>($"sessions/{session}/replay", Cancellation))!;
    }

    async Task<List<JsonObject>> WhatIfAsync(object body)
    {
        using var http = _day.Client("physician");
        return await LinesAsync(await http.PostAsJsonAsync("what-if", body, Cancellation));
    }

    static async Task<List<JsonObject>> LinesAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    /// <summary>Without what a clinic's timers write by themselves.</summary>
    async Task<string> WrittenAsync() => await _day.Server.ScalarAsync<string>(
        """
        select concat((select count(*) from infusion.mt_events), ' ', (select count(*) from infusion.clinic_input), ' ',
            (select count(*) from infusion.reading), ' ', (select count(*) from infusion.fhir_resource), ' ', (select count(*) from infusion.command))
        """);
}
