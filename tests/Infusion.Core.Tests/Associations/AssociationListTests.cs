using System.Collections.Immutable;
using FsCheck.Xunit;
using Infusion.Core.Associations;
using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Associations;

/// <summary>A session's devices over time, and what is told of a stretch of them.</summary>
public class AssociationListTests
{
    static readonly DateTimeOffset T0 = Ward.DefaultStart;

    [Property]
    public void WhatIsTakenAwayAndGivenBack_LeavesNoSeam(byte from, byte length, byte first, byte last, bool goesOn)
    {
        var begin = T0.AddSeconds(from);
        DateTimeOffset? end = goesOn ? null : begin.AddSeconds(length + 1);
        ImmutableArray<Association> all =
        [
            new("pump-1", DeviceKind.Pump, begin, end), new("mon-1", DeviceKind.Monitor, begin, end),
        ];
        var (cutFrom, cutTo) = (begin.AddSeconds(Math.Min(first, length)), (DateTimeOffset?)begin.AddSeconds(Math.Min(first, length) + 1 + last));
        cutTo = cutTo > end ? end : cutTo;

        var without = AssociationLists.Without(all, "pump-1", cutFrom, cutTo);
        var back = AssociationLists.With(without, "pump-1", DeviceKind.Pump, cutFrom, cutTo);

        back.OrderBy(each => each.Device).ShouldBe(all.OrderBy(each => each.Device));
        without.ShouldNotContain(each => each.Device == "pump-1" && each.Covers(cutFrom));
        without.Count(each => each.Device == "mon-1").ShouldBe(1);
        without.Where(each => each.Device == "pump-1").ShouldAllBe(each => each.To == null || each.To > each.From);
    }

    [Fact]
    public void WhatWouldMove_IsCountedByChartTime_AndByThePumpsCounter()
    {
        MovedReadings.Of([]).ShouldBe(new MovedReadings(0, 0, null));
        MovedReadings.Of([At(0, 10m), At(30, 11m), At(61, 12.5m)]).ShouldBe(new MovedReadings(3, 2, Volume.FromMillilitres(2.5m)));
        MovedReadings.Of([At(61, 12.5m), At(0, 10m), At(62, null)]).ShouldBe(new MovedReadings(3, 2, Volume.FromMillilitres(2.5m)));
    }

    [Fact]
    public void MinutesForTheBill_AreThoseOfTheCorrectedPump()
    {
        var corrected = Corrected(Segment(10, 20, 52.5m), Segment(20, 30, 30m), new DeliveredSegment(T0.AddMinutes(22), T0.AddMinutes(22), "pump-1", null, default), Segment(35, 40, 30m));

        var pump = InfusionMinutes.Of([new DeliveryStarted(T0, "pump-1", Rate.FromMillilitresPerHour(99m)), new InfusionStopped(T0.AddMinutes(45), "n"), corrected]).ByPump;

        (pump.Start, pump.Stop).ShouldBe((T0.AddMinutes(10), T0.AddMinutes(40)));
        pump.Pauses.ShouldBe([new InfusionPause(T0.AddMinutes(30), T0.AddMinutes(35))]);
        InfusionMinutes.Of([new DeliveryStarted(T0, "pump-1", default), Corrected()]).ByPump.Start.ShouldBeNull();
        InfusionMinutes.Of([Corrected(Segment(10, 20, 30m), Segment(20, null, 40m))]).ByPump.ShouldSatisfyAllConditions(
            open => open.Start.ShouldBe(T0.AddMinutes(10)), open => open.Stop.ShouldBeNull(), open => open.Pauses.ShouldBeEmpty());
    }

    static DeliveredSegment Segment(int from, int? to, decimal rate) => new(
        T0.AddMinutes(from), to is { } end ? T0.AddMinutes(end) : null, "pump-1", Rate.FromMillilitresPerHour(rate), null);

    static CorrectionCompleted Corrected(params DeliveredSegment[] segments) => new(
        T0, Guid.Empty, "pump-1", 0, null, null, new DeliveryRecord(null, null, null, null, default, 0, 0, default), [.. segments], null, [], [], [], []);

    static (Reading, DateTimeOffset) At(int second, decimal? total) => (
        new Reading("pump-1", "b", second, null, T0, false, total is null ? [] : [new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid)], null, []),
        T0.AddSeconds(second));
}
