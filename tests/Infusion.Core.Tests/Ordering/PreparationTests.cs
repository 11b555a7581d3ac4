using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Admission;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Ordering;

public class PreparationTests
{
    static readonly AdmissionGate Gate = Asked.Everything with { Items = [] };
    static readonly Guid Vial = new(5, 5, 5, new byte[8]);
    static readonly Guid Other = new(6, 6, 6, new byte[8]);

    static Ward Ready() => Asked.CheckedIn(Gate) is var ward ? ward.Accept(ward.MakeReady()) : null!;

    static OpenVial Open(Ward ward, decimal strength = 50m, decimal volume = 10m, Guid? vial = null, string drug = "ketamine") => new(
        ward.NextId(), Ward.FirstSession, "nurse-1", vial ?? Vial, drug, Concentration.FromMilligramsPerMillilitre(strength), Volume.FromMillilitres(volume),
        "L-77", new(2026, 11, 23));

    static PrepareDose Prepare(Ward ward, decimal drawn = 1m, decimal total = 50m, Diluent diluent = Diluent.SodiumChloride, string by = "nurse-1", Guid? vial = null) => new(
        ward.NextId(), Ward.FirstSession, by, [new(vial ?? Vial, Volume.FromMillilitres(drawn))], diluent, Volume.FromMillilitres(total), null);

    static CheckOrder Check(Ward ward, string by) => new(
        ward.NextId(), Ward.FirstSession, by, Mass.FromMilligrams(35m), Volume.FromMillilitres(35m), Rate.FromMillilitresPerHour(52.5m));

    [Fact]
    public void FromAnOpenedVialAsOrdered_ThenTheStartIsFree()
    {
        var ward = Ready();
        ward.Accept(Open(ward)).Accept(Check(ward, "nurse-2"));
        ward.Why(ward.Begin()).ShouldStartWith("Not done: the dose prepared, with vial, lot and expiry.");

        ward.Accept(Prepare(ward)).Live.State.Admission.Prepared.ShouldNotBeNull().ShouldSatisfyAllConditions(
            prepared => prepared.Total.Millilitres.ShouldBe(50m), prepared => prepared.By.ShouldBe("nurse-1"), prepared => prepared.At.ShouldBe(ward.Now));
        ward.Accept(ward.Begin());

        // What was drawn is not given yet: the balance of the vial waits for that.
        ward.Live.State.After.LeftMilligrams.ShouldBe(500m);
    }

    [Fact]
    public void ALabelThatIsTooOldHoldsTheStart()
    {
        var ward = Ready();
        ward.Accept(Open(ward)).Accept(Check(ward, "nurse-2")).Accept(Prepare(ward));

        ward.At(4 * 3600).Accept(ward.Begin());
        var late = Ready();
        late.Accept(Open(late)).Accept(Check(late, "nurse-2")).Accept(Prepare(late));
        late.At((4 * 3600) + 1);
        late.Why(late.Begin()).ShouldStartWith("Not done: a fresh preparation: the label is older than 4 h.");
    }

    [Fact]
    public void WhoPreparedDoesNotCheck_AndWhoCheckedDoesNotPrepare()
    {
        var ward = Ready();
        ward.Accept(Open(ward)).Accept(Prepare(ward)).Refused(Check(ward, "nurse-1")).ShouldBe("check-same-person");

        ward.Accept(Check(ward, "nurse-2")).Refused(Prepare(ward, by: "NURSE-2")).ShouldBe("prepare-same-person");
    }

    [Theory]
    [InlineData(1.02, 50, true)]
    [InlineData(1.03, 50, false)]
    [InlineData(0.98, 50, true)]
    [InlineData(0.97, 50, false)]
    public void TheMixtureIsOfTheOrderedConcentration(double drawn, int total, bool isRight)
    {
        var ward = Ready();
        ward.Accept(Open(ward));
        if (isRight)
        {
            ward.Accept(Prepare(ward, (decimal)drawn, total));
            return;
        }

        ward.Why(Prepare(ward, (decimal)drawn, total)).ShouldContain("the order says 1 mg/mL");
    }

    [Fact]
    public void TheLabelTimeLiesBetweenTheOrderAndNow_AndALaterEntryKeepsBoth()
    {
        var ward = Ready();
        ward.Accept(Open(ward)).At(60);
        ward.Refused(Prepare(ward) with { LabelledAt = ward.Now.AddSeconds(1) }).ShouldBe("prepared-time");
        ward.Refused(Prepare(ward) with { LabelledAt = Ward.DefaultStart.AddSeconds(-1) }).ShouldBe("prepared-time");

        ward.Accept(Prepare(ward) with { LabelledAt = Ward.DefaultStart.AddSeconds(5) });
        ward.All<DosePrepared>().ShouldHaveSingleItem().ChartedAt.ShouldBe(ward.Now);
    }

    [Fact]
    public void WhatDoesNotFitTheOrderOrTheVialIsRefused()
    {
        var ward = Ready();
        ward.Refused(Prepare(ward)).ShouldBe("vial-unknown");
        ward.Accept(Open(ward)).Accept(Open(ward, 100m, 5m, Other));

        ward.Refused(Prepare(ward, diluent: Diluent.Unknown)).ShouldBe("prepared-diluent");
        ward.Refused(Prepare(ward, diluent: (Diluent)9)).ShouldBe("prepared-diluent");
        ward.Refused(Prepare(ward) with { Vials = [] }).ShouldBe("prepared-vials");
        ward.Refused(Prepare(ward) with { Vials = [new(Vial, Volume.FromMillilitres(1m)), new(Vial, Volume.FromMillilitres(1m))] }).ShouldBe("prepared-vials");
        ward.Refused(Prepare(ward, total: 0m)).ShouldBe("prepared-volume");
        ward.Refused(Prepare(ward, total: 1001m)).ShouldBe("prepared-volume");
        ward.Refused(Prepare(ward, drawn: 2m, total: 1m)).ShouldBe("prepared-volume");
        ward.Refused(Prepare(ward, drawn: 1m, total: 50m, diluent: Diluent.None)).ShouldBe("prepared-volume");
        ward.Refused(Prepare(ward, drawn: 0m)).ShouldBe("prepared-drawn");
        ward.Refused(Prepare(ward, drawn: 10.1m, total: 500m)).ShouldBe("prepared-drawn");
        ward.Refused(Prepare(ward, drawn: 0.5m, total: 0.5m, diluent: Diluent.None, vial: Other)).ShouldBe("prepared-undiluted");
        ward.Refused(Prepare(ward, drawn: 1m, total: 1m, diluent: Diluent.None)).ShouldBe("prepared-concentration");
        ward.Refused(Prepare(ward, drawn: 0.5m, total: 25m)).ShouldBe("prepared-dose");
        ward.Accept(Prepare(ward) with { Vials = [new(Vial, Volume.FromMillilitres(0.5m)), new(Other, Volume.FromMillilitres(0.25m))] });

        // The vials were good until the end of that day.
        ward.At(33 * 3600).Refused(Prepare(ward)).ShouldBe("vial-expired");
    }

    [Fact]
    public void AVialWithAnotherNameForTheDrugIsCompared()
    {
        var ward = Ready();
        ward.Accept(Open(ward, drug: "ketalar")).Refused(Prepare(ward)).ShouldBe("prepared-drug");
    }

    [Fact]
    public void AChangedOrderIsPreparedAnew()
    {
        var ward = Ready();
        ward.Accept(Open(ward)).Accept(Prepare(ward));
        ward.Accept(new ChangeOrder(ward.NextId(), Ward.FirstSession, "physician-1", Ward.Order, Asked.Note) { History = Core.Dosing.DoseHistory.Nothing });

        ward.Live.State.Admission.Prepared.ShouldBeNull();
    }
}
