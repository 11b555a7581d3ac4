using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

public class ChartObservationTests
{
    public static TheoryData<Observation, ObservationScale, int, bool> Scores()
    {
        var data = new TheoryData<Observation, ObservationScale, int, bool>();
        foreach (var (what, scale, lowest, highest) in new[]
        {
            (Observation.Sedation, ObservationScale.MoaaS, 0, 5), (Observation.Sedation, ObservationScale.Rass, -5, 4),
            (Observation.Sedation, ObservationScale.Poss, 0, 4), (Observation.Dissociation, ObservationScale.Cadss6, 0, 24),
            (Observation.Comfort, ObservationScale.Numeric, 0, 10), (Observation.Nausea, ObservationScale.Numeric, 0, 10),
            (Observation.Pain, ObservationScale.Numeric, 0, 10),
        })
        {
            data.Add(what, scale, lowest - 1, false);
            data.Add(what, scale, lowest, true);
            data.Add(what, scale, highest, true);
            data.Add(what, scale, highest + 1, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void GivenAScore_ThenItIsChartedIfItIsOnItsScale(Observation what, ObservationScale scale, int score, bool isOn)
    {
        var ward = new Ward().Infusing().At(10);
        var command = new ChartObservation(ward.NextId(), Ward.FirstSession, "nurse-1", what, scale, score, null);
        if (!isOn)
        {
            ward.Refused(command).ShouldBe("score-out-of-range");
            return;
        }

        ward.Accept(command);
        (ward.All<ObservationCharted>().ShouldHaveSingleItem() with { Entry = null }).ShouldBe(new ObservationCharted(ward.Now, what, scale, score, "nurse-1"));
        ward.Live.State.Scores[what].ShouldBe(new ChartedScore(scale, score, ward.Now));
    }

    [Theory]
    [InlineData(Observation.Sedation, ObservationScale.Numeric)]
    [InlineData(Observation.Nausea, ObservationScale.MoaaS)]
    [InlineData(Observation.Dissociation, ObservationScale.Unknown)]
    [InlineData(Observation.BloodPressure, ObservationScale.Numeric)]
    [InlineData(Observation.SpO2, ObservationScale.Numeric)]
    [InlineData(Observation.Unknown, ObservationScale.MoaaS)]
    [InlineData((Observation)99, (ObservationScale)99)]
    public void GivenAScaleOfSomethingElse_ThenRefused(Observation what, ObservationScale scale)
    {
        var ward = new Ward().Infusing();

        ward.Refused(new ChartObservation(ward.NextId(), Ward.FirstSession, "nurse-1", what, scale, 3, null)).ShouldBe("scale-mismatch");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    [InlineData(-1, false)]
    public void GivenAnEarlierTime_ThenItLiesBetweenCheckInAndNow(int second, bool isAccepted)
    {
        var ward = new Ward().Infusing().At(600);
        var command = new ChartObservation(
            ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Pain, ObservationScale.Numeric, 3, ward.Start.AddSeconds(second));
        if (isAccepted)
        {
            ward.Accept(command).All<ObservationCharted>().ShouldHaveSingleItem().At.ShouldBe(ward.Start.AddSeconds(second));
        }
        else
        {
            ward.Refused(command).ShouldBe("observed-out-of-range");
        }
    }

    [Fact]
    public void GivenALaterScore_WhenAnEarlierIsChartedAfterwards_ThenTheLatestStands()
    {
        var ward = new Ward().Infusing().At(600).Score(Observation.Sedation, ObservationScale.MoaaS, 4);
        ward.Accept(new ChartObservation(
            ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Sedation, ObservationScale.MoaaS, 1, ward.Start.AddSeconds(30)));

        ward.All<ObservationCharted>().Count().ShouldBe(2);
        ward.Live.State.Scores[Observation.Sedation].Score.ShouldBe(4);
        ward.Raised.ShouldNotContain(alarm => alarm.Rule == "sedation-deep");
    }

    [Fact]
    public void GivenNobodyCheckedIn_ThenRefused()
    {
        var ward = new Ward().Planned();

        ward.Refused(new ChartObservation(ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Pain, ObservationScale.Numeric, 3, null))
            .ShouldBe("wrong-phase");
    }

    [Fact]
    public void EveryObservationHasWords()
    {
        ObservationWords.All.ShouldBe(Enum.GetValues<Observation>().Where(what => what != Observation.Unknown));
        ObservationWords.All.Select(ObservationWords.Of).ShouldBeUnique();
        ObservationWords.Of(Observation.Unknown).ShouldBe("observation");
    }
}
