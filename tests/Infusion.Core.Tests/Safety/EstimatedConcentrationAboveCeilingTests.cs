using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-050")]
public class EstimatedConcentrationAboveCeilingTests
{
    const string Code = "estimated-concentration-high";

    [Fact]
    public void GivenTheOrderedRate_ThenNothingIsRaised()
    {
        var ward = Begun();
        Run(ward, 600, 52.5m);

        ward.CountRaised(Code).ShouldBe(0);
    }

    [Fact]
    public void GivenTenTimesTheRate_WhenForTheDelay_ThenItIsRaised_LongBeforeThePeak()
    {
        var ward = Begun();
        Run(ward, 10, 525m);
        ward.CountRaised(Code).ShouldBe(0);
        Run(ward, 2, 525m, 525m * 10 / 3600m);

        var alarm = ward.OnlyAlarm(Code);
        alarm.Priority.ShouldBe(AlarmPriority.Medium);
        ((double)alarm.Observed!.Value).ShouldBe(1479, 2);
        alarm.HardLimit.ShouldBe(500m);
        AlarmText.Headline(alarm).ShouldStartWith("Estimated plasma peak 147");
        AlarmText.Headline(alarm).ShouldEndWith("ng/mL if it goes on, ceiling 500 ng/mL");
        ward.Live.Estimate.Plasma.HighNgPerMl.ShouldBeLessThan(500);
    }

    [Fact]
    public void GivenItIsRaised_WhenThePumpStops_ThenItsConditionIsOver()
    {
        var ward = Begun();
        Run(ward, 15, 525m);
        var given = 525m * 15 / 3600m;
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, given);

        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData(253.0, 1)]
    [InlineData(253.3, 0)]
    public void TheCeilingIsExclusive_AndOfTheHighestModel(double ceiling, int expected)
    {
        var ward = Begun(new SafetyLimits { EstimatedPlasmaCeilingNgPerMl = (decimal)ceiling });
        Run(ward, 20, 52.5m);

        ward.CountRaised(Code).ShouldBe(expected);
    }

    [Fact]
    public void GivenAPumpThatWentSilent_ThenAFrozenEstimateNeitherRaisesNorClears()
    {
        var ward = Begun();
        Run(ward, 15, 525m);
        ward.After(60);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, 0m, Quality.Valid)));

        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
    }

    static Ward Begun(SafetyLimits? limits = null)
    {
        var ward = new Ward(limits).Infusing().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 0m);
        return ward;
    }

    static void Run(Ward ward, int seconds, decimal rate, decimal from = 0m)
    {
        for (var second = 1; second <= seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, rate, from + (second * rate / 3600m));
        }
    }
}
