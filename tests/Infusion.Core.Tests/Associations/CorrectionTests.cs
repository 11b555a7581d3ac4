using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Core.Tests.Associations.TwoChairs;

namespace Infusion.Core.Tests.Associations;

/// <summary>A correction gives both charts what they would hold had the device been right from the start.</summary>
public class CorrectionTests
{
    [Fact]
    public void GivenAPumpAtTheWrongChair_WhenCorrected_ThenDoseEstimateAndSegmentsAreAsIfItHadBeenRight()
    {
        var (wrong, right) = (Begun("pump-1", A), Begun("pump-1", B));
        var from = Attached(wrong, "pump-1");
        foreach (var ward in new[] { wrong, right })
        {
            ward.Run(120, devices: ["pump-1", "mon-1"]).Run(60, rate: 30m, devices: ["pump-1", "mon-1"]);
        }

        wrong.Live(A).Delivered.ShouldNotBeNull();
        wrong.Correct("pump-1", from, null, A, B);

        ShouldBeTheSame(wrong, right, B);
        ShouldBeTheSame(wrong, right, A);
        wrong.Live(A).Delivered.ShouldBeNull();
        wrong.All<CorrectionCompleted>(B).Single().Segments.Select(each => each.Rate!.Value.MillilitresPerHour).ShouldBe([52.5m, 30m]);

        // And so it goes on.
        wrong.Run(60, rate: 20m, devices: ["pump-1", "mon-1"]);
        right.Run(60, rate: 20m, devices: ["pump-1", "mon-1"]);
        ShouldBeTheSame(wrong, right, B);
        ShouldBeTheSame(wrong, right, A);
    }

    [Fact]
    public void GivenAMonitorAtTheWrongChair_WhenCorrected_ThenMinutesValuesAndBaselineMove()
    {
        var (wrong, right) = (new TwoChairs().Attach(A, "mon-2", DeviceKind.Monitor), new TwoChairs().Attach(B, "mon-2", DeviceKind.Monitor));
        foreach (var ward in new[] { wrong, right })
        {
            ward.Run(90, devices: ["mon-2"]).Start(B).Run(90, spO2: 95m, devices: ["mon-2"]);
        }

        wrong.All<BaselineTaken>(B).Single().SpO2.ShouldBeNull();
        wrong.Correct("mon-2", Attached(wrong, "mon-2"), null, A, B);

        wrong.Live(B).State.Baseline.ShouldBe(right.Live(B).State.Baseline, ignoreOrder: true);
        wrong.Live(B).State.Baseline[Metric.SpO2].ShouldBe(97m);
        wrong.Live(B)[Metric.SpO2].ShouldBe(right.Live(B)[Metric.SpO2]);
        wrong.Live(A)[Metric.SpO2].ShouldBeNull();
        Of(wrong, B).ShouldBe(right.Charted.Where(each => each.Session == B), ignoreOrder: true);
        Of(wrong, A).ShouldBeEmpty();
        wrong.Run(60, devices: ["mon-2"]).Charted.Last().Session.ShouldBe(B);

        static IEnumerable<ChartedVital> Of(TwoChairs ward, Guid session) => ward.Corrected.Single(each => each.Chart.Session == session).Charted;
    }

    [Fact]
    public void GivenAPressureBeforeTheStart_WhenItWasAnotherPatients_ThenItIsNoMoreInTheCheckInOfThisOne()
    {
        var ward = new TwoChairs().Attach(A, "mon-2", DeviceKind.Monitor).Cuff("mon-2", 124m, 78m);
        ward.Accept(new ChartVitals(
            ward.NextId(), A, "nurse-1", [new HandVital(Metric.NibpSystolic, 168m), new HandVital(Metric.NibpDiastolic, 92m)], null));
        ward.Live(A).PressuresBeforeStart.Select(each => each.Systolic).ShouldBe([124m, 168m]);

        ward.Correct("mon-2", Attached(ward, "mon-2"), null, A, B);

        ward.Live(A).PressuresBeforeStart.Select(each => each.Systolic).ShouldBe([168m]);
        ward.Live(B).PressuresBeforeStart.Select(each => each.Systolic).ShouldBe([124m]);
    }

    [Theory]
    [InlineData(20, 70)]
    [InlineData(0, 60)]
    [InlineData(30, 31)]
    public void GivenAStretchOfThePast_WhenCorrectedThereAndBack_ThenTheStateIsAsBefore_AndWhatWasGivenIsConserved(int from, int to)
    {
        var ward = Begun("pump-1", A).Run(100, devices: ["pump-1"]);
        var start = Attached(ward, "pump-1");
        var (first, last) = (start.AddSeconds(from), start.AddSeconds(to));
        var (before, estimate, given) = (ward.Live(A).State, ward.Live(A).Estimate.Plasma, ward.Live(A).Delivered!.Value.Millilitres);

        ward.Correct("pump-1", first, last, A, B);

        var there = (ward.Live(A).Delivered?.Millilitres ?? 0m) + (ward.Live(B).Delivered?.Millilitres ?? 0m);
        // Of the second in which it changes hands, each has the counter's word before it.
        there.ShouldBe(given, 0.0001m);
        ward.Live(B).Delivered!.Value.Millilitres.ShouldBe((to - from) * 52.5m / 3600m, 0.02m);
        ward.All<CorrectionCompleted>(A).Single().Readings.ShouldBe(to - from);

        ward.Correct("pump-1", first, last, B, A);

        var after = ward.Live(A).State;
        DeliveryRecord.Of(after).ShouldBe(DeliveryRecord.Of(before));
        after.Associations.ShouldBe(before.Associations);
        ward.Live(A).Delivered!.Value.Millilitres.ShouldBe(given);
        ward.Live(A).Estimate.Plasma.ShouldBe(estimate);
        ward.Live(B).Delivered.ShouldBeNull();
        ward.Live(B).State.Associations.ShouldBeEmpty();
        after.Correction.InProgress.ShouldBeEmpty();
        after.Correction.OfAnotherPatient.ShouldBeEmpty();
        after.Correction.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void GivenAnAlarmBecauseOfAnotherPatient_ThenItStaysAndIsMarked_AndTheRightChartGetsASilentFinding()
    {
        var ward = new TwoChairs().Attach(A, "mon-2", DeviceKind.Monitor).Start(A).Start(B)
            .Run(60, devices: ["mon-2"]).Run(120, spO2: 80m, devices: ["mon-2"]).Run(60, devices: ["mon-2"]);
        var sounded = ward.All<AlarmRaised>(A).First(each => each.Metric == Metric.SpO2 && each.Observed == 80m);
        var silent = ward.Events.Count(each => each.Stream == B && each.Event is AlarmRaised);

        ward.Correct("mon-2", Attached(ward, "mon-2"), null, A, B);

        ward.Live(A).State.Correction.OfAnotherPatient.ShouldContain(sounded.Alarm);
        ward.All<AlarmRaised>(A).ShouldContain(sounded);
        ward.Live(B).State.Correction.Findings.ShouldContain(each => each.Metric == Metric.SpO2 && each.Observed == 80m && each.EndedAt != null);
        ward.Events.Count(each => each.Stream == B && each.Event is AlarmRaised).ShouldBe(silent);

        ward.Correct("mon-2", Attached(ward, "mon-2"), null, B, A);

        ward.Live(A).State.Correction.OfAnotherPatient.ShouldBeEmpty();
        ward.Live(A).State.Correction.Findings.ShouldBeEmpty();
        ward.Live(B).State.Correction.Findings.ShouldBeEmpty();
        ward.All<CorrectionCompleted>(A).Last().Restored.ShouldContain(sounded.Alarm);
    }

    [Fact]
    public void GivenClosedSessions_WhenCorrected_ThenBothStreamsSayWhatFollows()
    {
        var ward = Begun("pump-1", A).Run(60, devices: ["pump-1"]);
        var (from, to) = (Attached(ward, "pump-1"), ward.Now);
        ward.Close(A).Close(B);

        ward.Correct("pump-1", from, to, A, B, ward.Closed(A), ward.Closed(B));

        foreach (var session in new[] { A, B })
        {
            var stream = ward.Events.Where(each => each.Stream == session).ToList();
            stream.Select(each => each.Id).Distinct().Count().ShouldBe(stream.Count);
            stream[^1].Event.ShouldBeOfType<CorrectionCompleted>();
        }

        ward.All<CorrectionCompleted>(B).Single().Given!.Value.Millilitres.ShouldBe(59m * 52.5m / 3600m, 0.02m);
        ward.All<CorrectionCompleted>(A).Single().Given.ShouldBeNull();
        ward.All<CorrectionCompleted>(A).Single().GivenBefore!.Value.Millilitres.ShouldBe(59m * 52.5m / 3600m, 0.02m);
        ward.State.Corrections.ShouldBeEmpty();
    }

    [Fact]
    public void GivenACorrection_WhenReplayedFromItsInputs_ThenTheSameEventsWithTheSameIds()
    {
        var ward = Begun("pump-1", A).Run(60, devices: ["pump-1"]);
        ward.Correct("pump-1", Attached(ward, "pump-1"), null, A, B).Run(60, spO2: 80m, devices: ["pump-1"]);

        ward.Replayed().Select(each => (each.Id, each.Event.GetType(), each.Event.At)).ShouldBe(ward.Events.Select(each => (each.Id, each.Event.GetType(), each.Event.At)));
    }

    [Fact]
    public void GivenACorrectionThatHasNotEnded_ThenBothChartsSaySo_AndTheDeviceIsAlreadyWhereItBelongs()
    {
        var ward = Begun("pump-1", A).Run(30, devices: ["pump-1"]);
        var command = ward.Correction("pump-1", Attached(ward, "pump-1"), null, A, B);
        ward.Accept(command);

        ward.Live(A).State.Correction.InProgress.ShouldBe([command.Id]);
        ward.Live(B).State.Correction.InProgress.ShouldBe([command.Id]);
        ward.State.Devices["pump-1"].Session.ShouldBe(B);
        ward.Live(A).Pump.ShouldBeNull();
        ward.Refused(ward.Correction("pump-1", Attached(ward, "pump-1"), null, B, A)).ShouldBe("correction-in-progress");

        // What comes meanwhile is in it.
        ward.Run(10, devices: ["pump-1"]).Complete(command.Id);
        ward.Live(B).State.Correction.InProgress.ShouldBeEmpty();
        ward.Live(B).Delivered!.Value.Millilitres.ShouldBe(39m * 52.5m / 3600m, 0.02m);
    }

    [Fact]
    public void GivenADeviceThatWasNobodys_ThenItsStretchIsLeftOut()
    {
        var ward = Begun("pump-1", A).Run(30, devices: ["pump-1"]);

        ward.Correct("pump-1", Attached(ward, "pump-1").AddSeconds(10), Attached(ward, "pump-1").AddSeconds(20), A, null);

        ward.All<CorrectionCompleted>(A).Single().Readings.ShouldBe(10);
        ward.Live(A).State.Associations.Count(each => each.Device == "pump-1").ShouldBe(2);
        ward.Live(A).Delivered!.Value.Millilitres.ShouldBe(19m * 52.5m / 3600m, 0.03m);
        ward.Run(5, devices: ["pump-1"]).Live(A).Pump.ShouldNotBeNull();
    }

    [Fact]
    public void GivenAConditionThatHoldsNow_WhenTheMonitorComesToItsChart_ThenItSoundsThere()
    {
        var ward = new TwoChairs().Attach(A, "mon-2", DeviceKind.Monitor).Start(A).Start(B).Run(60, devices: ["mon-2"]).Run(60, spO2: 80m, devices: ["mon-2"]);

        ward.Correct("mon-2", Attached(ward, "mon-2"), null, A, B).Run(30, spO2: 80m, devices: ["mon-2"]);

        ward.Live(B).State.Alarms.Values.ShouldContain(alarm => alarm.Metric == Metric.SpO2 && alarm.Presence == Infusion.Core.Alarms.AlarmPresence.Active);
        ward.Live(A).State.Alarms.Values.ShouldNotContain(alarm => alarm.Metric == Metric.SpO2 && alarm.Presence == Infusion.Core.Alarms.AlarmPresence.Active);
    }

    static TwoChairs Begun(string pump, Guid session) => new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Start(A).Start(B)
        .Run(5, rate: 0m, devices: [pump, "mon-1"]).Attach(session, pump, DeviceKind.Pump);

    static DateTimeOffset Attached(TwoChairs ward, string device) =>
        ward.Events.Select(each => each.Event).OfType<DeviceAssociated>().First(each => each.Device == device).At;

    static void ShouldBeTheSame(TwoChairs left, TwoChairs right, Guid session)
    {
        var (one, other) = (left.Live(session), right.Live(session));
        (one.Delivered, one.DeliveredAsOf, one.Pump).ShouldBe((other.Delivered, other.DeliveredAsOf, other.Pump));
        DeliveryRecord.Of(one.State).ShouldBe(DeliveryRecord.Of(other.State));
        one.State.Associations.ShouldBe(other.State.Associations);
        one.Estimate.AsOf.ShouldBe(other.Estimate.AsOf);
        one.Estimate.Plasma.ShouldBe(other.Estimate.Plasma);
        one.Estimate.EffectSite.ShouldBe(other.Estimate.EffectSite);
    }
}
