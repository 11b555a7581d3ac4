using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

public class WithdrawEntryTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(59.999, null)]
    [InlineData(60, null)]
    [InlineData(60.001, "entry-too-late")]
    [InlineData(600, "entry-too-late")]
    public void AnEntry_IsTakenBackWithinAMinute_AndNotAfter(double seconds, string? refused)
    {
        var ward = new Ward().Infusing().After(30.5m);
        var entry = Charted(ward, Sedation(ward, 3));
        ward.After((decimal)seconds);

        Answer(ward, Withdrawal(ward, entry)).ShouldBe(refused);
        ward.Live.State.Scores.ContainsKey(Observation.Sedation).ShouldBe(refused is not null);
    }

    [Fact]
    public void TheMinuteCounts_FromWhenItWasCharted_NotFromTheTimeItIsAbout()
    {
        var ward = new Ward().Infusing().After(600);
        var entry = Charted(ward, Sedation(ward, 3) with { ObservedAt = ward.Now.AddMinutes(-8) });

        ward.After(60).Accept(Withdrawal(ward, entry));
        var withdrawn = ward.All<EntryWithdrawn>().ShouldHaveSingleItem();
        (withdrawn.Withdrawn, withdrawn.At - withdrawn.EnteredAt, withdrawn.By).ShouldBe((entry, TimeSpan.FromSeconds(60), "nurse-1"));
    }

    [Fact]
    public void WhatOthersCharted_WhatIsTakenBackAlready_AndWhatNobodyCharted_IsRefused()
    {
        var ward = new Ward().Infusing().After(30);
        var entry = Charted(ward, Sedation(ward, 3));

        ward.Refused(Withdrawal(ward, entry) with { By = "nurse-2" }).ShouldBe("entry-of-another");
        ward.Refused(Withdrawal(ward, Guid.NewGuid())).ShouldBe("entry-unknown");
        var first = Withdrawal(ward, entry);
        ward.Accept(first).After(5).Refused(Withdrawal(ward, entry)).ShouldBe("entry-withdrawn");
        ward.Refused(Withdrawal(ward, first.Id)).ShouldBe("entry-fixed");
        ward.All<EntryWithdrawn>().ShouldHaveSingleItem();
    }

    [Fact]
    public void WhatIsNoEntry_IsNeverTakenBack_AndTheRefusalSaysWhatToDo()
    {
        var ward = new Ward().Planned();
        Fixed(ward, new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1"), "close the session");
        ward.WithDevices().Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
        Fixed(ward, new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), "pause or stop the infusion");
        Fixed(ward, new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), "resume the infusion");
        Fixed(ward, new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), "pause the infusion");
        Fixed(ward, new CallEmergency(ward.NextId(), Ward.FirstSession, "nurse-1", EmergencyKind.Help), "End the emergency");
        Fixed(ward, new ChartArrival(ward.NextId(), Ward.FirstSession, "nurse-1", Responder.Nurse), "Write a note");
        Fixed(ward, new EndEmergency(ward.NextId(), Ward.FirstSession, "nurse-1"), "call again");
        Fixed(ward, new SetVitalsByHand(ward.NextId(), Ward.FirstSession, "nurse-1", true), "set it again");
        ward.Vital(Metric.SpO2, 97m);
        Fixed(ward, new ReviewVital(ward.NextId(), Ward.FirstSession, "nurse-1", Metric.SpO2, "mon-1", ward.Now, VitalVerdict.Artefact), "the other verdict");
        Fixed(ward, new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), "Write a note");

        // No entry at all: devices, alarms, the discharge.
        var discharge = new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1");
        ward.Accept(discharge).Refused(Withdrawal(ward, discharge.Id)).ShouldBe("entry-unknown");
    }

    [Fact]
    public void ADoseAndAVial_AreNeverTakenBack()
    {
        var ward = new Ward { Plan = Single(new Ward().Plan) }.Planned();
        ward.Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1")).Attach("mon-1", DeviceKind.Monitor)
            .Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
        Fixed(ward, new OpenVial(
            ward.NextId(), Ward.FirstSession, "nurse-1", Guid.NewGuid(), "ketamine", Ward.Order.Concentration,
            Volume.FromMillilitres(50m), "L1", new DateOnly(2030, 1, 1)), "the balance");
        Fixed(ward, new GiveDose(ward.NextId(), Ward.FirstSession, "nurse-1", DoseRoute.Intranasal, Ward.Order.Dose), "what was given");
    }

    [Fact]
    public void AfterItIsTakenBack_TheObservationIsDueAsBefore()
    {
        ObservationDue[] schedule =
        [
            new(Observation.Sedation, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)),
            new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)),
        ];
        var ward = new Ward(schedule: [.. schedule]).Infusing().After(280);
        var before = (Due(ward, Observation.Sedation), Due(ward, Observation.BloodPressure));
        var score = Charted(ward, Sedation(ward, 3));
        var vitals = Charted(ward, Vitals(ward, new HandVital(Metric.NibpSystolic, 150m), new HandVital(Metric.NibpDiastolic, 90m)));
        (Due(ward, Observation.Sedation), Due(ward, Observation.BloodPressure)).ShouldNotBe(before);

        ward.After(20).Accept(Withdrawal(ward, score)).Accept(Withdrawal(ward, vitals));
        (Due(ward, Observation.Sedation), Due(ward, Observation.BloodPressure)).ShouldBe(before);
        ward.After(60).All<ObservationMissed>().Select(each => each.What).ShouldBe([Observation.Sedation, Observation.BloodPressure], ignoreOrder: true);
    }

    [Fact]
    public void AnAlarmThatOnlyAWrongScoreRaised_EndsWithAnEvent_ThoughNoOtherScoreIsKnown()
    {
        var ward = new Ward().Infusing().After(30);
        var entry = Charted(ward, Sedation(ward, 1));
        ward.Lists("sedation-deep").ShouldBeTrue();

        ward.After(10).Accept(Withdrawal(ward, entry)).ShouldBeOver("sedation-deep");
        ward.All<AlarmConditionCleared>().ShouldHaveSingleItem().At.ShouldBe(ward.Now);
    }

    [Fact]
    public void AnAlarmThatAWrongScoreEnded_IsBack()
    {
        var ward = new Ward().Infusing().Score(Observation.Sedation, ObservationScale.MoaaS, 1).After(90);
        var entry = Charted(ward, Sedation(ward, 5));
        ward.ShouldBeOver("sedation-deep");

        ward.After(10).Accept(Withdrawal(ward, entry)).OnlyAlarm("sedation-deep").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void AValueByHand_GivesPlaceToWhatItReplaced_AndItsAlarmEnds()
    {
        var ward = HandVitalsTests.Chart(ByHand(), [new(Metric.SpO2, 97m)]).After(90);
        var before = (ward.Live[Metric.SpO2], ward.Live.TrendOf(Metric.SpO2));
        var entry = Charted(ward, Vitals(ward, new HandVital(Metric.SpO2, 70m), new HandVital(Metric.HeartRate, 180m)));
        ward.Lists("spo2-low").ShouldBeTrue();
        ward.Lists("heart-rate-high").ShouldBeTrue();

        ward.After(15).Accept(Withdrawal(ward, entry)).ShouldBeOver("spo2-low");
        ward.ShouldBeOver("heart-rate-high");
        (ward.Live[Metric.SpO2], ward.Live.TrendOf(Metric.SpO2)).ShouldBe(before);
        ward.Live[Metric.HeartRate].ShouldBeNull();
        ward.Charted.Where(each => each.IsWithdrawn).Select(each => (each.Kind, each.Value, each.By)).ShouldBe(
            [(ChartedKind.SpO2, 70m, "nurse-1"), (ChartedKind.HeartRate, 180m, "nurse-1")]);
    }

    [Fact]
    public void AnAlarmThatAWrongValueEnded_IsBack_ThoughTheValueBeforeIsOldByNow()
    {
        var ward = HandVitalsTests.Chart(ByHand(), [new(Metric.SpO2, 80m)]).After(700);
        ward.OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Active);
        var entry = Charted(ward, Vitals(ward, new HandVital(Metric.SpO2, 98m)));
        ward.ShouldBeOver("spo2-low");

        ward.After(10).Accept(Withdrawal(ward, entry)).OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void APressureThatAWrongRepeatConfirmed_WaitsForItsRepeatAgain()
    {
        var ward = HandVitalsTests.Chart(ByHand(), [new(Metric.NibpSystolic, 150m), new(Metric.NibpDiastolic, 112m)]).After(90);
        var entry = Charted(ward, Vitals(ward, new HandVital(Metric.NibpSystolic, 151m), new HandVital(Metric.NibpDiastolic, 113m)));
        ward.OnlyAlarm("diastolic-high").Priority.ShouldBe(AlarmPriority.Medium);

        ward.After(5).Accept(Withdrawal(ward, entry)).OnlyAlarm("diastolic-high").Priority.ShouldBe(AlarmPriority.Low);
        (ward.Live[Metric.NibpDiastolic]!.Value.Value, ward.Live.NibpClockAt).ShouldBe((112m, ward.Now.AddSeconds(-95)));
    }

    [Fact]
    public void WhatAMonitorMeasuredSince_Stands_AndSoDoesItsAlarm()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().After(30);
        ward.Vital(Metric.SpO2, 97m);
        var entry = Charted(ward.After(1), Vitals(ward, new HandVital(Metric.SpO2, 80m)));
        ward.After(5).Vital(Metric.SpO2, 81m);

        ward.After(1).Accept(Withdrawal(ward, entry)).Live[Metric.SpO2]!.Value.Value.ShouldBe(81m);
        ward.OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void OfTwoEntriesOfTheSameValue_TakenBackInEitherOrder_WhatWasThereBeforeBothStands()
    {
        foreach (var isFirstFirst in new[] { true, false })
        {
            var ward = HandVitalsTests.Chart(ByHand(), [new(Metric.HeartRate, 70m)]).After(90);
            var before = (ward.Live[Metric.HeartRate], ward.Live.TrendOf(Metric.HeartRate));
            var first = Charted(ward, Vitals(ward, new HandVital(Metric.HeartRate, 150m)));
            var second = Charted(ward.After(20), Vitals(ward, new HandVital(Metric.HeartRate, 160m)));

            ward.After(5).Accept(Withdrawal(ward, isFirstFirst ? first : second));
            ward.Live[Metric.HeartRate]!.Value.Value.ShouldBe(isFirstFirst ? 160m : 150m);
            ward.Accept(Withdrawal(ward, isFirstFirst ? second : first));
            (ward.Live[Metric.HeartRate], ward.Live.TrendOf(Metric.HeartRate)).ShouldBe(before);
            ward.ShouldBeOver("heart-rate-high");
        }
    }

    [Fact]
    public void OfTwoEntriesOfOnePersonForOneTime_TheOtherIsChartedAgain_AndItsPressureIsRemembered()
    {
        var ward = HandVitalsTests.ByHand(HandVitalsTests.NoDevices()).After(30);
        var wrong = Charted(ward, Vitals(ward, new HandVital(Metric.NibpSystolic, 250m), new HandVital(Metric.NibpDiastolic, 80m)));
        Charted(ward, Vitals(ward, new HandVital(Metric.NibpSystolic, 125m), new HandVital(Metric.NibpDiastolic, 80m)));

        ward.After(5).Accept(Withdrawal(ward, wrong));
        ward.Live.PressuresBeforeStart.ShouldHaveSingleItem().Systolic.ShouldBe(125m);
        ward.Charted.Select(each => (each.Nibp!.Value.Systolic, each.IsWithdrawn)).ShouldBe(
            [(250m, false), (125m, false), (250m, true), (125m, false)]);
    }

    [Fact]
    public void AdverseEventsAndRescues_WithWhatRestsOnThem_GoInTheOtherOrder()
    {
        var ward = new Ward().Infusing().After(60);
        var adverse = Charted(ward, new ChartAdverseEvent(ward.NextId(), Ward.FirstSession, "nurse-1", AdverseEventCode.Nausea, 2));
        var outcome = Charted(ward, new ChartAdverseEventOutcome(ward.NextId(), Ward.FirstSession, "nurse-1", adverse, AdverseEventOutcome.Resolved));
        var rescue = Charted(ward, new GiveRescue(
            ward.NextId(), Ward.FirstSession, "nurse-1", RescueMedication.Ondansetron, 4m, RescueUnit.Milligram, RescueRoute.Intravenous));
        var response = Charted(ward, new ChartRescueResponse(ward.NextId(), Ward.FirstSession, "nurse-1", rescue, RescueResponse.Effective));

        ward.Refused(Withdrawal(ward, adverse)).ShouldBe("entry-has-outcome");
        ward.Refused(Withdrawal(ward, rescue)).ShouldBe("entry-has-response");
        ward.Accept(Withdrawal(ward, outcome)).Accept(Withdrawal(ward, response));
        ward.Live.State.Care.AdverseEvents.ShouldHaveSingleItem().Outcome.ShouldBeNull();
        ward.Live.State.Care.Rescues.ShouldHaveSingleItem().Response.ShouldBeNull();
        ward.Accept(Withdrawal(ward, adverse)).Accept(Withdrawal(ward, rescue));
        ward.Live.State.Care.AdverseEvents.ShouldBeEmpty();
        ward.Live.State.Care.Rescues.ShouldBeEmpty();
        ward.Refused(new ChartRescueResponse(ward.NextId(), Ward.FirstSession, "nurse-1", rescue, RescueResponse.Effective)).ShouldBe("rescue-unknown");
    }

    [Fact]
    public void TheSettingAndANote_GoBack_AlsoAfterTheStartThatFollowed()
    {
        var ward = new Ward().Ready();
        var music = Charted(ward, new ChartSetting(ward.NextId(), Ward.FirstSession, "nurse-1", SettingItem.Music, true));
        var note = Charted(ward, new WriteNote(ward.NextId(), Ward.FirstSession, "nurse-1", Guid.NewGuid()));
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Accept(Withdrawal(ward, music)).Accept(Withdrawal(ward, note));
        ward.Live.State.Care.Setting.ShouldBeEmpty();
        ward.Live.State.Phase.ShouldBe(SessionPhase.Infusing);
    }

    [Fact]
    public void WhatTheStartOrTheDischargeWentBy_Stands()
    {
        var ward = new Ward().Ready();
        var vitals = Charted(ward, Vitals(ward, new HandVital(Metric.HeartRate, 66m)));
        var score = Charted(ward, Sedation(ward, 5));
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Refused(Withdrawal(ward, vitals)).ShouldBe("entry-rested-on");
        ward.Refused(Withdrawal(ward, score)).ShouldBe("entry-rested-on");

        // A stop rests on no score; a discharge does.
        var last = Charted(ward.After(10), Sedation(ward, 4));
        ward.Stop();
        var recovery = Charted(ward, new ScoreRecovery(ward.NextId(), Ward.FirstSession, "nurse-1", RecoveryScale.AldretePercent, Full(RecoveryScale.AldretePercent)));
        ward.Accept(Withdrawal(ward, last));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Refused(Withdrawal(ward, recovery)).ShouldBe("entry-rested-on");
        ward.Accept(new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1")).Refused(Withdrawal(ward, recovery)).ShouldBe("session-unknown");
    }

    [Fact]
    public void ARecoveryScoreAndANeed_GiveWayToTheOnesBefore()
    {
        var ward = new Ward().Infusing().After(60).Stop();
        ward.Accept(new ChartNeed(ward.NextId(), Ward.FirstSession, "nurse-1", DischargeNeed.SteadyGait, true, null)).After(90);
        var need = Charted(ward, new ChartNeed(ward.NextId(), Ward.FirstSession, "nurse-1", DischargeNeed.SteadyGait, false, null));
        var instructions = Charted(ward, new ChartNeed(ward.NextId(), Ward.FirstSession, "nurse-1", DischargeNeed.InstructionsGiven, true, null));
        var escort = Charted(ward, new ChartNeed(ward.NextId(), Ward.FirstSession, "nurse-1", DischargeNeed.EscortPresent, true, Guid.NewGuid()));
        var score = Charted(ward, new ScoreRecovery(ward.NextId(), Ward.FirstSession, "nurse-1", RecoveryScale.AldretePercent, Full(RecoveryScale.AldretePercent)));
        foreach (var entry in new[] { need, instructions, escort, score })
        {
            ward.Accept(Withdrawal(ward, entry));
        }

        ward.Live.State.After.Totals.ShouldBeEmpty();
        ward.Live.State.After.Seen.ShouldHaveSingleItem().Value.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void TheBaselineOfDissociation_IsTheOneBefore()
    {
        var ward = new Ward().CheckedIn().Score(Observation.Dissociation, ObservationScale.Cadss6, 2).After(90);
        var entry = Charted(ward, new ChartObservation(
            ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Dissociation, ObservationScale.Cadss6, 18, null));
        ward.Live.State.After.DissociationBefore.ShouldBe(18);

        ward.Accept(Withdrawal(ward, entry)).Live.State.After.DissociationBefore.ShouldBe(2);
    }

    [Fact]
    public void AfterARestart_ItCanStillBeTakenBack_AndWhatItReplacedIsThere()
    {
        var ward = HandVitalsTests.Chart(ByHand(), [new(Metric.HeartRate, 70m)]).After(90);
        var before = ward.Live[Metric.HeartRate];
        var entry = Charted(ward, Vitals(ward, new HandVital(Metric.HeartRate, 120m)));

        ward.After(10).Restart().Accept(Withdrawal(ward, entry)).Live[Metric.HeartRate].ShouldBe(before);
    }

    [Fact]
    public void AMissedObservation_IsOwedAgain()
    {
        ObservationDue[] schedule = [new(Observation.Sedation, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1))];
        var ward = new Ward(schedule: [.. schedule]).Infusing().After(400);
        var missed = ward.All<ObservationMissed>().ShouldHaveSingleItem();
        var entry = Charted(ward, Sedation(ward, 4) with { ObservedAt = missed.DueAt.AddSeconds(10) });
        Owed(ward).ShouldNotContain(code => code == "missed-sedation-score");

        ward.Accept(Withdrawal(ward, entry));
        Owed(ward).ShouldContain("missed-sedation-score");
    }

    [Fact]
    public void WhoMayTakeBackWhatUntilWhen_IsToldByTheSameRules()
    {
        var ward = new Ward().Infusing().After(30);
        var entry = Charted(ward, Sedation(ward, 3));
        var until = ward.Now.AddSeconds(60);
        var state = ward.Live.State;

        Session.MayWithdrawUntil(state, entry, "nurse-1", until).ShouldBe(until);
        Session.MayWithdrawUntil(state, entry, "nurse-1", until.AddTicks(1)).ShouldBeNull();
        Session.MayWithdrawUntil(state, entry, "nurse-2", until).ShouldBeNull();
        Session.MayWithdrawUntil(state, Guid.NewGuid(), "nurse-1", until).ShouldBeNull();
        Session.MayWithdrawUntil(ward.Accept(Withdrawal(ward, entry)).Live.State, entry, "nurse-1", until).ShouldBeNull();
    }

    [Fact]
    public void MoreEntriesThanAnybodyCharts_AreNotAllKept()
    {
        var ward = new Ward().Infusing().After(30);
        var first = Charted(ward, Sedation(ward, 3));
        for (var more = 0; more < 100; more++)
        {
            Charted(ward, Sedation(ward, 4));
        }

        ward.Refused(Withdrawal(ward, first)).ShouldBe("entry-unknown");
        ward.Live.State.Entries.Entries.Length.ShouldBe(100);
    }

    [Fact]
    public void TheReadersOfEvents_SeeWhatStands()
    {
        var ward = new Ward().Infusing().After(30);
        var entry = Charted(ward, Sedation(ward, 3));
        Charted(ward, Sedation(ward, 4));
        ward.Accept(Withdrawal(ward, entry));
        SessionEvent[] all = [.. ward.Events.Select(each => each.Event)];

        Withdrawals.Standing(all).OfType<ObservationCharted>().ShouldHaveSingleItem().Score.ShouldBe(4);
        Withdrawals.Of(all).WithdrawalOf(all.OfType<ObservationCharted>().First())!.By.ShouldBe("nurse-1");
        Withdrawals.Of(all).WithdrawalOf(all.OfType<ObservationCharted>().Last()).ShouldBeNull();
        SessionEvent[] untouched = [.. all.Where(each => each is not EntryWithdrawn)];
        Withdrawals.Standing(untouched).ShouldBeSameAs(untouched);
    }

    static PlanSession Single(PlanSession plan) => plan with { Order = plan.Order with { Route = DoseRoute.Intranasal } };

    static System.Collections.Immutable.ImmutableArray<RecoveryItemScore> Full(RecoveryScale scale) =>
        [.. RecoveryScaleInfo.Find(scale)!.Items.Select(each => new RecoveryItemScore(each.Item, 2))];

    static IEnumerable<string> Owed(Ward ward) => Obligations.Open(
        ward.Live.State, [.. ward.Events.Select(each => each.Event)], ward.State.Configuration.Protocol("mood", 1)).Select(each => each.Code);

    static void Fixed(Ward ward, SessionCommand command, string way)
    {
        ward.Accept(command).Refused(Withdrawal(ward, command.Id)).ShouldBe("entry-fixed");
        ward.Do(Withdrawal(ward, command.Id)).ShouldBeOfType<Decision.Rejected>().Reason.ShouldContain(way);
    }

    static string? Answer(Ward ward, SessionCommand command) => (ward.Do(command) as Decision.Rejected)?.Code;

    static Guid Charted(Ward ward, SessionCommand command)
    {
        ward.Accept(command);
        return command.Id;
    }

    static WithdrawEntry Withdrawal(Ward ward, Guid entry) => new(ward.NextId(), Ward.FirstSession, "nurse-1", entry);

    static ChartObservation Sedation(Ward ward, int score) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Sedation, ObservationScale.MoaaS, score, null);

    static ChartVitals Vitals(Ward ward, params ReadOnlySpan<HandVital> values) => new(ward.NextId(), Ward.FirstSession, "nurse-1", [.. values]);

    static DateTimeOffset Due(Ward ward, Observation what) => ward.Live.Observations.Due(what, ward.Live.State)!.Value.At;

    static Ward ByHand()
    {
        var ward = HandVitalsTests.ByHand(HandVitalsTests.NoDevices());
        return ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }
}
