using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Tests.Charting;

public class InfusionMinutesTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    static readonly Rate Rate = Rate.FromMillilitresPerHour(50m);

    [Fact]
    public void StartStopAndPauses_ByHandAndByPump_ToTheSecond()
    {
        var minutes = InfusionMinutes.Of(
        [
            new DeliveryStarted(At(-7), "pump-1", Rate), new InfusionStarted(At(0), "n"), new InfusionPaused(At(600), "n"),
            new DeliveryStopped(At(603), "pump-1", default), new DeliveryStarted(At(658), "pump-1", Rate), new InfusionResumed(At(661), "n"),
            new DeliveryStopped(At(2399), "pump-1", default), new InfusionStopped(At(2411), "n"),
        ]);

        minutes.ByHand.Pauses.ShouldBe([new InfusionPause(At(600), At(661))]);
        (minutes.ByHand.Start, minutes.ByHand.Stop, minutes.ByHand.Infusing).ShouldBe((At(0), At(2411), TimeSpan.FromSeconds(2350)));
        minutes.ByPump.Pauses.ShouldBe([new InfusionPause(At(603), At(658))]);
        (minutes.ByPump.Start, minutes.ByPump.Stop, minutes.ByPump.Infusing).ShouldBe((At(-7), At(2399), TimeSpan.FromSeconds(2351)));
    }

    [Fact]
    public void WhatHasNotEnded_HasNoStop_AndNoMinutes()
    {
        var minutes = InfusionMinutes.Of([new InfusionStarted(At(0), "n"), new DeliveryStarted(At(5), "pump-1", Rate), new DeliveryStopped(At(60), "pump-1", default)]);

        (minutes.ByHand.Stop, minutes.ByHand.Elapsed, minutes.ByPump.Stop, minutes.ByPump.Infusing).ShouldBe((null, null, null, null));
        minutes.ByPump.Pauses.ShouldBe([new InfusionPause(At(60), null)]);
    }

    [Fact]
    public void StoppedWhilePaused_ThePauseEndsWithTheStop() =>
        InfusionMinutes.Of([new InfusionStarted(At(0), "n"), new InfusionPaused(At(100), "n"), new InfusionStopped(At(160), "n")])
            .ByHand.Infusing.ShouldBe(TimeSpan.FromSeconds(100));

    [Fact]
    public void APumpThatStopsAfterTheChartedStop_EndsWhereItStopped() =>
        InfusionMinutes.Of(
            [
                new InfusionStarted(At(0), "n"), new DeliveryStarted(At(0), "pump-1", Rate), new InfusionStopped(At(100), "n"),
                new DeliveryStopped(At(112), "pump-1", default),
            ])
            .ByPump.Stop.ShouldBe(At(112));

    static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
