using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Recovery;

public class VialTests
{
    static readonly Guid Vial = new(5, 5, 5, new byte[8]);

    [Fact]
    public void GivenAVial_ThenTheSessionIsClosedOnlyWhenEveryMilligramIsAccountedFor()
    {
        var ward = new Ward().Infusing();
        ward.Accept(Open(ward)).Accept(Give(ward, 35m)).Stop().Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Do(Close(ward)).ShouldBeOfType<Decision.Rejected>().ShouldBe(new Decision.Rejected(
            "vial-balance", "465 mg of opened vials are not accounted for; chart them as given, wasted with a witness, or returned."));

        ward.Accept(Waste(ward, 400m)).Accept(new ReturnFromVial(ward.NextId(), Ward.FirstSession, "nurse-1", Vial, Mg(65m)));
        ward.Live.State.After.LeftMilligrams.ShouldBe(0m);
        ward.Accept(Close(ward));
    }

    [Theory]
    [InlineData("nurse-1", "witness-same-person")]
    [InlineData("NURSE-1", "witness-same-person")]
    [InlineData(" ", "witness-missing")]
    public void TheWitnessIsSomebodyElse(string witness, string code)
    {
        var ward = new Ward().Infusing();
        ward.Accept(Open(ward));

        ward.Refused(Waste(ward, 100m) with { Witness = witness }).ShouldBe(code);
    }

    [Fact]
    public void MoreThanIsLeftIsRefused_WithWhatIsLeft()
    {
        var ward = new Ward().Infusing();
        ward.Accept(Open(ward)).Accept(Give(ward, 35m));

        ward.Do(Waste(ward, 465.1m)).ShouldBeOfType<Decision.Rejected>().Reason.ShouldStartWith(
            "Only 465 mg of this vial are left; 465.1 mg cannot be wasted of it.");
        ward.Refused(Waste(ward, 0m)).ShouldBe("vial-nothing");
        ward.Accept(Waste(ward, 465m));
    }

    [Fact]
    public void OverfillIsChartedUpToWhatTheProtocolAllows_AndThenCounts()
    {
        var ward = new Ward(protocol: SampleProtocols.Mood with { Discharge = null, Vials = new VialRules { OverfillUpToPercent = 5m } }).Infusing();
        ward.Accept(Open(ward));
        ward.Refused(Overfill(ward, 25.1m)).ShouldBe("vial-overfill");
        ward.Accept(Overfill(ward, 20m)).Refused(Overfill(ward, 5.1m)).ShouldBe("vial-overfill");
        ward.Refused(Overfill(ward, 1m) with { Witness = "nurse-1" }).ShouldBe("witness-same-person");

        ward.Accept(Waste(ward, 520m)).Live.State.After.LeftMilligrams.ShouldBe(0m);
        new Ward().Infusing().Accept(Open(ward)).Refused(Overfill(ward, 1m)).ShouldBe("vial-overfill");
    }

    [Fact]
    public void WhatThePumpGaveIsTakenFromItsCounter_AndNeverTwice()
    {
        var ward = new Ward().Infusing();
        ward.Pump(PumpStatus.Infusing, rate: 52.5m, total: 0m);
        ward.After(60).Pump(PumpStatus.Infusing, rate: 52.5m, total: 0.875m);
        ward.Accept(Open(ward)).Accept(Give(ward, null));
        (ward.All<VialGiven>().ShouldHaveSingleItem() with { Entry = null }).ShouldBe(new VialGiven(ward.Now, Vial, Mg(0.875m), true, "nurse-1"));

        ward.Refused(Give(ward, null)).ShouldBe("vial-nothing");
        ward.After(60).Pump(PumpStatus.Infusing, rate: 52.5m, total: 1.75m);
        ward.Accept(Give(ward, null)).Live.State.After.Vials[0].Given.ShouldBe(Mg(1.75m));
    }

    [Fact]
    public void AVialThatCannotBeIsRefused()
    {
        var ward = new Ward().Infusing();
        var open = Open(ward);
        ward.Refused(open with { Expiry = new DateOnly(2026, 11, 22) }).ShouldBe("vial-expired");
        ward.Refused(open with { Drug = "midazolam" }).ShouldBe("vial-drug");
        ward.Refused(open with { Lot = " " }).ShouldBe("vial-lot");
        ward.Refused(open with { Strength = default }).ShouldBe("vial-size");
        ward.Refused(open with { Volume = Volume.FromMillilitres(101m) }).ShouldBe("vial-size");
        ward.Refused(Waste(ward, 1m)).ShouldBe("vial-unknown");
        ward.Accept(open with { Expiry = new DateOnly(2026, 11, 23) }).Refused(Open(ward)).ShouldBe("vial-open");
    }

    [Fact]
    public void OneVialIsForOneSession()
    {
        var ward = new Ward().Infusing();
        ward.Accept(Open(ward));
        ward.Accept(ward.Plan with { Id = ward.NextId(), Session = Ward.SecondSession, Chair = "b2", Patient = Ward.SecondSession });

        ward.Refused(Open(ward) with { Session = Ward.SecondSession }).ShouldBe("vial-elsewhere");
    }

    [Fact]
    public void WasteSeenEarlierKeepsBothTimes_AndIsNotBeforeTheVialWasOpened()
    {
        var ward = new Ward().Infusing().At(600);
        ward.Accept(Open(ward) with { ObservedAt = ward.Start.AddSeconds(100) });
        ward.Refused(Waste(ward, 1m) with { ObservedAt = ward.Start.AddSeconds(99) }).ShouldBe("vial-not-open-yet");
        ward.Accept(Waste(ward, 1m) with { ObservedAt = ward.Start.AddSeconds(100) });

        var wasted = ward.All<VialWasted>().ShouldHaveSingleItem();
        (wasted.At, wasted.ChartedAt).ShouldBe((ward.Start.AddSeconds(100), ward.Now));
    }

    [Fact]
    public void WhereVialsAreAskedFor_ASessionThatGaveNothingFromOneIsNotClosed()
    {
        var ward = new Ward(protocol: SampleProtocols.Mood with { Discharge = null, Vials = new VialRules { AreAsked = true } }).Infusing().Stop();

        ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1")).Refused(Close(ward)).ShouldBe("vial-missing");
    }

    static Mass Mg(decimal value) => Mass.FromMilligrams(value);

    static OpenVial Open(Ward ward) => new(
        ward.NextId(), Ward.FirstSession, "nurse-1", Vial, "Ketalar", Concentration.FromMilligramsPerMillilitre(50m), Volume.FromMillilitres(10m), "L1", new DateOnly(2027, 1, 31));

    static GiveFromVial Give(Ward ward, decimal? given) => new(ward.NextId(), Ward.FirstSession, "nurse-1", Vial, given is { } mg ? Mg(mg) : null);

    static WasteFromVial Waste(Ward ward, decimal wasted) => new(ward.NextId(), Ward.FirstSession, "nurse-1", Vial, Mg(wasted), "nurse-2");

    static ChartOverfill Overfill(Ward ward, decimal more) => new(ward.NextId(), Ward.FirstSession, "nurse-1", Vial, Mg(more), "nurse-2");

    static CloseSession Close(Ward ward) => new(ward.NextId(), Ward.FirstSession, "nurse-1");
}
