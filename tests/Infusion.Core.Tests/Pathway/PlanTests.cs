using Infusion.Core.Pathway;

namespace Infusion.Core.Tests.Pathway;

public class PlanTests
{
    [Fact]
    public void APlanIsOpenedUnderTheProtocolInUseAndKeepsItsTerms()
    {
        var clinic = Clinic.WithPlan();

        clinic.Own.Terms.ShouldBe(Clinic.Terms with { ProtocolVersion = 1 });
        (clinic.Own.Patient, clinic.Own.Given, clinic.Own.EventCount).ShouldBe((Clinic.Patient, 0, 2));
    }

    public static TheoryData<string, PlanTerms, string> Faults() => new()
    {
        { "indication", Clinic.Terms with { Indication = Indication.Unknown }, "list" },
        { "indication-code", Clinic.Terms with { Icd10 = "F43.10" }, "F33.2, F32.2" },
        { "protocol-unknown", Clinic.Terms with { Protocol = "none" }, "library" },
        { "protocol-unknown", Clinic.Terms with { ProtocolVersion = 99 }, "library" },
        { "terms-infusions", Clinic.Terms with { Infusions = 0 }, "1 to 60" },
        { "terms-infusions", Clinic.Terms with { Infusions = 61 }, "1 to 60" },
        { "terms-spacing", Clinic.Terms with { MinDaysBetween = 0 }, "1 to 120" },
        { "terms-spacing", Clinic.Terms with { MaxDaysBetween = 1 }, "not fewer" },
        { "terms-boosters", Clinic.Terms with { Boosters = -1 }, "0 to 52" },
        { "terms-boosters", Clinic.Terms with { BoosterEveryDays = 0 }, "1 to 365" },
        { "terms-review", Clinic.Terms with { ReviewAfterInfusion = 7 }, "6 infusions" },
        { "terms-stop", Clinic.Terms with { StopWithoutResponseAfterInfusion = 0 }, "6 infusions" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void TermsThatCannotBeAreRefusedWithWhatWould(string code, PlanTerms terms, string names)
    {
        var opened = new Clinic().Refused(id => new OpenPlan(id, Clinic.Plan, "hale", Clinic.Patient, terms));
        var revised = Clinic.WithPlan().Refused(id => new RevisePlan(id, Clinic.Plan, "hale", terms));

        opened.Code.ShouldBe(code);
        opened.Reason.ShouldContain(names);
        revised.Code.ShouldBe(code);
    }

    [Fact]
    public void APatientHasOneOpenPlan()
    {
        var clinic = Clinic.WithPlan();

        clinic.Refused(id => new OpenPlan(id, Clinic.Id(9), "hale", Clinic.Patient, Clinic.Terms)).Code.ShouldBe("plan-open");
        clinic.Refused(id => new OpenPlan(id, Clinic.Plan, "hale", Clinic.Id(3), Clinic.Terms)).Code.ShouldBe("plan-open");
        clinic.Do(id => new ClosePlan(id, Clinic.Plan, "hale", PlanEnd.PatientsWish, null));
        clinic.Refused(id => clinic.Infusion(id, 10, "2026-11-03", "09:00")).Code.ShouldBe("plan-closed");
        clinic.Do(id => new OpenPlan(id, Clinic.Id(9), "hale", Clinic.Patient, Clinic.Terms));
        clinic.Refused(id => new OpenPlan(id, Clinic.Id(8), "hale", Clinic.Id(7), Clinic.Terms) { IsKnown = true }).Code.ShouldBe("plan-open");
        clinic.Refused(id => new ReportPain(id, Clinic.Id(77), "nurse")).Code.ShouldBe("plan-unknown");
    }

    [Fact]
    public void APlanIsNotClosedOverWhatIsPlannedOrNotRecorded()
    {
        var clinic = Clinic.WithPlan();
        clinic.Do(id => clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        clinic.Do(id => clinic.Therapy(id, 20, 10, "2026-11-04", "14:00"));
        ClosePlan Close(Guid id) => new(id, Clinic.Plan, "hale", PlanEnd.Completed, null);

        clinic.Refused(Close).Reason.ShouldContain("An infusion is planned Tue 3 Nov 2026 09:00");
        clinic.Give(10, clinic.At("2026-11-03", "10:00"));
        clinic.Refused(Close).Reason.ShouldContain("Talk therapy is planned Wed 4 Nov 2026 14:00");
        clinic.Now = clinic.At("2026-11-05", "09:00");
        clinic.Refused(Close).Reason.ShouldContain("Nobody has recorded");
        clinic.Do(id => new RecordTherapy(id, Clinic.Plan, Clinic.Therapist, Clinic.Id(20), false, null, null));
        clinic.Do(Close);
        clinic.Refused(id => new ClosePlan(id, Clinic.Plan, "hale", PlanEnd.Unknown, null)).Code.ShouldBe("plan-closed");
    }

    [Fact]
    public void TheSeriesIsFullAtItsNumber_AndABoosterNeedsARoomOfItsOwn()
    {
        var clinic = Clinic.WithPlan(Clinic.Terms with { Infusions = 2, ReviewAfterInfusion = null, StopWithoutResponseAfterInfusion = null });
        clinic.Do(id => clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        clinic.Do(id => clinic.Infusion(id, 11, "2026-11-05", "09:00"));

        clinic.Refused(id => clinic.Infusion(id, 12, "2026-11-09", "09:00")).Code.ShouldBe("series-full");
        clinic.Do(id => clinic.Infusion(id, 12, "2026-11-09", "09:00", kind: InfusionKind.Booster));
        clinic.Refused(id => clinic.Infusion(id, 13, "2026-11-12", "09:00", kind: InfusionKind.Booster)).Code.ShouldBe("boosters-full");
        clinic.Refused(id => clinic.Infusion(id, 13, "2026-11-12", "09:00", kind: InfusionKind.Unplanned)).Code.ShouldBe("infusion-kind");
        clinic.Refused(id => new RevisePlan(id, Clinic.Plan, "hale", Clinic.Terms with { Infusions = 1, ReviewAfterInfusion = null, StopWithoutResponseAfterInfusion = null }))
            .Reason.ShouldContain("2 infusions");
        clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(11), null));
        clinic.Do(id => clinic.Infusion(id, 14, "2026-11-12", "09:00"));
    }

    [Fact]
    public void WhatAPlanStillAsksForIsSaidAndGoesAwayWhenItIsDone()
    {
        var clinic = Clinic.WithPlan();
        clinic.Gaps.ShouldBe(["no-appointment"]);
        for (byte number = 0; number < 6; number++)
        {
            clinic.Do(id => clinic.Infusion(id, (byte)(10 + number), $"2026-11-{3 + 2 * number:00}", "09:00"));
        }

        clinic.Gaps.ShouldBeEmpty();
        clinic.Now = clinic.At("2026-11-03", "10:01");
        clinic.Gaps.ShouldBe(["infusion-overdue"]);
        PlanCare.Standing(clinic.Here, clinic.Own, clinic.Now).ShouldBe(PlanStanding.Overdue);
        for (byte number = 0; number < 4; number++)
        {
            clinic.Give((byte)(10 + number), clinic.At($"2026-11-{3 + 2 * number:00}", "10:00"));
        }

        clinic.Now = clinic.At("2026-11-10", "09:00");
        clinic.Own.Given.ShouldBe(4);
        clinic.Gaps.Where(code => code != "therapy-not-planned").ShouldBe(["review-due"]);
        clinic.Gaps.Count(code => code == "therapy-not-planned").ShouldBe(4);
        PlanCare.Standing(clinic.Here, clinic.Own, clinic.Now).ShouldBe(PlanStanding.Planned);
        clinic.Do(id => new ReviewPlan(id, Clinic.Plan, "hale", ReviewOutcome.Continue, null));
        clinic.Gaps.ShouldNotContain("review-due");

        clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(14), null));
        clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(15), null));
        PlanCare.Standing(clinic.Here, clinic.Own, clinic.Now).ShouldBe(PlanStanding.WithoutAppointment);
        PlanCare.DueBy(clinic.Here, clinic.Own).ShouldBe(new DateOnly(2026, 11, 13));
        clinic.Now = clinic.At("2026-11-14", "09:00");
        PlanCare.Standing(clinic.Here, clinic.Own, clinic.Now).ShouldBe(PlanStanding.Overdue);
    }

    [Fact]
    public void OffersAreAskedForByIndication_AndADeclineIsAskedAgainOnItsDay()
    {
        var clinic = new Clinic();
        clinic.Do(id => new OpenPlan(id, Clinic.Plan, "hale", Clinic.Patient, Clinic.Terms with { Indication = Indication.NeuropathicPain, Icd10 = "M79.2" }));
        clinic.Gaps.ShouldBe(["no-appointment", "offer-therapy", "offer-mental-health"]);
        AnswerOffer Answer(Guid id, Offer what, OfferAnswer answer, DateOnly? again = null, Guid? to = null) => new(id, Clinic.Plan, "nurse", what, null, answer, again, to);

        clinic.Do(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Offered));
        clinic.Do(id => Answer(id, Offer.MentalHealthAssessment, OfferAnswer.Declined, new DateOnly(2026, 11, 20)));
        clinic.Gaps.ShouldBe(["no-appointment", "answer-therapy"]);
        clinic.Do(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Referred, to: Clinic.Id(50)));
        clinic.Now = clinic.At("2026-11-20", "08:00");
        clinic.Gaps.ShouldBe(["no-appointment", "ask-again-mental-health"]);
        clinic.Do(id => Answer(id, Offer.MentalHealthAssessment, OfferAnswer.Accepted));
        clinic.Gaps.ShouldBe(["no-appointment"]);

        clinic.Refused(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Declined)).Code.ShouldBe("ask-again");
        clinic.Refused(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Declined, new DateOnly(2026, 11, 20))).Code.ShouldBe("ask-again");
        clinic.Refused(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Accepted, new DateOnly(2026, 12, 20))).Code.ShouldBe("ask-again");
        clinic.Refused(id => Answer(id, Offer.TalkTherapy, OfferAnswer.Referred)).Code.ShouldBe("referred-to");
        clinic.Refused(id => Answer(id, Offer.PainAssessment, OfferAnswer.Accepted)).Code.ShouldBe("offer-indication");
        clinic.Refused(id => Answer(id, Offer.Unknown, OfferAnswer.Accepted)).Code.ShouldBe("offer");
        clinic.Refused(id => new AnswerOffer(id, Clinic.Plan, "nurse", Offer.MentalHealthAssessment, Clinic.Id(10), OfferAnswer.Accepted, null, null)).Code.ShouldBe("offer-infusion");
    }

    [Fact]
    public void PainInAPlanForSomethingElseIsAssessedOnceItIsReported()
    {
        var clinic = Clinic.WithPlan();
        AnswerOffer Pain(Guid id) => new(id, Clinic.Plan, "nurse", Offer.PainAssessment, null, OfferAnswer.Accepted, null, null);

        clinic.Refused(Pain).Code.ShouldBe("pain-not-reported");
        clinic.Do(id => new ReportPain(id, Clinic.Plan, "nurse"));
        clinic.Do(id => new ReportPain(id, Clinic.Plan, "nurse")).ShouldBeEmpty();
        clinic.Gaps.ShouldContain("offer-pain");
        clinic.Do(Pain);
        clinic.Gaps.ShouldNotContain("offer-pain");
        clinic.Refused(id => new AnswerOffer(id, Clinic.Plan, "nurse", Offer.MentalHealthAssessment, null, OfferAnswer.Accepted, null, null)).Code.ShouldBe("offer-indication");
    }

    [Fact]
    public void EveryEventHasAStoredName() =>
        typeof(PathwayEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PathwayEvent))).ShouldBe(PathwayEventNames.All.Keys, ignoreOrder: true);

    [Fact]
    public void NoCodeStandsTwiceInAnIndication() => Indications.All.ShouldAllBe(each => each.Codes.Select(code => code.Code).Distinct().Count() == each.Codes.Length);

    public static TheoryData<PathwaySettings> WrongSettings() =>
    [
        PathwaySettings.Default with { TherapyHoursAfterEnd = 0 },
        PathwaySettings.Default with { TherapyHoursAfterEnd = 73 },
        PathwaySettings.Default with { InfusionMinutes = 5 },
        PathwaySettings.Default with { TherapyMinutes = 500 },
        PathwaySettings.Default with { Hours = [] },
        PathwaySettings.Default with { Hours = [new(DayOfWeek.Monday, new TimeOnly(18, 0), new TimeOnly(8, 0))] },
    ];

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void RulesThatCannotBeAreRefused(PathwaySettings settings) =>
        new Clinic().Refused(id => new ConfigurePathway(id, "manager", settings)).Code.ShouldBe("settings");
}
