using System.Net;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class ClockTests
{
    readonly FakeTimeProvider _time = new(ChairLog.Start);

    [Fact]
    public void Device_time_runs_at_its_speed_and_can_be_set()
    {
        var clock = new DeviceClock(_time, ChairLog.Start.AddDays(1), speed: 60);

        _time.Advance(TimeSpan.FromSeconds(10));
        clock.Now.ShouldBe(ChairLog.Start.AddDays(1).AddMinutes(10));

        clock.Set(ChairLog.Start, speed: 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        clock.Now.ShouldBe(ChairLog.Start.AddSeconds(10));
    }

    [Fact]
    public async Task A_wait_ends_when_device_time_is_there()
    {
        var clock = new DeviceClock(_time, ChairLog.Start, speed: 60);

        var waiting = clock.WaitUntilAsync(ChairLog.Start.AddSeconds(30), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(2));

        await waiting;
    }

    [Fact]
    public async Task Time_and_speed_come_from_the_server()
    {
        using var answer = new FixedAnswer("""{"now":"2027-01-02T03:04:05Z","speed":60}""");
        using var http = new HttpClient(answer);

        var clock = await new ServerClock(http, new Uri("http://server:5080"), _time, new Silence())
            .StartAsync(TestContext.Current.CancellationToken);

        answer.Asked.ShouldBe("http://server:5080/api/clock");
        clock.Now.ShouldBe(new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero));
        clock.Speed.ShouldBe(60);
    }

    sealed class FixedAnswer(string json) : HttpMessageHandler
    {
        public string? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri?.ToString();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) });
        }
    }

    sealed class Silence : INotices
    {
        public void Say(string sentence)
        {
        }
    }
}
