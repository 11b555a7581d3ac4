using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-051")]
public class ObservationIsOverdueTests
{
    [Theory]
    [InlineData(1199, 0)]
    [InlineData(1200, 1)]
    [InlineData(4000, 1)]
    public void GivenInfusing_WhenNobodyScoresSedation_ThenRaisedAfterItsGrace(int seconds, int expected)
    {
        var ward = Infusing().At(seconds);

        Raised(ward, "Sedation").ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_ThenItSaysWhatAndSinceWhen()
    {
        var alarm = Infusing().At(1200).OnlyAlarm("observation-overdue");

        (alarm.Source, alarm.Priority, alarm.Onset, alarm.Observed, alarm.HardLimit)
            .ShouldBe(("Sedation", AlarmPriority.Low, Ward.DefaultStart.AddMinutes(20), 20m, 15m));
        AlarmText.Headline(alarm).ShouldBe("No sedation score for 20 min, due after 15 min");
        AlarmSource.DeviceOf(alarm.Source).ShouldBeNull();
    }

    [Fact]
    public void GivenRaised_WhenItIsCharted_ThenClears_AndIsRaisedAgainWhenTheNextIsMissed()
    {
        var ward = Infusing().At(1230).Score(Observation.Sedation, ObservationScale.MoaaS, 5);
        ward.ShouldBeOver("observation-overdue");

        Raised(ward.At(1230 + 1199), "Sedation").ShouldBe(1);
        Raised(ward.After(1), "Sedation").ShouldBe(2);
    }

    [Fact]
    public void GivenRecovery_WhenNoPressureIsMeasured_ThenLow()
    {
        var ward = Infusing().At(10).Stop().At(10 + 1079);
        Raised(ward, "BloodPressure").ShouldBe(0);

        Raised(ward.After(1), "BloodPressure").ShouldBe(1);
        ward.CountRaised("blood-pressure-overdue").ShouldBe(0);
    }

    [Fact]
    public void GivenPaused_WhenPressureIsOverdue_ThenLowInsteadOfMedium()
    {
        var ward = Infusing().At(600).Pause().After(1);

        Raised(ward, "BloodPressure").ShouldBe(1);
        ward.OnlyAlarm("blood-pressure-overdue").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoSchedule_ThenNothingIsOverdue() =>
        new Ward().Infusing().At(7200).CountRaised("observation-overdue").ShouldBe(0);

    [Fact]
    public void GivenARestart_ThenTheAlarmStandsAndIsNotRaisedTwice()
    {
        var ward = Infusing().At(1250).Restart().At(1800);

        Raised(ward, "Sedation").ShouldBe(1);
        ward.OnlyAlarm("observation-overdue").Presence.ShouldBe(AlarmPresence.Active);
    }

    static int Raised(Ward ward, string what) => ward.Raised.Count(alarm => alarm.Rule == "observation-overdue" && alarm.Source == what);

    internal static Ward Infusing() => new Ward(schedule: SampleProtocols.Mood.Schedule).Infusing();
}

[Trait("Rule", "SR-052")]
public class BloodPressureIsOverdueTests
{
    [Theory]
    [InlineData(479, 0)]
    [InlineData(480, 1)]
    public void GivenInfusing_WhenNoneIsMeasured_ThenRaisedAfterItsGrace(int seconds, int expected) =>
        ObservationIsOverdueTests.Infusing().At(seconds).CountRaised("blood-pressure-overdue").ShouldBe(expected);

    [Fact]
    public void GivenRaised_ThenMediumWithItsNumbers()
    {
        var alarm = ObservationIsOverdueTests.Infusing().At(500).OnlyAlarm("blood-pressure-overdue");

        (alarm.Source, alarm.Priority, alarm.Onset, alarm.Observed, alarm.HardLimit)
            .ShouldBe((null, AlarmPriority.Medium, Ward.DefaultStart.AddMinutes(8), 8m, 5m));
        AlarmText.Headline(alarm).ShouldBe("No blood pressure for 8 min, due after 5 min");
    }

    [Fact]
    public void GivenRaised_WhenACuffMeasures_ThenClears_AndAnOldOneToldAgainDoesNot()
    {
        var ward = ObservationIsOverdueTests.Infusing().At(20);
        ward.Cuff(131m, own: ward.Now);
        ward.At(510).Cuff(131m, own: Ward.DefaultStart.AddSeconds(20));
        ward.After(1).OnlyAlarm("blood-pressure-overdue").Presence.ShouldBe(AlarmPresence.Active);

        ward.At(515).Cuff(129m, own: ward.Now);
        ward.After(1).OnlyAlarm("blood-pressure-overdue").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData(1010 + 479, 0)]
    [InlineData(1010 + 480, 1)]
    public void GivenTheRateChanged_WhenNoneIsMeasuredSince_ThenRaised(int seconds, int expected)
    {
        var ward = ObservationIsOverdueTests.Infusing();
        for (var second = 0; second <= 1000; second += 250)
        {
            ward.At(second).Cuff(120m + (second / 250), own: ward.Now);
        }

        ward.At(1005).Pump(Core.Telemetry.PumpStatus.Infusing, 52.5m, 1m, programmed: 52.5m);
        ward.At(1010).Pump(Core.Telemetry.PumpStatus.Infusing, 60m, 1.1m, programmed: 60m);
        ward.All<Core.Sessions.RateChanged>().ShouldHaveSingleItem();

        ward.At(seconds).CountRaised("blood-pressure-overdue").ShouldBe(expected);
    }

    [Fact]
    public void GivenARestart_ThenWhatWasDueMeanwhileHasItsGraceFromThen()
    {
        var ward = ObservationIsOverdueTests.Infusing().At(470).Restart().At(649);
        ward.CountRaised("blood-pressure-overdue").ShouldBe(0);

        ward.After(1).CountRaised("blood-pressure-overdue").ShouldBe(1);
    }
}

[Trait("Rule", "SR-053")]
public class NoBloodPressureBeforeStartTests
{
    [Theory]
    [InlineData(899, 0)]
    [InlineData(900, 0)]
    [InlineData(901, 1)]
    public void GivenALastPressureSoOldAtTheStart_ThenRaisedAMinuteLater(int age, int expected)
    {
        var ward = Ready().At(10);
        ward.Cuff(131m, own: ward.Now);
        Start(ward.At(10 + age));

        ward.After(59).CountRaised("no-pressure-before-start").ShouldBe(0);
        ward.After(1).CountRaised("no-pressure-before-start").ShouldBe(expected);
    }

    [Fact]
    public void GivenNone_ThenRaised_AndOneMeasuredNowEndsIt()
    {
        var ward = Start(Ready().At(10)).After(60);
        var alarm = ward.OnlyAlarm("no-pressure-before-start");
        (alarm.Priority, alarm.Onset, alarm.Observed, alarm.HardLimit).ShouldBe((AlarmPriority.Medium, Ward.DefaultStart.AddSeconds(10), null, 15m));
        AlarmText.Headline(alarm).ShouldBe("No blood pressure within 15 min before the start");

        ward.Cuff(131m, own: ward.Now);
        ward.After(1).OnlyAlarm("no-pressure-before-start").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenOneThatIsOld_ThenItSaysHowOld()
    {
        var ward = Ready();
        ward.Cuff(131m, own: ward.Now);

        Start(ward.At(1200)).After(60).OnlyAlarm("no-pressure-before-start").Observed.ShouldBe(20m);
    }

    [Fact]
    public void GivenPausedOrStopped_ThenItStaysOrEnds()
    {
        var ward = Start(Ready()).After(60).Pause().After(1);
        ward.OnlyAlarm("no-pressure-before-start").Presence.ShouldBe(AlarmPresence.Active);

        ward.Stop().OnlyAlarm("no-pressure-before-start").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenAStateThatDoesNotKnowItsStart_ThenNotJudged()
    {
        var ward = Start(Ready());
        ward.Live.State = ward.Live.State with { StartedAt = null };

        ward.After(60).CountRaised("no-pressure-before-start").ShouldBe(0);
    }

    [Fact]
    public void GivenAScheduleThatAsksForNone_ThenSilent() =>
        Start(new Ward(schedule: SampleProtocols.Mood.Schedule.RemoveAt(0)).Ready()).After(600).CountRaised("no-pressure-before-start").ShouldBe(0);

    static Ward Ready() => new Ward(schedule: SampleProtocols.Mood.Schedule).Ready();

    static Ward Start(Ward ward) => ward.Accept(new Core.Sessions.StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
}
