using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-011")]
public class DeviceClockIsUnusableTests
{
    [Fact]
    public void GivenNoTimes_ThenOneLowAlarm_UntilTheyReturn_AndLiveGoesOn()
    {
        var ward = new Ward().Infusing();
        Send(ward, 30, null);

        var raised = ward.Raised.Where(alarm => alarm.Rule == "device-clock-unusable").ShouldHaveSingleItem();
        (raised.At, raised.Onset, raised.Priority).ShouldBe((ward.Start.AddSeconds(3), ward.Start.AddSeconds(1), AlarmPriority.Low));
        AlarmText.Headline(AlarmFold.Next(null, raised)!).ShouldBe("mon-1 sends no usable time: charted at receipt");
        ward.Live[Metric.SpO2]!.Value.At.ShouldBe(ward.Now);

        Send(ward, 2, ward.Now);
        ward.OnlyAlarm("device-clock-unusable").Presence.ShouldBe(AlarmPresence.Active);
        Send(ward, 1, ward.Now);
        ward.Lists("device-clock-unusable").ShouldBeFalse();
    }

    [Fact]
    public void GivenAnAbsurdTime_ThenTheAlarmSaysHowFarOff_AndNoJumpIsSeen()
    {
        var ward = new Ward().Infusing();
        Send(ward, 30, ward.Start.AddYears(-26));

        var alarm = ward.OnlyAlarm("device-clock-unusable");
        AlarmText.Headline(alarm).ShouldBe("Clock of mon-1 is 9496 d behind: charted at receipt");
        ward.All<DeviceClockJumped>().ShouldBeEmpty();
        ward.Charted.ShouldAllBe(vital => vital.At >= ward.Start);
    }

    [Fact]
    public void GivenOneMessageWithoutATimeNowAndThen_ThenNothingIsSaid()
    {
        var ward = new Ward().Infusing();
        for (var second = 0; second < 30; second++)
        {
            Send(ward, 1, second % 3 == 0 ? ward.Now : null);
        }

        ward.CountRaised("device-clock-unusable").ShouldBe(0);
    }

    static void Send(Ward ward, int seconds, DateTimeOffset? at)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { At = at });
        }
    }
}
