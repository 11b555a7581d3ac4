using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-030")]
public class ProgrammedRateDiffersFromOrderTests
{
    const string Code = "programmed-rate-differs";

    [Theory]
    [InlineData(55.125, 30, false)]
    [InlineData(55.13, 10, true)]
    [InlineData(55.13, 9, false)]
    [InlineData(49.875, 30, false)]
    [InlineData(49.87, 10, true)]
    [InlineData(0, 30, false)]
    public void GivenReady_WhenThePumpIsSetOtherwiseForSoLong_ThenRaised(double rate, int seconds, bool isRaised) =>
        Idle(new Ward().Ready().After(1), seconds, (decimal)rate).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndSettingItRightClears()
    {
        var ward = Idle(new Ward().Ready().After(1), 10, 525m);
        var alarm = ward.OnlyAlarm(Code);
        (alarm.Priority, alarm.Source, alarm.Onset).ShouldBe((AlarmPriority.Medium, "pump-1", Ward.DefaultStart.AddSeconds(1)));
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 is set to 525 mL/h, the order allows 55.13 mL/h");

        ward.After(1).Set(PumpStatus.NotInfusing, programmed: 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenNotSaidAnyMore_ThenUnknownDoesNotClear_AndStartingDoes()
    {
        var ward = Idle(new Ward().Ready().After(1), 10, 525m);
        ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateProgrammed, null, Quality.Invalid)));
        ward.After(40).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);

        ward.Set(PumpStatus.Infusing, rate: 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNotYetReadyOrNoWordOnDelivery_ThenNotJudged()
    {
        Idle(new Ward().CheckedIn().After(1), 30, 525m).CountRaised(Code).ShouldBe(0);
        var ward = new Ward().Ready().After(1);
        for (var second = 0; second < 30; second++, ward.After(1))
        {
            ward.Set(PumpStatus.Unknown, programmed: 525m);
        }

        ward.CountRaised(Code).ShouldBe(0);
    }

    [Fact]
    public void GivenTheDoseIsIn_ThenThePumpMayBeSetToAnything()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.Infusing, total: 0m, rate: 52.5m);
        ward.After(1).Set(PumpStatus.NotInfusing, total: 35m, programmed: 52.5m);

        Idle(ward.After(1), 30, 999m).CountRaised(Code).ShouldBe(0);
    }

    internal static Ward Idle(Ward ward, int seconds, decimal? programmed = null, decimal? toBeInfused = null)
    {
        ward.Set(PumpStatus.NotInfusing, toBeInfused, programmed: programmed);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Set(PumpStatus.NotInfusing, toBeInfused, programmed: programmed);
        }

        return ward;
    }
}

[Trait("Rule", "SR-031")]
public class ProgrammedVolumeDiffersFromOrderTests
{
    const string Code = "programmed-volume-differs";

    [Theory]
    [InlineData(36.75, 30, false)]
    [InlineData(36.76, 10, true)]
    [InlineData(36.76, 9, false)]
    [InlineData(33.25, 30, false)]
    [InlineData(33.24, 10, true)]
    [InlineData(350, 10, true)]
    [InlineData(0, 30, false)]
    public void GivenReady_WhenThePumpIsSetToGiveAnotherVolumeForSoLong_ThenRaised(double millilitres, int seconds, bool isRaised) =>
        ProgrammedRateDiffersFromOrderTests.Idle(new Ward().Ready().After(1), seconds, null, (decimal)millilitres)
            .CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndSettingItRightClears()
    {
        var ward = ProgrammedRateDiffersFromOrderTests.Idle(new Ward().Ready().After(1), 10, null, 350m);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 is set to give 350 mL, the order allows 36.75 mL");
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Medium);

        ward.After(1).Set(PumpStatus.NotInfusing, 35m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(15.76, true)]
    [InlineData(14.24, true)]
    [InlineData(35, false)]
    public void GivenPartWasGiven_ThenThePumpMayBeSetToTheRest(double millilitres, bool isRaised)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.Infusing, 35m, total: 0m, rate: 52.5m);
        ward.After(1).Set(PumpStatus.NotInfusing, 35m, total: 20m);

        ProgrammedRateDiffersFromOrderTests.Idle(ward.After(1), 12, null, (decimal)millilitres).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenNotYetReadyOrNoWordOnDelivery_ThenNotJudged()
    {
        ProgrammedRateDiffersFromOrderTests.Idle(new Ward().CheckedIn().After(1), 30, null, 350m).CountRaised(Code).ShouldBe(0);
        var ward = new Ward().Ready().After(1);
        for (var second = 0; second < 30; second++, ward.After(1))
        {
            ward.Set(PumpStatus.Unknown, 350m);
        }

        ward.CountRaised(Code).ShouldBe(0);
    }
}

[Trait("Rule", "SR-039")]
public class ConcentrationDiffersFromOrderTests
{
    const string Code = "concentration-differs";

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.02, false)]
    [InlineData(1.021, true)]
    [InlineData(0.98, false)]
    [InlineData(0.979, true)]
    [InlineData(10, true)]
    public void GivenReady_WhenThePumpIsSetToAnotherConcentration_ThenRaisedAtOnce(double concentration, bool isRaised)
    {
        var ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.NotInfusing, concentration: (decimal)concentration);

        ward.CountRaised(Code).ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_UnknownDoesNotClear_AndSettingItRightDoes()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Set(PumpStatus.Infusing, concentration: 10m, rate: 52.5m);
        var alarm = ward.OnlyAlarm(Code);
        alarm.Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 is set to 10 mg/mL, the order allows 1.02 mg/mL");

        ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.DrugConcentration, null, Quality.Invalid)));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).Set(PumpStatus.Infusing, concentration: 1m, rate: 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNotYetReady_OrNoWordOnDelivery_OrAnotherBoot_ThenNotJudged()
    {
        var ward = new Ward().CheckedIn().After(1);
        ward.Set(PumpStatus.NotInfusing, concentration: 10m);
        ward.CountRaised(Code).ShouldBe(0);

        ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.Unknown, concentration: 10m);
        ward.CountRaised(Code).ShouldBe(0);
        ward.After(1).Observe(ward.NewReading("pump-1") with { Boot = "boot-2", Pump = new PumpState(PumpStatus.NotInfusing, PumpMode.Continuous, null) });
        ward.CountRaised(Code).ShouldBe(0);
    }
}

[Trait("Rule", "SR-040")]
public class DrugDiffersFromOrderTests
{
    const string Code = "drug-differs";

    [Theory]
    [InlineData("ketamine", false)]
    [InlineData(" KETALAR ", false)]
    [InlineData("Ketamine Hydrochloride", false)]
    [InlineData("propofol", true)]
    [InlineData("ketamine 10", true)]
    [InlineData(null, false)]
    [InlineData("  ", false)]
    public void GivenReady_WhenThePumpNamesADrug_ThenRaisedAtOnceUnlessItIsTheProtocols(string? drug, bool isRaised)
    {
        var ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.NotInfusing, drug: drug);

        ward.CountRaised(Code).ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenRaised_ThenItSaysSo_AndTheRightNameClears()
    {
        var ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.NotInfusing, drug: "propofol");
        var alarm = ward.OnlyAlarm(Code);
        (alarm.Priority, alarm.Observed, alarm.HardLimit).ShouldBe((AlarmPriority.High, null, null));
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 names another drug than the order");

        ward.After(1).Set(PumpStatus.Unknown, drug: null);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).Set(PumpStatus.NotInfusing);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNotYetReady_OrNoWordOnDelivery_OrNoProtocol_ThenNotJudged()
    {
        var ward = new Ward().CheckedIn().After(1);
        ward.Set(PumpStatus.NotInfusing, drug: "propofol");
        ward.CountRaised(Code).ShouldBe(0);

        ward = new Ward().Ready().After(1);
        ward.Set(PumpStatus.Unknown, drug: "propofol");
        ward.CountRaised(Code).ShouldBe(0);

        ward = new Ward().Ready().WithoutProtocol().After(1);
        ward.Set(PumpStatus.NotInfusing, drug: "propofol");
        ward.CountRaised(Code).ShouldBe(0);
    }
}
