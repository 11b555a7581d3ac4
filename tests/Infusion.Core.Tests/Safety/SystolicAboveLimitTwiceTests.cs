using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-002")]
public class SystolicAboveLimitTwiceTests
{
    [Theory]
    [InlineData(180, 180, 60, true)]
    [InlineData(179.9, 190, 60, false)]
    [InlineData(190, 179.9, 60, false)]
    [InlineData(190, 190, 59, false)]
    [InlineData(190, 190, 900, true)]
    public void GivenTwoMeasurements_WhenSoHighAndSoFarApart_ThenRaised(double first, double second, int apart, bool isRaised)
    {
        var ward = new Ward().Infusing().After(10);
        ward.Cuff((decimal)first, own: ward.Now);
        ward.After(apart).Cuff((decimal)second, own: ward.Now);

        ward.CountRaised("systolic-high").ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenOneHighMeasurement_WhenRepeatedByTheMonitorForMinutes_ThenItConfirmsNothing()
    {
        var ward = new Ward().Infusing().After(10);
        var own = ward.Now;
        for (var second = 0; second < 300; second += 5, ward.After(5))
        {
            ward.Cuff(190m, own: own);
        }

        ward.CountRaised("systolic-high").ShouldBe(0);
    }

    [Fact]
    public void GivenNoOwnTimes_WhenTheTripleIsUnchanged_ThenSameMeasurement_AndAChangedOneConfirms()
    {
        var ward = new Ward().Infusing().After(10);
        ward.Cuff(190m);
        ward.After(90).Cuff(190m);
        ward.CountRaised("systolic-high").ShouldBe(0);

        ward.After(5).Cuff(191m);
        ward.CountRaised("systolic-high").ShouldBe(1);
    }

    [Fact]
    public void GivenAMeasurementBelowTheLimitBetweenTwoHighOnes_ThenNotConfirmed()
    {
        var ward = new Ward().Infusing().After(10);
        ward.Cuff(190m, own: ward.Now);
        ward.After(60).Cuff(178m, own: ward.Now);
        ward.After(60).Cuff(190m, own: ward.Now);

        ward.CountRaised("systolic-high").ShouldBe(0);
    }

    [Fact]
    public void GivenTheThirdIsFarEnoughFromTheFirst_ThenConfirmedWithTheFirstAsOnset()
    {
        var ward = new Ward().Infusing().After(10);
        var first = ward.Now;
        ward.Cuff(190m, own: ward.Now);
        ward.After(30).Cuff(191m, own: ward.Now);
        ward.After(30).Cuff(192m, own: ward.Now);

        var alarm = ward.OnlyAlarm();
        alarm.Onset.ShouldBe(first);
        alarm.Priority.ShouldBe(AlarmPriority.Medium);
        AlarmText.Headline(alarm).ShouldBe("Systolic 192 mmHg, limit 180 mmHg, confirmed by repeat");
    }

    [Theory]
    [InlineData(179, AlarmPresence.Active)]
    [InlineData(175.1, AlarmPresence.Active)]
    [InlineData(175, AlarmPresence.Latched)]
    public void GivenRaised_WhenLower_ThenClearsByTheHysteresis(double systolic, AlarmPresence expected)
    {
        var ward = new Ward().Infusing().After(10);
        ward.Cuff(190m, own: ward.Now);
        ward.After(60).Cuff(190m, own: ward.Now);
        ward.After(60).Cuff((decimal)systolic, own: ward.Now);

        ward.OnlyAlarm().Presence.ShouldBe(expected);
    }

    [Fact]
    public void GivenNoHysteresis_ThenTheLimitItselfStillBreaches()
    {
        var ward = new Ward(new SafetyLimits { SystolicHysteresis = 0m }).Infusing().After(10);
        ward.Cuff(180m, own: ward.Now);
        ward.After(60).Cuff(180m, own: ward.Now);

        ward.CountRaised("systolic-high").ShouldBe(1);
    }

    [Fact]
    public void GivenNotCheckedIn_ThenNotRaised()
    {
        var ward = new Ward().Planned().WithDevices().After(10);
        ward.Cuff(190m, own: ward.Now);
        ward.After(60).Cuff(190m, own: ward.Now);

        ward.Raised.ShouldBeEmpty();
    }
}
