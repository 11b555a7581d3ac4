using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-002")]
public class SystolicAboveLimitTests
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
    public void GivenOneHighMeasurement_WhenStampedAnewEachSecond_ThenItConfirmsNothing_AndARealOneDoes()
    {
        var ward = new Ward().Infusing().After(10);
        for (var second = 0; second < 300; second++, ward.After(1))
        {
            ward.Cuff(190m, own: ward.Now);
        }

        ward.CountRaised("systolic-high").ShouldBe(0);
        ward.Cuff(185m, own: ward.Now);
        ward.CountRaised("systolic-high").ShouldBe(1);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-7200)]
    public void GivenAClockThatJumps_WhenTheOldMeasurementIsRelabelled_ThenItConfirmsNothing_AndARealOneDoes(int jump)
    {
        var ward = new Ward().Infusing().After(10);
        for (var second = 0; second < 300; second++, ward.After(1))
        {
            var clock = ward.Now.AddSeconds(second < 100 ? 0 : jump);
            ward.Observe(CuffBy(ward, clock, 190m, second < 100 ? ward.Start.AddSeconds(10) : ward.Start.AddSeconds(105 + jump)));
        }

        ward.CountRaised("systolic-high").ShouldBe(0);
        ward.Observe(CuffBy(ward, ward.Now.AddSeconds(jump), 190m, ward.Now.AddSeconds(jump)));
        ward.CountRaised("systolic-high").ShouldBe(1);
    }

    [Fact]
    public void GivenAClockThatIsSetForward_WhenMeasuredAgainAtOnce_ThenTheChartsTimeMustAgree()
    {
        var ward = new Ward().Infusing().After(10);
        ward.Cuff(190m, own: ward.Now);
        ward.After(30).Observe(CuffBy(ward, ward.Now.AddSeconds(600), 191m, ward.Now.AddSeconds(600)));
        ward.CountRaised("systolic-high").ShouldBe(0);

        ward.After(30).Observe(CuffBy(ward, ward.Now.AddSeconds(600), 192m, ward.Now.AddSeconds(600)));
        ward.CountRaised("systolic-high").ShouldBe(1);
    }

    static Reading CuffBy(Ward ward, DateTimeOffset clock, decimal systolic, DateTimeOffset own) =>
        ward.NewReading("mon-1", new Sample(Metric.NibpSystolic, systolic, Quality.Valid, own)) with { At = clock };

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
        AlarmText.Headline(alarm).ShouldBe("Systolic 192 mmHg, limit 180 mmHg");
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
        var ward = new Ward(new SafetyLimits().With(Metric.NibpSystolic, LimitSide.High, limit => limit with { Hysteresis = 0m })).Infusing().After(10);
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
