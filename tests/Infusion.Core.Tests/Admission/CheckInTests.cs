using Infusion.Core.Admission;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Admission;

public class CheckInTests
{
    static DateTimeOffset Now => Ward.DefaultStart;

    [Fact]
    public void WhatShipsAsksForEveryItem_AndForTheSecondPersonAndThePreparation() => SampleProtocols.All.ShouldAllBe(protocol =>
        protocol.Admission!.Items.Length == Enum.GetValues<CheckInItem>().Length - 1
        && protocol.Admission.DoubleCheckWithinPercent != null && protocol.Admission.PreparedAtMostBefore != null);

    [Fact]
    public void WithoutAnAnswerEverythingIsOpen_AndReadyIsRefusedNamingEachItem()
    {
        var ward = Asked.CheckedIn(Asked.Everything);

        foreach (var item in Asked.Everything.Items)
        {
            ward.Line(item).ShouldBe(new CheckInLine(item, CheckInStatus.Open, null));
        }

        var refused = ward.Do(ward.MakeReady()).ShouldBeOfType<Decision.Rejected>();
        refused.Code.ShouldBe("check-in-not-passed");
        refused.Reason.ShouldStartWith(
            "Not done: two identifiers; consent; fasting; pregnancy; last benzodiazepine; last stimulant; substance screen; contraindications; "
            + "suicidality screen; escort, by name; blood pressure. Do what is open on the check-in page;");
    }

    [Fact]
    public void WithEveryItemPassed_ThePatientIsReady()
    {
        var ward = Asked.CheckedIn(Asked.Everything).Passed(Asked.Everything);

        Asked.Everything.Items.ShouldAllBe(item => ward.Line(item).Status == CheckInStatus.Pass);
        ward.Accept(ward.MakeReady()).Live.State.Phase.ShouldBe(SessionPhase.Ready);
    }

    [Fact]
    public void AProtocolThatAsksNothing_HoldsNothing_AndTakesNoAnswer()
    {
        var ward = new Ward().CheckedIn();

        ward.Refused(ward.Answer(Asked.Good(CheckInItem.Identity, ward.Now))).ShouldBe("check-in-not-asked");
        ward.Accept(ward.MakeReady());
        var other = Asked.CheckedIn(Asked.Only(CheckInItem.Escort));
        other.Refused(other.Answer(Asked.Good(CheckInItem.Identity, other.Now))).ShouldBe("check-in-not-asked");
    }

    public static TheoryData<CheckInAnswer, string> Holding => new()
    {
        { new(CheckInItem.Identity, CheckInFinding.NotConfirmed), "does not match" },
        { new(CheckInItem.Consent, CheckInFinding.NotConfirmed), "not signed" },
        { Asked.Good(CheckInItem.Consent, Now) with { SignedOn = new(2025, 11, 21) }, "signed 2025-11-21, valid until 2026-11-21" },
        { Asked.Good(CheckInItem.Fasting, Now) with { SolidsAt = Now.AddHours(-5.5) }, "meal 5.5 h ago, 6 h are asked for" },
        { Asked.Good(CheckInItem.Fasting, Now) with { FluidsAt = Now.AddHours(-1) }, "clear fluid 1 h ago, 2 h are asked for" },
        { new(CheckInItem.Fasting, CheckInFinding.NotConfirmed), "not known" },
        { new(CheckInItem.Pregnancy, CheckInFinding.Positive), "positive" },
        { new(CheckInItem.Pregnancy, CheckInFinding.NotDone), "not done" },
        { new(CheckInItem.Benzodiazepine, CheckInFinding.Taken) { TakenAt = Now.AddHours(-11) }, "taken 11 h ago, 12 h are asked for" },
        { new(CheckInItem.Benzodiazepine, CheckInFinding.NotConfirmed), "not known" },
        { new(CheckInItem.Stimulant, CheckInFinding.Taken) { TakenAt = Now.AddHours(-2) }, "taken 2 h ago, 12 h are asked for" },
        { new(CheckInItem.Substances, CheckInFinding.Positive), "positive" },
        { new(CheckInItem.Contraindications, CheckInFinding.Positive) { Present = [Contraindication.Porphyria, Contraindication.Breastfeeding] }, "porphyria; breastfeeding" },
        { new(CheckInItem.Contraindications, CheckInFinding.NotDone), "not done" },
        { new(CheckInItem.Suicidality, CheckInFinding.Positive), "positive" },
        { new(CheckInItem.Suicidality, CheckInFinding.NotDone), "not done" },
        { new(CheckInItem.Escort, CheckInFinding.NotConfirmed), "nobody named" },
    };

    [Theory]
    [MemberData(nameof(Holding))]
    public void AFindingAgainstTheStartHolds_AndAPhysicianLetsGo_ButNeverIdentityOrConsent(CheckInAnswer answer, string why)
    {
        var ward = Asked.CheckedIn(Asked.Only(answer.Item));
        ward.Accept(ward.Answer(answer));

        ward.Line(answer.Item).ShouldSatisfyAllConditions(line => line.Status.ShouldBe(CheckInStatus.Hold), line => line.Why.ShouldBe(why));
        ward.Why(ward.MakeReady()).ShouldStartWith($"Not done: {CheckInWords.Of(answer.Item)} ({why}).");

        if (answer.Item is CheckInItem.Identity or CheckInItem.Consent)
        {
            ward.Refused(ward.Override(answer.Item)).ShouldBe("check-in-fixed");
            ward.Line(answer.Item).MayBeOverridden.ShouldBeFalse();
            return;
        }

        ward.Line(answer.Item).MayBeOverridden.ShouldBeTrue();
        ward.Accept(ward.Override(answer.Item)).Line(answer.Item).ShouldSatisfyAllConditions(
            line => line.Status.ShouldBe(CheckInStatus.Overridden),
            line => line.Override!.By.ShouldBe("physician-1"),
            line => line.Override!.Reason.ShouldBe(Asked.Note));
        ward.Accept(ward.MakeReady());
    }

    public static TheoryData<CheckInAnswer> Passing =>
    [
        Asked.Good(CheckInItem.Fasting, Now) with { SolidsAt = Now.AddHours(-6), FluidsAt = Now.AddHours(-2) },
        Asked.Good(CheckInItem.Consent, Now) with { SignedOn = new(2025, 11, 22) },
        new CheckInAnswer(CheckInItem.Pregnancy, CheckInFinding.Negative),
        new CheckInAnswer(CheckInItem.Stimulant, CheckInFinding.Taken) { TakenAt = Now.AddHours(-12) },
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public void OnTheLimitPasses(CheckInAnswer answer)
    {
        var ward = Asked.CheckedIn(Asked.Only(answer.Item));

        ward.Accept(ward.Answer(answer)).Line(answer.Item).Status.ShouldBe(CheckInStatus.Pass);
    }

    [Fact]
    public void AHoldByTimeIsOverByItself_AtTheTimeThatItSays()
    {
        var ward = Asked.CheckedIn(Asked.Only(CheckInItem.Fasting));
        ward.Accept(ward.Answer(Asked.Good(CheckInItem.Fasting, Now) with { SolidsAt = Now.AddHours(-6).AddMinutes(1), FluidsAt = Now.AddHours(-2).AddMinutes(2) }));

        ward.Line(CheckInItem.Fasting).ShouldSatisfyAllConditions(
            line => line.MetFrom.ShouldBe(Now.AddMinutes(2)), line => line.Why!.ShouldStartWith("clear fluid"));
        ward.At(119).Refused(ward.MakeReady()).ShouldBe("check-in-not-passed");
        ward.At(120).Accept(ward.MakeReady());
    }

    [Fact]
    public void WhereOnlyOneFastIsAsked_TheOtherIsNot()
    {
        var solids = Asked.Only(CheckInItem.Fasting) with { FluidsFasting = null };
        var ward = Asked.CheckedIn(solids);
        ward.Refused(ward.Answer(new(CheckInItem.Fasting, CheckInFinding.Taken) { FluidsAt = Now })).ShouldBe("check-in-answer");

        ward.Accept(ward.Answer(new(CheckInItem.Fasting, CheckInFinding.Taken) { SolidsAt = Now.AddHours(-8) }))
            .Line(CheckInItem.Fasting).ShouldSatisfyAllConditions(line => line.Status.ShouldBe(CheckInStatus.Pass), line => line.Why.ShouldBe("meal 8 h ago"));
    }

    [Fact]
    public void AConsentOfAnotherVersionHolds()
    {
        var ward = Asked.CheckedIn(Asked.Only(CheckInItem.Consent) with { ConsentVersion = "2026-09" }).Passed(CheckInItem.Consent);

        ward.Line(CheckInItem.Consent).ShouldSatisfyAllConditions(
            line => line.Status.ShouldBe(CheckInStatus.Hold), line => line.Why.ShouldBe("version 2026-03 is signed, 2026-09 is in use"));
    }

    public static TheoryData<CheckInAnswer> Refused =>
    [
        new CheckInAnswer(CheckInItem.Identity, CheckInFinding.Confirmed),
        Asked.Good(CheckInItem.Identity, Now) with { Identifiers = [IdentityProof.FullName, IdentityProof.FullName] },
        Asked.Good(CheckInItem.Identity, Now) with { Identifiers = [IdentityProof.FullName, (IdentityProof)99] },
        new CheckInAnswer(CheckInItem.Identity, CheckInFinding.Negative),
        new CheckInAnswer(CheckInItem.Consent, CheckInFinding.Confirmed) { ConsentVersion = "2026-03" },
        Asked.Good(CheckInItem.Consent, Now) with { SignedOn = new(2026, 11, 25) },
        Asked.Good(CheckInItem.Consent, Now) with { ConsentVersion = " " },
        Asked.Good(CheckInItem.Consent, Now) with { ConsentVersion = new string('x', 41) },
        Asked.Good(CheckInItem.Consent, Now) with { ConsentVersion = "a\u0001" },
        Asked.Good(CheckInItem.Fasting, Now) with { SolidsAt = null },
        Asked.Good(CheckInItem.Fasting, Now) with { FluidsAt = Now.AddMinutes(1) },
        Asked.Good(CheckInItem.Fasting, Now) with { SolidsAt = Now.AddDays(-32) },
        new CheckInAnswer(CheckInItem.Stimulant, CheckInFinding.Taken),
        new CheckInAnswer(CheckInItem.Contraindications, CheckInFinding.Positive),
        new CheckInAnswer(CheckInItem.Contraindications, CheckInFinding.Negative) { Present = [Contraindication.Porphyria] },
        new CheckInAnswer(CheckInItem.Contraindications, CheckInFinding.Positive) { Present = [Contraindication.Unknown] },
        new CheckInAnswer(CheckInItem.Escort, CheckInFinding.Confirmed),
        new CheckInAnswer(CheckInItem.Pregnancy, CheckInFinding.Unknown),
        new CheckInAnswer(CheckInItem.BloodPressure, CheckInFinding.Negative),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void AnAnswerThatSaysTooLittleIsRefused(CheckInAnswer answer)
    {
        var ward = Asked.CheckedIn(Asked.Everything);

        ward.Refused(ward.Answer(answer)).ShouldBe("check-in-answer");
    }

    [Fact]
    public void AnAnswerIsTakenBack_AndAnOverrideGoesWithIt()
    {
        var ward = Asked.CheckedIn(Asked.Only(CheckInItem.Substances));
        ward.Refused(ward.Withdraw(CheckInItem.Substances)).ShouldBe("check-in-nothing");
        ward.Accept(ward.Answer(new(CheckInItem.Substances, CheckInFinding.Positive))).Accept(ward.Override(CheckInItem.Substances));

        ward.Accept(ward.Withdraw(CheckInItem.Substances)).Line(CheckInItem.Substances).Status.ShouldBe(CheckInStatus.Open);
        ward.Accept(ward.Answer(new(CheckInItem.Substances, CheckInFinding.Positive))).Line(CheckInItem.Substances).Status.ShouldBe(CheckInStatus.Hold);
    }

    [Fact]
    public void ANewAnswerTakesTheOverrideOfTheOldOne()
    {
        var ward = Asked.CheckedIn(Asked.Only(CheckInItem.Suicidality));
        ward.Accept(ward.Answer(new(CheckInItem.Suicidality, CheckInFinding.NotDone))).Accept(ward.Override(CheckInItem.Suicidality));

        ward.Accept(ward.Answer(new(CheckInItem.Suicidality, CheckInFinding.Positive))).Line(CheckInItem.Suicidality).Status.ShouldBe(CheckInStatus.Hold);
    }

    [Fact]
    public void OnlyWhatHoldsIsOverridden()
    {
        var ward = Asked.CheckedIn(Asked.Only(CheckInItem.Escort));
        ward.Refused(ward.Override(CheckInItem.Escort)).ShouldBe("check-in-open");
        ward.Passed(CheckInItem.Escort).Refused(ward.Override(CheckInItem.Escort)).ShouldBe("check-in-passed");
    }

    [Fact]
    public void ItemsAreAnsweredFromCheckInToTheStart()
    {
        var ward = new Ward(admission: Asked.Only(CheckInItem.Escort));
        ward.Accept(ward.Plan with { IsByPhysician = true }).Refused(ward.Answer(Asked.Good(CheckInItem.Escort, Now))).ShouldBe("wrong-phase");
        ward.Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1")).WithDevices().Passed(CheckInItem.Escort).Accept(ward.MakeReady());

        // Ready, and then the escort is gone: the start waits too.
        ward.Accept(ward.Answer(new(CheckInItem.Escort, CheckInFinding.NotConfirmed)));
        ward.Why(ward.Begin()).ShouldStartWith("Not done: escort, by name (nobody named).");
        ward.Passed(CheckInItem.Escort).Accept(ward.Begin()).Refused(ward.Withdraw(CheckInItem.Escort)).ShouldBe("admission-over");
    }

    [Fact]
    public void ADoseByAnotherRouteWaitsForTheSame()
    {
        var ward = new Ward(admission: Asked.Only(CheckInItem.Escort));
        var order = Ward.Order with { Route = DoseRoute.Intramuscular };
        ward.Accept(ward.Plan with { Order = order, IsByPhysician = true }).Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1"))
            .Attach("mon-1", Core.Telemetry.DeviceKind.Monitor).Passed(CheckInItem.Escort).Accept(ward.MakeReady()).Accept(ward.Withdraw(CheckInItem.Escort));
        GiveDose Give() => new(ward.NextId(), Ward.FirstSession, "nurse-1", DoseRoute.Intramuscular, order.Dose);

        ward.Refused(Give()).ShouldBe("start-not-ready");
        ward.Passed(CheckInItem.Escort).Accept(Give());
    }

    [Fact]
    public void OnlyAPhysicianOrdersUnderAProtocolWithACheckIn()
    {
        var ward = new Ward(admission: Asked.Everything);

        ward.Refused(ward.Plan).ShouldBe("order-by-physician");
        ward.Accept(ward.Plan with { IsByPhysician = true });
    }

    [Fact]
    public void AfterARestartTheAnswersStand()
    {
        var ward = Asked.CheckedIn(Asked.Everything).Passed(Asked.Everything);
        ward.Accept(ward.Answer(new(CheckInItem.Substances, CheckInFinding.Positive))).Accept(ward.Override(CheckInItem.Substances)).Restart();

        ward.Line(CheckInItem.Substances).Status.ShouldBe(CheckInStatus.Overridden);
        ward.Accept(ward.MakeReady());
    }

    [Fact]
    public void EveryItemFindingAndContraindicationHasWordsOfItsOwn()
    {
        Enum.GetValues<CheckInItem>().Select(CheckInWords.Of).ShouldBeUnique();
        Enum.GetValues<Contraindication>().Select(CheckInWords.Of).ShouldBeUnique();
        Enum.GetValues<IdentityProof>().Select(CheckInWords.Of).ShouldBeUnique();
    }
}
