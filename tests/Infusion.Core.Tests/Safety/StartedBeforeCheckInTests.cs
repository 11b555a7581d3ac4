using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Admission;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-095")]
public class StartedBeforeCheckInTests
{
    const string Rule = "started-before-check-in";

    static Ward Runs(Ward ward, decimal? total = null)
    {
        for (var second = 1; second <= 15; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, rate: 52.5m, total: total);
        }

        return ward;
    }

    [Fact]
    public void APumpThatRunsWhileSomethingIsOpenAlarms_WithHowMuchIs()
    {
        var ward = Runs(Asked.CheckedIn(Asked.Everything).Passed(CheckInItem.Identity));

        var alarm = ward.OnlyAlarm(Rule);
        alarm.Priority.ShouldBe(AlarmPriority.High);
        alarm.Observed.ShouldBe(12m);
        AlarmText.Headline(alarm).ShouldBe("Pump pump-1 runs before the check-in is passed, 12 still open");
    }

    [Fact]
    public void APumpThatStandsStill_OrSaysNothing_DoesNot()
    {
        var ward = Asked.CheckedIn(Asked.Everything);
        ward.After(5).Pump(PumpStatus.NotInfusing, rate: 0m);
        ward.After(5).Pump(PumpStatus.Unknown);
        ward.After(15).CountRaised(Rule).ShouldBe(0);
    }

    [Fact]
    public void WithEverythingDone_OrNothingAsked_ItDoesNot()
    {
        Runs(Asked.CheckedIn(Asked.Only(CheckInItem.Escort)).Passed(CheckInItem.Escort)).CountRaised(Rule).ShouldBe(0);
        Runs(new Ward().CheckedIn()).CountRaised(Rule).ShouldBe(0);
    }

    [Fact]
    public void BeforeThePatientIsThere_AndAfterTheStart_OtherRulesSpeak()
    {
        var planned = new Ward(admission: Asked.Everything);
        planned.Accept(planned.Plan with { IsByPhysician = true }).Attach("pump-1", DeviceKind.Pump);
        Runs(planned).CountRaised(Rule).ShouldBe(0);

        var started = Asked.CheckedIn(Asked.Only(CheckInItem.Escort)).Passed(CheckInItem.Escort);
        Runs(started.Accept(started.MakeReady()).Accept(started.Begin())).CountRaised(Rule).ShouldBe(0);
    }

    [Fact]
    public void ItIsOverWhenWhatWasOpenIsDone()
    {
        var ward = Runs(Asked.CheckedIn(Asked.Only(CheckInItem.Escort)));
        ward.Lists(Rule).ShouldBeTrue();

        Runs(ward.Passed(CheckInItem.Escort));
        ward.ShouldBeOver(Rule);
    }
}
