using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-043")]
public class PumpCounterWentBackTests
{
    const string Code = "pump-counter-reset";

    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(100, 89.9, true)]
    [InlineData(100, 90, false)]
    [InlineData(100, 100.1, false)]
    public void GivenACounter_WhenItFallsBelowNoise_ThenRaised_AndTheDoseIsKept(double before, double after, bool isRaised)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 90m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, (decimal)before);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, (decimal)after);

        ward.CountRaised(Code).ShouldBe(isRaised ? 1 : 0);
        ward.Live.Delivered!.Value.Millilitres.ShouldBeGreaterThanOrEqualTo(10m);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndTheNextWordEndsIt()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 110m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 0.5m);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Low);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Counter of pump pump-1 went back from 110 to 0.5 mL");

        ward.After(1).Pump(PumpStatus.Infusing, 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNobodyAtThePump_ThenNotJudged()
    {
        var ward = new Ward().Planned().WithDevices().After(1);
        ward.Pump(PumpStatus.NotInfusing, 0m, 110m);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);

        ward.CountRaised(Code).ShouldBe(0);
    }
}
