using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-005")]
public class AttachedDeviceIsSilentTests
{
    [Theory]
    [InlineData(14, 0)]
    [InlineData(15, 1)]
    [InlineData(120, 1)]
    public void GivenInfusing_WhenTheMonitorIsSilentForSoLong_ThenRaisedByTheTick(int seconds, int expected)
    {
        var ward = Heard().After(seconds);

        ward.CountRaised("telemetry-lost").ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_ThenTheOnsetIsTheDeadline()
    {
        var ward = Heard();
        var deadline = ward.Now.AddSeconds(15);
        var alarm = ward.After(20).OnlyAlarm("telemetry-lost");

        (alarm.Onset, alarm.RaisedAt, alarm.Source).ShouldBe((deadline, deadline, "mon-1"));
        (alarm.Observed, alarm.HardLimit, alarm.Priority).ShouldBe((15m, 15m, AlarmPriority.Medium));
        AlarmText.Headline(alarm).ShouldBe("Nothing heard from mon-1 for 15 s");
    }

    [Fact]
    public void GivenRaised_WhenItSpeaksAgain_ThenClears()
    {
        var ward = Heard().After(20);
        ward.Vital(Metric.SpO2, 97m);

        ward.Lists("telemetry-lost").ShouldBeFalse();
    }

    [Fact]
    public void GivenRaised_WhenOnlyLateReadingsCome_ThenItStays()
    {
        var ward = Heard().After(20);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { FlaggedLate = true }).ShouldBe(Core.Clinics.ObserveOutcome.Late);

        ward.OnlyAlarm("telemetry-lost").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Theory]
    [InlineData("paused", 1, 0)]
    [InlineData("recovery", 1, 0)]
    [InlineData("discharged", 0, 0)]
    [InlineData("infusing", 1, 1)]
    public void GivenPhase_WhenBothAreSilent_ThenOnlyWhatThePhaseNeeds(string phase, int monitors, int pumps)
    {
        var ward = new Ward().Infusing();
        if (phase == "paused")
        {
            ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        }
        else if (phase != "infusing")
        {
            ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        }

        if (phase == "discharged")
        {
            ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        }

        ward.After(60);

        ward.Raised.Count(alarm => alarm.Source == "mon-1").ShouldBe(monitors);
        ward.Raised.Count(alarm => alarm.Source == "pump-1").ShouldBe(pumps);
    }

    [Fact]
    public void GivenReady_WhenSilent_ThenNotYetNeeded() => new Ward().Ready().After(60).Raised.ShouldBeEmpty();

    [Fact]
    public void GivenRaised_WhenTheMonitorIsDetached_ThenItsConditionEnds()
    {
        var ward = Heard().After(20);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));

        ward.Lists("telemetry-lost").ShouldBeFalse();
        ward.After(60).CountRaised("telemetry-lost").ShouldBe(1);
    }

    [Fact]
    public void GivenARestart_ThenOurOwnSilenceIsNotTheDevices()
    {
        var ward = Heard().After(10).Restart();
        ward.After(14).CountRaised("telemetry-lost").ShouldBe(0);

        ward.After(1).CountRaised("telemetry-lost").ShouldBe(1);
    }

    static Ward Heard()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.Vital(Metric.SpO2, 97m);
        return ward;
    }
}
