using System.Net;
using System.Text.Json.Nodes;
using Infusion.Core.Telemetry;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class ConcentrationApiTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly SteppedClock _clock = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
    ClinicServer _server = null!;
    HttpClient _http = null!;
    Guid _session;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync(), clock: _clock);
        await _server.CreateClinicAsync("here");
        _session = await _server.StartSessionAsync("here");
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_estimate_is_on_the_live_feed_and_its_course_and_forecasts_are_asked_for()
    {
        for (var seq = 0; seq < 20; seq++)
        {
            await SayAsync(seq, 10m + (seq * 0.1m));
        }

        await using var client = await _server.ConnectAsync("here");
        var live = client.Snapshot["chairs"]![0]!["concentration"]!;
        var course = await GetAsync("rateMlPerHour=20&belowNgPerMl=5");

        ((double)live["plasma"]!["high"]!).ShouldBeGreaterThan((double)live["plasma"]!["low"]!);
        ((DateTimeOffset)live["validUntil"]!).ShouldBe(_clock.GetUtcNow().AddSeconds(15));
        course["now"]!.ToJsonString().ShouldBe(live.ToJsonString());
        ((decimal)course["changesTo"]!["rateMlPerHour"]!).ShouldBe(20m);
        ((string)course["stopsNow"]!["below"]!["lastModel"]!).ShouldNotBeEmpty();
        course["history"]!.AsArray().Count.ShouldBeGreaterThan(5);

        _clock.Pass(15);
        (await GetAsync(""))["goesOn"].ShouldBeNull();
    }

    [Fact]
    public async Task The_live_feed_tells_each_step_of_the_estimate()
    {
        await SayAsync(0, 10m);
        await using var client = await _server.ConnectAsync("here");
        await SayAsync(1, 10.1m);

        await client.UntilAsync(each => each.Deltas.Any(delta => delta["concentration"] is { } told && (double)told["plasma"]!["low"]! > 0d));
    }

    [Theory]
    [InlineData("rateMlPerHour=-1", HttpStatusCode.BadRequest)]
    [InlineData("rateMlPerHour=10001", HttpStatusCode.BadRequest)]
    [InlineData("belowNgPerMl=0", HttpStatusCode.BadRequest)]
    [InlineData("belowNgPerMl=NaN", HttpStatusCode.BadRequest)]
    [InlineData("rateMlPerHour=0&belowNgPerMl=50", HttpStatusCode.OK)]
    public async Task A_forecast_of_what_cannot_be_is_refused(string query, HttpStatusCode expected)
    {
        using var answer = await _http.GetAsync($"sessions/{_session}/concentration?{query}", TestContext.Current.CancellationToken);
        using var nobody = await _http.GetAsync($"sessions/{Guid.NewGuid()}/concentration", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(expected);
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Six seconds later the pump says its counter.</summary>
    async Task SayAsync(long seq, decimal millilitres)
    {
        _clock.Pass(6);
        await _server.DeliverAsync("here", ClinicServer.Vitals(seq, (Metric.VolumeDeliveredTotal, millilitres), (Metric.PumpRateCurrent, 60m)) with
        {
            Device = "pump-1",
            At = _clock.GetUtcNow(),
            ReceivedAt = _clock.GetUtcNow(),
        });
    }

    async Task<JsonNode> GetAsync(string query) => JsonNode.Parse(
        await _http.GetStringAsync($"sessions/{_session}/concentration?{query}", TestContext.Current.CancellationToken))!;

    /// <summary>Stands still until it is told to go on.</summary>
    sealed class SteppedClock(DateTimeOffset start) : TimeProvider
    {
        DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(int seconds) => _now = _now.AddSeconds(seconds);
    }
}
