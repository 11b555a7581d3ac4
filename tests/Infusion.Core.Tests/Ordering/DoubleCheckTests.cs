using Infusion.Core.Admission;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Admission;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Ordering;

public class DoubleCheckTests
{
    static readonly AdmissionGate Gate = Asked.Everything with { Items = [], PreparedAtMostBefore = null };

    static CheckOrder Check(Ward ward, string by = "nurse-2", decimal dose = 35m, decimal volume = 35m, decimal? rate = 52.5m) => new(
        ward.NextId(), Ward.FirstSession, by, Mass.FromMilligrams(dose), Volume.FromMillilitres(volume), rate is { } flow ? Rate.FromMillilitresPerHour(flow) : null);

    static ChangeOrder Change(Ward ward, InfusionOrder order) => new(ward.NextId(), Ward.FirstSession, "physician-1", order, Asked.Note) { History = Core.Dosing.DoseHistory.Nothing };

    static InfusionOrder Less { get; } =
        Ward.Order with { Dose = Mass.FromMilligrams(28m), Rate = Rate.FromMillilitresPerHour(42m), OrderedMilligramsPerKilogram = 0.4m };

    static Ward Ready() => Asked.CheckedIn(Gate) is var ward ? ward.Accept(ward.MakeReady()) : null!;

    [Fact]
    public void TheStartWaitsForAnAgreeingCheck()
    {
        var ward = Ready();
        ward.Why(ward.Begin()).ShouldStartWith("Not done: the order checked by a second person.");

        ward.Accept(Check(ward)).All<OrderChecked>().ShouldHaveSingleItem().By.ShouldBe("nurse-2");
        ward.Refused(Check(ward, "nurse-3")).ShouldBe("check-done");
        ward.Accept(ward.Begin());
    }

    [Theory]
    [InlineData(35.35, 35, 52.5, true)]
    [InlineData(35.36, 35, 52.5, false)]
    [InlineData(35, 34.65, 52.5, true)]
    [InlineData(35, 34.64, 52.5, false)]
    [InlineData(35, 35, 53.025, true)]
    [InlineData(35, 35, 53.03, false)]
    public void EachNumberAgreesWithinTheTolerance(double dose, double volume, double rate, bool agrees)
    {
        var ward = Ready();
        ward.Accept(Check(ward, dose: (decimal)dose, volume: (decimal)volume, rate: (decimal)rate));

        ward.All<OrderChecked>().Any().ShouldBe(agrees);
        ward.All<OrderCheckDisagreed>().Any().ShouldBe(!agrees);
    }

    [Fact]
    public void ADisagreementKeepsBothNumbers_AndBlocksTheStart_UntilSomebodyElseAgrees()
    {
        var ward = Ready();
        ward.Accept(Check(ward, dose: 350m));

        (ward.All<OrderCheckDisagreed>().ShouldHaveSingleItem() with { Entry = null }).ShouldBe(new OrderCheckDisagreed(
            ward.Now, Mass.FromMilligrams(350m), Volume.FromMillilitres(35m), Rate.FromMillilitresPerHour(52.5m),
            Ward.Order.Dose, Ward.Order.Volume, Ward.Order.Rate, "nurse-2"));
        ward.Why(ward.Begin()).ShouldStartWith("Not done: an agreeing check of the order: the last one disagreed.");

        // By now they have seen what they should come to.
        ward.Refused(Check(ward, "Nurse-2")).ShouldBe("check-seen");
        ward.Accept(Check(ward, "nurse-3")).Accept(ward.Begin());
    }

    [Fact]
    public void WhoOrderedDoesNotCheck()
    {
        var ward = Ready();
        ward.Refused(Check(ward, "Physician-1")).ShouldBe("check-same-person");
    }

    [Fact]
    public void AChangedOrderIsCheckedAnew_AlsoByWhoDisagreed()
    {
        var ward = Ready();
        ward.Accept(Check(ward, dose: 28m)).Accept(Change(ward, Less));
        ward.Live.State.Order.ShouldBe(Less);
        ward.Live.State.Admission.Disagreed.ShouldBeEmpty();

        ward.Accept(Check(ward, dose: 28m, volume: 28m, rate: 42m)).Accept(Change(ward, Ward.Order));
        ward.Why(ward.Begin()).ShouldStartWith("Not done: the order checked by a second person.");
        ward.Accept(Check(ward)).Accept(ward.Begin()).Refused(Change(ward, Less)).ShouldBe("admission-over");
    }

    [Fact]
    public void WhatWasComputedFromAnOrderThatIsReplacedIsNoCheckOfTheNewOne()
    {
        var ward = Ready();
        var sheet = ward.Live.State.Admission.OrderedAt;
        ward.After(10).Accept(Change(ward, Less));

        ward.Refused(Check(ward) with { OrderedAt = sheet }).ShouldBe("order-changed");
        ward.Refused(Change(ward, Ward.Order) with { InsteadOf = sheet }).ShouldBe("order-changed");
        ward.Accept(Check(ward, dose: 28m, volume: 28m, rate: 42m) with { OrderedAt = ward.Live.State.Admission.OrderedAt });
    }

    [Fact]
    public void AChangedOrderMeetsTheSameLimits_InTheSameProtocolAndRoute()
    {
        var ward = Ready();
        ward.Refused(Change(ward, Less with { Dose = Mass.FromMilligrams(280m) })).ShouldBe("order-refused");
        ward.Refused(Change(ward, Less with { ProtocolVersion = 2 })).ShouldBe("order-protocol");
        ward.Refused(Change(ward, Less with { Protocol = "pain" })).ShouldBe("order-protocol");
        ward.Refused(Change(ward, Less with { Route = DoseRoute.Oral })).ShouldBe("order-route");
        ward.Refused(Change(ward, Less) with { History = null }).ShouldBe("order-needs-override");
        ward.Accept(Change(ward, Less) with { History = null, Overrides = [new("history", Asked.Note, "nurse-2")] })
            .All<OrderGuardrailOverridden>().ShouldHaveSingleItem().SecondPerson.ShouldBe("nurse-2");
    }

    [Fact]
    public void AnOrderByWeightMustBeWhatItSays()
    {
        var ward = Ready();
        ward.Why(Change(ward, Less with { OrderedMilligramsPerKilogram = 0.5m })).ShouldContain("0.5 mg/kg at 70 kg are 35 mg, the dose is 28 mg (dose-by-weight)");
        ward.Why(Change(ward, Less with { OrderedMilligramsPerKilogram = 0m })).ShouldContain("(dose-per-kg)");
    }

    [Fact]
    public void AnotherWeightIsWhatTheModelsGoBy()
    {
        var (ward, same) = (Ready(), Ready());
        var (before, stays) = (ward.Live.Estimate, same.Live.Estimate);
        ward.Accept(Change(ward, Less with { Weight = BodyWeight.FromKilograms(56m), OrderedMilligramsPerKilogram = 0.5m }));
        same.Accept(Change(same, Less));

        ward.Live.Estimate.ShouldNotBeSameAs(before);
        same.Live.Estimate.ShouldBeSameAs(stays);
    }

    [Fact]
    public void WhereNothingIsAskedThereIsNoCheck()
    {
        var ward = new Ward().Ready();
        ward.Refused(Check(ward)).ShouldBe("check-not-asked");
        ward.Accept(Change(ward, Less)).Live.State.Admission.OrderedBy.ShouldBe("physician-1");
        ward.WithoutProtocol().Refused(Change(ward, Less)).ShouldBe("order-protocol");
    }

    [Fact]
    public void ADoseThatIsNoInfusionHasNoRateToCheck()
    {
        var ward = new Ward(admission: Gate);
        ward.Accept(ward.Plan with { Order = Ward.Order with { Route = DoseRoute.Oral }, By = "physician-1", IsByPhysician = true });

        ward.Refused(Check(ward)).ShouldBe("check-rate");
        ward.Accept(Check(ward, rate: null)).All<OrderChecked>().Count().ShouldBe(1);
        var infusion = Ready();
        infusion.Refused(Check(infusion, rate: null)).ShouldBe("check-rate");
    }

    [Fact]
    public void AfterARestartTheCheckStands()
    {
        var ward = Ready();
        ward.Accept(Check(ward)).Restart().Accept(ward.Begin());
    }
}
