using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Alarms;

public class AlarmLifeTests
{
    [Fact]
    public void GivenActive_WhenAcknowledged_ThenItStaysAndDoesNotSoundAgain_AndEndsWithItsCondition()
    {
        var ward = Low(16);
        var alarm = ward.OnlyAlarm();
        ward.Accept(Acknowledge(ward, alarm.Id));
        Hold(ward, 85m, 30);
        (ward.OnlyAlarm().Id, ward.OnlyAlarm().AcknowledgedBy).ShouldBe((alarm.Id, "nurse-2"));
        ward.CountRaised("spo2-low").ShouldBe(1);

        ward.Vital(Metric.SpO2, 97m);
        ward.Live.State.Alarms.Values.ShouldNotContain(each => each.Rule == "spo2-low");
    }

    [Fact]
    public void GivenLatched_WhenAcknowledged_ThenGone()
    {
        var ward = Low(16);
        ward.Vital(Metric.SpO2, 97m);
        var latched = ward.OnlyAlarm();
        latched.Presence.ShouldBe(AlarmPresence.Latched);

        ward.Accept(Acknowledge(ward, latched.Id));

        ward.Live.State.Alarms.ContainsKey(latched.Id).ShouldBeFalse();
        ward.Refused(Acknowledge(ward, latched.Id)).ShouldBe("alarm-unknown");
    }

    [Fact]
    public void GivenLatched_WhenItBeginsAgain_ThenTheSameAlarmReturns_AndCallsAnew()
    {
        var ward = Low(16);
        var first = ward.OnlyAlarm();
        ward.Accept(new PauseAlarmAudio(ward.NextId(), Ward.FirstSession, "nurse-1", first.Id, TimeSpan.FromSeconds(120)));
        ward.Vital(Metric.SpO2, 97m);
        Hold(ward.After(1), 84m, 16);

        ward.CountRaised("spo2-low").ShouldBe(1);
        var returned = ward.All<AlarmReturned>().ShouldHaveSingleItem();
        (returned.Alarm, returned.Onset).ShouldBe((first.Id, ward.Start.AddSeconds(18)));
        var alarm = ward.OnlyAlarm();
        (alarm.Id, alarm.Onset, alarm.RaisedAt, alarm.Presence).ShouldBe((first.Id, first.Onset, first.RaisedAt, AlarmPresence.Active));
        (alarm.ReturnedAt, alarm.CallingSince, alarm.AudioPausedUntil, alarm.Calls).ShouldBe((returned.At, returned.At, null, true));
        (alarm.Observed, alarm.Priority).ShouldBe((84m, AlarmPriority.High));
    }

    [Fact]
    public void GivenItReturned_ThenLateReadingsDoNotMoveItsFirstOnset_AlsoAfterARestart()
    {
        var ward = Low(16);
        var onset = ward.OnlyAlarm().Onset;
        ward.Vital(Metric.SpO2, 97m);
        ward.After(40);
        Hold(ward, 84m, 16);
        Late(ward, -20);
        Late(ward.Restart().After(1), -21);

        ward.All<AlarmOnsetCorrected>().ShouldBeEmpty();
        ward.OnlyAlarm("spo2-low").Onset.ShouldBe(onset);

        static void Late(Ward ward, int seconds) => ward.Observe(
            ward.NewReading("mon-1", new Sample(Metric.SpO2, 84m, Quality.Valid)) with { At = ward.Now.AddSeconds(seconds), FlaggedLate = true });
    }

    [Fact]
    public void GivenAcknowledgedAndOver_WhenItBeginsAgain_ThenANewAlarm()
    {
        var ward = Low(16);
        ward.Accept(Acknowledge(ward, ward.OnlyAlarm().Id)).Vital(Metric.SpO2, 97m);
        Hold(ward.After(1), 85m, 16);

        ward.CountRaised("spo2-low").ShouldBe(2);
        ward.All<AlarmReturned>().ShouldBeEmpty();
        ward.OnlyAlarm().IsAcknowledged.ShouldBeFalse();
    }

    [Fact]
    public void GivenAcknowledged_WhenAcknowledgedAgain_ThenRefused()
    {
        var ward = Low(16);
        ward.Accept(Acknowledge(ward, ward.OnlyAlarm().Id));

        ward.Refused(Acknowledge(ward, ward.OnlyAlarm().Id)).ShouldBe("alarm-already-acknowledged");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(120, true)]
    [InlineData(120.001, false)]
    public void GivenActive_WhenItsSoundIsPaused_ThenForTwoMinutesAtMost(double seconds, bool isAccepted)
    {
        var ward = Low(16);
        var pause = new PauseAlarmAudio(ward.NextId(), Ward.FirstSession, "nurse-1", ward.OnlyAlarm().Id, TimeSpan.FromSeconds(seconds));

        if (isAccepted)
        {
            ward.Accept(pause).OnlyAlarm().AudioPausedUntil.ShouldBe(ward.Now.AddSeconds(seconds));
            ward.OnlyAlarm().IsAcknowledged.ShouldBeFalse();
        }
        else
        {
            ward.Refused(pause).ShouldBe("audio-pause-out-of-range");
        }
    }

    [Fact]
    public void GivenNoSuchAlarm_WhenItsSoundIsPaused_ThenRefused()
    {
        var ward = new Ward().Infusing();

        ward.Refused(new PauseAlarmAudio(ward.NextId(), Ward.FirstSession, "nurse-1", ward.NextId(), TimeSpan.FromSeconds(1))).ShouldBe("alarm-unknown");
    }

    [Fact]
    public void GivenActive_WhenRestarted_ThenItOccupiesItsSlot_AndStillClears()
    {
        var ward = Low(16).Restart();
        Hold(ward.After(1), 85m, 30);
        ward.CountRaised("spo2-low").ShouldBe(1);

        ward.Vital(Metric.SpO2, 97m);
        ward.OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Latched);
        Hold(ward.Restart().After(1), 85m, 16).CountRaised("spo2-low").ShouldBe(1);
        ward.OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenOneOfSeveralSignalsIsLost_WhenRestarted_ThenItAloneOccupiesItsSlot()
    {
        var ward = new Ward().Infusing().After(1);
        foreach (var metric in new[] { Metric.SpO2, Metric.HeartRate })
        {
            ward.Vital(metric, 90m);
        }

        ward.Vital(Metric.HeartRate, null);
        ward.Restart().After(1).Vital(Metric.HeartRate, null);
        ward.CountRaised("signal-lost", Metric.HeartRate).ShouldBe(1);
        ward.Vital(Metric.SpO2, null);
        ward.CountRaised("signal-lost", Metric.SpO2).ShouldBe(1);
    }

    [Fact]
    public void GivenLateReadings_ThenTheyNeverRaise()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second < 60; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 80m, Quality.Valid)) with { FlaggedLate = true });
        }

        ward.Clinical.ShouldBeEmpty();
        ward.Live[Metric.SpO2].ShouldBeNull();
    }

    [Fact]
    public void GivenTheSamePlaceAndOnset_ThenTheSameId_AndAnyOtherPartChangesIt()
    {
        var onset = Ward.DefaultStart;
        var id = AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.SpO2, null, onset);

        AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.SpO2, null, onset).ShouldBe(id);
        new[]
        {
            id,
            AlarmId.Derive(Ward.SecondSession, "spo2-low", Metric.SpO2, null, onset),
            AlarmId.Derive(Ward.FirstSession, "signal-lost", Metric.SpO2, null, onset),
            AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.HeartRate, null, onset),
            AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.SpO2, "mon-1", onset),
            AlarmId.Derive(Ward.FirstSession, "spo2-low", Metric.SpO2, null, onset.AddMilliseconds(1)),
        }.Distinct().Count().ShouldBe(6);
        id.Version.ShouldBe(8);
    }

    [Fact]
    public void AnEventAboutNoAlarmMakesNone()
    {
        AlarmFold.Next(null, new AlarmConditionCleared(default, Guid.Empty)).ShouldBeNull();
        AlarmFold.Subject(new PatientCheckedIn(default, "nurse-1")).ShouldBeNull();
        var alarm = Low(16).OnlyAlarm();
        AlarmFold.Next(alarm, new PatientCheckedIn(default, "nurse-1")).ShouldBeSameAs(alarm);
    }

    [Fact]
    public void GivenActive_WhenDischarged_ThenLatched_AndStillToBeAcknowledged()
    {
        var ward = Low(16);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    static AcknowledgeAlarm Acknowledge(Ward ward, Guid alarm) => new(ward.NextId(), Ward.FirstSession, "nurse-2", alarm);

    static Ward Low(int seconds) => Hold(new Ward().Infusing().After(1), 85m, seconds);

    static Ward Hold(Ward ward, decimal percent, int seconds)
    {
        for (var second = 0; second < seconds; second++, ward.After(1))
        {
            ward.Vital(Metric.SpO2, percent);
        }

        return ward;
    }
}
