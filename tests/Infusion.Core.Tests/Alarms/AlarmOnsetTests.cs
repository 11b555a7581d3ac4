using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Alarms;

public class AlarmOnsetTests
{
    [Fact]
    public void GivenARaisedAlarm_WhenLateReadingsShowItBeganEarlier_ThenItsOnsetMovesOnce_AndItsIdStays()
    {
        var ward = Silent(40);
        Live(ward, 20, 85m);
        var raised = ward.OnlyAlarm("spo2-low");
        raised.Onset.ShouldBe(ward.Start.AddSeconds(51));
        for (var second = 11; second <= 50; second++)
        {
            Late(ward, second, second < 30 ? 97m : 86m);
        }

        ward.All<AlarmOnsetCorrected>().ShouldBe([new AlarmOnsetCorrected(ward.Now, raised.Id, ward.Start.AddSeconds(51), ward.Start.AddSeconds(30))]);
        ward.OnlyAlarm("spo2-low").ShouldBe(raised with { Onset = ward.Start.AddSeconds(30) });
        ward.Restart().OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(30));
        ward.CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenAWaitingCondition_ThenTheOnsetMoves_AndTheDelayCountsFromLiveReadings()
    {
        var ward = Silent(40);
        Live(ward, 1, 85m);
        for (var second = 49; second >= 35; second--)
        {
            Late(ward, second, 86m);
        }

        Live(ward, 14, 85m);
        ward.CountRaised("spo2-low").ShouldBe(0);
        Live(ward, 1, 85m);
        var raised = ward.Raised.Single(alarm => alarm.Rule == "spo2-low");
        (raised.At, raised.Onset).ShouldBe((ward.Start.AddSeconds(66), ward.Start.AddSeconds(35)));
        raised.Alarm.ShouldBe(AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.SpO2, null, raised.Onset));
        ward.All<AlarmOnsetCorrected>().ShouldBeEmpty();
    }

    [Fact]
    public void GivenLateReadingsBeforeTheLiveOne_ThenItBeginsWithTheirOnset()
    {
        var ward = Silent(40);
        for (var second = 40; second <= 50; second++)
        {
            Late(ward, second, 86m);
        }

        ward.CountRaised("spo2-low").ShouldBe(0);
        Live(ward, 16, 85m);
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(40));
    }

    [Theory]
    [InlineData(8, 51)]
    [InlineData(10, 51)]
    [InlineData(36, 51)]
    [InlineData(37, 37)]
    public void GivenALateBreach_ThenItCountsNotBeforeTheLastLiveValue_AndNotFromAcrossASilence(int second, int onset)
    {
        var ward = Silent(40);
        Live(ward, 20, 85m);
        Late(ward, second, 80m);

        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(onset));
    }

    [Fact]
    public void GivenALateValueThatIsNoBreachArrivesLast_ThenTheOnsetComesForwardAgain()
    {
        var ward = Silent(40);
        Live(ward, 20, 85m);
        Late(ward, 45, 85m);
        Late(ward, 40, 85m);
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(40));
        Late(ward, 42, 91m);
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(45));
        Late(ward, 44, 0m);
        Late(ward, 43, 85m);
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(43));
    }

    [Fact]
    public void GivenALimitOfSeveralLevels_ThenOnlyThoseThatHoldAreDatedBack()
    {
        var limits = new SafetyLimits();
        limits = limits with
        {
            Vitals = limits.Vitals.Insert(0, new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Medium) { Value = 92m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) }),
        };
        var ward = new Ward(limits).Infusing();
        Live(ward, 10, 97m);
        Live(ward.After(40), 20, 91m);
        Late(ward, 45, 85m);

        var moved = ward.All<AlarmOnsetCorrected>().ShouldHaveSingleItem();
        (moved.Alarm, moved.To).ShouldBe((ward.OnlyAlarm("spo2-low").Id, ward.Start.AddSeconds(45)));
        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.Medium);
    }

    [Fact]
    public void GivenTheMonitorWasChanged_ThenWhatTheFirstOneSaidLiveStillCounts()
    {
        var ward = Silent(0);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1")).After(20).Attach("mon-2", DeviceKind.Monitor).After(1);
        for (var second = 0; second < 20; second++, ward.After(1))
        {
            ward.Vital(Metric.SpO2, 85m, "mon-2");
        }

        Late(ward, 9, 80m);
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(ward.Start.AddSeconds(31));
    }

    /// <summary>Ten seconds of 97 %, and then nothing for so long.</summary>
    static Ward Silent(int seconds)
    {
        var ward = new Ward().Infusing();
        Live(ward, 10, 97m);
        return ward.After(seconds);
    }

    static void Live(Ward ward, int seconds, decimal percent)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Vital(Metric.SpO2, percent);
        }
    }

    static void Late(Ward ward, int second, decimal percent) => ward.Observe(
        ward.NewReading("mon-1", MetricTable.ToSample(Metric.SpO2, percent)) with { At = ward.Start.AddSeconds(second), FlaggedLate = true });
}
