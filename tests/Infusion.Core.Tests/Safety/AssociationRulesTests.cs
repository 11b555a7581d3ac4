using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-057")]
public class VitalsComeWithNobodyCheckedInTests
{
    [Theory]
    [InlineData(119, 0)]
    [InlineData(120, 1)]
    public void GivenPlannedWithAMonitor_WhenItMeasuresForSoLong_ThenRaised(int seconds, int expected)
    {
        var ward = Measuring(new Ward().Planned().Attach("mon-1", DeviceKind.Monitor), seconds);

        ward.CountRaised("vitals-without-check-in", Metric.SpO2).ShouldBe(expected);
        ward.CountRaised("vitals-without-check-in", Metric.HeartRate).ShouldBe(0);
    }

    [Fact]
    public void GivenRaised_ThenLowWithItsWords_AndCheckInEndsIt()
    {
        var ward = Measuring(new Ward().Planned().Attach("mon-1", DeviceKind.Monitor), 125);
        var alarm = ward.OnlyAlarm("vitals-without-check-in");
        (alarm.Priority, alarm.Observed, alarm.Onset).ShouldBe((AlarmPriority.Low, 97m, Ward.DefaultStart));
        AlarmText.Headline(alarm).ShouldBe("SpO2 comes from the monitor and nobody is checked in");

        ward.Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.ShouldBeOver("vitals-without-check-in");
    }

    [Fact]
    public void GivenRaised_WhenTheProbeIsOff_ThenClears_AndSilenceDoesNot()
    {
        var silent = Measuring(new Ward().Planned().Attach("mon-1", DeviceKind.Monitor), 125).After(60);
        silent.OnlyAlarm("vitals-without-check-in").Presence.ShouldBe(AlarmPresence.Active);
        silent.Observe(silent.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Questionable)));
        silent.OnlyAlarm("vitals-without-check-in").Presence.ShouldBe(AlarmPresence.Active);

        silent.Vital(Metric.SpO2, null);
        silent.ShouldBeOver("vitals-without-check-in");
    }

    [Fact]
    public void GivenRaised_WhenTheMonitorIsDetached_ThenClears()
    {
        var ward = Measuring(new Ward().Planned().Attach("mon-1", DeviceKind.Monitor), 125);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));

        ward.ShouldBeOver("vitals-without-check-in");
    }

    [Fact]
    public void GivenDischarged_WhenTheMonitorMeasuresOn_ThenRaisedFromThen()
    {
        var ward = Measuring(new Ward().Infusing(), 10).Stop();
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        var discharged = ward.Now;

        Measuring(ward, 119).CountRaised("vitals-without-check-in").ShouldBe(0);
        Measuring(ward, 2).OnlyAlarm("vitals-without-check-in").Onset.ShouldBe(discharged);
    }

    [Fact]
    public void GivenCheckedIn_ThenSilent() => Measuring(new Ward().CheckedIn(), 200).CountRaised("vitals-without-check-in").ShouldBe(0);

    static Ward Measuring(Ward ward, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.Vital(Metric.SpO2, 97m);
            ward.After(1);
        }

        return ward;
    }
}

[Trait("Rule", "SR-058")]
public class DeviceIsFromAnotherChairTests
{
    [Theory]
    [InlineData("mon-1", DeviceKind.Monitor, 0)]
    [InlineData("mon-2", DeviceKind.Monitor, 1)]
    [InlineData("pump-2", DeviceKind.Pump, 1)]
    public void GivenADevice_WhenItIsAttachedAwayFromItsChair_ThenRaised(string device, DeviceKind kind, int expected) =>
        new Ward().Planned().Attach(device, kind).CountRaised("device-of-another-chair").ShouldBe(expected);

    [Fact]
    public void GivenRaised_ThenLow_AndDetachingEndsIt()
    {
        var ward = new Ward().Planned().Attach("mon-2", DeviceKind.Monitor);
        var alarm = ward.OnlyAlarm("device-of-another-chair");
        (alarm.Priority, alarm.Source).ShouldBe((AlarmPriority.Low, "mon-2"));
        AlarmText.Headline(alarm).ShouldBe("mon-2 is attached here and belongs to another chair");

        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-2"));
        ward.ShouldBeOver("device-of-another-chair");
    }

    [Fact]
    public void GivenADeviceWithoutAChair_ThenItBelongsAnywhere()
    {
        var ward = new Ward().Planned();
        ward.State.Devices["mon-2"].HomeChair = null;

        ward.Attach("mon-2", DeviceKind.Monitor).CountRaised("device-of-another-chair").ShouldBe(0);
    }
}

[Trait("Rule", "SR-059")]
public class AttachedDeviceIsUnregisteredTests
{
    [Fact]
    public void GivenAnAttachedDevice_WhenItLeavesTheConfiguration_ThenRaised_AndItsReturnEndsIt()
    {
        var ward = new Ward().CheckedIn().After(1);
        var configuration = ward.State.Configuration;
        ClinicEngine.Reconfigure(ward.State, configuration with { Devices = configuration.Devices.RemoveAll(device => device.Device == "mon-1") });
        var alarm = ward.After(1).OnlyAlarm("device-unregistered");
        (alarm.Priority, alarm.Source).ShouldBe((AlarmPriority.Medium, "mon-1"));
        AlarmText.Headline(alarm).ShouldBe("mon-1 is no longer registered in this clinic");

        ClinicEngine.Reconfigure(ward.State, configuration);
        ward.After(1).OnlyAlarm("device-unregistered").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenItIsDetached_ThenItIsOver()
    {
        var ward = new Ward().CheckedIn().After(1);
        var configuration = ward.State.Configuration;
        ClinicEngine.Reconfigure(ward.State, configuration with { Devices = configuration.Devices.RemoveAll(device => device.Device == "mon-1") });
        ward.After(1).Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));

        ward.After(10).OnlyAlarm("device-unregistered").Presence.ShouldBe(AlarmPresence.Latched);
        ward.State.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void GivenADeviceAtNoSession_WhenItLeaves_ThenItIsForgotten()
    {
        var ward = new Ward().CheckedIn().After(1);
        var configuration = ward.State.Configuration;
        ClinicEngine.Reconfigure(ward.State, configuration with { Devices = configuration.Devices.RemoveAll(device => device.Device == "mon-2") });

        ward.After(1).CountRaised("device-unregistered").ShouldBe(0);
        ward.State.Devices.ShouldNotContainKey("mon-2");
    }
}
