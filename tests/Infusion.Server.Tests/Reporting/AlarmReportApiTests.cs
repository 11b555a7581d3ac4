using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Replay;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Reporting;

public sealed class AlarmReportApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    const string Day = "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";

    RecordedDay _day = null!;
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _day = await new RecordedDay(await postgres.CreateClinicDatabaseAsync()).OpenAsync();
        _http = _day.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _day.DisposeAsync();
    }

    [Fact]
    public async Task The_alarms_of_a_day_are_counted_timed_and_named_with_initials_only()
    {
        await _day.SessionAsync();

        var report = await GetAsync(Day);

        ((int)report["sessions"]!, (int)report["alarms"]!, (int)report["outsideSessions"]!).ShouldBe((1, 1, 0));
        ((decimal)report["monitoredHours"]!).ShouldBe(140m / 3_600m, 0.001m);
        ((decimal)report["perHour"]!).ShouldBe(3_600m / 140m, 0.5m);
        var high = report["byPriority"]![0]!;
        ((string)high["priority"]!, (int)high["alarms"]!, (int)high["acknowledged"]!, (int)high["acknowledgedWithin"]!).ShouldBe(("high", 1, 1, 1));
        ((decimal)high["medianSecondsToAcknowledge"]!).ShouldBe(15m, 1.5m);
        ((int)high["endedByThemselves"]!).ShouldBe(0);
        var rule = report["rules"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)rule["rule"]!, (string)rule["id"]!, (decimal)rule["hardLimit"]!, (string)rule["unit"]!).ShouldBe(("spo2-low", "SR-001", 90m, "%"));
        ((string)report["patients"]![0]!["initials"]!).ShouldBe("E.E.");
        report.ToJsonString().ShouldNotContain("Example");
        var hours = report["hoursOfDay"]!.AsArray();
        hours.Sum(hour => (decimal)hour!["monitoredHours"]!).ShouldBe((decimal)report["monitoredHours"]!);
        // On the clinic's clock, an hour ahead of the one that the test keeps.
        ((int)hours[9]!["high"]!, (decimal?)hours[8]!["perMonitoredHour"]).ShouldBe((1, null));
        report["answers"]![0]!["within"]!.AsArray().Sum(count => (int)count!).ShouldBe(1);
        ((int)report["topPatients"]!, (int)report["topPatientsAlarms"]!).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_time_for_answers_of_ones_own_is_taken()
    {
        await _day.SessionAsync();
        ((int)(await GetAsync($"{Day}&highSeconds=5"))["byPriority"]![0]!["acknowledgedWithin"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("to=2026-11-24T00:00:00Z")]
    [InlineData("from=2026-11-24T00:00:00Z")]
    [InlineData("from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z")]
    [InlineData("from=2026-01-24T00:00:00Z&to=2026-11-23T00:00:00Z")]
    [InlineData("from=2027-01-24T00:00:00Z&to=2027-02-23T00:00:00Z")]
    [InlineData(Day + "&highSeconds=0")]
    public async Task A_time_that_cannot_be_reported_is_refused(string query) =>
        (await _http.GetAsync($"reports/alarms?{query}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Doses_shift_and_series_say_what_the_chart_says()
    {
        var session = await _day.SessionAsync();
        // What happens at the very end of a report's time is not in it.
        _day.Time.Advance(TimeSpan.FromSeconds(1));
        var chart = await _http.GetFromJsonAsync<JsonObject>($"sessions/{session}/chart", TestContext.Current.CancellationToken);
        var facts = chart!["sections"]!.AsArray().Single(each => (string)each!["key"]! == "order")!["facts"]!.AsArray();
        var given = (decimal)facts.Single(each => (string)each!["key"]! == "delivered-dose")!["number"]!;
        given.ShouldBeGreaterThan(0m);

        var dose = (await GetAsync(Day, "doses"))["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)dose["standing"]!, (decimal)dose["deliveredMg"]!, (string)dose["initials"]!).ShouldBe(("known", given, "E.E."));
        ((decimal)dose["deviationPercent"]!).ShouldBe((given - (decimal)dose["orderedMg"]!) * 100m / (decimal)dose["orderedMg"]!);
        dose["setMlPerHour"]!.AsArray().Select(rate => (decimal)rate!).ShouldBe([52.5m]);

        var report = await GetAsync("from=2026-11-23T07:00:00Z&to=2026-11-23T15:00:00Z", "shift");
        ((bool)report["isOver"]!, (DateTimeOffset)report["to"]! == (DateTimeOffset)report["madeAt"]!).ShouldBe((false, true));
        var shift = report["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)shift["patient"]!, (string)shift["phase"]!, (decimal)shift["deliveredMg"]!).ShouldBe(("Example, Erika", "closed", given));
        var alarm = shift["alarms"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)alarm["priority"]!, (string)alarm["acknowledgedBy"]!, alarm["endedAt"] is null).ShouldBe(("high", "N. Example, RN", false));
        ((int)shift["alarmCounts"]!["high"]!, (int)shift["alarmCounts"]!["actedOn"]!).ShouldBe((1, 1));

        var patient = (string)shift["patientId"]!;
        var series = await _http.GetFromJsonAsync<JsonObject>($"patients/{patient}/series", TestContext.Current.CancellationToken);
        var point = series!["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        ((decimal)point["givenMg"]!, (bool)point["isComplete"]!, (int)point["alarms"]!["high"]!).ShouldBe((given, true, 1));
        ((decimal)point["vitals"]!["lowestSpO2"]!, (decimal?)point["vitals"]!["highestSystolic"]).ShouldBe((85m, null));
    }

    [Fact]
    public async Task A_nurse_reads_the_report_of_a_shift_and_no_other()
    {
        using var nurse = _day.Client("nurse");
        (await StatusAsync($"alarms?{Day}"), await StatusAsync($"doses?{Day}"), await StatusAsync($"shift?{Day}"))
            .ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK));
        (await StatusAsync("shift?from=2026-11-21T00:00:00Z&to=2026-11-24T00:00:00Z")).ShouldBe(HttpStatusCode.BadRequest);

        async Task<HttpStatusCode> StatusAsync(string report) =>
            (await nurse.GetAsync($"reports/{report}", TestContext.Current.CancellationToken)).StatusCode;
    }

    async Task<JsonObject> GetAsync(string query, string report = "alarms") =>
        (await _http.GetFromJsonAsync<JsonObject>($"reports/{report}?{query}", TestContext.Current.CancellationToken))!;
}
