using Infusion.Server.Operations;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

public sealed class ScaledTimeProviderTests
{
    readonly FakeTimeProvider _real = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Both_clocks_run_at_the_same_speed_from_the_start()
    {
        var time = new ScaledTimeProvider(60, real: _real);
        var start = (Now: time.GetUtcNow(), Stamp: time.GetTimestamp());
        start.Now.ShouldBe(_real.GetUtcNow());

        _real.Advance(TimeSpan.FromSeconds(2));

        (time.GetUtcNow() - start.Now).ShouldBe(TimeSpan.FromMinutes(2));
        time.GetElapsedTime(start.Stamp).ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void It_starts_where_an_earlier_run_ended()
    {
        var later = _real.GetUtcNow().AddHours(5);
        new ScaledTimeProvider(60, later, _real).GetUtcNow().ShouldBe(later);
    }

    [Fact]
    public void A_timer_fires_when_simulated_time_is_due()
    {
        var time = new ScaledTimeProvider(10, real: _real);
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

        _real.Advance(TimeSpan.FromMilliseconds(99));
        fired.ShouldBe(0);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        fired.ShouldBe(1);
        _real.Advance(TimeSpan.FromMilliseconds(500));
        fired.ShouldBe(2);

        timer.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromMilliseconds(200));
        fired.ShouldBe(3);
        _real.Advance(TimeSpan.FromHours(1));
        fired.ShouldBe(3);
    }

    [Fact]
    public void A_period_too_short_for_the_machine_still_repeats()
    {
        var time = new ScaledTimeProvider(1000, real: _real);
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));
        _real.Advance(TimeSpan.FromMilliseconds(3));
        fired.ShouldBe(3);
    }
}
