using Infusion.Core.Alarms;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

public class ChairDutyTests
{
    [Fact]
    public void AChairStaysWithTheGiver_UntilTheOtherAccepts()
    {
        var ward = Taken();
        Offer(ward, "nurse-a", "nurse-b");
        (Holder(ward)!.Person, Holder(ward)!.OfferedTo).ShouldBe(("nurse-a", "nurse-b"));

        ward.Accept(new AcceptChair(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1"));

        (Holder(ward)!.Person, Holder(ward)!.OfferedTo).ShouldBe(("nurse-b", null));
    }

    [Theory]
    [InlineData("nurse-b")]
    [InlineData("nurse-a")]
    public void AnOfferThatIsDeclinedOrTakenBack_LeavesTheChairWithTheGiver(string by)
    {
        var ward = Taken();
        Offer(ward, "nurse-a", "nurse-b");

        ward.Accept(new DeclineChair(ward.NextId(), Ward.ClinicStream, by, "a1"));

        (Holder(ward)!.Person, Holder(ward)!.OfferedTo).ShouldBe(("nurse-a", null));
        ward.Refused(new AcceptChair(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1")).ShouldBe("chair-not-offered");
    }

    [Fact]
    public void ABreakNeedsSomebodyWhoCovers_AndEndsWithTheOneWhoHasTheChair()
    {
        var ward = Taken();
        Offer(ward, "nurse-a", "nurse-b", isBreak: true);
        Holder(ward)!.Present.ShouldBe("nurse-a");

        ward.Accept(new AcceptChair(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1"));
        (Holder(ward)!.Person, Holder(ward)!.Present).ShouldBe(("nurse-a", "nurse-b"));
        ward.Refused(new EndBreak(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1")).ShouldBe("chair-not-yours");
        ward.Refused(new OfferChair(ward.NextId(), Ward.ClinicStream, "nurse-a", "a1", "nurse-c", IsBreak: true)).ShouldBe("chair-covered");

        ward.Accept(new EndBreak(ward.NextId(), Ward.ClinicStream, "nurse-a", "a1"));
        Holder(ward)!.Present.ShouldBe("nurse-a");
    }

    [Fact]
    public void AChairThatSomebodyHas_IsTakenOnlyByWhoLeadsTheShift()
    {
        var ward = Taken();
        ward.Refused(new TakeChair(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1", FromAnother: false)).ShouldBe("chair-has-somebody");

        ward.Accept(new TakeChair(ward.NextId(), Ward.ClinicStream, "charge", "a1", FromAnother: true));

        Holder(ward)!.Person.ShouldBe("charge");
        ward.State.ChairDuty.Holders.Keys.ShouldBe(["a1"]);
        ward.All<ChairTaken>().Select(taken => taken.From).ShouldBe([null, "nurse-a"]);
    }

    public static TheoryData<ChairDutyCommand, string> Wrong => new()
    {
        { new TakeChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "z9", false), "chair-unknown" },
        { new TakeChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "a1", false), "chair-yours" },
        { new OfferChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-b", "a1", "nurse-c", false), "chair-not-yours" },
        { new OfferChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "a1", "nurse-a", false), "chair-to-oneself" },
        { new OfferChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "a1", " ", true), "chair-to-nobody" },
        { new OfferChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "b2", "nurse-b", false), "chair-nobodys" },
        { new AcceptChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-b", "a1"), "chair-not-offered" },
        { new DeclineChair(Guid.NewGuid(), Ward.ClinicStream, "nurse-b", "a1"), "chair-not-offered" },
        { new EndBreak(Guid.NewGuid(), Ward.ClinicStream, "nurse-a", "a1"), "chair-no-break" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatCannotBe_IsRefused(ChairDutyCommand command, string code)
    {
        var ward = Taken();
        ward.Refused(command).ShouldBe(code);
        ward.All<ChairDutyEvent>().Count().ShouldBe(1);
    }

    [Fact]
    public void WhoHasTheChair_IsCalledFirst_DuringABreakTheCover_ThenTheDutyList()
    {
        var ward = Raised().OnDuty(Step(30, "charge"));
        Take(ward, "nurse-a");
        Offer(ward, "nurse-a", "nurse-b", isBreak: true);
        ward.Accept(new AcceptChair(ward.NextId(), Ward.ClinicStream, "nurse-b", "a1"));

        ward.At(100).Calls().ShouldBe(["61 calls 1 nurse-b until 91", "91 no answer 1", "91 calls 2 charge until 121"]);
    }

    [Fact]
    public void AnOfferThatIsNotAccepted_StillCallsTheGiver()
    {
        var ward = Taken(Raised());
        Offer(ward, "nurse-a", "nurse-b");

        ward.At(62).Assigned()!.People.ShouldBe(["nurse-a"]);
    }

    [Fact]
    public void GivenNobodyWasNamed_ThenWhoTakesTheChair_IsCalled()
    {
        var ward = Raised().At(100);
        ward.Calls().ShouldBe(["61 nobody"]);
        Take(ward, "nurse-a");

        ward.At(102).Assigned()!.People.ShouldBe(["nurse-a"]);
    }

    [Fact]
    public void WhoHasTheChair_StandsInTheClinicsStream_AndAfterARestart()
    {
        var ward = Taken();
        Offer(ward, "nurse-a", "nurse-b", isBreak: true);

        ward.Restart();

        Holder(ward).ShouldBe(new ChairHolder("nurse-a", ward.Start) { OfferedTo = "nurse-b", IsOfferedForBreak = true });
        ward.State.ChairDuty.Of("b2").ShouldBeNull();
    }

    static Ward Taken(Ward? ward = null) => Take(ward ?? new Ward(), "nurse-a");

    static Ward Take(Ward ward, string by) =>
        ward.Accept(new TakeChair(ward.NextId(), Ward.ClinicStream, by, "a1", FromAnother: false));

    static void Offer(Ward ward, string by, string to, bool isBreak = false) =>
        ward.Accept(new OfferChair(ward.NextId(), Ward.ClinicStream, by, "a1", to, isBreak));

    static ChairHolder? Holder(Ward ward) => ward.State.ChairDuty.Of("a1");
}
