using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-010")]
public class DeviceClockJumpedTests
{
    [Fact]
    public void GivenAClockSetBackTwoHours_ThenOneLowAlarmWithTheNumbers_UntilAMinuteOfCalm()
    {
        var ward = new Ward().Infusing();
        Send(ward, 20, 3.25);
        Send(ward, 70, 7203.25);

        var raised = ward.Raised.Where(alarm => alarm.Rule == "device-clock-jumped").ShouldHaveSingleItem();
        (raised.Source, raised.Priority, raised.Observed, raised.HardLimit, raised.Onset, raised.At)
            .ShouldBe(("mon-1", AlarmPriority.Low, 7203.25m, 3.25m, ward.Start.AddSeconds(23), ward.Start.AddSeconds(23)));
        AlarmText.Headline(AlarmFold.Next(null, raised)!).ShouldBe("Clock of mon-1 jumped from 3 s behind to 2 h behind");
        ward.All<AlarmConditionCleared>().Single(each => each.Alarm == raised.Alarm).At.ShouldBe(ward.Start.AddSeconds(83));
        ward.Lists("device-clock-jumped").ShouldBeFalse();
    }

    [Fact]
    public void GivenItIsAcknowledged_ThenItSoundsForTheNextJumpOnly()
    {
        var ward = new Ward().Infusing();
        Send(ward, 20, 0);
        Send(ward, 5, 7200);
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", ward.OnlyAlarm("device-clock-jumped").Id));
        Send(ward, 20, 7200);
        Send(ward, 20, 3600);
        ward.CountRaised("device-clock-jumped").ShouldBe(1);

        Send(ward, 70, 3600);
        ward.Live.State.Alarms.Values.ShouldAllBe(alarm => alarm.Rule != "device-clock-jumped");
        Send(ward, 5, 0);
        ward.CountRaised("device-clock-jumped").ShouldBe(2);
    }

    [Fact]
    public void GivenARestart_ThenItDoesNotSoundAgain()
    {
        var ward = new Ward().Infusing();
        Send(ward, 20, 0);
        Send(ward, 5, 7200);
        ward.Restart();
        Send(ward, 20, 7200);

        ward.CountRaised("device-clock-jumped").ShouldBe(1);
        ward.OnlyAlarm("device-clock-jumped").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenADeviceAtNoChair_ThenTheClinicIsTold()
    {
        var ward = new Ward();
        Send(ward, 5, 0);
        Send(ward, 5, -90);

        var alarm = ward.State.Alarms.Values.ShouldHaveSingleItem();
        AlarmText.Headline(alarm).ShouldBe("Clock of mon-1 jumped from on time to 1 min 30 s ahead");
        ward.Events.ShouldAllBe(each => each.Stream == Ward.ClinicStream);
    }

    static void Send(Ward ward, int seconds, double behind)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Observe(ward.NewReading("mon-1") with { At = ward.Now.AddSeconds(-behind) });
        }
    }
}
