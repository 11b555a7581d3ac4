using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-042")]
public class InfusionEndedEarlyTests
{
    const string Code = "infusion-ended-early";

    /// <summary>95 % of 35 mL are 33.25 mL.</summary>
    [Theory]
    [InlineData(33.25, 90, PumpStatus.NotInfusing, PumpMode.Continuous, false)]
    [InlineData(33.24, 60, PumpStatus.NotInfusing, PumpMode.Continuous, true)]
    [InlineData(33.24, 59, PumpStatus.NotInfusing, PumpMode.Continuous, false)]
    [InlineData(20, 60, PumpStatus.Infusing, PumpMode.KeepVeinOpen, true)]
    [InlineData(20, 90, PumpStatus.Infusing, PumpMode.Continuous, false)]
    [InlineData(20, 90, PumpStatus.Unknown, PumpMode.Continuous, false)]
    public void GivenInfusing_WhenThePumpGivesNothingForSoLongBeforeTheDoseIsIn_ThenRaised(
        double total, int seconds, PumpStatus status, PumpMode mode, bool isRaised) =>
        Stop(DeliveredDoseExceedsOrderTests.Given((decimal)total, PumpStatus.Infusing), seconds, status, mode).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndARestartOrAPauseClears()
    {
        var ward = Stop(DeliveredDoseExceedsOrderTests.Given(20m, PumpStatus.Infusing), 61);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Medium);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 does not infuse: 20 mL given, at least 33.25 mL ordered");
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);

        ward = Stop(DeliveredDoseExceedsOrderTests.Given(20m, PumpStatus.Infusing), 61);
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenThePumpWasNeverStarted_ThenNothingWasGiven_WithoutACounterToo()
    {
        var ward = Stop(new Ward().Infusing().After(1), 60);
        ward.OnlyAlarm(Code).Observed.ShouldBe(0m);
    }

    [Fact]
    public void GivenItBeganAndNoCounterWasHeard_ThenUnknown()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m);

        Stop(ward.After(1), 90).CountRaised(Code).ShouldBe(0);
    }

    static Ward Stop(Ward ward, int seconds, PumpStatus status = PumpStatus.NotInfusing, PumpMode mode = PumpMode.Continuous)
    {
        for (var second = 0; second <= seconds; second++)
        {
            ward.After(1).Pump(status, 2m, mode: mode);
        }

        return ward;
    }
}
