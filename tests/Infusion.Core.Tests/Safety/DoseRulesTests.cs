using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-032")]
public class CounterDiffersFromRateTests
{
    const string Code = "volume-against-rate";

    static readonly SafetyLimits Limits = new() { VolumeWindow = TimeSpan.FromMinutes(3) };

    /// <summary>36 mL/h are 1.8 mL in three minutes; 0.5 mL more or less is allowed.</summary>
    [Theory]
    [InlineData(0.01, 180, false)]
    [InlineData(0.0128, 180, true)]
    [InlineData(0.0128, 179, false)]
    [InlineData(0.0127, 180, false)]
    [InlineData(0.0073, 180, false)]
    [InlineData(0.0072, 180, true)]
    [InlineData(0, 180, true)]
    public void GivenTheCounterGoesByOtherStepsThanTheRate_WhenForTheWindow_ThenRaised(double millilitresASecond, int seconds, bool isRaised) =>
        Run(new Ward(Limits).Infusing().After(1), seconds, (decimal)millilitresASecond).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndStoppingClears()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 180, 0m);
        var alarm = ward.OnlyAlarm(Code);
        alarm.Priority.ShouldBe(AlarmPriority.Medium);
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 counted 0 mL where its rate allows 1.3 mL");

        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenTheCounterGoesRightAgain_ThenClears_AndSilenceDoesNot()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 190, 0m);
        ward.After(60).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);

        Run(ward, 190, 0.01m, 5m).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("bolus")]
    [InlineData("reset")]
    [InlineData("silence")]
    [InlineData("no rate")]
    [InlineData("another boot")]
    public void GivenABreak_ThenNothingIsLookedAtAcrossIt(string what)
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 100, 0m);
        switch (what)
        {
            case "pause":
                ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 0m);
                break;
            case "bolus":
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 0m, PumpMode.Bolus);
                break;
            case "reset":
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 50m);
                ward.After(1).Pump(PumpStatus.Infusing, 36m, 0m);
                break;
            case "silence":
                ward.After(15);
                break;
            case "no rate":
                ward.After(1).Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, null, Quality.Invalid)));
                break;
            default:
                ward.After(1).Observe(ward.NewReading("pump-1") with { Boot = "boot-2" });
                break;
        }

        Run(ward.After(1), 170, 0m).CountRaised(Code).ShouldBe(0);
        Run(ward.After(1), 15, 0m).CountRaised(Code).ShouldBe(1);
    }

    [Fact]
    public void GivenNoWindow_OrNoCounter_OrNobodyAtThePump_ThenNotJudged()
    {
        Run(new Ward().Infusing().After(1), 400, 0m).CountRaised(Code).ShouldBe(0);
        PumpRunsWithoutSessionTests.Run(new Ward(Limits).Infusing().After(1), 400).CountRaised(Code).ShouldBe(0);
        Run(new Ward(Limits).After(1), 400, 0m).CountRaised(Code).ShouldBe(0);
    }

    [Fact]
    public void GivenALongInfusion_ThenTheLastMinutesAloneCount()
    {
        var ward = Run(new Ward(Limits).Infusing().After(1), 900, 0.01m);
        ward.CountRaised(Code).ShouldBe(0);

        Run(ward, 60, 0m, 9m).CountRaised(Code).ShouldBe(1);
    }

    static Ward Run(Ward ward, int seconds, decimal millilitresASecond, decimal from = 0m)
    {
        ward.Pump(PumpStatus.Infusing, 36m, from);
        for (var second = 1; second <= seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 36m, from + (second * millilitresASecond));
        }

        return ward;
    }
}

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

[Trait("Rule", "SR-036")]
public class DoseRateAboveHardBoundTests
{
    const string Code = "dose-rate-high";

    /// <summary>2 mg/kg/h for 70 kg at 1 mg/mL are 140 mL/h.</summary>
    [Theory]
    [InlineData(140, 1.0, 30, false)]
    [InlineData(140.1, 1.0, 10, true)]
    [InlineData(140.1, 1.0, 9, false)]
    [InlineData(14, 10.0, 30, false)]
    [InlineData(14.1, 10.0, 10, true)]
    [InlineData(140.1, null, 10, true)]
    public void GivenItRunsFasterThanTheHardBound_WhenForSoLong_ThenRaised(double rate, double? concentration, int seconds, bool isRaised) =>
        Run(new Ward().Infusing().After(1), seconds, (decimal)rate, (decimal?)concentration).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenItIsHighWithItsNumbers_AndGoingSlowerClears()
    {
        var ward = Run(new Ward().Infusing().After(1), 10, 525m, 1m);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Pump pump-1 gives 7.5 mg/kg/h, hard limit 2 mg/kg/h");

        ward.After(1).Pump(PumpStatus.Unknown, 525m);
        ward.After(40).OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Active);
        ward.Pump(PumpStatus.Infusing, 52.5m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenABolus_NoRate_AStoppedPump_NoBound_OrNoProtocol_ThenNotJudged()
    {
        Run(new Ward().Infusing().After(1), 30, 525m, 1m, PumpMode.Bolus).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().After(1), 30, null, 1m).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().After(1), 30, 525m, 1m, status: PumpStatus.NotInfusing).CountRaised(Code).ShouldBe(0);
        Run(new Ward().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
        Run(new Ward().Infusing().WithoutProtocol().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
        var unbound = SampleProtocols.Mood with { Guardrails = SampleProtocols.Mood.Guardrails with { RateMgPerKgPerHour = new Guardrail() } };
        Run(new Ward(protocol: unbound).Infusing().After(1), 30, 525m, 1m).CountRaised(Code).ShouldBe(0);
    }

    static Ward Run(
        Ward ward, int seconds, decimal? rate, decimal? concentration, PumpMode mode = PumpMode.Continuous, PumpStatus status = PumpStatus.Infusing)
    {
        ward.Set(status, concentration: concentration, rate: rate, mode: mode);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Set(status, concentration: concentration, rate: rate, mode: mode);
        }

        return ward;
    }
}

[Trait("Rule", "SR-037")]
public class BolusIsNotOrderedTests
{
    const string Code = "bolus-not-ordered";

    static InfusionProtocol WithBolus { get; } = SampleProtocols.Mood with
    {
        Guardrails = SampleProtocols.Mood.Guardrails with { BolusMgPerKg = new Guardrail(null, null, 0.2m, 0.35m) },
    };

    [Fact]
    public void GivenAProtocolWithoutBolus_WhenThePumpGivesOne_ThenRaisedAtOnce_AndItsEndClears()
    {
        var ward = Bolus(new Ward(), 7m);
        var alarm = ward.OnlyAlarm(Code);
        (alarm.Priority, alarm.HardLimit).ShouldBe((AlarmPriority.High, null));
        AlarmText.Headline(alarm with { Observed = 0.1m }).ShouldBe("Bolus of 0.1 mg/kg, and none is ordered");

        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 18m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 18m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    /// <summary>14 mL of 1 mg/mL are 0.2 mg/kg for 70 kg.</summary>
    [Theory]
    [InlineData(14, false)]
    [InlineData(14.01, true)]
    [InlineData(25, true)]
    public void GivenAProtocolWithABolus_WhenItIsLarger_ThenRaised(double millilitres, bool isRaised) =>
        Bolus(new Ward(protocol: WithBolus), (decimal)millilitres).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenTheWordThatEndsTheBolusShowsItTooLarge_ThenRaisedAllTheSame()
    {
        var ward = Bolus(new Ward(protocol: WithBolus), 13m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 24.1m);

        ward.Raised.Single(alarm => alarm.Rule == Code).HardLimit.ShouldBe(0.2m);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Bolus of 0.2 mg/kg, limit 0.2 mg/kg");
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 24.2m);
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoPatientOrNoProtocol_ThenNotJudged()
    {
        var ward = new Ward().After(1);
        ward.Pump(PumpStatus.Infusing, 600m, 0m, PumpMode.Bolus);
        ward.CountRaised(Code).ShouldBe(0);
        Bolus(new Ward(), 7m, before: static started => started.WithoutProtocol()).CountRaised(Code).ShouldBe(0);
    }

    static Ward Bolus(Ward ward, decimal millilitres, Func<Ward, Ward>? before = null)
    {
        ward.Infusing();
        (before ?? (same => same))(ward).After(1).Pump(PumpStatus.Infusing, 52.5m, 10m);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 10m, PumpMode.Bolus);
        ward.After(1).Pump(PumpStatus.Infusing, 600m, 10m + millilitres, PumpMode.Bolus);
        return ward;
    }
}

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
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
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

[Trait("Rule", "SR-041")]
public class InfusionTakesLongerThanOrderedTests
{
    const string Code = "duration-exceeded";

    static readonly SafetyLimits Limits = new() { DurationToleranceFraction = 0.25m };

    [Theory]
    [InlineData(3000, false)]
    [InlineData(3001, true)]
    public void GivenFortyMinutesOrdered_WhenItGoesOnForFifty_ThenRaised(int seconds, bool isRaised) =>
        new Ward(Limits).Infusing().After(seconds).CountRaised(Code).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenRaised_ThenTheLimitIsThere_AndTheStopClears()
    {
        var ward = new Ward(Limits).Infusing().After(3100);
        ward.OnlyAlarm(Code).Priority.ShouldBe(AlarmPriority.Low);
        AlarmText.Headline(ward.OnlyAlarm(Code)).ShouldBe("Infusing for more than 50 min, longer than ordered");

        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm(Code).Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenPauses_ThenTheyDoNotCount()
    {
        var ward = new Ward(Limits).Infusing().After(1000);
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(5000).CountRaised(Code).ShouldBe(0);
        ward.Accept(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(2000).CountRaised(Code).ShouldBe(0);
        ward.After(1).CountRaised(Code).ShouldBe(1);
    }

    [Fact]
    public void GivenNoTolerance_ThenNotJudged() => new Ward().Infusing().After(9000).CountRaised(Code).ShouldBe(0);

    [Fact]
    public void GivenAnInfusionOfUnknownStart_ThenUnknown()
    {
        var ward = new Ward(Limits).Infusing();
        ward.Live.State = ward.Live.State with { StartedAt = null };

        ward.After(9000).CountRaised(Code).ShouldBe(0);
    }
}

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
