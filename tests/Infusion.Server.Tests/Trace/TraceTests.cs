using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Trace;

/// <summary>Every message that came can be found, with what became of it.</summary>
public sealed class TraceTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    readonly string _nextDoor = SharedClinicServer.NewClinic("next-door");
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here);
        await _server.CreateClinicAsync(_nextDoor);
        _session = await _server.StartSessionAsync(_here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", _here);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
    }

    [Fact]
    public async Task Each_message_is_found_with_what_became_of_it_and_its_times_in_order()
    {
        await _server.PublishAsync(_here, ClinicServer.SpO2(2, 97));
        await _server.PublishAsync(_here, ClinicServer.SpO2(1, 96));
        await _server.PublishAsync(_here, ClinicServer.SpO2(1, 95), device: "monitor-9");
        await _server.PublishAsync(_here, """{"boot":"b"}""");
        await _server.Inbox.DeliverAsync(_here, Decoded("status", """{"state":"online","kind":"monitor","boot":"boot-1"}"""));

        var rows = (await PageAsync("")).Rows;

        rows.Select(row => ((string)row["outcome"]!, (string)row["device"]!, (long?)row["seq"], (string?)row["chair"])).ShouldBe(
        [
            ("status", "monitor-1", null, null),
            ("refused", "monitor-1", null, null),
            ("unregistered", "monitor-9", 1, null),
            ("late", "monitor-1", 1, "A1"),
            ("live", "monitor-1", 2, "A1"),
        ]);
        foreach (var row in rows)
        {
            var times = new[] { "receivedAt", "evaluatedAt", "committedAt" }.Select(name => (DateTimeOffset)row[name]!).ToList();
            times.ShouldBe([.. times.Order()], $"{row}");
        }

        ((Guid)rows[4]["session"]!).ShouldBe(_session);
        ((DateTimeOffset)rows[4]["chartedAt"]!).ShouldBe((DateTimeOffset)rows[4]["receivedAt"]!, TimeSpan.FromMinutes(1));
        rows[2]["chartedAt"].ShouldBeNull();
        ((string)rows[1]["reason"]!).ShouldBe("wrong-shape");
    }

    [Fact]
    public async Task What_was_measured_while_the_device_was_at_no_session_names_no_chair()
    {
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-30);
        await _server.PublishAsync(_here, $$"""{"boot":"boot-1","seq":1,"at":"{{before:O}}","late":true,"values":{"MDC_PULS_OXIM_SAT_O2":97} }""");

        var row = (await PageAsync("")).Rows.ShouldHaveSingleItem();

        ((string)row["outcome"]!, row["chair"], row["session"]).ShouldBe(("late", null, null));
        row["chartedAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Details_tell_values_with_units_and_own_times_and_the_keys_nobody_knows()
    {
        var now = TimeProvider.System.GetUtcNow();
        var own = now.AddSeconds(-40);
        await _server.PublishAsync(_here, $$"""
            {"boot":"boot-1","seq":1,"at":"{{now:O}}","mood":"calm",
             "values":{"MDC_PULS_OXIM_SAT_O2":97,"MDC_PRESS_BLD_NONINV_SYS":122,"MDC_PULS_OXIM_PULS_RATE":0,"MDC_OF_TOMORROW":1},
             "times":{"MDC_PRESS_BLD_NONINV_SYS":"{{own:O}}"},"quality":{"MDC_PULS_OXIM_SAT_O2":"questionable"} }
            """);

        var detail = await DetailAsync((await PageAsync("")).Rows.Single());

        detail["row"]!["unknownKeys"]!.AsArray().Select(key => (string)key!).ShouldBe(["mood", "MDC_OF_TOMORROW"], ignoreOrder: true);
        var values = detail["values"]!.AsArray().ToDictionary(value => (string)value!["key"]!, value => value!);
        ((decimal)values["MDC_PULS_OXIM_SAT_O2"]["value"]!, (string)values["MDC_PULS_OXIM_SAT_O2"]["unit"]!, (string)values["MDC_PULS_OXIM_SAT_O2"]["quality"]!)
            .ShouldBe((97m, "%", "questionable"));
        values["MDC_PULS_OXIM_PULS_RATE"]["value"].ShouldBeNull();
        ((string)values["MDC_PRESS_BLD_NONINV_SYS"]["unit"]!).ShouldBe("mmHg");
        ((DateTimeOffset)values["MDC_PRESS_BLD_NONINV_SYS"]["measuredAt"]!).ShouldBe(own, TimeSpan.FromMilliseconds(1));
        ((double)detail["clockBehindSeconds"]!).ShouldBeInRange(-1, 60);
    }

    [Fact]
    public async Task A_refused_payload_is_shown_as_it_came_when_it_prints_and_as_hex_when_not()
    {
        await _server.PublishAsync(_here, "{\n\t\"boot\":1}");
        await _server.Inbox.DeliverAsync(_here, Decoded("telemetry", [0x7b, 0x00, 0xff]));

        var rows = (await PageAsync("?outcome=refused")).Rows;
        var (bytes, text) = (await DetailAsync(rows[0]), await DetailAsync(rows[1]));

        ((string)text["payload"]!["text"]!, text["payload"]!["hex"]).ShouldBe(("{\n\t\"boot\":1}", null));
        ((string)text["detail"]!).ShouldContain("$.boot");
        (bytes["payload"]!["text"], (string)bytes["payload"]!["hex"]!, (int)bytes["payload"]!["bytes"]!).ShouldBe((null, "7b00ff", 3));
        ((string)bytes["payload"]!["topic"]!).ShouldBe($"infusion/v1/{_here}/monitor-1/telemetry");
    }

    [Fact]
    public async Task Pages_go_back_without_a_hole_or_a_repeat_while_more_comes_in()
    {
        for (var seq = 1; seq <= 25; seq++)
        {
            await _server.PublishAsync(_here, ClinicServer.SpO2(seq, 97));
        }

        var seen = new List<long>();
        string? before = null;
        do
        {
            var page = await PageAsync($"?limit=10{(before is null ? "" : $"&before={before}")}");
            seen.AddRange(page.Rows.Select(row => (long)row["seq"]!));
            before = page.Next;
            await _server.PublishAsync(_here, ClinicServer.SpO2(100 + seen.Count, 97));
        }
        while (before is not null);

        seen.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(seq => (long)seq));
    }

    [Fact]
    public async Task A_day_old_message_is_found_among_none_and_the_range_is_kept_to()
    {
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        await _server.Inbox.DeliverAsync(_here, new Incoming.Telemetry(
            ClinicServer.Vitals(1, (Metric.SpO2, 97)) with { ReceivedAt = yesterday, FlaggedLate = true }, []));

        (await PageAsync("")).Rows.Count.ShouldBe(1);
        (await PageAsync($"?from={Escape(yesterday.AddMinutes(1))}")).Rows.ShouldBeEmpty();
        (await PageAsync($"?from={Escape(yesterday.AddMinutes(-1))}&to={Escape(yesterday.AddMinutes(1))}")).Rows.Count.ShouldBe(1);
        (await PageAsync($"?to={Escape(yesterday.AddMinutes(-1))}")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_listed()
    {
        await _server.PublishAsync(_here, ClinicServer.SpO2(2, 97));
        await _server.PublishAsync(_here, ClinicServer.SpO2(1, 96));
        await _server.PublishAsync(_here, ClinicServer.SpO2(1, 95), device: "monitor-9");
        await _server.PublishAsync(_here, "no json");
        await _server.Inbox.DeliverAsync(_here, Decoded("status", """{"state":"online","kind":"monitor"}"""));

        foreach (var outcome in new[] { "live", "late", "unregistered", "refused", "status" })
        {
            (await PageAsync($"?outcome={outcome}")).Rows.Select(row => (string)row["outcome"]!).ShouldBe([outcome]);
        }

        (await PageAsync("?device=monitor-9")).Rows.Select(row => (string)row["device"]!).ShouldBe(["monitor-9"]);
        (await PageAsync("?device=monitor-1&outcome=live")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_clinics_messages_are_not_there()
    {
        await _server.PublishAsync(_nextDoor, ClinicServer.SpO2(1, 97));
        await _server.PublishAsync(_nextDoor, "no json");
        await _server.PublishAsync(_here, ClinicServer.SpO2(7, 97));

        var row = (await PageAsync("")).Rows.ShouldHaveSingleItem();

        ((long)row["seq"]!).ShouldBe(7);
        using var theirs = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_nextDoor}/") };
        theirs.DefaultRequestHeaders.Add("X-Clinic", _nextDoor);
        (await theirs.GetAsync($"trace/{row["id"]}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await theirs.GetStringAsync("trace", TestContext.Current.CancellationToken))!["rows"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-23T20:10:00", "from")]
    [InlineData("from=2001-01-01T00:00:00Z", "from")]
    [InlineData("to=2001-01-01T00:00:00Z", "to")]
    [InlineData("to=", "to")]
    [InlineData("outcome=fine", "outcome")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("before=here", "before")]
    [InlineData("before=99999999999999999999-1", "before")]
    [InlineData("before=9223372036854775807-1", "before")]
    [InlineData("device=", "device")]
    [InlineData("device=a%00b", "device")]
    public async Task A_bad_parameter_is_named(string query, string parameter)
    {
        var response = await _http.GetAsync($"trace?{query}", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string)problem["parameter"]!).ShouldBe(parameter);
        ((string)problem["detail"]!).ShouldStartWith(parameter);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("1-1")]
    public async Task What_never_came_is_not_found(string id) =>
        (await _http.GetAsync($"trace/{id}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    Incoming Decoded(string kind, string payload) => Decoded(kind, Encoding.UTF8.GetBytes(payload));

    Incoming Decoded(string kind, byte[] payload) =>
        ((MessageDecoder)_server.Application.Services.GetService(typeof(MessageDecoder))!)
            .Decode(new RawMessage($"infusion/v1/{_here}/monitor-1/{kind}", payload, TimeProvider.System.GetUtcNow()))!;

    static string Escape(DateTimeOffset moment) => Uri.EscapeDataString(moment.ToString("O"));

    async Task<(IReadOnlyList<JsonNode> Rows, string? Next)> PageAsync(string query)
    {
        var page = JsonNode.Parse(await _http.GetStringAsync($"trace{query}", TestContext.Current.CancellationToken))!;
        return ([.. page["rows"]!.AsArray().Select(row => row!)], (string?)page["next"]);
    }

    async Task<JsonNode> DetailAsync(JsonNode row) =>
        JsonNode.Parse(await _http.GetStringAsync($"trace/{row["id"]}", TestContext.Current.CancellationToken))!;
}
