using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-056")]
public class InfusionIsUnmonitoredTests
{
    static readonly SafetyLimits Limits = new() { UnmonitoredAfter = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(300, 1)]
    public void GivenThePumpDelivers_WhenThereIsNoSpO2ForSoLong_ThenRaised(int seconds, int expected) =>
        Delivering().Run(seconds, _ => { }).CountRaised("infusion-unmonitored").ShouldBe(expected);

    [Theory]
    [InlineData("invalid")]
    [InlineData("questionable")]
    [InlineData("another vital")]
    [InlineData("detached")]
    public void GivenAMonitor_WhenItGivesNoValidSpO2_ThenRaised(string why)
    {
        var ward = Delivering();
        ward.Vital(Metric.SpO2, 97m);
        if (why == "detached")
        {
            ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
        }

        ward.Run(29, Say).CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.Run(1, Say).CountRaised("infusion-unmonitored").ShouldBe(1);

        void Say(Ward here)
        {
            _ = why switch
            {
                "invalid" => here.Vital(Metric.SpO2, null),
                "questionable" => here.Observe(here.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Questionable))),
                "another vital" => here.Vital(Metric.HeartRate, 70m),
                _ => default,
            };
        }
    }

    [Fact]
    public void GivenRaised_ThenHighAndWithItsNumbers_AndAValidOneEndsIt()
    {
        var ward = Delivering().Run(35, _ => { });
        var alarm = ward.OnlyAlarm("infusion-unmonitored");
        (alarm.Priority, alarm.Observed, alarm.HardLimit, alarm.Onset).ShouldBe((AlarmPriority.High, 30m, 30m, Ward.DefaultStart.AddSeconds(30)));
        AlarmText.Headline(alarm).ShouldBe("Drug is running and there has been no SpO2 for 30 s");

        ward.Vital(Metric.SpO2, 97m);
        ward.Run(1, _ => { }).OnlyAlarm("infusion-unmonitored").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenALateSpO2_ThenItIsNoMonitoring()
    {
        var ward = Delivering().Run(25, here => here.Observe(
            here.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { FlaggedLate = true, At = here.Now }));

        ward.Run(5, _ => { }).CountRaised("infusion-unmonitored").ShouldBe(1);
    }

    [Fact]
    public void GivenThePumpSaysThatItStands_ThenSilent_UntilThatWordIsOld()
    {
        var ward = new Ward(Limits).Infusing();
        for (var second = 0; second < 60; second++)
        {
            ward.After(1).Pump(PumpStatus.NotInfusing, 0m);
        }

        ward.CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.After(14).CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.After(1).CountRaised("infusion-unmonitored").ShouldBe(1);
    }

    [Fact]
    public void GivenNoPumpThatSpeaks_ThenItIsTakenToDeliver() =>
        new Ward(Limits).Infusing().After(30).CountRaised("infusion-unmonitored").ShouldBe(1);

    [Fact]
    public void GivenAPumpThatSaysItsRateAndNotWhetherItRuns_ThenItIsTakenToDeliver()
    {
        var ward = new Ward(Limits).Infusing();
        for (var second = 0; second < 30; second++)
        {
            ward.Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, 0m, Quality.Valid)));
            ward.After(1);
        }

        ward.CountRaised("infusion-unmonitored").ShouldBe(1);
    }

    [Fact]
    public void GivenAnSpO2OfBeforeTheStart_ThenTheTimeCountsFromTheStart()
    {
        var ward = new Ward(Limits).Ready().After(1);
        ward.Vital(Metric.SpO2, 97m);
        ward.After(10).Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.After(29).CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.After(1).CountRaised("infusion-unmonitored").ShouldBe(1);
    }

    [Fact]
    public void GivenARestart_ThenTheTimeCountsFromThere()
    {
        var ward = Delivering().Run(20, _ => { });
        ward.State.WatchingSince = ward.Now;
        ward.Run(29, _ => { }).CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.Run(1, _ => { }).CountRaised("infusion-unmonitored").ShouldBe(1);

        ward.State.WatchingSince = ward.Now;
        ward.Run(29, _ => { }).OnlyAlarm("infusion-unmonitored").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenPaused_ThenSilent() =>
        new Ward(Limits).Infusing().Pause().After(120).CountRaised("infusion-unmonitored").ShouldBe(0);

    [Fact]
    public void GivenNoTimeIsSet_ThenNotJudged_AndTheSampleSetsOne()
    {
        new Ward().Infusing().After(120).CountRaised("infusion-unmonitored").ShouldBe(0);
        SampleLimits.Staged.UnmonitoredAfter.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void NoConfigurationSwitchesItOff()
    {
        var off = Limits with { Rules = Limits.Rules.Add("infusion-unmonitored", new RuleTuning(IsOn: false)) };

        new Ward(off).Infusing().After(30).CountRaised("infusion-unmonitored").ShouldBe(1);
    }

    static Ward Delivering() => new Ward(Limits).Infusing();
}

static class Seconds
{
    /// <summary>Second by second: the pump says that it delivers, and whatever else is said.</summary>
    public static Ward Run(this Ward ward, int seconds, Action<Ward> say)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 52.5m);
            say(ward);
        }

        return ward;
    }
}
