using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-018")]
public class EtCO2BelowLimitTests
{
    [Theory]
    [InlineData(30, 60, 0)]
    [InlineData(29.9, 29, 0)]
    [InlineData(29.9, 30, 1)]
    public void GivenLow_WhenForSoLong_ThenRaised(double pressure, int seconds, int count) =>
        Bed.Infusing().Hold(seconds, (Metric.EtCO2, (decimal)pressure)).CountRaised("etco2-low").ShouldBe(count);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere() =>
        Bed.Infusing().Hold(30, (Metric.EtCO2, 25m)).Headline("etco2-low").ShouldBe("EtCO2 25 mmHg, limit 30 mmHg");
}

[Trait("Rule", "SR-019")]
public class EtCO2AboveLimitTests
{
    [Fact]
    public void GivenHigh_ThenTheGraverLevelSoundsSooner()
    {
        Bed.Infusing().Hold(30, (Metric.EtCO2, 51m)).OnlyAlarm("etco2-high").Priority.ShouldBe(AlarmPriority.Low);

        var ward = Bed.Infusing().Hold(14, (Metric.EtCO2, 56m));
        ward.CountRaised("etco2-high").ShouldBe(0);
        ward.After(1).Tell((Metric.EtCO2, 56m)).OnlyAlarm("etco2-high").Priority.ShouldBe(AlarmPriority.Medium);
        ward.Headline("etco2-high").ShouldBe("EtCO2 56 mmHg, limit 55 mmHg");
    }
}

[Trait("Rule", "SR-020")]
public class TemperatureAboveLimitTests
{
    [Theory]
    [InlineData(37.8, null)]
    [InlineData(37.9, AlarmPriority.Low)]
    [InlineData(38.5, AlarmPriority.Low)]
    [InlineData(38.6, AlarmPriority.Medium)]
    [InlineData(40, AlarmPriority.Medium)]
    [InlineData(40.1, AlarmPriority.High)]
    public void GivenWarm_ThenTheGravestLevelSoundsAtOnce(double degrees, AlarmPriority? expected)
    {
        var ward = Bed.Infusing().Tell((Metric.Temperature, (decimal)degrees));

        ward.Raised.Select(alarm => (AlarmPriority?)alarm.Priority).SingleOrDefault().ShouldBe(expected);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere() =>
        Bed.Infusing().Tell((Metric.Temperature, 38.2m)).Headline("temperature-high").ShouldBe("Temperature 38.2 °C, limit 37.8 °C");
}
