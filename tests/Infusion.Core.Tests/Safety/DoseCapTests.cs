using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-034")]
[Trait("Rule", "SR-035")]
public class DoseCapTests
{
    /// <summary>A day's cap of 150 mg and a series' of 900 mg; before this infusion so much was given.</summary>
    [Theory]
    [InlineData("daily-dose-reached", 115, 0, 34.99, PumpStatus.Infusing, false)]
    [InlineData("daily-dose-reached", 115, 0, 35, PumpStatus.Infusing, true)]
    [InlineData("daily-dose-reached", 115, 0, 35, PumpStatus.NotInfusing, false)]
    [InlineData("daily-dose-reached", 115, 0, 35.01, PumpStatus.NotInfusing, true)]
    [InlineData("daily-dose-reached", 115, 0, 35, PumpStatus.Unknown, true)]
    [InlineData("series-dose-reached", 0, 865, 34.99, PumpStatus.Infusing, false)]
    [InlineData("series-dose-reached", 0, 865, 35, PumpStatus.Infusing, true)]
    [InlineData("series-dose-reached", 0, 865, 35, PumpStatus.NotInfusing, false)]
    [InlineData("series-dose-reached", 0, 865, 35.01, PumpStatus.NotInfusing, true)]
    public void GivenACap_WhenItIsReached_ThenRaised(string code, int day, int series, double total, PumpStatus status, bool isRaised)
    {
        var ward = DeliveredDoseExceedsOrderTests.Given((decimal)total, status, After(day, series));

        ward.CountRaised(code).ShouldBe(isRaised ? 1 : 0);
    }

    [Theory]
    [InlineData("daily-dose-reached", 115, 0, "150.5 mg within 24 hours, the cap is 150 mg")]
    [InlineData("series-dose-reached", 0, 865, "900.5 mg within this series, the cap is 900 mg")]
    public void GivenRaised_ThenItIsHighWithItsNumbers_AndADeviceGoneEndsIt(string code, int day, int series, string headline)
    {
        var ward = DeliveredDoseExceedsOrderTests.Given(35.5m, PumpStatus.Infusing, After(day, series));
        ward.OnlyAlarm(code).Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(ward.OnlyAlarm(code)).ShouldBe(headline);

        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.OnlyAlarm(code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoCap_ThenNone()
    {
        var uncapped = SampleProtocols.Mood with { Guardrails = SampleProtocols.Mood.Guardrails with { PerDayMg = null, PerSeriesMg = null } };
        var ward = DeliveredDoseExceedsOrderTests.Given(500m, PumpStatus.Infusing, new Ward(protocol: uncapped));

        (ward.CountRaised("daily-dose-reached"), ward.CountRaised("series-dose-reached")).ShouldBe((0, 0));
    }

    [Fact]
    public void GivenAHistoryOrACounterThatIsNotKnown_ThenUnknown()
    {
        var ward = new Ward { Plan = new Ward().Plan with { History = null, Overrides = [new OrderOverride("history", Guid.NewGuid(), "physician-1")] } };
        DeliveredDoseExceedsOrderTests.Given(500m, PumpStatus.Infusing, ward).CountRaised("daily-dose-reached").ShouldBe(0);
        PumpRunsWithoutSessionTests.Run(After(115, 0).Infusing().After(1), 5).CountRaised("daily-dose-reached").ShouldBe(0);
    }

    static Ward After(int day, int series) => new()
    {
        Plan = new Ward().Plan with { History = new DoseHistory(Mass.FromMilligrams(day), Mass.FromMilligrams(series)) },
    };
}
