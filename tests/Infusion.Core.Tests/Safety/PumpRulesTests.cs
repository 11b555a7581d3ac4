using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-007")]
public class PumpRunsWithoutSessionTests
{
    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    public void GivenAnUnattachedPump_WhenItRunsForSoLong_ThenTheClinicAlarms(int seconds, int expected)
    {
        var ward = Run(new Ward().After(1), seconds);

        ward.CountRaised("pump-runs-without-session").ShouldBe(expected);
    }

    [Fact]
    public void GivenAnUnattachedPump_WhenRaised_ThenItStandsInTheClinicsStream_AndIsAcknowledgedThere()
    {
        var ward = Run(new Ward().After(1), 12);

        var raised = ward.Events.ShouldHaveSingleItem();
        (raised.Stream, raised.Before, raised.After).ShouldBe((Ward.ClinicStream, null, null));
        ward.Changed.ShouldBe(["a1"]);
        var alarm = ward.State.Alarms.Values.ShouldHaveSingleItem();
        (alarm.Source, alarm.Observed, alarm.HardLimit, alarm.Priority, alarm.Onset).ShouldBe(("pump-1", 52.5m, null, AlarmPriority.High, Ward.DefaultStart.AddSeconds(1)));
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 runs at 52.5 mL/h and no infusion is under way");

        ward.Accept(new PauseAlarmAudio(ward.NextId(), Ward.ClinicStream, "nurse-1", alarm.Id, TimeSpan.FromSeconds(60)));
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.ClinicStream, "nurse-1", alarm.Id));
        ward.State.Alarms.Values.ShouldHaveSingleItem().IsAcknowledged.ShouldBeTrue();
        ward.After(1).Pump(PumpStatus.NotInfusing);
        ward.State.Alarms.ShouldBeEmpty();
        ward.Refused(new AcknowledgeAlarm(ward.NextId(), Ward.ClinicStream, "nurse-1", alarm.Id)).ShouldBe("alarm-unknown");
        ward.Refused(new CheckIn(ward.NextId(), Ward.ClinicStream, "nurse-1")).ShouldBe("not-a-session");
    }

    [Theory]
    [InlineData("ready", 1)]
    [InlineData("infusing", 0)]
    [InlineData("paused", 1)]
    [InlineData("recovery", 1)]
    public void GivenAnAttachedPump_WhenItRuns_ThenOnlyAnInfusingSessionCoversIt(string phase, int expected)
    {
        var ward = phase == "ready" ? new Ward().Ready() : new Ward().Infusing();
        SessionCommand? command = phase switch
        {
            "paused" => new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"),
            "recovery" => new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"),
            _ => null,
        };
        Run(command is null ? ward.After(1) : ward.Accept(command).After(1), 12);

        ward.All<AlarmRaised>().Count(alarm => alarm.Rule == "pump-runs-without-session").ShouldBe(expected);
        ward.State.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void GivenInfusing_WhenStoppedAndThePumpRunsOn_ThenTheOnsetIsTheStop()
    {
        var ward = Run(new Ward().Infusing().After(1), 5).After(0.5m);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        var stopped = ward.Now;
        Run(ward.After(0.5m), 12);

        ward.OnlyAlarm().Onset.ShouldBe(stopped);
    }

    [Fact]
    public void GivenRaisedForTheClinic_WhenThePumpIsAttached_ThenTheClinicsEnds_AndTheSessionsBegins()
    {
        var ward = Run(new Ward().After(1), 12);
        ward.CheckedIn();
        ward.State.Alarms.Values.ShouldHaveSingleItem().Presence.ShouldBe(AlarmPresence.Latched);

        Run(ward.After(1), 12);
        ward.OnlyAlarm().Rule.ShouldBe("pump-runs-without-session");
        ward.Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenThePumpFallsSilent_ThenUnknownDoesNotClear_AndWithoutARateItSaysSo()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second <= 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing);
        }

        ward.After(100);
        var alarm = ward.State.Alarms.Values.ShouldHaveSingleItem();
        alarm.Presence.ShouldBe(AlarmPresence.Active);
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 runs and no infusion is under way");
    }

    [Fact]
    public void GivenWaiting_WhenThePumpFallsSilent_ThenNothingIsRaised()
    {
        var ward = Run(new Ward(new SafetyLimits { PumpWithoutSessionDelay = TimeSpan.FromSeconds(30) }).After(1), 5).After(100);

        ward.Raised.ShouldBeEmpty();
        ward.State.Slots.All.ShouldBeEmpty();
    }

    [Fact]
    public void GivenAPumpThatDoesNotSayWhetherItRuns_ThenUnknown()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second < 30; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Unknown, 52.5m);
        }

        ward.Raised.ShouldBeEmpty();
    }

    internal static Ward Run(Ward ward, int seconds, decimal rate = 52.5m)
    {
        ward.Pump(PumpStatus.Infusing, rate);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, rate);
        }

        return ward;
    }
}

[Trait("Rule", "SR-008")]
public class RateDiffersFromOrderTests
{
    [Theory]
    [InlineData(55.125, 60, false)]
    [InlineData(55.13, 10, true)]
    [InlineData(55.13, 9, false)]
    [InlineData(49.875, 60, false)]
    [InlineData(49.87, 10, true)]
    public void GivenInfusing_WhenTheRateIsOffForSoLong_ThenRaised(double rate, int seconds, bool isRaised)
    {
        var ward = PumpRunsWithoutSessionTests.Run(new Ward().Infusing().After(1), seconds, (decimal)rate);

        ward.CountRaised("rate-against-order").ShouldBe(isRaised ? 1 : 0);
    }

    [Theory]
    [InlineData(75, "Pump rate 75 mL/h, limit 55.13 mL/h")]
    [InlineData(5.25, "Pump rate 5.25 mL/h, limit 49.88 mL/h")]
    public void GivenRaised_ThenTheCrossedBoundIsTheLimit_AndBackInsideClears(double rate, string headline)
    {
        var ward = PumpRunsWithoutSessionTests.Run(new Ward().Infusing().After(1), 10, (decimal)rate);
        AlarmText.Headline(ward.OnlyAlarm()).ShouldBe(headline);

        ward.After(1).Pump(PumpStatus.Infusing, 52.5m);
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenRaised_WhenThePumpStops_ThenClears()
    {
        var ward = PumpRunsWithoutSessionTests.Run(new Ward().Infusing().After(1), 10, 75m);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m);

        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenABolus_ThenItsRateIsNotJudged()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second < 30; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 600m, mode: PumpMode.Bolus);
        }

        ward.CountRaised("rate-against-order").ShouldBe(0);
    }

    [Fact]
    public void GivenNoRateOrNoStatus_ThenUnknown()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second < 30; second++, ward.After(1))
        {
            ward.Pump(second < 15 ? PumpStatus.Infusing : PumpStatus.Unknown);
        }

        ward.Clinical.ShouldBeEmpty();
        ward.After(30).Clinical.ShouldBeEmpty();
    }

    [Fact]
    public void GivenNoStatusAtAll_ThenUnknown()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Unknown, 75m);
        ward.After(14).Pump(PumpStatus.Unknown, 75m);

        ward.Clinical.ShouldBeEmpty();
    }
}

[Trait("Rule", "SR-009")]
public class DeliveredTotalReachesOrderTests
{
    [Theory]
    [InlineData(34.99, PumpStatus.Infusing, false)]
    [InlineData(35, PumpStatus.Infusing, true)]
    [InlineData(35, PumpStatus.NotInfusing, false)]
    [InlineData(36, PumpStatus.Infusing, true)]
    public void GivenInfusing_WhenSoMuchIsDelivered_ThenRaisedWhileItRuns(double total, PumpStatus status, bool isRaised)
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 100m);
        ward.After(1).Pump(status, 52.5m, 100m + (decimal)total);

        ward.CountRaised("total-dose-reached").ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndStoppingThePumpClears()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 35.25m);
        AlarmText.Headline(ward.OnlyAlarm()).ShouldBe("Delivered 35.25 mL of 35 mL ordered, pump still runs");

        ward.After(1).Pump(PumpStatus.NotInfusing, 0m, 35.3m);
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNoCounter_ThenUnknown() =>
        PumpRunsWithoutSessionTests.Run(new Ward().Infusing().After(1), 5).Clinical.ShouldBeEmpty();
}
