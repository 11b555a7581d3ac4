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
    public async Task A_nurse_may_not_read_it()
    {
        using var nurse = _day.Client("nurse");
        (await nurse.GetAsync($"reports/alarms?{Day}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    async Task<JsonObject> GetAsync(string query) =>
        (await _http.GetFromJsonAsync<JsonObject>($"reports/alarms?{query}", TestContext.Current.CancellationToken))!;
}
