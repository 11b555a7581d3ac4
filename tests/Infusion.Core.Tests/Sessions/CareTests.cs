using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using Infusion.Core.Tests.Safety;

namespace Infusion.Core.Tests.Sessions;

[Trait("Rule", "SR-090")]
public class EmergencyTests
{
    [Fact]
    public void ACall_IsAHighAlarm_ThatEndsOnlyWhenAPersonEndsIt()
    {
        var ward = new Ward().CheckedIn();
        ward.Accept(new CallEmergency(ward.NextId(), Ward.FirstSession, "nurse-1", EmergencyKind.Airway)).After(60);
        ward.OnlyAlarm("emergency-called").Priority.ShouldBe(AlarmPriority.High);
        ward.Headline("emergency-called").ShouldBe("Emergency: help is called");

        ward.Accept(new ChartArrival(ward.NextId(), Ward.FirstSession, "nurse-2", Responder.Anaesthetist));
        ward.Lists("emergency-called").ShouldBeTrue();
        ward.Live.State.Care.Emergency!.Arrivals.ShouldHaveSingleItem().At.ShouldBe(ward.Now);

        ward.After(5).Accept(new EndEmergency(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBeOver("emergency-called");
        ward.Live.State.Care.Emergency.ShouldBeNull();
    }

    [Fact]
    public void ASecondCall_AnArrivalWithoutOne_AndAnArrivalBeforeIt_AreRefused()
    {
        var ward = new Ward().CheckedIn();
        ward.Refused(new ChartArrival(ward.NextId(), Ward.FirstSession, "nurse-1", Responder.Nurse)).ShouldBe("emergency-none");
        ward.Refused(new EndEmergency(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("emergency-none");
        ward.Accept(new CallEmergency(ward.NextId(), Ward.FirstSession, "nurse-1", EmergencyKind.Help));

        ward.Refused(new CallEmergency(ward.NextId(), Ward.FirstSession, "nurse-2", EmergencyKind.Help)).ShouldBe("emergency-called");
        ward.Refused(new ChartArrival(ward.NextId(), Ward.FirstSession, "nurse-1", Responder.Nurse, ward.Now.AddSeconds(-1)))
            .ShouldBe("time-out-of-range");
    }

    [Fact]
    public void ASessionIsNotClosedWhileItLasts()
    {
        var ward = new Ward().Infusing().Stop();
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"))
            .Accept(new CallEmergency(ward.NextId(), Ward.FirstSession, "nurse-1", EmergencyKind.Help));

        ward.Refused(new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("emergency-open");
    }
}

public class AdverseEventTests
{
    [Fact]
    public void AnEvent_HasGradeOnsetAndLaterItsOutcome_AndASecondOneStandsBesideIt()
    {
        var ward = new Ward().Infusing().After(300);
        var first = Seen(ward, AdverseEventCode.Nausea, 2, ward.Now.AddSeconds(-120));
        Seen(ward, AdverseEventCode.Hypertension, 1);
        ward.After(60).Accept(new ChartAdverseEventOutcome(ward.NextId(), Ward.FirstSession, "nurse-2", first, AdverseEventOutcome.Resolved));

        ward.Live.State.Care.AdverseEvents.Select(each => (each.Code, each.Grade, each.Outcome)).ShouldBe(
            [(AdverseEventCode.Nausea, 2, AdverseEventOutcome.Resolved), (AdverseEventCode.Hypertension, 1, null)]);
        ward.Live.State.Care.AdverseEvents[0].Onset.ShouldBe(ward.Now.AddSeconds(-180));
    }

    [Fact]
    public void WhatContradictsItself_IsRefused()
    {
        var ward = new Ward().Infusing().After(300);
        var id = Seen(ward, AdverseEventCode.Nausea, 2);
        ward.Refused(Event(ward, AdverseEventCode.Nausea, 6)).ShouldBe("grade-out-of-range");
        ward.Refused(Event(ward, (AdverseEventCode)99, 1)).ShouldBe("adverse-event-unknown");
        ward.Refused(Event(ward, AdverseEventCode.Fall, 1) with { Onset = ward.Now.AddSeconds(1) }).ShouldBe("time-out-of-range");

        ward.Refused(Outcome(ward, id, AdverseEventOutcome.Fatal)).ShouldBe("outcome-contradictory");
        ward.Refused(Outcome(ward, id, AdverseEventOutcome.Unknown)).ShouldBe("outcome-unknown");
        ward.Refused(Outcome(ward, Guid.NewGuid(), AdverseEventOutcome.Resolved)).ShouldBe("adverse-event-unknown");
        ward.Refused(Outcome(ward, id, AdverseEventOutcome.Resolved) with { EndedAt = ward.Now.AddSeconds(-1) }).ShouldBe("time-out-of-range");
    }

    static Guid Seen(Ward ward, AdverseEventCode code, int grade, DateTimeOffset? onset = null)
    {
        var command = Event(ward, code, grade) with { Onset = onset };
        ward.Accept(command);
        return command.Id;
    }

    static ChartAdverseEvent Event(Ward ward, AdverseEventCode code, int grade) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", code, grade);

    static ChartAdverseEventOutcome Outcome(Ward ward, Guid id, AdverseEventOutcome outcome) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", id, outcome);
}

public class RescueTests
{
    [Fact]
    public void ARescue_HasItsDose_AndLaterTheResponse()
    {
        var ward = new Ward().Infusing().After(60);
        var given = Labetalol(ward);
        ward.Accept(given).Accept(new ChartRescueResponse(ward.NextId(), Ward.FirstSession, "nurse-1", given.Id, RescueResponse.Partial));

        var rescue = ward.Live.State.Care.Rescues.ShouldHaveSingleItem();
        (rescue.Medication, rescue.Dose, rescue.Unit, rescue.Route, rescue.Response)
            .ShouldBe((RescueMedication.Labetalol, 10m, RescueUnit.Milligram, RescueRoute.Intravenous, RescueResponse.Partial));
    }

    [Fact]
    public void WhatIsIncompleteOrCannotBe_IsRefused()
    {
        var ward = new Ward().Infusing().After(60);
        ward.Refused(Labetalol(ward) with { Dose = 0m }).ShouldBe("dose-out-of-range");
        ward.Refused(Labetalol(ward) with { Unit = RescueUnit.Unknown }).ShouldBe("dose-incomplete");
        ward.Refused(Labetalol(ward) with { Unit = RescueUnit.LitrePerMinute }).ShouldBe("unit-contradictory");
        ward.Refused(Labetalol(ward) with { Medication = RescueMedication.Other }).ShouldBe("medication-name");
        ward.Refused(Labetalol(ward) with { Medication = RescueMedication.Unknown }).ShouldBe("medication-unknown");
        ward.Refused(new ChartRescueResponse(ward.NextId(), Ward.FirstSession, "nurse-1", Guid.NewGuid(), RescueResponse.Effective))
            .ShouldBe("rescue-unknown");
    }

    [Fact]
    public void TheSetting_IsWhatIsOn_AndAnxietyIsAScore()
    {
        var ward = new Ward().Infusing().Score(Observation.Anxiety, ObservationScale.Numeric, 6);
        foreach (var (item, isOn) in new[] { (SettingItem.Music, true), (SettingItem.EyeMask, true), (SettingItem.Music, false) })
        {
            ward.Accept(new ChartSetting(ward.NextId(), Ward.FirstSession, "nurse-1", item, isOn));
        }

        ward.Live.State.Care.Setting.ShouldBe([SettingItem.EyeMask]);
        ward.Live.State.Scores[Observation.Anxiety].Score.ShouldBe(6);
    }

    static GiveRescue Labetalol(Ward ward) => new(
        ward.NextId(), Ward.FirstSession, "nurse-1", RescueMedication.Labetalol, 10m, RescueUnit.Milligram, RescueRoute.Intravenous);
}

public class StartAndStopTests
{
    [Fact]
    public void AStartThatNobodyCharted_IsChartedForWhenThePumpBegan_WithTheBaselineFromBefore()
    {
        var ward = new Ward().Ready().After(10);
        ward.Cuff(120m);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0.1m);
        var began = ward.Live.State.DeliveryBeganAt.ShouldNotBeNull();
        ward.After(120).Cuff(150m);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { StartedAt = began });

        ward.Live.State.StartedAt.ShouldBe(began);
        ward.Live.State.Baseline.ShouldNotContainKey(Metric.NibpSystolic);
    }

    [Fact]
    public void AStartBeforeCheckIn_OrToCome_IsRefused()
    {
        var ward = new Ward().Ready().After(10);
        foreach (var at in new[] { ward.Now.AddSeconds(1), ward.Start.AddSeconds(-1) })
        {
            ward.Refused(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { StartedAt = at }).ShouldBe("time-out-of-range");
        }
    }

    [Fact]
    public void PauseAndStop_KeepTheirReason_AndOneThatIsNotOnTheList_IsRefused()
    {
        var ward = new Ward().Infusing();
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { Reason = HaltReason.Hypertension })
            .Refused(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { Reason = (HaltReason)77 }).ShouldBe("reason-unknown");
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { Reason = HaltReason.PatientsWish });

        ward.All<InfusionPaused>().ShouldHaveSingleItem().Reason.ShouldBe(HaltReason.Hypertension);
        ward.All<InfusionStopped>().ShouldHaveSingleItem().Reason.ShouldBe(HaltReason.PatientsWish);
    }
}

public class SingleDoseTests
{
    [Fact]
    public void ADoseByAnotherRoute_NeedsNoPump_AndTheScheduleRunsFromIt()
    {
        ObservationDue[] schedule =
            [new(Observation.SpO2, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1))];
        var ward = Ready([.. schedule]);
        ward.Accept(Dose(ward)).After(600);

        ward.Live.State.Phase.ShouldBe(SessionPhase.Infusing);
        ward.Live.Given.ShouldBe(Mass.FromMilligrams(35m));
        ward.All<ObservationMissed>().ShouldNotBeEmpty();
        ward.Raised.ShouldAllBe(alarm => alarm.Rule == "observation-overdue" || alarm.Rule == "baseline-missing" || alarm.Rule == "pressure-missing-at-start");
        ward.Stop().Live.State.Phase.ShouldBe(SessionPhase.Recovery);
    }

    [Fact]
    public void WhatDoesNotGoWithTheOrder_IsRefused()
    {
        var ward = Ready();
        ward.Refused(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("route-single-dose");
        ward.Refused(new AttachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1", DeviceKind.Pump)).ShouldBe("route-single-dose");
        ward.Refused(Dose(ward) with { Route = DoseRoute.Oral }).ShouldBe("route-differs");
        ward.Refused(Dose(ward) with { Dose = Mass.FromMilligrams(36m) }).ShouldBe("dose-above-order");
        ward.Accept(Dose(ward)).Refused(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("route-single-dose");
        ward.Refused(Dose(ward)).ShouldBe("wrong-phase");

        var infusion = new Ward().Ready();
        infusion.Refused(Dose(infusion)).ShouldBe("route-infusion");
    }

    [Fact]
    public void WhatWasGiven_CountsForTheNextOrder_NotWhatWasOrdered()
    {
        var ward = Ready();
        ward.Accept(Dose(ward) with { Dose = Mass.FromMilligrams(30m) });

        PastSession.Of(ward.Live.State)!.Given.ShouldBe(Mass.FromMilligrams(30m));
    }

    static GiveDose Dose(Ward ward) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", DoseRoute.Intramuscular, Mass.FromMilligrams(35m));

    static Ward Ready(System.Collections.Immutable.ImmutableArray<ObservationDue>? schedule = null)
    {
        var ward = new Ward(SampleLimits.Staged, schedule: schedule);
        ward = new Ward(SampleLimits.Staged, schedule: schedule)
        {
            Plan = ward.Plan with { Order = Ward.Order with { Route = DoseRoute.Intramuscular } },
        };
        return HandVitalsTests.ByHand(HandVitalsTests.NoDevices(ward));
    }
}
