using FsCheck.Xunit;
using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Shouldly;
using Xunit;

namespace Infusion.Core.Tests.Charting;

/// <summary>What is folded reading by reading, held against the rule said plainly over all of them at once.</summary>
public sealed class ChartFoldTests
{
    /// <summary>Each byte is a message: how long after the one before, whether it is lost, whether it comes out of order, whether the device restarts.</summary>
    [Property(MaxTest = 200)]
    public void WhereADeviceWasNotHeardIsTheSameInWhateverOrderItsMessagesCome(byte[] script)
    {
        var told = Messages(script).Where(each => !each.IsLost).ToList();
        var heard = new HeardTimes();
        foreach (var each in told.Where(each => !each.IsLate).Concat(told.Where(each => each.IsLate)))
        {
            heard.Take(each.Boot, each.Seq, ChartedSession.At(each.Second));
        }

        heard.Empty().ShouldBe(Plainly([.. told.Select(each => (each.Boot, each.Seq, ChartedSession.At(each.Second)))]), ignoreOrder: true);
        heard.First.ShouldBe(told.Count == 0 ? null : ChartedSession.At(told[0].Second));
        heard.Last.ShouldBe(told.Count == 0 ? null : ChartedSession.At(told[^1].Second));
    }

    static IEnumerable<EmptyStretch> Plainly(List<(string Boot, long Seq, DateTimeOffset At)> told)
    {
        var holes = told.GroupBy(each => each.Boot).SelectMany(boot => boot.OrderBy(each => each.Seq).ToList() is var ordered
            ? ordered.Zip(ordered.Skip(1), (before, after) => new EmptyStretch(before.At, after.At, after.Seq - before.Seq - 1)) : []).Where(each => each.Missing > 0).ToList();
        var times = told.Select(each => each.At).Order().ToList();
        return holes.Concat(times.Zip(times.Skip(1), (before, after) => new EmptyStretch(before, after, null))
            .Where(each => each.To - each.From > HeardTimes.SilenceAfter && !holes.Any(hole => hole.From < each.To && each.From < hole.To)));
    }

    [Property(MaxTest = 200)]
    public void PressuresAreThoseOfTheReadingsInTheOrderOfTheirTimes(byte[] script, bool hasOwnTimes)
    {
        var readings = Messages(script).Where(each => !each.IsLost).Select(each => (Cuff(each, hasOwnTimes), At: ChartedSession.At(60 + each.Second), each.IsLate)).ToList();
        var came = readings.Where(each => !each.IsLate).Concat(readings.Where(each => each.IsLate)).Select(each => (each.Item1, each.At)).ToList();

        var cuff = new CuffMemory();
        var expected = came.Where(each => each.At < ChartedSession.At(480)).OrderBy(each => each.At)
            .Select(each => cuff.Take(each.Item1, each.At, clockIsUnsettled: false)).OfType<CuffMeasurement>()
            .Select(each => new ChartedPressure(each.At, each.Pressure.Systolic, null, null, "m")).ToList();
        ChartFold.Of(ChartedSession.State(), came).Pressures.ShouldBe(expected);
    }

    [Property(MaxTest = 50)]
    public void AskedInBetweenItIsTheSame(byte[] script)
    {
        var state = ChartedSession.State();
        var (asked, silent) = (new ChartFold(state), new ChartFold(state));
        foreach (var (each, at) in Messages(script).SelectMany(each => new[] { Cuff(each, true), Pump(each) }.Select(reading => (reading, ChartedSession.At(60 + each.Second)))))
        {
            asked.Take(each, at);
            _ = Told(asked, state);
            silent.Take(each, at);
        }

        Told(asked, state).ShouldBe(Told(silent, state));
    }

    [Fact]
    public void AnotherOrderOrAnotherStretchOfADeviceIsToldAnew()
    {
        var state = ChartedSession.State();
        var fold = new ChartFold(state);

        fold.RestsOn(ChartedSession.State(new NoteWritten(ChartedSession.At(70), Guid.NewGuid(), "n"))).ShouldBeTrue();
        fold.RestsOn(state with { Associations = [state.Associations[0] with { To = null }, state.Associations[1]] }).ShouldBeFalse();
        fold.RestsOn(state with { Associations = [state.Associations[0]] }).ShouldBeFalse();
        fold.RestsOn(state with { Order = state.Order with { Weight = BodyWeight.FromKilograms(71m) } }).ShouldBeFalse();
        fold.RestsOn(state with { DischargedAt = ChartedSession.At(400) }).ShouldBeFalse();
        fold.RestsOn(state with { CheckedInAt = ChartedSession.At(1) }).ShouldBeFalse();
    }

    [Fact]
    public void WhatEachAttachmentSentIsCounted()
    {
        var own = ChartedSession.Reading("m", 70);
        var fold = ChartFold.Of(ChartedSession.State(),
            [(own, ChartedSession.At(70)), (own with { Seq = 71, At = null }, ChartedSession.At(71)), (own with { Seq = 69, FlaggedLate = true }, ChartedSession.At(69)), (own with { Seq = 72 }, ChartedSession.At(500))]);

        var (monitor, pump) = (fold.Attachments[0], fold.Attachments[1]);
        (monitor.Association.Device, monitor.Readings, monitor.WithOwnTime, monitor.Late).ShouldBe(("m", 3, 2, 1));
        (monitor.Times.First, monitor.Times.Last).ShouldBe((ChartedSession.At(69), ChartedSession.At(71)));
        (pump.Association.Device, pump.Readings, pump.Times.First).ShouldBe(("p", 0, null));
        fold.LastReceivedAt.ShouldBe(ChartedSession.At(70));
    }

    static string Told(ChartFold fold, SessionState state)
    {
        var minutes = fold.Minutes(ChartedSession.At(0), ChartedSession.At(480));
        var delivery = fold.Delivery(state);
        return string.Join('\n', (string[])
        [
            .. Enumerable.Range(0, minutes.Minutes).Select(index => $"{minutes.At(Metric.SpO2, minutes.MinuteAt(index))} {minutes.IsHeard(Metric.SpO2, minutes.MinuteAt(index))}"),
            $"{delivery.Delivered} {string.Join(' ', delivery.Points)} {string.Join(' ', fold.Concentration)} {string.Join(' ', fold.Pressures)}",
            .. fold.Attachments.Select(each => $"{each.Readings} {each.Late} {string.Join(' ', each.Times.Empty())}"),
        ]);
    }

    static Reading Cuff((string Boot, long Seq, int Second, bool IsLost, bool IsLate) each, bool hasOwnTime) => ChartedSession.Reading(
        "m", each.Second, new Sample(Metric.SpO2, 97m, Quality.Valid),
        new Sample(Metric.NibpSystolic, 120m + (each.Second / 45 % 3), Quality.Valid, hasOwnTime ? ChartedSession.At(each.Second / 30 * 30) : null)) with
    { Boot = each.Boot, Seq = each.Seq };

    static Reading Pump((string Boot, long Seq, int Second, bool IsLost, bool IsLate) each) => ChartedSession.Reading(
        "p", each.Second, new Sample(Metric.PumpRateCurrent, 50m + (each.Second / 60), Quality.Valid), new Sample(Metric.VolumeDeliveredTotal, each.Second / 72m, Quality.Valid)) with
    { Boot = each.Boot, Seq = each.Seq, Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, null) };

    static IEnumerable<(string Boot, long Seq, int Second, bool IsLost, bool IsLate)> Messages(byte[] script)
    {
        var (second, seq, boot) = (0, 0L, 0);
        foreach (var each in script)
        {
            second += 1 + (each % 16 == 15 ? 20 : each % 16 / 3);
            (boot, seq) = each >> 4 == 0 ? (boot + 1, 0) : (boot, seq + 1);
            yield return ($"b{boot}", seq, second, each >> 4 == 1, each >> 4 is 2 or 3);
        }
    }
}
