using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Telemetry;

public class DeviceClockTests
{
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    [Fact]
    public void TheFirstLiveMessageSetsTheOffset_AndDriftIsFollowed()
    {
        var clock = new DeviceClock();
        clock.Live(Start.AddSeconds(-30), Start).ShouldBe(new ClockReading(Start, true, null));
        for (var second = 1; second <= 600; second++)
        {
            var read = clock.Live(Start.AddSeconds((second * 1.001) - 30), Start.AddSeconds(second));
            (Start.AddSeconds(second) - read.ChartTime).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        }

        clock.Offset!.Value.TotalSeconds.ShouldBe(29.4, 0.05);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(5.001, 1)]
    [InlineData(-5.001, 1)]
    [InlineData(3600, 1)]
    public void AJumpIsSettledByThreeMessages(double seconds, int expected)
    {
        var clock = Known();
        var reads = Enumerable.Range(1, 6).Select(second => clock.Live(Start.AddSeconds(second - seconds), Start.AddSeconds(second))).ToList();

        reads.Count(read => read.JumpedFrom is not null).ShouldBe(expected);
        if (expected == 1)
        {
            reads.Select(read => read.IsByDeviceClock).ShouldBe([false, false, true, true, true, true]);
            reads[2].JumpedFrom.ShouldBe(TimeSpan.Zero);
            clock.Offset.ShouldBe(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void AFirstMessageThatWasSlowIsNoJump()
    {
        var clock = new DeviceClock();
        clock.Live(Start.AddSeconds(-20), Start);
        for (var second = 1; second < 10; second++)
        {
            clock.Live(Start.AddSeconds(second), Start.AddSeconds(second)).JumpedFrom.ShouldBeNull();
        }

        (clock.Offset, clock.Jump).ShouldBe((TimeSpan.Zero, null));
    }

    [Fact]
    public void ABurstAfterAStallIsNoJump()
    {
        var clock = new DeviceClock();
        clock.Live(Start, Start);
        var arrival = Start.AddSeconds(30);
        for (var second = 1; second <= 30; second++)
        {
            clock.Live(Start.AddSeconds(second), arrival.AddMilliseconds(second)).JumpedFrom.ShouldBeNull();
        }

        clock.Offset!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void OneStrayMessageIsNoJump()
    {
        var clock = new DeviceClock();
        clock.Live(Start, Start);
        for (var second = 1; second < 20; second++)
        {
            var at = Start.AddSeconds(second % 3 == 0 ? second : second + 60);
            clock.Live(at, Start.AddSeconds(second)).JumpedFrom.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    [InlineData(400_000)]
    public void AnAbsurdOrAbsentTimeIsChartedAtReceipt(int hours)
    {
        var clock = new DeviceClock();

        clock.Live(Start.AddHours(hours).AddMilliseconds(hours), Start).ShouldBe(new ClockReading(Start, false, null));
        clock.Live(null, Start).ShouldBe(new ClockReading(Start, false, null));
        clock.Offset.ShouldBeNull();
    }

    [Fact]
    public void ALateMessageTeachesNothing()
    {
        var clock = new DeviceClock();
        clock.Late(Start.AddHours(-30), Start).ShouldBe(new ClockReading(Start.AddHours(-30), true, null));
        clock.Late(null, Start).IsByDeviceClock.ShouldBeFalse();
        clock.Late(Start.AddDays(-8), Start).IsByDeviceClock.ShouldBeFalse();
        clock.Late(Start.AddDays(2), Start).IsByDeviceClock.ShouldBeFalse();
        clock.Offset.ShouldBeNull();

        clock.Live(Start.AddSeconds(-10), Start);
        clock.Late(Start.AddMinutes(-1), Start).ChartTime.ShouldBe(Start.AddSeconds(-50));
    }

    [Fact]
    public void TheEstimateIsSettledByTenMessagesThatAgree_AndNotWhileOneDisagrees()
    {
        var clock = new DeviceClock();
        clock.Confidence.ShouldBe(ClockConfidence.Unknown);
        clock.Live(null, Start);
        clock.Confidence.ShouldBe(ClockConfidence.Unknown);
        for (var second = 0; second < 9; second++)
        {
            clock.Live(Start.AddSeconds(second), Start.AddSeconds(second));
            clock.Confidence.ShouldBe(ClockConfidence.Settling);
        }

        clock.Live(Start.AddSeconds(9), Start.AddSeconds(9));
        clock.Confidence.ShouldBe(ClockConfidence.Settled);
        clock.Late(Start.AddHours(-2), Start.AddSeconds(10));
        clock.Confidence.ShouldBe(ClockConfidence.Settled);
        clock.Live(Start.AddHours(-2), Start.AddSeconds(10));
        clock.Confidence.ShouldBe(ClockConfidence.Settling);
        clock.IsUnsettled.ShouldBeTrue();
    }

    [Fact]
    public void AJumpIsOverWhenTheClockKeptItsOffsetForAMinute_AndNotBefore()
    {
        var clock = Known();
        for (var second = 1; second < 63; second++)
        {
            clock.Live(Start.AddSeconds(second - 7200), Start.AddSeconds(second));
            clock.Jump.ShouldBe(second < 3 ? null : new ClockJump(Start.AddSeconds(3), TimeSpan.Zero, TimeSpan.FromHours(2)));
        }

        clock.Live(Start.AddSeconds(63 - 7200), Start.AddSeconds(63));
        (clock.Jump, clock.IsUnsettled).ShouldBe((null, false));
    }

    [Fact]
    public void AMessageDisagreeingWithinTheMinuteKeepsTheJumpOpen()
    {
        var clock = Known();
        for (var second = 1; second < 80; second++)
        {
            clock.Live(Start.AddSeconds(second == 40 ? second : second - 7200), Start.AddSeconds(second));
        }

        clock.Jump.ShouldNotBeNull();
    }

    [Fact]
    public void AMessageSentAgainIsReadByTheClockThatStampedIt_BeforeAJumpAndBeforeARestart()
    {
        var clock = new DeviceClock();
        for (var second = 0; second < 20; second++)
        {
            var off = second < 10 ? -30 : -7200;
            clock.Live(Start.AddSeconds(second + off), Start.AddSeconds(second), second);
        }

        for (var second = 20; second < 30; second++)
        {
            clock.Live(Start.AddSeconds(second + 60), Start.AddSeconds(second), second - 20, "boot-2");
        }

        var now = Start.AddSeconds(40);
        clock.Late(Start.AddSeconds(9 - 30), now, 9).ChartTime.ShouldBe(Start.AddSeconds(9));
        clock.Late(Start.AddSeconds(10 - 7200), now, 10).ChartTime.ShouldBe(Start.AddSeconds(10));
        clock.Late(Start.AddSeconds(19 - 7200), now, 19).ChartTime.ShouldBe(Start.AddSeconds(19));
        clock.Late(Start.AddSeconds(25 + 60), now, 5, "boot-2").ChartTime.ShouldBe(Start.AddSeconds(25));
        clock.Late(Start.AddSeconds(30 + 60), now, 7, "boot-0").ChartTime.ShouldBe(Start.AddSeconds(30));
    }

    [Fact]
    public void OfManyJumpsTheLastFewAreRemembered_AndOlderMessagesAreReadByTheOldestOfThem()
    {
        var clock = new DeviceClock();
        for (var second = 0; second < 200; second++)
        {
            clock.Live(Start.AddSeconds(second - (second / 10 * 100)), Start.AddSeconds(second), second);
        }

        clock.Late(Start.AddSeconds(185 - 1800), Start.AddSeconds(200), 185).ChartTime.ShouldBe(Start.AddSeconds(185));
        clock.Late(Start.AddSeconds(125 - 1200), Start.AddSeconds(200), 125).ChartTime.ShouldBe(Start.AddSeconds(125));
        clock.Late(Start.AddSeconds(55 - 500), Start.AddSeconds(200), 55).IsByDeviceClock.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void DaylightSaving_IsNoJump_UnlessTheClockItselfIsSet(bool saysItsOffset, int jumps)
    {
        var clock = new DeviceClock();
        var reads = Enumerable.Range(0, 20).Select(second =>
        {
            var now = Start.AddSeconds(second);
            var local = now.ToOffset(TimeSpan.FromHours(second < 10 ? 2 : 1));
            return clock.Live(saysItsOffset ? local : new DateTimeOffset(local.DateTime, TimeSpan.Zero), now, second);
        }).ToList();

        reads.Count(read => read.JumpedFrom is not null).ShouldBe(jumps);
        reads[^1].ChartTime.ShouldBe(Start.AddSeconds(19));
    }

    [Fact]
    public void TimesAreUnusableAfterThreeWithout_AndUsableAfterThreeWith()
    {
        var clock = new DeviceClock();
        DateTimeOffset? Unusable(DateTimeOffset? at, int second)
        {
            clock.Live(at, Start.AddSeconds(second));
            return clock.UnusableSince;
        }

        Unusable(null, 0).ShouldBeNull();
        Unusable(Start.AddSeconds(1), 1).ShouldBeNull();
        Unusable(null, 2).ShouldBeNull();
        Unusable(null, 3).ShouldBeNull();
        Unusable(Start.AddDays(-3), 4).ShouldBe(Start.AddSeconds(2));
        clock.UnusableBy.ShouldBe(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(4));
        Unusable(Start.AddSeconds(5), 5).ShouldNotBeNull();
        Unusable(null, 6).ShouldNotBeNull();
        Unusable(Start.AddSeconds(7), 7).ShouldNotBeNull();
        Unusable(Start.AddSeconds(8), 8).ShouldNotBeNull();
        Unusable(Start.AddSeconds(9), 9).ShouldBeNull();
    }

    /// <summary>On time, by as many messages as it takes to be believed.</summary>
    static DeviceClock Known()
    {
        var clock = new DeviceClock();
        for (var message = 0; message < DeviceClock.JumpMessages; message++)
        {
            clock.Live(Start, Start);
        }

        return clock;
    }
}
