using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-054")]
public class SedationIsTooDeepTests
{
    [Theory]
    [InlineData(ObservationScale.MoaaS, 5, null)]
    [InlineData(ObservationScale.MoaaS, 4, null)]
    [InlineData(ObservationScale.MoaaS, 3, AlarmPriority.Low)]
    [InlineData(ObservationScale.MoaaS, 2, AlarmPriority.Medium)]
    [InlineData(ObservationScale.MoaaS, 1, AlarmPriority.High)]
    [InlineData(ObservationScale.MoaaS, 0, AlarmPriority.High)]
    [InlineData(ObservationScale.Rass, 4, null)]
    [InlineData(ObservationScale.Rass, -1, null)]
    [InlineData(ObservationScale.Rass, -2, AlarmPriority.Low)]
    [InlineData(ObservationScale.Rass, -3, AlarmPriority.Medium)]
    [InlineData(ObservationScale.Rass, -4, AlarmPriority.High)]
    [InlineData(ObservationScale.Rass, -5, AlarmPriority.High)]
    [InlineData(ObservationScale.Poss, 0, null)]
    [InlineData(ObservationScale.Poss, 2, null)]
    [InlineData(ObservationScale.Poss, 3, AlarmPriority.Medium)]
    [InlineData(ObservationScale.Poss, 4, AlarmPriority.High)]
    public void GivenAScore_ThenAsGraveAsItsScaleSays(ObservationScale scale, int score, AlarmPriority? priority)
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Sedation, scale, score);

        ward.Raised.Where(alarm => alarm.Rule == "sedation-deep").Select(alarm => (AlarmPriority?)alarm.Priority)
            .ShouldBe(priority is null ? [] : [priority]);
    }

    [Fact]
    public void GivenRaised_ThenItNamesTheScaleAndTheLimit()
    {
        var alarm = new Ward().Infusing().After(1).Score(Observation.Sedation, ObservationScale.Rass, -4).OnlyAlarm("sedation-deep");

        AlarmText.Headline(alarm).ShouldBe("Sedation RASS -4, limit -4");
        alarm.Onset.ShouldBe(Ward.DefaultStart.AddSeconds(1));
    }

    [Fact]
    public void GivenRaised_WhenScoresChange_ThenOneAlarmFollows_AndALighterScoreEndsIt()
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Sedation, ObservationScale.MoaaS, 2);
        ward.After(60).Score(Observation.Sedation, ObservationScale.MoaaS, 1);
        ward.OnlyAlarm("sedation-deep").Priority.ShouldBe(AlarmPriority.High);

        ward.After(60).Score(Observation.Sedation, ObservationScale.MoaaS, 4);
        ward.OnlyAlarm("sedation-deep").Presence.ShouldBe(AlarmPresence.Latched);
        ward.CountRaised("sedation-deep").ShouldBe(1);
    }

    [Fact]
    public void GivenRaised_WhenTheOtherScaleIsUsed_ThenThatOneSpeaks()
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Sedation, ObservationScale.MoaaS, 1);
        ward.After(60).Score(Observation.Sedation, ObservationScale.Rass, 0);

        ward.OnlyAlarm("sedation-deep").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenOtherThingsAreCharted_ThenItStays_UntilDischarge()
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Sedation, ObservationScale.MoaaS, 1);
        ward.After(60).Score(Observation.Pain, ObservationScale.Numeric, 0).Stop();
        ward.OnlyAlarm("sedation-deep").Presence.ShouldBe(AlarmPresence.Active);

        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm("sedation-deep").Presence.ShouldBe(AlarmPresence.Latched);
    }
}

[Trait("Rule", "SR-055")]
public class NauseaThreatensTheAirwayTests
{
    [Theory]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(10, 3, 1)]
    [InlineData(7, 4, 0)]
    [InlineData(7, null, 1)]
    [InlineData(6, null, 0)]
    public void GivenNausea_WhenSedatedOrNotKnownToBeAwake_ThenRaised(int nausea, int? sedation, int expected)
    {
        var ward = new Ward().Infusing().After(1);
        if (sedation is { } score)
        {
            ward.Score(Observation.Sedation, ObservationScale.MoaaS, score);
        }

        ward.Score(Observation.Nausea, ObservationScale.Numeric, nausea).CountRaised("nausea-while-sedated").ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_ThenItSaysSo_AndEitherScoreEndsIt()
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Nausea, ObservationScale.Numeric, 8);
        var alarm = ward.OnlyAlarm("nausea-while-sedated");
        (alarm.Priority, alarm.Observed, alarm.HardLimit).ShouldBe((AlarmPriority.Medium, 8m, 7m));
        AlarmText.Headline(alarm).ShouldBe("Nausea 8 of 10, limit 7, not known to be awake");

        ward.Score(Observation.Sedation, ObservationScale.Poss, 1).OnlyAlarm("nausea-while-sedated").Presence.ShouldBe(AlarmPresence.Latched);
        ward.Score(Observation.Sedation, ObservationScale.Poss, 3).OnlyAlarm("nausea-while-sedated").Presence.ShouldBe(AlarmPresence.Active);
        ward.Score(Observation.Nausea, ObservationScale.Numeric, 6);
        ward.Live.State.Alarms.Values.Where(each => each.Rule == "nausea-while-sedated").ShouldAllBe(each => each.Presence == AlarmPresence.Latched);
    }

    [Fact]
    public void GivenDischarge_ThenOver()
    {
        var ward = new Ward().Infusing().After(1).Score(Observation.Nausea, ObservationScale.Numeric, 8).Stop();
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.OnlyAlarm("nausea-while-sedated").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenAStoredScoreOnAScaleOfNoSedation_ThenItIsNotKnownThatThePatientIsAwake()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Live.State = ward.Live.State with
        {
            Scores = ward.Live.State.Scores.Add(Observation.Sedation, new ChartedScore(ObservationScale.Numeric, 10, ward.Now)),
        };

        ward.Score(Observation.Nausea, ObservationScale.Numeric, 8).CountRaised("nausea-while-sedated").ShouldBe(1);
        ward.CountRaised("sedation-deep").ShouldBe(0);
    }
}
