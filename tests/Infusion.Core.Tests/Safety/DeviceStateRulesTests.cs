using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-069")]
public class DeviceBatteryIsLowTests
{
    [Theory]
    [InlineData(0.2, null)]
    [InlineData(0.199, AlarmPriority.Low)]
    [InlineData(0.1, AlarmPriority.Low)]
    [InlineData(0.099, AlarmPriority.Medium)]
    [InlineData(0.0, AlarmPriority.Medium)]
    [InlineData(null, null)]
    public void GivenAShare_ThenAsGraveAsItIsLow(double? share, AlarmPriority? priority)
    {
        var ward = new Ward().Infusing().Report("pump-1", true, (decimal?)share).After(1);

        ward.Raised.Where(alarm => alarm.Rule == "battery-low").Select(alarm => (AlarmPriority?)alarm.Priority).ShouldBe(priority is null ? [] : [priority]);
    }

    [Fact]
    public void GivenRaised_ThenItsNumbers_AndItClearsFivePercentAbove_NotByAbsence()
    {
        var ward = new Ward().Infusing().Report("pump-1", true, 0.08m).After(1);
        var alarm = ward.OnlyAlarm("battery-low");
        (alarm.Observed, alarm.HardLimit, alarm.Source).ShouldBe((8m, 10m, "pump-1"));
        AlarmText.Headline(alarm).ShouldBe("Battery of pump-1 at 8 %, limit 10 %");

        ward.Report("pump-1", true).After(1).OnlyAlarm("battery-low").Presence.ShouldBe(AlarmPresence.Active);
        ward.Report("pump-1", true, 0.149m).After(1).OnlyAlarm("battery-low").Priority.ShouldBe(AlarmPriority.Medium);
        ward.Report("pump-1", true, 0.15m).After(1).OnlyAlarm("battery-low").Priority.ShouldBe(AlarmPriority.Low);
        ward.Report("pump-1", true, 0.249m).After(1).OnlyAlarm("battery-low").Presence.ShouldBe(AlarmPresence.Active);
        ward.Report("pump-1", true, 0.25m).After(1).OnlyAlarm("battery-low").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData("ready", 0)]
    [InlineData("paused", 1)]
    [InlineData("recovery", 0)]
    public void GivenAPhase_ThenNeededWhileTheInfusionRunsOrIsPaused(string phase, int expected)
    {
        var ward = phase == "ready" ? new Ward().Ready() : phase == "paused" ? new Ward().Infusing().Pause() : new Ward().Infusing().Stop();

        ward.Report("mon-1", true, 0.05m).After(1).CountRaised("battery-low").ShouldBe(expected);
    }

    [Fact]
    public void GivenADeviceThatAlarmsItsBatteryItself_ThenItSpeaksOnce()
    {
        var ward = new Ward().Infusing().Alerts("pump-1", new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.Low, null));
        ward.Report("pump-1", true, 0.05m).After(1).CountRaised("battery-low").ShouldBe(0);

        ward.Alerts("pump-1", new DeviceAlert("OTHER", DeviceAlertPriority.Low, null)).After(1).CountRaised("battery-low").ShouldBe(1);
    }
}

[Trait("Rule", "SR-070")]
public class AttachedDeviceIsOfflineTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(600, 1)]
    public void GivenALastWill_ThenRaisedAfterTheDelay_AndSilenceDoesNotSpeakAsWell(int seconds, int expected)
    {
        var ward = Heard().After(1).Report("mon-1", false).After(seconds);

        ward.CountRaised("device-offline").ShouldBe(expected);
        ward.CountRaised("telemetry-lost").ShouldBe(0);
    }

    [Fact]
    public void GivenRaised_ThenMediumWithItsWords_AndALiveMessageEndsIt()
    {
        var ward = Heard().After(1).Report("mon-1", false).Report("mon-1", false).After(10);
        var alarm = ward.OnlyAlarm("device-offline");
        (alarm.Priority, alarm.Source, alarm.Onset).ShouldBe((AlarmPriority.Medium, "mon-1", Ward.DefaultStart.AddSeconds(2)));
        AlarmText.Headline(alarm).ShouldBe("mon-1 is offline");

        ward.Vital(Metric.SpO2, 97m);
        ward.ShouldBeOver("device-offline");
    }

    [Fact]
    public void GivenItCameBackAndSaidSo_ThenItsSilenceIsWhatCountsAgain()
    {
        var ward = Heard().After(1).Report("mon-1", false).After(2).Report("mon-1", true).After(60);

        ward.CountRaised("device-offline").ShouldBe(0);
        ward.CountRaised("telemetry-lost").ShouldBe(1);
    }

    [Theory]
    [InlineData(14, 1, 0)]
    [InlineData(15, 0, 1)]
    [InlineData(45, 0, 1)]
    public void GivenTheWillComesLate_ThenWhicheverKnewFirstSpeaksAlone(int seconds, int offline, int silent)
    {
        var ward = Heard().After(seconds).Report("mon-1", false).After(60);

        (ward.CountRaised("device-offline"), ward.CountRaised("telemetry-lost")).ShouldBe((offline, silent));
    }

    [Theory]
    [InlineData("ready", 0)]
    [InlineData("paused", 1)]
    [InlineData("recovery", 1)]
    public void GivenAPhase_ThenOnlyADeviceThatIsNeeded(string phase, int expected)
    {
        var ward = phase == "ready" ? new Ward().Ready() : phase == "paused" ? new Ward().Infusing().Pause() : new Ward().Infusing().Stop();

        ward.Report("mon-1", false).Report("pump-1", false).After(10).CountRaised("device-offline").ShouldBe(expected);
    }

    [Fact]
    public void GivenItIsNotKnownSinceWhenItIsAttached_ThenWhatWasHeardCounts()
    {
        var ward = Heard().After(1);
        ward.State.Devices["mon-1"].AttachedAt = null;

        ward.Report("mon-1", false).After(5).CountRaised("device-offline").ShouldBe(1);
    }

    [Fact]
    public void GivenItWasOfflineBeforeTheStart_ThenRaisedFromTheStart()
    {
        var ward = new Ward().Ready().Report("mon-1", false).After(10);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(5);

        ward.OnlyAlarm("device-offline").Onset.ShouldBe(Ward.DefaultStart.AddSeconds(10));
    }

    [Fact]
    public void NoConfigurationSwitchesItOff()
    {
        var limits = new SafetyLimits();
        var ward = new Ward(limits with { Rules = limits.Rules.Add("device-offline", new RuleTuning(IsOn: false)) }).Infusing();

        ward.Report("mon-1", false).After(10).CountRaised("device-offline").ShouldBe(1);
    }

    static Ward Heard()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.Vital(Metric.SpO2, 97m);
        return ward;
    }
}

[Trait("Rule", "SR-071")]
public class TooManyMessagesAreMissingTests
{
    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    public void GivenSoManyAreMissing_ThenRaised(int missing, int expected) =>
        Skip(Infusing(), missing).After(1).CountRaised("messages-missing").ShouldBe(expected);

    [Fact]
    public void GivenRaised_ThenItsNumbers_AndItEndsWhenTheyAreLongAgo()
    {
        var ward = Skip(Skip(Infusing(), 20).After(100), 15).After(1);
        var alarm = ward.OnlyAlarm("messages-missing");
        (alarm.Priority, alarm.Observed, alarm.HardLimit, alarm.Source).ShouldBe((AlarmPriority.Low, 35m, 30m, "mon-1"));
        AlarmText.Headline(alarm).ShouldBe("35 messages of mon-1 are missing, limit 30");

        ward.After(198).OnlyAlarm("messages-missing").Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).ShouldBeOver("messages-missing");
    }

    [Fact]
    public void GivenAFeedWithoutNumbers_ThenItsHolesSayNothing()
    {
        var ward = Infusing();
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { Boot = "unnumbered:1", Seq = 1 });
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { Boot = "unnumbered:1", Seq = 5000 });

        ward.After(1).CountRaised("messages-missing").ShouldBe(0);
    }

    [Fact]
    public void GivenNobodyOnTheMonitorYet_OrNoLimit_ThenNotJudged()
    {
        Skip(new Ward(SampleLimits.Staged).Planned().Attach("mon-1", DeviceKind.Monitor), 100).After(1).CountRaised("messages-missing").ShouldBe(0);
        Skip(new Ward().Infusing(), 100).After(1).CountRaised("messages-missing").ShouldBe(0);
    }

    [Fact]
    public void GivenManySmallHoles_ThenTheOldestAreForgotten()
    {
        var count = new MissingCount();
        var ward = Infusing();
        for (var hole = 0; hole < 70; hole++)
        {
            Skip(ward.After(1), 1);
        }

        count.Since(default).ShouldBe(0);
        ward.State.Devices["mon-1"].Missing.Since(default).ShouldBe(64);
        ward.Restart().State.Devices["mon-1"].Missing.Since(default).ShouldBe(64);
    }

    static Ward Infusing()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().After(1);
        ward.Vital(Metric.SpO2, 97m);
        return ward;
    }

    static Ward Skip(Ward ward, int messages)
    {
        ward.Vital(Metric.SpO2, 97m);
        for (var skipped = 0; skipped < messages; skipped++)
        {
            ward.NewReading("mon-1");
        }

        ward.Vital(Metric.SpO2, 97m);
        return ward;
    }
}

[Trait("Rule", "SR-072")]
public class DeviceRestartedTests
{
    [Theory]
    [InlineData("pump-1", AlarmPriority.Medium)]
    [InlineData("mon-1", AlarmPriority.Low)]
    public void GivenANewBootDuringTheInfusion_ThenRaised_AndOverAfterAMinute(string device, AlarmPriority priority)
    {
        var ward = Say(Say(new Ward().Infusing().After(1), device, "boot-1").After(10), device, "boot-2");
        var alarm = ward.OnlyAlarm("device-restarted");
        (alarm.Priority, alarm.Source, alarm.Onset).ShouldBe((priority, device, ward.Now));
        AlarmText.Headline(alarm).ShouldBe($"{device} was switched on anew during the infusion");

        Say(ward.After(59), device, "boot-2").OnlyAlarm("device-restarted").Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).ShouldBeOver("device-restarted");
        ward.CountRaised("device-restarted").ShouldBe(1);
    }

    [Fact]
    public void GivenAMessageOfAnEarlierBoot_ThenThatIsNoRestart()
    {
        var ward = Say(Say(new Ward().Infusing().After(1), "mon-1", "boot-1").After(10), "mon-1", "boot-2");
        var restarted = ward.Now;
        Say(ward.After(100), "mon-1", "boot-1").State.Devices["mon-1"].RestartedAt.ShouldBe(restarted);

        ward.CountRaised("device-restarted").ShouldBe(1);
    }

    [Theory]
    [InlineData("before the start")]
    [InlineData("before it was attached")]
    [InlineData("in recovery")]
    [InlineData("unnumbered")]
    public void GivenARestartThatIsNoneOfTheInfusion_ThenSilent(string when)
    {
        var ward = new Ward();
        switch (when)
        {
            case "before the start":
                Say(Say(ward.Ready().After(1), "mon-1", "boot-1").After(1), "mon-1", "boot-2");
                ward.After(1).Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
                break;
            case "before it was attached":
                ward.Infusing().Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
                Say(Say(ward.After(1), "mon-1", "boot-1").After(1), "mon-1", "boot-2").After(1).Attach("mon-1", DeviceKind.Monitor);
                break;
            case "in recovery":
                Say(Say(ward.Infusing().Stop().After(1), "mon-1", "boot-1").After(1), "mon-1", "boot-2");
                break;
            default:
                Say(Say(ward.Infusing().After(1), "mon-1", "boot-1").After(1), "mon-1", "unnumbered:7");
                break;
        }

        ward.After(5).CountRaised("device-restarted").ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GivenAStateThatDoesNotKnowSinceWhen_ThenSilent(bool isStartUnknown)
    {
        var ward = Say(new Ward().Infusing().After(1), "pump-1", "boot-1").After(10);
        ward.Live.State = isStartUnknown ? ward.Live.State with { StartedAt = null } : ward.Live.State;
        ward.State.Devices["pump-1"].AttachedAt = isStartUnknown ? ward.Start : null;

        Say(ward, "pump-1", "boot-2").CountRaised("device-restarted").ShouldBe(0);
    }

    [Fact]
    public void GivenPaused_ThenItStaysTold()
    {
        var ward = Say(Say(new Ward().Infusing().After(1), "pump-1", "boot-1").After(10), "pump-1", "boot-2").Pause();

        ward.After(1).OnlyAlarm("device-restarted").Presence.ShouldBe(AlarmPresence.Active);
    }

    static Ward Say(Ward ward, string device, string boot)
    {
        ward.Observe(ward.NewReading(device, new Sample(Metric.PerfusionIndex, 2m, Quality.Valid)) with { Boot = boot });
        return ward;
    }
}
