using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Outcomes;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Outcomes;

public class SafetyTaskTests
{
    static readonly Guid Note = new(9, 9, 9, new byte[8]);
    static readonly Guid Patient = Ward.FirstSession;
    static readonly DateOnly Today = new(2026, 11, 23);
    static readonly ImmutableArray<int?> Well = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    static readonly ImmutableArray<int?> Positive = [1, 1, 1, 1, 1, 1, 1, 1, 1];

    [Fact]
    public void Item9_WaitsWithTheDischarge_UntilAPhysicianAnswers()
    {
        var ward = Recovering(new DischargeGate { MayBeOverridden = true });
        var task = Record(ward, Positive);

        ward.Do(Discharge(ward)).ShouldBeOfType<Decision.Rejected>().Reason.ShouldBe(
            "Missing: an answer to the safety task (PHQ-9: item 9 is above 0). "
            + "Chart what is missing; a safety task is answered by a physician on the page Safety tasks, and nobody may override it.");
        ward.Refused(new DischargeInSpite(ward.NextId(), Ward.FirstSession, "physician-1", Note)).ShouldBe("safety-task-open");
        ward.Refused(Answer(ward, task, mayAnswer: false)).ShouldBe("safety-task-right");

        ward.Accept(Answer(ward, task));
        ward.State.Outcomes.OpenTasks.ShouldBeEmpty();
        DischargeCheck.Items(ward.Live.State, null, ward.Now).ShouldHaveSingleItem().RestsOn.ShouldBe("PHQ-9: item 9 is above 0; answered by physician-1");
        ward.Refused(Answer(ward, task)).ShouldBe("safety-task-unknown");
        ward.Accept(Discharge(ward)).Live.State.Phase.ShouldBe(SessionPhase.Discharged);
    }

    [Fact]
    public void AProtocolThatAsksForNothing_StillWaits()
    {
        var ward = Recovering(null);
        Record(ward, Positive);

        ward.Refused(Discharge(ward)).ShouldBe("discharge-not-ready");
    }

    [Fact]
    public void ARestartForgetsNone()
    {
        var ward = Recovering(null);
        var task = Record(ward, Positive);

        ward.Restart();

        ward.State.Outcomes.OpenTasks.Keys.ShouldBe([task]);
        ward.Refused(Discharge(ward)).ShouldBe("discharge-not-ready");
        ward.Refused(RecordOf(ward, Well, Today.AddDays(6))).ShouldBe("assessment-day");
        ward.Accept(Answer(ward, task)).Accept(Discharge(ward));
    }

    [Fact]
    public void OpenedWhileThePatientIsNotHere_ItComesInAtCheckIn_AndWaitsWithTheStart()
    {
        var ward = new Ward().Planned();
        var task = Record(ward, Positive);
        ward.Live.State.After.SafetyTasks.ShouldBeEmpty();

        ward.After(60).Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Live.State.After.SafetyTasks.ShouldHaveSingleItem().OpenedAt.ShouldBe(Ward.DefaultStart);
        ward.Refused(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("safety-task-open");
        ward.Accept(Answer(ward, task)).Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }

    [Fact]
    public void WhoLeavesAgainstAdvice_LeavesTheTaskOpen_ForTheNextTime()
    {
        var ward = Recovering(null);
        var task = Record(ward, Positive);

        ward.Accept(new LeaveAgainstAdvice(ward.NextId(), Ward.FirstSession, "nurse-1", Note));

        ward.State.Outcomes.OpenTasksOf(Patient).ShouldHaveSingleItem().Assessment.ShouldBe(task);
        ward.State.Outcomes.OpenTasksOf(Ward.SecondSession).ShouldBeEmpty();
    }

    [Fact]
    public void AnotherPatientsSession_HearsOfNothing()
    {
        var ward = Recovering(null);
        ward.Accept(RecordOf(ward, Positive) with { Patient = Ward.SecondSession });

        ward.Live.State.After.SafetyTasks.ShouldBeEmpty();
        ward.Accept(Discharge(ward));
    }

    [Fact]
    public void NotAnswered_IsNoNo()
    {
        var ward = Recovering(null);
        Record(ward, Well.SetItem(8, null));

        ward.State.Outcomes.OpenTasks.Values.ShouldHaveSingleItem().Words.ShouldBe("PHQ-9: the question on suicidality is not answered");
        ward.Refused(Discharge(ward)).ShouldBe("discharge-not-ready");
    }

    [Fact]
    public void TooEarly_IsRefusedWithTheDayThatWorks_AndAWithdrawnOneNoLongerCounts()
    {
        var ward = new Ward();
        var first = Record(ward, Well);

        ward.Do(RecordOf(ward, Well, Today)).ShouldBeOfType<Decision.Rejected>().Reason.ShouldBe(
            "PHQ-9 is answered at most once in 7 days, and 2026-11-23 is too close to another: from 2026-11-30 on it works.");
        ward.Accept(new WithdrawAssessment(ward.NextId(), Ward.ClinicStream, "nurse-1", Patient, first, Note));
        Record(ward, Well);
        ward.Accept(RecordOf(ward, Well, Today.AddDays(-7)));
        ward.All<AssessmentRecorded>().Select(each => each.IsOffSchedule).ShouldBe([false, false, false]);
    }

    [Fact]
    public void WhatTheScheduleHasLater_IsKeptAndMarked()
    {
        var ward = new Ward();
        ImmutableArray<int?> none = [.. Enumerable.Repeat((int?)0, 20)];
        ward.Accept(new RecordAssessment(ward.NextId(), Ward.ClinicStream, "nurse-1", Patient, Instrument.Pcl5, none, Today.AddDays(-7), Today));
        ward.Accept(new RecordAssessment(ward.NextId(), Ward.ClinicStream, "nurse-1", Patient, Instrument.Pcl5, none, Today, Today));

        ward.All<AssessmentRecorded>().Select(each => each.IsOffSchedule).ShouldBe([false, true]);
    }

    [Fact]
    public void WhatCannotBeEntered_IsRefused()
    {
        var ward = new Ward();

        ward.Refused(RecordOf(ward, Well) with { Instrument = Instrument.Unknown }).ShouldBe("instrument-unknown");
        ward.Refused(RecordOf(ward, [1, 2])).ShouldBe("assessment-items");
        ward.Refused(RecordOf(ward, Well, Today.AddDays(1))).ShouldBe("assessment-day");
    }

    static Ward Recovering(DischargeGate? gate) =>
        new Ward(protocol: SampleProtocols.Mood with { Discharge = gate, Vials = null }).Infusing().After(60).Stop();

    static Guid Record(Ward ward, ImmutableArray<int?> items)
    {
        var record = RecordOf(ward, items);
        ward.Accept(record);
        return record.Id;
    }

    static RecordAssessment RecordOf(Ward ward, ImmutableArray<int?> items, DateOnly? on = null) =>
        new(ward.NextId(), Ward.ClinicStream, "nurse-1", Patient, Instrument.Phq9, items, on ?? Today, Today);

    static AnswerSafetyTask Answer(Ward ward, Guid task, bool mayAnswer = true) =>
        new(ward.NextId(), Ward.ClinicStream, "physician-1", Patient, task, Note, mayAnswer);

    static Discharge Discharge(Ward ward) => new(ward.NextId(), Ward.FirstSession, "nurse-1");
}
