using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using Infusion.Core.Tests.Safety;

namespace Infusion.Core.Tests.Alarms;

/// <summary>One condition at several levels: it grows graver and milder, and stays one alarm.</summary>
public class AlarmLevelTests
{
    [Fact]
    public void GivenADesaturationThatDeepens_ThenOneAlarmGrowsGraver_AndTheGraverIsNotAcknowledged()
    {
        var ward = Staged().Hold(30, (Metric.SpO2, 93m));
        var raised = ward.OnlyAlarm();
        raised.Priority.ShouldBe(AlarmPriority.Low);
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", raised.Id));

        ward.After(1).Hold(15, (Metric.SpO2, 91m));
        var call = ward.OnlyAlarm();
        (call.Id, call.Priority, call.IsAcknowledged, call.Observed, call.HardLimit).ShouldBe((raised.Id, AlarmPriority.Medium, false, 91m, 92m));

        ward.After(1).Hold(15, (Metric.SpO2, 89m)).OnlyAlarm().Priority.ShouldBe(AlarmPriority.High);
        ward.All<AlarmPriorityChanged>().Select(changed => (changed.Alarm, changed.From, changed.To)).ShouldBe(
            [(raised.Id, AlarmPriority.Low, AlarmPriority.Medium), (raised.Id, AlarmPriority.Medium, AlarmPriority.High)]);
        ward.CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenAnAcknowledgedHigh_WhenItGrowsMilder_ThenTheAcknowledgementStands_AndItEndsOnce()
    {
        var ward = Staged().Hold(15, (Metric.SpO2, 85m));
        var raised = ward.OnlyAlarm();
        raised.Priority.ShouldBe(AlarmPriority.High);
        ward.Hold(20, (Metric.SpO2, 85m));
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", raised.Id));

        ward.After(1).Tell((Metric.SpO2, 92m));
        (ward.OnlyAlarm().Priority, ward.OnlyAlarm().IsAcknowledged).ShouldBe((AlarmPriority.Medium, true));
        ward.After(1).Tell((Metric.SpO2, 94m)).OnlyAlarm().Priority.ShouldBe(AlarmPriority.Low);
        ward.All<AlarmConditionCleared>().ShouldBeEmpty();

        ward.After(1).Tell((Metric.SpO2, 96m));
        ward.All<AlarmConditionCleared>().ShouldHaveSingleItem();
        ward.Standing().ShouldBeEmpty();
    }

    [Fact]
    public void GivenAHighAtOnce_ThenTheMilderLevelsDoNotSoundBesideIt()
    {
        var ward = Staged().Hold(60, (Metric.SpO2, 75m));

        ward.Clinical.ShouldHaveSingleItem().Priority.ShouldBe(AlarmPriority.High);
        ward.All<AlarmPriorityChanged>().ShouldBeEmpty();
    }

    [Fact]
    public void GivenOneLevelIsConfirmedByRepeat_AndAnotherIsNot_ThenEachWaitsForItself()
    {
        var ward = Staged().After(60).Measure(190m);
        ward.OnlyAlarm("systolic-high").Priority.ShouldBe(AlarmPriority.Low);
        ward.After(60).Measure(191m).OnlyAlarm("systolic-high").Priority.ShouldBe(AlarmPriority.Medium);
        ward.After(60).Measure(200m).OnlyAlarm("systolic-high").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenARestart_ThenAGraveAlarmStandsAtItsLevel_AndDoesNotSoundAgain()
    {
        var ward = Staged().Hold(40, (Metric.SpO2, 85m)).Restart();
        ward.After(1).Hold(40, (Metric.SpO2, 85m));

        ward.CountRaised("spo2-low").ShouldBe(1);
        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
    }

    static Ward Staged() => Bed.Infusing(new SafetyLimits { Vitals = SampleLimits.Staged.Vitals });
}
