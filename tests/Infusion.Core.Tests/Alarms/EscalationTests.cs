using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

public class EscalationTests
{
    static readonly DutyStep[] Chain = [Step(30, "nurse-1", "nurse-2"), Step(60, "charge"), Step(90, "physician")];

    [Theory]
    [InlineData(AlarmPriority.High, 44, false)]
    [InlineData(AlarmPriority.High, 45, true)]
    [InlineData(AlarmPriority.Medium, 89, false)]
    [InlineData(AlarmPriority.Medium, 90, true)]
    [InlineData(AlarmPriority.Low, 1000, false)]
    public void GivenNobodyAcknowledges_ThenTheFirstStepIsCalledAfterAWhile_ByPriority(AlarmPriority priority, int seconds, bool isCalled)
    {
        var ward = Raised(new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Priority = priority })).OnDuty(Chain);
        ward.At(16 + seconds);

        (ward.Assigned()?.Step == 1).ShouldBe(isCalled);
    }

    [Fact]
    public void GivenNobodyAnswers_ThenStepAfterStepIsCalled_AndTheLastIsRemindedAgainAndAgain() =>
        Raised().OnDuty(Chain).At(380).Calls().ShouldBe(
        [
            "61 calls 1 nurse-1+nurse-2 until 91",
            "91 no answer 1", "91 calls 2 charge until 151",
            "151 no answer 2", "151 calls 3 physician until 241",
            "241 no answer 3, again 301", "301 no answer 3, again 361", "361 no answer 3, again 421",
        ]);

    /// <summary>Everything but what is stored is lost; some restarts come in the very second of a deadline, one longer after it.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(61)]
    [InlineData(90.5)]
    [InlineData(91)]
    [InlineData(200)]
    public void GivenARestart_ThenDeadlinesGoOn_AndNothingIsCalledOrSoundsTwice(decimal second)
    {
        var (ran, restarted) = (Raised().OnDuty(Chain).At(second), Raised().OnDuty(Chain).At(second));
        var before = restarted.Events.Count;
        restarted.Restart().Events.Skip(before).ShouldBeEmpty();

        restarted.At(380).Calls().ShouldBe(ran.At(380).Calls());
        restarted.OnlyAlarm("spo2-low").ShouldBe(ran.OnlyAlarm("spo2-low"));
        restarted.CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenARefusal_ThenTheNextStepIsCalledAtOnce_AndAtTheLastStepItIsCalledAgainLater() =>
        Raised().OnDuty(Chain).At(70).RefuseIt("nurse-2").At(80).RefuseIt("charge").At(90).RefuseIt("physician").At(151).Calls().ShouldBe(
        [
            "61 calls 1 nurse-1+nurse-2 until 91",
            "70 refused 1 nurse-2", "70 calls 2 charge until 130",
            "80 refused 2 charge", "80 calls 3 physician until 170",
            "90 refused 3 physician", "90 calls 3 physician until 150",
            "150 no answer 3, again 210",
        ]);

    [Fact]
    public void GivenItIsAccepted_ThenNobodyElseIsCalled_AndItStillSounds()
    {
        var ward = Raised().OnDuty(Chain).At(70).AcceptIt("nurse-2").At(600);

        ward.Calls().ShouldBe(["61 calls 1 nurse-1+nurse-2 until 91", "70 accepted nurse-2"]);
        var alarm = ward.OnlyAlarm("spo2-low");
        (alarm.Assigned!.AcceptedBy, alarm.Assigned.Until, alarm.IsAcknowledged, alarm.Calls).ShouldBe(("nurse-2", null, false, true));
    }

    [Fact]
    public void GivenItIsAcknowledged_ThenNobodyIsCalled() =>
        Raised().OnDuty(Chain).At(50).Acknowledge().At(600).Calls().ShouldBeEmpty();

    [Fact]
    public void GivenACall_WhenItIsAcknowledged_ThenTheEscalationEnds() =>
        Raised().OnDuty(Chain).At(70).Acknowledge().At(600).Calls().ShouldBe(["61 calls 1 nurse-1+nurse-2 until 91"]);

    [Fact]
    public void GivenItWasAcceptedBeforeAnybodyWasCalled_ThenTheOneWhoAcceptedMayHandItOn() =>
        Raised().OnDuty(Chain).At(20).AcceptIt("nurse-9").At(100).RefuseIt("nurse-9").Calls().ShouldBe(
            ["20 accepted nurse-9", "100 refused 0 nurse-9", "100 calls 1 nurse-1+nurse-2 until 130"]);

    [Fact]
    public void GivenNobodyIsNamed_ThenTheAlarmSaysSo_UntilSomebodyIs() =>
        Raised().At(100).OnDuty(Chain).At(110).Calls().ShouldBe(["61 nobody", "101 calls 1 nurse-1+nurse-2 until 131"]);

    [Fact]
    public void GivenTheDutyListIsEmptiedWhileSomebodyIsCalled_ThenNobodyIsNamed() =>
        Raised().OnDuty(Chain).At(70).OnDuty().At(300).Calls().ShouldBe(["61 calls 1 nurse-1+nurse-2 until 91", "91 no answer 1", "91 nobody"]);

    [Fact]
    public void GivenAShorterDutyList_ThenItsLastStepIsCalled() =>
        Raised().OnDuty(Chain).At(160).OnDuty(Step(20, "charge")).At(262).Calls().Skip(5).ShouldBe(
            ["241 no answer 3", "241 calls 1 charge until 261", "261 no answer 1, again 321"]);

    [Fact]
    public void GivenAChairWithAChainOfItsOwn_ThenThatIsCalled_AndAnEmptyOneGivesItBack()
    {
        var ward = Raised().OnDuty(Chain);
        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", "a1", [Step(10, "room-nurse")]));
        ward.At(61).Assigned()!.People.ShouldBe(["room-nurse"]);

        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", "a1", []));
        ward.State.Duty.OfChairs.ShouldBeEmpty();
        ward.At(71).Assigned()!.People.ShouldBe(["charge"]);
    }

    [Fact]
    public void GivenARunningPumpThatBelongsToNoSession_ThenTheChairWhereItStandsIsCalled()
    {
        var ward = new Ward().OnDuty(Step(30, "nurse-1"));
        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", "b2", [Step(30, "nurse-b")])).After(1);
        for (var second = 0; second < 60; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 50m, device: "pump-1");
            ward.Pump(PumpStatus.Infusing, 50m, device: "pump-2");
        }

        ward.State.Alarms.Values.OrderBy(alarm => alarm.Source).Select(alarm => alarm.Assigned!.People.Single()).ShouldBe(["nurse-1", "nurse-b"]);
        var alarm = ward.State.Alarms.Values.First(each => each.Source == "pump-2").Id;
        ward.Accept(new RefuseAlarm(ward.NextId(), Ward.ClinicStream, "nurse-b", alarm));
        ward.All<AlarmAssigned>().Last().At.ShouldBe(ward.Now);
    }

    [Fact]
    public void GivenAnAlarmOfADeviceThatIsNotRegisteredAnyMore_ThenTheClinicsChainIsCalled()
    {
        var ward = new Ward().OnDuty(Step(30, "nurse-1")).After(1);
        for (var second = 0; second < 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 50m, device: "pump-2");
        }

        ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with { Devices = [] });
        ward.State.Alarms[ward.State.Alarms.Keys.Single()] = ward.State.Alarms.Values.Single() with { Priority = AlarmPriority.Medium };
        ward.After(120).State.Alarms.Values.Single().Assigned!.People.ShouldBe(["nurse-1"]);
        ward.State.Alarms[ward.State.Alarms.Keys.Single()] = ward.State.Alarms.Values.Single() with { Source = null, Assigned = null };
        ward.After(1).State.Alarms.Values.Single().Assigned!.People.ShouldBe(["nurse-1"]);
    }

    [Fact]
    public void GivenItBecomesGraver_ThenWhoAcceptedIsAskedAnew_AndWhoIsBeingAskedGoesOnBeingAsked()
    {
        var limits = new SafetyLimits
        {
            Vitals =
            [
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Medium) { Value = 92m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
            ],
        };
        Ward Medium() => new Ward(limits).Infusing().OnDuty(Chain).After(1).Breathes(91m, 16);

        var accepted = Medium().AcceptIt();
        accepted.Breathes(85m, 16).Breathes(85m, 45);
        accepted.Calls().ShouldBe(["17 accepted nurse-1", "77 calls 1 nurse-1+nurse-2 until 107"]);

        var asked = Medium().Breathes(91m, 95);
        asked.Breathes(85m, 16).Assigned()!.Step.ShouldBe(1);
        asked.Calls().ShouldBe(["106 calls 1 nurse-1+nurse-2 until 136"]);
    }

    [Fact]
    public void GivenItBecomesLow_ThenNobodyIsAskedAnyMore()
    {
        var alarm = Raised().OnDuty(Chain).At(61).OnlyAlarm("spo2-low");
        alarm.Assigned.ShouldNotBeNull();

        AlarmFold.Next(alarm, new AlarmPriorityChanged(default, alarm.Id, AlarmPriority.High, AlarmPriority.Medium, null, null))!.Assigned.ShouldNotBeNull();
        AlarmFold.Next(alarm, new AlarmPriorityChanged(default, alarm.Id, AlarmPriority.High, AlarmPriority.Low, null, null))!.Assigned.ShouldBeNull();
    }

    [Fact]
    public void GivenSeveralAreDueAtOnce_ThenTheLongestWaitingComesFirst()
    {
        var ward = new Ward(Medium).Infusing().OnDuty(Chain).After(1).Breathes(85m, 16);
        ward.Pump(PumpStatus.Infusing, 80m);
        ward.After(5).Pump(PumpStatus.Infusing, 80m);
        ward.After(5).Pump(PumpStatus.Infusing, 80m);
        ward.Restart().At(200);

        var first = ward.All<AlarmAssigned>().DistinctBy(each => each.Alarm).Select(each => ward.Raised.Single(raised => raised.Alarm == each.Alarm)).ToList();
        first.Count.ShouldBeGreaterThan(2);
        first.Select(each => (each.At, each.Alarm)).ShouldBe(first.Select(each => (each.At, each.Alarm)).Order());
    }

    [Fact]
    public void GivenAnAbsurdlyShortReminder_ThenItIsNotMoreOftenThanEachTenSeconds() =>
        Raised(new SafetyLimits { RemindEvery = TimeSpan.Zero }).OnDuty(Step(10, "nurse-1")).At(85).Calls().ShouldBe(
            ["61 calls 1 nurse-1 until 71", "71 no answer 1, again 81", "81 no answer 1, again 91"]);

    [Fact]
    public void GivenACallThatAwaitsNothing_ThenTheNextStepIsCalled()
    {
        var ward = Raised().OnDuty(Chain).At(61);
        ClinicEngine.Restore(ward.State, new StreamEvent(Ward.FirstSession, new AlarmNotAnswered(ward.Now, ward.Alarm(), 1, null), null, null));

        ward.At(62).Assigned()!.Step.ShouldBe(2);
    }

    [Fact]
    public void GivenTheSessionIsClosed_ThenNobodyIsCalledAnyMore()
    {
        var ward = Raised().At(60);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.At(200).All<AlarmAssigned>().ShouldBeEmpty();
    }

    [Fact]
    public void GivenWhatNobodyMayDo_ThenItIsRefusedWithASentence()
    {
        var ward = Raised().OnDuty(Chain);
        ward.Refused(new RefuseAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.Alarm())).ShouldBe("alarm-not-assigned");
        ward.At(61).Refused(new RefuseAlarm(ward.NextId(), Ward.FirstSession, "physician", ward.Alarm())).ShouldBe("alarm-not-assigned");
        ward.AcceptIt("physician");
        ward.Refused(new AcceptAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.Alarm())).ShouldBe("alarm-already-accepted");
        ward.Refused(new RefuseAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.Alarm())).ShouldBe("alarm-not-assigned");
        ward.Acknowledge().Refused(new AcceptAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.Alarm())).ShouldBe("alarm-already-acknowledged");
        ward.Refused(new AcceptAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", Guid.Empty)).ShouldBe("alarm-unknown");
    }
}
