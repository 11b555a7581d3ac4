using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-041")]
public class InfusionTakesLongerThanOrderedTests
{
    const string Code = "duration-exceeded";

    static readonly SafetyLimits Limits = new() { DurationToleranceFraction = 0.25m };

    [Theory]
    [InlineData(3000, false)]
    [InlineData(3001, true)]
    public void GivenFortyMinutesOrdered_WhenItGoesOnForFifty_ThenRaised(int seconds, bool isRaised) =>
        new Ward(Limits).Infusing().After(seconds).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenLessThanOrderedIsAllowed_ThenRaisedBeforeTheOrdersEnd() =>
        new Ward(Limits with { DurationToleranceFraction = -0.25m }).Infusing().After(1801).CountRaised(Code).ShouldBe(1);

    [Fact]
    public void GivenRaised_ThenTheLimitIsThere_AndTheStopClears()
    {
        var ward = new Ward(Limits).Infusing().After(3100);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Low);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Infusing for more than 50 min, longer than ordered");

        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Live.State.Alarms.Values.ShouldNotContain(alarm => alarm.Rule == Code);
    }

    [Fact]
    public void GivenPauses_ThenTheyDoNotCount()
    {
        var ward = new Ward(Limits).Infusing().After(1000);
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(5000).CountRaised(Code).ShouldBe(0);
        ward.Accept(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(2000).CountRaised(Code).ShouldBe(0);
        ward.After(1).CountRaised(Code).ShouldBe(1);
    }

    [Fact]
    public void GivenNoTolerance_ThenNotJudged() => new Ward().Infusing().After(9000).CountRaised(Code).ShouldBe(0);

    [Fact]
    public void GivenAnInfusionOfUnknownStart_ThenUnknown()
    {
        var ward = new Ward(Limits).Infusing();
        ward.Live.State = ward.Live.State with { StartedAt = null };

        ward.After(9000).CountRaised(Code).ShouldBe(0);
    }
}
