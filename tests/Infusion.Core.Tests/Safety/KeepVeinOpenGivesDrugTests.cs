using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-038")]
public class KeepVeinOpenGivesDrugTests
{
    const string Code = "kvo-gives-drug";

    [Theory]
    [InlineData(PumpMode.KeepVeinOpen, PumpStatus.Infusing, true)]
    [InlineData(PumpMode.KeepVeinOpen, PumpStatus.NotInfusing, false)]
    [InlineData(PumpMode.KeepVeinOpen, PumpStatus.Unknown, false)]
    [InlineData(PumpMode.Continuous, PumpStatus.Infusing, false)]
    public void GivenTheVeinIsKeptOpen_WhenThePumpDelivers_ThenRaised(PumpMode mode, PumpStatus status, bool isRaised)
    {
        foreach (var ward in new[] { new Ward().Infusing(), new Ward().Paused() })
        {
            ward.After(1).Pump(status, 2m, 35m, mode);
            ward.CountRaised(Code).ShouldBe(isRaised ? 1 : 0);
        }
    }

    [Fact]
    public void GivenRaised_ThenItSaysWhatItGives_UnknownDoesNotClear_AndStoppingDoes()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 2m, 35m, PumpMode.KeepVeinOpen);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Low);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 keeps the vein open and gives 2 mg/h of drug");

        ward.After(20).Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.Pump(PumpStatus.NotInfusing, 0m, 35m, PumpMode.KeepVeinOpen);
        ward.Live.State.Alarms.Values.ShouldNotContain(alarm => alarm.Rule == Code);
    }

    [Fact]
    public void GivenNoRate_ThenItSaysUnknown_AndBeforeCheckInNothing()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, mode: PumpMode.KeepVeinOpen);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 keeps the vein open and gives unknown mg/h of drug");

        ward = new Ward().After(1);
        ward.Pump(PumpStatus.Infusing, 2m, 35m, PumpMode.KeepVeinOpen);
        ward.CountRaised(Code).ShouldBe(0);
    }
}
