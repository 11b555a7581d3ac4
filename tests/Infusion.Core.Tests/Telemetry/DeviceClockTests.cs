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
        var clock = new DeviceClock();
        clock.Live(Start, Start);
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
}
