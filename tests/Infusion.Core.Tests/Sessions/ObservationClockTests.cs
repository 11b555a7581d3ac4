using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

public class ObservationClockTests
{
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    [Theory]
    [InlineData(null, 5)]
    [InlineData(3, 8)]
    [InlineData(10, 15)]
    [InlineData(14, 19)]
    [InlineData(15, 25)]
    [InlineData(40, 50)]
    public void GivenInfusing_WhenTheLastPressureWasThen_ThenTheNextIsDueByTheLineThatHeld(int? last, int due)
    {
        var clock = new ObservationClock(SampleProtocols.Mood.Schedule);
        if (last is { } minutes)
        {
            clock.See(Observation.BloodPressure, Start.AddMinutes(minutes));
        }

        var next = clock.Due(Observation.BloodPressure, In(SessionPhase.Infusing))!.Value;

        (next.At, next.OverdueAt).ShouldBe((Start.AddMinutes(due), Start.AddMinutes(due + 3)));
        next.Since.ShouldBe(Start.AddMinutes(last ?? 0));
    }

    [Theory]
    [InlineData(SessionPhase.Planned, false)]
    [InlineData(SessionPhase.CheckedIn, true)]
    [InlineData(SessionPhase.Ready, true)]
    [InlineData(SessionPhase.Infusing, true)]
    [InlineData(SessionPhase.Paused, true)]
    [InlineData(SessionPhase.Recovery, true)]
    [InlineData(SessionPhase.Discharged, false)]
    [InlineData(SessionPhase.Closed, false)]
    public void GivenAPhase_ThenPressureIsDueInItOrNot(SessionPhase phase, bool isDue) =>
        new ObservationClock(SampleProtocols.Mood.Schedule).Due(Observation.BloodPressure, In(phase)).HasValue.ShouldBe(isDue);

    [Fact]
    public void GivenBeforeTheStart_ThenDueAtOnceOrWhenTheLastGrowsOld_AndNeverMissed()
    {
        var clock = new ObservationClock(SampleProtocols.Mood.Schedule);
        var without = clock.Due(Observation.BloodPressure, In(SessionPhase.Ready))!.Value;
        clock.See(Observation.BloodPressure, Start.AddMinutes(2));
        var with = clock.Due(Observation.BloodPressure, In(SessionPhase.Ready))!.Value;

        (without.At, without.OverdueAt).ShouldBe((Start, null));
        (with.At, with.OverdueAt).ShouldBe((Start.AddMinutes(17), null));
        clock.Due(Observation.Sedation, In(SessionPhase.Ready)).ShouldBeNull();
    }

    [Fact]
    public void GivenTheRateChanged_ThenDueFiveMinutesLater_UnlessItWasMeasuredSince()
    {
        var clock = new ObservationClock(SampleProtocols.Mood.Schedule);
        clock.See(Observation.BloodPressure, Start.AddMinutes(20));
        var changed = Session.Evolve(
            In(SessionPhase.Infusing), new RateChanged(Start.AddMinutes(22), "pump-1", default, default, default), Ward.FirstSession);

        clock.Due(Observation.BloodPressure, changed)!.Value.At.ShouldBe(Start.AddMinutes(27));
        clock.Due(Observation.BloodPressure, changed with { Phase = SessionPhase.Recovery, PhaseSince = Start.AddMinutes(23) })!.Value.At
            .ShouldBe(Start.AddMinutes(38));

        clock.See(Observation.BloodPressure, Start.AddMinutes(23));
        clock.Due(Observation.BloodPressure, changed)!.Value.At.ShouldBe(Start.AddMinutes(33));
    }

    [Fact]
    public void GivenABolus_ThenDueFiveMinutesLater()
    {
        var clock = new ObservationClock(SampleProtocols.Mood.Schedule);
        clock.See(Observation.BloodPressure, Start.AddMinutes(20));
        var bolus = Session.Evolve(
            In(SessionPhase.Infusing), new BolusDelivered(Start.AddMinutes(21), "pump-1", Volume.FromMillilitres(2m)), Ward.FirstSession);

        clock.Due(Observation.BloodPressure, bolus)!.Value.At.ShouldBe(Start.AddMinutes(26));
    }

    [Fact]
    public void GivenALineThatEndsWithNoneAfterIt_ThenNothingIsDueBeyond()
    {
        ImmutableArray<ObservationDue> schedule =
            [new(Observation.Pain, ObservationWindow.Infusing, TimeSpan.FromMinutes(10), default, TimeSpan.FromMinutes(20))];
        var clock = new ObservationClock(schedule);

        clock.Due(Observation.Pain, In(SessionPhase.Infusing))!.Value.At.ShouldBe(Start.AddMinutes(10));
        clock.See(Observation.Pain, Start.AddMinutes(10));
        clock.Due(Observation.Pain, In(SessionPhase.Infusing)).ShouldBeNull();
        clock.See(Observation.Pain, Start.AddMinutes(25));
        clock.Due(Observation.Pain, In(SessionPhase.Infusing)).ShouldBeNull();
    }

    [Fact]
    public void GivenALineThatBeginsLater_ThenDueFromItsBeginning()
    {
        ImmutableArray<ObservationDue> schedule =
            [new(Observation.Pain, ObservationWindow.Infusing, TimeSpan.FromMinutes(10), default) { From = TimeSpan.FromMinutes(30) }];

        new ObservationClock(schedule).Due(Observation.Pain, In(SessionPhase.Infusing))!.Value.At.ShouldBe(Start.AddMinutes(40));
    }

    [Theory]
    [InlineData(479, new int[0])]
    [InlineData(480, new[] { 5 })]
    [InlineData(779, new[] { 5 })]
    [InlineData(780, new[] { 5, 10 })]
    [InlineData(1080, new[] { 5, 10, 15 })]
    [InlineData(1679, new[] { 5, 10, 15 })]
    [InlineData(1680, new[] { 5, 10, 15, 25 })]
    public void GivenNoPressureAtAll_WhenTimePasses_ThenEachSlotIsChartedAsMissedOnce(int seconds, int[] due)
    {
        var ward = Infusing().At(seconds);

        Missed(ward, Observation.BloodPressure).ShouldBe(due.Select(minutes => Start.AddMinutes(minutes)));
    }

    [Fact]
    public void GivenACuffThatRepeatsItsOldMeasurement_ThenThatIsNone()
    {
        var ward = Infusing();
        for (var second = 60; second <= 540; second += 60)
        {
            ward.At(second).Cuff(131m, own: Start.AddSeconds(10));
        }

        Missed(ward, Observation.BloodPressure).ShouldBe([Start.AddSeconds(310)]);
        ward.At(600).Cuff(133m, own: Start.AddSeconds(590));
        ward.Live.Observations.Due(Observation.BloodPressure, ward.Live.State)!.Value.At.ShouldBe(Start.AddSeconds(890));
    }

    [Fact]
    public void GivenALateCuff_ThenItIsChartedAndEndsNothing()
    {
        var ward = Infusing().At(400);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.NibpSystolic, 131m, Quality.Valid, Start.AddSeconds(200))) with
        {
            FlaggedLate = true,
            At = ward.Now,
        });

        ward.Charted.ShouldHaveSingleItem().Kind.ShouldBe(ChartedKind.BloodPressure);
        Missed(ward.At(480), Observation.BloodPressure).ShouldHaveSingleItem();
    }

    [Fact]
    public void GivenAValidSpO2_ThenItIsSeen_AndAnInvalidOneIsNot()
    {
        ImmutableArray<ObservationDue> schedule = [new(Observation.SpO2, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), default)];
        var ward = new Ward(schedule: schedule).Infusing().At(100);
        ward.Vital(Metric.SpO2, 97m);
        ward.At(200).Vital(Metric.SpO2, null);

        ward.Live.Observations.LastOf(Observation.SpO2, ward.Live.State).ShouldBe(Start.AddSeconds(100));
        Missed(ward.At(399), Observation.SpO2).ShouldBeEmpty();
        Missed(ward.At(400), Observation.SpO2).ShouldBe([Start.AddSeconds(400)]);
    }

    [Fact]
    public void GivenARestart_ThenWhatWasMissedBeforeIsNotSaidAgain_AndGraceCountsFromTheRestart()
    {
        var ward = Infusing().At(100);
        ward.Cuff(131m, own: Start.AddSeconds(100));
        ward.At(500).Restart();
        ward.Live.Observations.LastOf(Observation.BloodPressure, ward.Live.State).ShouldBe(Start.AddSeconds(100));

        Missed(ward.At(679), Observation.BloodPressure).ShouldBeEmpty();
        Missed(ward.At(680), Observation.BloodPressure).ShouldBe([Start.AddSeconds(400)]);
        Missed(ward.Restart().At(700), Observation.BloodPressure).Count().ShouldBe(1);
    }

    [Fact]
    public void GivenANewPressure_ThenTheChairIsShownAnew()
    {
        var ward = Infusing().At(10);
        ward.Changed.Clear();
        ward.Cuff(131m);

        ward.Changed.ShouldBe(["a1"]);
    }

    static Ward Infusing() => new Ward(schedule: SampleProtocols.Mood.Schedule).Infusing();

    static IEnumerable<DateTimeOffset> Missed(Ward ward, Observation what) =>
        ward.All<ObservationMissed>().Where(missed => missed.What == what).Select(missed => missed.DueAt);

    static SessionState In(SessionPhase phase) =>
        Session.Evolve(null, new SessionPlanned(Start, "a1", Ward.FirstSession, Ward.Order, "nurse-1"), Ward.FirstSession) with
        {
            Phase = phase,
            PhaseSince = Start,
            CheckedInAt = Start,
            StartedAt = Start,
        };
}
