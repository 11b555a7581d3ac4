using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-033")]
public class DeliveredDoseExceedsOrderTests
{
    const string Code = "total-dose-exceeded";

    [Theory]
    [InlineData(36.75, PumpStatus.Infusing, false)]
    [InlineData(36.76, PumpStatus.Infusing, true)]
    [InlineData(36.76, PumpStatus.NotInfusing, true)]
    [InlineData(36.76, PumpStatus.Unknown, true)]
    public void GivenMoreThanOrdered_ThenRaisedWhetherThePumpRunsOrNot(double total, PumpStatus status, bool isRaised) =>
        Given((decimal)total, status).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenItIsHighWithItsNumbers_AndHoldsUntilDischarge()
    {
        var ward = Given(40m, PumpStatus.NotInfusing);
        var alarm = ward.OnlyAlarm(Code);
        alarm.Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(alarm).ShouldBe("Given 40 mg, the order allows 36.75 mg");

        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoCounter_ThenUnknown() =>
        PumpRunsWithoutSessionTests.Run(new Ward().Infusing().After(1), 5).CountRaised(Code).ShouldBe(0);

    internal static Ward Given(decimal total, PumpStatus status, Ward? ward = null)
    {
        ward = (ward ?? new Ward()).Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 100m);
        ward.After(1).Pump(status, 52.5m, 100m + total);
        return ward;
    }
}
