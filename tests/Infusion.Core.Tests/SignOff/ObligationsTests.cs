using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.SignOff;

public class ObligationsTests
{
    static readonly DateTimeOffset Began = Ward.DefaultStart;
    static readonly Guid Thing = new(7, 7, 7, new byte[8]);

    static InfusionProtocol Asking { get; } = SampleProtocols.Mood with
    {
        Discharge = new DischargeGate { Needs = [DischargeNeed.SteadyGait] },
        Vials = new VialRules { AreAsked = true },
        Admission = null,
    };

    static InfusionProtocol Silent { get; } = SampleProtocols.Mood with { Discharge = null, Vials = null, Admission = null };

    static SessionEvent[] Whole { get; } =
    [
        new SessionPlanned(Began, "a1", Thing, Ward.Order, "nurse"),
        new PatientCheckedIn(At(1), "nurse"),
        new SessionReadied(At(2), "nurse"),
        new InfusionStarted(At(3), "nurse"),
        new InfusionStopped(At(43), "nurse"),
        new PatientDischarged(At(80), "nurse"),
        new SessionClosed(At(81), "nurse"),
    ];

    [Fact]
    public void AWholeChartOwesNothing() => Codes(Silent).ShouldBeEmpty();

    [Fact]
    public void ASessionThatIsNotClosedIsOwed_AndNobodyWaivesThat()
    {
        var owed = Open(Whole[..^1], Silent).ShouldHaveSingleItem();

        (owed.Code, owed.MayBeWaived, owed.Times.Single()).ShouldBe((Obligations.SessionOpen, false, At(80)));
    }

    [Fact]
    public void WhatTheProtocolAsksForIsOwed()
    {
        Codes(Asking).ShouldBe(["vials-missing", "discharge-gait"]);
        Codes(Asking, new LeftAgainstAdvice(At(79), Thing, "nurse")).ShouldBe(["vials-missing"]);
        Codes(Asking, new DischargeGateOverridden(At(79), ["gait"], Thing, "berg")).ShouldBe(["vials-missing"]);
        Codes(Asking, new DischargeNeedSeen(At(79), DischargeNeed.SteadyGait, true, null, "nurse")).ShouldBe(["vials-missing"]);
    }

    [Fact]
    public void AProtocolThatIsNotKnownIsOwed()
    {
        Codes(null).ShouldBe(["protocol-unknown"]);
        Open([Whole[0], Whole[^1]], null).ShouldBeEmpty();
    }

    [Fact]
    public void DrugThatIsNotAccountedForIsOwed()
    {
        var vial = new VialOpened(At(2), Thing, "ketamine", Concentration.FromMilligramsPerMillilitre(50), Volume.FromMillilitres(10), "L1", new DateOnly(2030, 1, 1), "nurse");
        var owed = Open([.. Whole[..3], vial, new VialGiven(At(3), Thing, Mass.FromMilligrams(35), true, "nurse"), .. Whole[3..]], Silent).ShouldHaveSingleItem();

        (owed.Code, owed.Text, owed.Times.Single()).ShouldBe(("vial-balance", "465 mg of the opened vials are not accounted for", At(2)));
        Codes(Silent, vial, new VialWasted(At(3), Thing, Mass.FromMilligrams(500), "berg", "nurse")).ShouldBeEmpty();
    }

    [Fact]
    public void WhatTwoPeopleDoBeforeTheDrugIsOwed()
    {
        var (order, asking) = (Ward.Order, Silent with { Admission = new AdmissionGate { DoubleCheckWithinPercent = 1, PreparedAtMostBefore = TimeSpan.FromHours(4) } });
        var check = new OrderChecked(At(2), order.Dose, order.Volume, order.Rate, "berg");

        Codes(asking).ShouldBe(["double-check", "preparation"]);
        Codes(asking, check, new DosePrepared(At(2), [], Diluent.SodiumChloride, order.Volume, "nurse")).ShouldBeEmpty();
        Codes(asking, check, new OrderChanged(At(4), order, Thing, "berg")).ShouldBe(["double-check", "preparation"]);
        Codes(Silent with { Admission = new AdmissionGate() }).ShouldBeEmpty();
        Open([.. Whole[..3], Whole[^1]], asking).ShouldBeEmpty();
        Open([.. Whole[..3], new DeliveryStarted(At(4), "pump-1", order.Rate), Whole[^1]], asking).Select(each => each.Code)
            .ShouldBe(["start-missing", "double-check", "preparation"]);
    }

    [Fact]
    public void AMissWithoutAWordIsOwed_UnlessItWasEnteredLate()
    {
        SessionEvent first = new ObservationMissed(At(20), Observation.Sedation, At(15)), second = new ObservationMissed(At(40), Observation.Sedation, At(35));
        var owed = Open([.. Whole[..4], first, second, .. Whole[4..]], Silent).ShouldHaveSingleItem();

        (owed.Code, owed.Text).ShouldBe(("missed-sedation-score", "Missed without a word: sedation score, 2 times"));
        owed.Times.ShouldBe([At(15), At(35)]);
        SessionEvent late = new ObservationCharted(At(16), Observation.Sedation, ObservationScale.MoaaS, 5, "nurse") { ChartedAt = At(50) };
        Open([.. Whole[..4], first, second, late, .. Whole[4..]], Silent).Single().Times.ShouldBe([At(35)]);
    }

    [Fact]
    public void ALateEntryAnswersOnlyForWhatItIsAndWhenItWas()
    {
        var missed = new ObservationMissed(At(20), Observation.BloodPressure, At(15));
        Codes(Silent, missed, Vitals(15, Metric.NibpSystolic)).ShouldBeEmpty();
        Codes(Silent, missed, Vitals(15, Metric.SpO2)).ShouldBe(["missed-blood-pressure"]);
        Codes(Silent, missed, Vitals(14, Metric.NibpSystolic)).ShouldBe(["missed-blood-pressure"]);
        Codes(Silent, missed, Vitals(20, Metric.NibpSystolic)).ShouldBe(["missed-blood-pressure"]);
        Codes(Silent, new ObservationMissed(At(20), Observation.SpO2, At(15)), Vitals(15, Metric.SpO2)).ShouldBeEmpty();
        Codes(Silent, new ObservationMissed(At(20), Observation.Pain, At(15)), Vitals(15, Metric.HeartRate)).ShouldBe(["missed-pain-score"]);
    }

    [Fact]
    public void AnAlarmThatNobodyAcknowledgedIsOwed()
    {
        SessionEvent[] raised = [Raised(1, 10), Raised(2, 12)];
        var owed = Open([.. Whole[..4], .. raised, .. Whole[4..]], Silent).ShouldHaveSingleItem();

        owed.Code.ShouldBe("alarm-SR-001");
        owed.Text.ShouldStartWith("Not acknowledged: ");
        owed.Text.ShouldEndWith(", and 1 like it");
        owed.Times.ShouldBe([At(10), At(12)]);
        Codes(Silent, raised[0], new AlarmAcknowledged(At(11), Id(1), "nurse")).ShouldBeEmpty();
        Codes(Silent, raised[0], new AlarmConditionCleared(At(11), Id(1))).ShouldBe(["alarm-SR-001"]);
    }

    [Fact]
    public void AnEventWithoutItsOutcomeIsOwed()
    {
        var adverse = new AdverseEventCharted(At(10), Thing, AdverseEventCode.Nausea, 1, "nurse");
        var rescue = new RescueGiven(At(11), Thing, RescueMedication.Ondansetron, 4, RescueUnit.Milligram, RescueRoute.Intravenous, null, "nurse");

        Codes(Silent, adverse, rescue).ShouldBe([$"adverse-event-{Thing:N}", $"rescue-{Thing:N}"]);
        Codes(
            Silent, adverse, rescue, new AdverseEventOutcomeCharted(At(12), Thing, AdverseEventOutcome.Resolved, "nurse"),
            new RescueResponseCharted(At(12), Thing, RescueResponse.Effective, "nurse")).ShouldBeEmpty();
    }

    [Fact]
    public void AStartAndAStopThatNobodyChartedAreOwed()
    {
        Open([.. Whole[..3], new DeliveryStarted(At(4), "pump-1", Ward.Order.Rate), Whole[^1]], Silent)
            .ShouldHaveSingleItem().ShouldBe(new Obligation("start-missing", "The pump delivered, and no start is charted", [At(4)], true));
        Open([.. Whole[..4], Whole[^1]], Silent).ShouldHaveSingleItem().Code.ShouldBe("stop-missing");
    }

    [Fact]
    public void WhatIsOwedIsCompared_ByWhatItSaysAndItsTimes()
    {
        var one = new Obligation("a", "A", [At(1)], true);

        one.ShouldBe(one with { Times = [At(1)] });
        one.GetHashCode().ShouldBe((one with { Times = [At(1)] }).GetHashCode());
        one.ShouldNotBe(one with { Times = [At(2)] });
        one.Equals(null).ShouldBeFalse();
    }

    static DateTimeOffset At(int minutes) => Began.AddMinutes(minutes);

    static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    static AlarmRaised Raised(int id, int minutes) =>
        new(At(minutes), Id(id), "SR-001", Metric.SpO2, "mon-1", AlarmPriority.High, At(minutes), 85, 90);

    static VitalsCharted Vitals(int minutes, Metric metric) => new(At(minutes), [new HandVital(metric, 97)], "nurse");

    static IEnumerable<string> Codes(InfusionProtocol? protocol, params SessionEvent[] inBetween) =>
        Open([.. Whole[..5], .. inBetween, .. Whole[5..]], protocol).Select(each => each.Code);

    static ImmutableArray<Obligation> Open(IReadOnlyList<SessionEvent> events, InfusionProtocol? protocol) => Obligations.Open(
        events.Aggregate((SessionState?)null, (state, e) => Session.Evolve(state, e, Ward.FirstSession))!, events, protocol);
}
