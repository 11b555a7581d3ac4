using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class TelemetryGapTests
{
    [Fact]
    public void GivenAHole_WhenPartOfItArrives_ThenItStaysOpen_AndTheLastOneClosesIt()
    {
        var ward = new Ward().Infusing().After(1);
        var missing = Hole(ward, 3);
        ward.Live.State.OpenGaps.ShouldBe([new OpenGap("mon-1", "boot-1", 2, 4, ward.Now)]);

        ward.Observe(missing[2]);
        ward.Observe(missing[0]);
        ward.Observe(missing[0]);
        ward.All<TelemetryGapClosed>().ShouldBeEmpty();
        ward.After(1).Observe(missing[1] with { ReceivedAt = ward.Now });

        ward.All<TelemetryGapClosed>().ShouldBe([new TelemetryGapClosed(ward.Now, "mon-1", "boot-1", 2, 4)]);
        ward.Live.State.OpenGaps.ShouldBeEmpty();
    }

    [Fact]
    public void GivenAHole_ThenItsChairIsShownAnew_WhenItOpensAndWhenItCloses()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Observe(ward.NewReading("mon-1"));
        var missing = ward.NewReading("mon-1");
        ward.Changed.Clear();
        ward.Observe(ward.NewReading("mon-1"));
        ward.Changed.ShouldBe(["a1"]);

        ward.Changed.Clear();
        ward.Observe(missing);
        ward.Changed.ShouldBe(["a1"]);
    }

    [Fact]
    public void GivenARestartBetween_ThenTheHoleIsStillKnown_AndCloses()
    {
        var ward = new Ward().Infusing().After(1);
        var missing = Hole(ward, 2);
        ward.Observe(missing[0]);
        ward.Restart();
        ward.Observe(missing[1]);

        ward.All<TelemetryGapClosed>().ShouldHaveSingleItem();
        ward.Restart().Live.State.OpenGaps.ShouldBeEmpty();
    }

    [Fact]
    public void GivenTheDeviceHasGoneToAnotherChair_ThenTheHoleClosesWhereItWasOpened()
    {
        var ward = new Ward().Infusing().After(1);
        var missing = Hole(ward, 1);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
        ward.Accept(new PlanSession(ward.NextId(), Ward.SecondSession, "nurse-1", "b2", Ward.SecondSession, Ward.Order) { History = DoseHistory.Nothing });
        ward.Accept(new AttachDevice(ward.NextId(), Ward.SecondSession, "nurse-1", "mon-1", DeviceKind.Monitor));
        ward.Observe(missing[0]);

        ward.Events.Single(each => each.Event is TelemetryGapClosed).Stream.ShouldBe(Ward.FirstSession);
    }

    [Fact]
    public void GivenMoreHolesThanAreKept_ThenTheOldestIsForgotten_AndStaysAHole()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Observe(ward.NewReading("mon-1"));
        for (var hole = 0; hole < SessionState.OpenGapsKept + 1; hole++)
        {
            ward.NewReading("mon-1");
            ward.Observe(ward.NewReading("mon-1"));
        }

        ward.Live.State.OpenGaps.Length.ShouldBe(SessionState.OpenGapsKept);
        ward.Observe(ward.NewReading("mon-1") with { Seq = 2 });
        ward.All<TelemetryGapClosed>().ShouldBeEmpty();
        ward.Observe(ward.NewReading("mon-1") with { Seq = 4 });
        ward.All<TelemetryGapClosed>().ShouldHaveSingleItem();
    }

    [Fact]
    public void GivenAFeedThatDoesNotNumber_ThenNoHoleIsSeen_ButCopiesAndLateOnesAre()
    {
        var ward = new Ward().Infusing().After(1);
        Reading Say(long seq) => ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { Boot = $"{UnnumberedBoot.Prefix}vs", Seq = seq };
        ward.Observe(Say(1000)).ShouldBe(ObserveOutcome.Live);
        ward.Observe(Say(2000)).ShouldBe(ObserveOutcome.Live);

        ward.Observe(Say(1500)).ShouldBe(ObserveOutcome.Late);
        ward.Observe(Say(1500)).ShouldBe(ObserveOutcome.Duplicate);
        ward.Observe(Say(2000)).ShouldBe(ObserveOutcome.Duplicate);
        ward.All<TelemetryGapOpened>().ShouldBeEmpty();
        ward.All<TelemetryGapClosed>().ShouldBeEmpty();

        for (var seq = 3000; seq < 3000 + (2 * UnnumberedBoot.RangesKept); seq += 2)
        {
            ward.Observe(Say(seq)).ShouldBe(ObserveOutcome.Live);
        }

        ward.State.Devices["mon-1"].Sequences.Of($"{UnnumberedBoot.Prefix}vs")!.Ranges.Count.ShouldBe(UnnumberedBoot.RangesKept);
        ward.Observe(Say(1)).ShouldBe(ObserveOutcome.Late);
        ClinicEngine.RecallSequence(ward.State, "mon-1", $"{UnnumberedBoot.Prefix}vs", Enumerable.Range(0, 5000).Select(run => (run * 2L, run * 2L)));
        ward.State.Devices["mon-1"].Sequences.Of($"{UnnumberedBoot.Prefix}vs")!.Ranges.Count.ShouldBe(UnnumberedBoot.RangesKept);
        ward.Observe(Say(9998)).ShouldBe(ObserveOutcome.Duplicate);
    }

    /// <summary>Sends all but so many messages in between, which it returns.</summary>
    static List<Reading> Hole(Ward ward, int size)
    {
        ward.Observe(ward.NewReading("mon-1"));
        List<Reading> missing = [.. Enumerable.Range(0, size).Select(_ => ward.NewReading("mon-1"))];
        ward.Observe(ward.NewReading("mon-1"));
        return missing;
    }
}
