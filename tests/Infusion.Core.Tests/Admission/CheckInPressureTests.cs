using Infusion.Core.Admission;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Admission;

public class CheckInPressureTests
{
    const CheckInItem Pressure = CheckInItem.BloodPressure;

    static Ward CheckedIn() => Asked.CheckedIn(Asked.Only(Pressure));

    [Theory]
    [InlineData(159, 99, CheckInStatus.Pass)]
    [InlineData(160, 80, CheckInStatus.Hold)]
    [InlineData(120, 100, CheckInStatus.Hold)]
    public void FromTheLimitOnTheStartIsPutOff_ByTheMonitorAsByHand(int systolic, int diastolic, CheckInStatus status)
    {
        var ward = CheckedIn();
        ward.ByHand(systolic, diastolic).Line(Pressure).Status.ShouldBe(status);

        var other = CheckedIn();
        other.At(1).Cuff(systolic, diastolic);
        other.Line(Pressure).Status.ShouldBe(status);
    }

    [Fact]
    public void ARecheckCountsFromItsTimeOn_AndOneWithinTheLimitPasses()
    {
        var ward = CheckedIn().At(10);
        ward.ByHand(165, 95);
        var line = ward.Line(Pressure);
        line.MetFrom.ShouldBe(Ward.DefaultStart.AddSeconds(310));
        line.Why.ShouldBe("165/95 mmHg, the start is put off from 160/100 mmHg on");
        ward.Refused(ward.MakeReady()).ShouldBe("check-in-not-passed");

        ward.At(309).ByHand(130, 80);
        ward.Line(Pressure).ShouldSatisfyAllConditions(
            soon => soon.Status.ShouldBe(CheckInStatus.Hold),
            soon => soon.Why.ShouldBe("130/80 mmHg too soon after 165/95 mmHg: a recheck counts 5 min after it"),
            soon => soon.MetFrom.ShouldBe(Ward.DefaultStart.AddSeconds(310)));
        ward.At(400).Line(Pressure).Status.ShouldBe(CheckInStatus.Hold);
        ward.ByHand(131, 80).Line(Pressure).ShouldBe(new CheckInLine(Pressure, CheckInStatus.Pass, "131/80 mmHg"));
        ward.Accept(ward.MakeReady());
    }

    [Fact]
    public void ASecondPressureOverTheLimitBeginsTheWaitAnew()
    {
        var ward = CheckedIn();
        ward.At(1).ByHand(165, 95).At(400).ByHand(161, 95);

        ward.Line(Pressure).MetFrom.ShouldBe(Ward.DefaultStart.AddSeconds(700));
    }

    [Fact]
    public void AnOldPressureIsOpenAgain_AndThatIsNothingToOverride()
    {
        var ward = CheckedIn();
        ward.At(1).ByHand(120, 80).At(1801).Line(Pressure).Status.ShouldBe(CheckInStatus.Pass);

        ward.At(1802).Line(Pressure).ShouldSatisfyAllConditions(
            line => line.Status.ShouldBe(CheckInStatus.Open), line => line.Why.ShouldBe("120/80 mmHg is older than 30 min, measure again"));
        ward.Refused(ward.Override(Pressure)).ShouldBe("check-in-open");
    }

    [Fact]
    public void APhysicianLetsGoWhatWasMeasured_NotWhatComesAfter()
    {
        var ward = CheckedIn();
        ward.At(1).ByHand(165, 95).Accept(ward.Override(Pressure)).Line(Pressure).Status.ShouldBe(CheckInStatus.Overridden);
        ward.Accept(ward.MakeReady());

        ward.At(60).ByHand(172, 95).Line(Pressure).Status.ShouldBe(CheckInStatus.Hold);
        ward.Why(ward.Begin()).ShouldStartWith("Not done: blood pressure (172/95 mmHg");
        ward.Accept(ward.Override(Pressure)).Accept(ward.Begin());
    }

    [Fact]
    public void AnOverrideOfThePressureIsTakenBack()
    {
        var ward = CheckedIn();
        ward.At(1).ByHand(165, 95).Accept(ward.Override(Pressure)).Accept(ward.Withdraw(Pressure)).Line(Pressure).Status.ShouldBe(CheckInStatus.Hold);
    }

    [Fact]
    public void WhatIsAnArtefactIsNoPressure_AlsoAfterARestart()
    {
        var ward = CheckedIn();
        ward.At(1).Cuff(210, 120);
        ward.Line(Pressure).Status.ShouldBe(CheckInStatus.Hold);

        ward.Accept(new ReviewVital(ward.NextId(), Ward.FirstSession, "nurse-1", Metric.NibpSystolic, "mon-1", ward.Now, VitalVerdict.Artefact));
        ward.Line(Pressure).Status.ShouldBe(CheckInStatus.Open);
        ward.Restart().Line(Pressure).Status.ShouldBe(CheckInStatus.Open);
        ward.At(20).Cuff(130, 70);
        ward.Restart().Line(Pressure).Status.ShouldBe(CheckInStatus.Pass);
    }

    [Fact]
    public void WithOneLimitOnly_TheOtherPressureIsFree()
    {
        var systolic = Asked.CheckedIn(Asked.Only(Pressure) with { DiastolicHoldFromMmHg = null });
        systolic.ByHand(159, 130).Line(Pressure).Status.ShouldBe(CheckInStatus.Pass);
        systolic.At(1).ByHand(160, 60).Line(Pressure).Why.ShouldBe("160/60 mmHg, the start is put off from 160 mmHg systolic on");

        var diastolic = Asked.CheckedIn(Asked.Only(Pressure) with { SystolicHoldFromMmHg = null });
        diastolic.ByHand(220, 100).Line(Pressure).Why.ShouldBe("220/100 mmHg, the start is put off from 100 mmHg diastolic on");
    }
}
