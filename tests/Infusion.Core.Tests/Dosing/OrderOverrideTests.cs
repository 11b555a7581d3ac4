using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class OrderOverrideTests
{
    static readonly Guid Reason = new("00000000-0000-0000-0000-0000000000ee");

    [Fact]
    public void AHardFindingIsRefusedWithAllOthers_AndCannotBeOverridden()
    {
        var ward = new Ward();
        var plan = Plan(OrderCheckTests.Ordered(200m, 34)) with { Overrides = [Overriding("dose"), Overriding("dose-per-kg"), Overriding("duration")] };

        var refused = ward.Do(plan).ShouldBeOfType<Decision.Rejected>();

        refused.Code.ShouldBe("order-refused");
        refused.Reason.ShouldStartWith("The order cannot be given so: Dose 200 mg is above the hard limit of 150 mg (dose); ");
        refused.Reason.ShouldContain("Duration 34 min is below the soft limit of 35 min (duration)");
        refused.Reason.ShouldEndWith("Correct it; a hard limit cannot be overridden.");
        ward.Events.ShouldBeEmpty();
    }

    [Fact]
    public void ASoftFindingNeedsItsOwnOverride()
    {
        var ward = new Ward();
        var plan = Plan(OrderCheckTests.Ordered(56m, 34));

        ward.Do(plan).ShouldBeOfType<Decision.Rejected>().ShouldBe(new Decision.Rejected(
            "order-needs-override",
            "The order goes beyond a soft limit: Dose by weight 0.8 mg/kg is above the soft limit of 0.75 mg/kg (dose-per-kg); "
            + "Rate 1.4118 mg/kg/h is above the soft limit of 1 mg/kg/h (rate); "
            + "Duration 34 min is below the soft limit of 35 min (duration). "
            + "Correct it, or give a reason and a second person for: dose-per-kg, rate, duration."));
        ward.Refused(plan with { Overrides = [Overriding("dose-per-kg"), Overriding("rate")] }).ShouldBe("order-needs-override");
    }

    [Theory]
    [InlineData("nurse-1")]
    [InlineData(" NURSE-1 ")]
    [InlineData("")]
    public void TheSecondPersonIsSomebodyElse(string secondPerson) => new Ward()
        .Refused(Plan(OrderCheckTests.Ordered(56m, 60)) with { Overrides = [Overriding("dose-per-kg", secondPerson)] })
        .ShouldBe("order-second-person");

    [Fact]
    public void WhatTwoPeopleOverrodeIsChartedWithTheNumbers_AndWhatNeededNoneIsNot()
    {
        var ward = new Ward().Accept(Plan(OrderCheckTests.Ordered(56m, 60)) with { Overrides = [Overriding("dose-per-kg"), Overriding("weight-change")] });

        ward.Events.Select(each => each.Event).Last().ShouldBe(new OrderGuardrailOverridden(
            ward.Now, "dose-per-kg", 0.8m, 0.75m, Reason, "nurse-1", "physician-1"));
        ward.Events.Count.ShouldBe(2);
        ward.Live.State.Phase.ShouldBe(SessionPhase.Planned);
        ward.Live.EventCount.ShouldBe(2);
    }

    [Fact]
    public void WhatThePatientIsGivenInAnotherOpenSessionCounts()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m);
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 20m);
        var next = Plan(Ward.Order, "b2") with { History = new DoseHistory(Mass.FromMilligrams(95m), Mass.FromMilligrams(95m)) };

        ward.Accept(next);
        ward.All<SessionPlanned>().Last().History.ShouldBe(new DoseHistory(Mass.FromMilligrams(115m), Mass.FromMilligrams(115m)));
        ward.Live.State.History.ShouldBe(DoseHistory.Nothing);
    }

    [Theory]
    [InlineData(true, "order-refused")]
    [InlineData(false, null)]
    public void WhereNoCounterWasHeardAStartedSessionCountsAsOrdered(bool isStarted, string? code)
    {
        var ward = isStarted ? new Ward().Infusing() : new Ward().Ready();
        var next = Plan(Ward.Order, "b2") with { History = new DoseHistory(Mass.FromMilligrams(100m), default) };

        if (code is null)
        {
            ward.Accept(next);
        }
        else
        {
            ward.Refused(next).ShouldBe(code);
        }
    }

    [Fact]
    public void AnotherPatientsInfusionDoesNotCount() => new Ward().Infusing().Accept(
        Plan(Ward.Order, "b2") with { Patient = Reason, History = new DoseHistory(Mass.FromMilligrams(115m), default) });

    [Fact]
    public void AProtocolThatIsNotThereIsRefusedBeforeAnyNumber() => new Ward()
        .Refused(Plan(Ward.Order with { ProtocolVersion = 9 })).ShouldBe("protocol-unknown");

    static PlanSession Plan(InfusionOrder order, string chair = "a1") => new(
        Guid.NewGuid(), chair == "a1" ? Ward.FirstSession : Ward.SecondSession, "nurse-1", chair, Ward.FirstSession, order)
    {
        History = DoseHistory.Nothing,
    };

    static OrderOverride Overriding(string path, string secondPerson = "physician-1") => new(path, Reason, secondPerson);
}
