using Infusion.Core.Pathway;

namespace Infusion.Core.Tests.Pathway;

/// <summary>Which rule stops an appointment, and what it names.</summary>
public class AppointmentTests
{
    static readonly Guid OtherPlan = Clinic.Id(5);

    readonly Clinic _clinic = Clinic.WithPlan();

    [Fact]
    public void TalkTherapyOnTheInfusionsDayIsRefusedWithTheNearestFreeTime()
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));

        var (code, reason) = _clinic.Refused(id => _clinic.Therapy(id, 20, 10, "2026-11-03", "16:00"));

        code.ShouldBe("therapy-same-day");
        reason.ShouldBe(
            "Talk therapy is not on the same day as an infusion: the infusion is planned Tue 3 Nov 2026 09:00 to 11:00. "
            + "From Wed 4 Nov 2026 00:00 on it may begin. The nearest time that works is Wed 4 Nov 2026 08:00.");
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "08:00"));
    }

    [Fact]
    public void WhereTheClinicAsksForHoursTheyCountFromTheEnd()
    {
        _clinic.Do(id => new ConfigurePathway(id, "manager", PathwaySettings.Default with { TherapyHoursAfterEnd = 24 }));
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "15:00"));

        _clinic.Refused(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "09:00")).Code.ShouldBe("therapy-too-soon");
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "17:00"));
    }

    [Fact]
    public void WhenTheInfusionEndsLateTheTherapyIsInConflictAndStaysWhereItIs()
    {
        _clinic.Do(id => new ConfigurePathway(id, "manager", PathwaySettings.Default with { TherapyHoursAfterEnd = 24 }));
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "10:00"));
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "13:00"));
        _clinic.Conflict(20).ShouldBeNull();

        _clinic.Give(10, _clinic.At("2026-11-03", "14:30"));

        _clinic.Conflict(20).ShouldBe(
            "Talk therapy begins at least 24 h after an infusion's end: the infusion ended Tue 3 Nov 2026 14:30. "
            + "From Wed 4 Nov 2026 14:30 on it may begin. The nearest time that works is Wed 4 Nov 2026 14:30.");
        _clinic.Gaps.ShouldContain("therapy-conflict");
        _clinic.Own.TherapyOf(Clinic.Id(20))!.From.ShouldBe(_clinic.At("2026-11-04", "13:00"));
        _clinic.Do(id => new MoveTherapy(id, Clinic.Plan, "nurse", Clinic.Id(20), null, _clinic.At("2026-11-04", "14:30"), null));
        _clinic.Conflict(20).ShouldBeNull();
    }

    [Fact]
    public void AnInfusionMovesOntoATherapysDayOnlyWhenSomebodySaysSo_AndThenTheTherapyIsInConflict()
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "14:00"));

        var (code, reason) = _clinic.Refused(id => _clinic.Move(id, 10, "2026-11-04", "09:00"));
        code.ShouldBe("therapy-too-near");
        reason.ShouldContain("The patient has talk therapy Wed 4 Nov 2026 14:00 to 14:50, and talk therapy is not on the same day as an infusion.");
        _clinic.Refused(id => _clinic.Move(id, 10, "2026-11-05", "09:00")).Code.ShouldBe("therapy-before");
        _clinic.Do(id => _clinic.Move(id, 10, "2026-11-04", "09:00", leaves: true));

        _clinic.Conflict(20)!.ShouldStartWith("Talk therapy is not on the same day as an infusion");
        _clinic.Do(id => _clinic.Move(id, 10, "2026-11-06", "09:00", leaves: true));
        _clinic.Conflict(20)!.ShouldStartWith("It is before the infusion that it follows, Fri 6 Nov 2026 09:00 to 11:00.");
        _clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(10), null));
        _clinic.Conflict(20)!.ShouldStartWith("The infusion that it follows is cancelled.");
    }

    /// <summary>The clocks go back in the night to Sunday 1 November; the postponed infusion keeps its hour on the wall.</summary>
    [Fact]
    public void APostponementOverAChangeOfTheClocksKeepsTheHourAndTheRule()
    {
        _clinic.Now = _clinic.At("2026-10-29", "08:00");
        _clinic.Do(id => new ConfigurePathway(id, "manager", PathwaySettings.Default with { TherapyHoursAfterEnd = 24 }));
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-10-30", "09:00"));

        _clinic.Do(id => _clinic.Move(id, 10, "2026-11-02", "09:00"));

        (_clinic.Own.Infusion(Clinic.Id(10))!.From.UtcDateTime.Hour, _clinic.Own.Infusion(Clinic.Id(10))!.Moves).ShouldBe((14, 1));
        _clinic.Refused(id => _clinic.Therapy(id, 20, 10, "2026-11-03", "10:45")).Code.ShouldBe("therapy-too-soon");
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-03", "11:00"));
    }

    [Theory]
    [InlineData("2026-11-04", "09:00", "spacing", "at least 2 days apart, and one is on Tue 3 Nov 2026. The nearest time that works is Thu 5 Nov 2026 08:00")]
    [InlineData("2026-11-03", "10:59", "double-booked", "The patient has an infusion on chair A1 Tue 3 Nov 2026 09:00 to 11:00.")]
    [InlineData("2026-11-02", "07:59", "in-the-past", "has passed")]
    public void AnInfusionThatCannotBeNamesItsRule(string day, string clock, string code, string names)
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));

        var refused = _clinic.Refused(id => _clinic.Infusion(id, 11, day, clock, "A2"));

        refused.Code.ShouldBe(code);
        refused.Reason.ShouldContain(names);
    }

    [Fact]
    public void AChairAndATherapistAreInOnePlace()
    {
        Neighbour();

        var chair = _clinic.Refused(id => _clinic.Infusion(id, 10, "2026-11-03", "10:00"));
        var therapist = _clinic.Refused(id => _clinic.Therapy(id, 20, null, "2026-11-05", "14:20"));

        chair.ShouldBe(("double-booked", "Chair A1 is taken by another patient's infusion Tue 3 Nov 2026 09:00 to 11:00. The nearest time that works is Tue 3 Nov 2026 11:00."));
        therapist.Code.ShouldBe("double-booked");
        therapist.Reason.ShouldBe("The therapist has another appointment Thu 5 Nov 2026 14:00 to 14:50. The nearest time that works is Thu 5 Nov 2026 14:50.");
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "11:00"));
        _clinic.Do(id => _clinic.Infusion(id, 11, "2026-11-05", "09:00", "A2"));
        _clinic.Refused(id => new MoveInfusion(id, Clinic.Plan, "nurse", Clinic.Id(10), _clinic.At("2026-11-03", "09:30"), null, null, true)).Code.ShouldBe("double-booked");
        _clinic.Do(id => new MoveInfusion(id, Clinic.Plan, "nurse", Clinic.Id(10), _clinic.At("2026-11-03", "09:30"), null, "A2", false));
        _clinic.Refused(id => _clinic.Infusion(id, 12, "2026-11-09", "09:00", "B9")).Code.ShouldBe("chair-unknown");
        _clinic.Refused(id => _clinic.Infusion(id, 30, "2026-11-09", "09:00")).Code.ShouldBe("appointment-known");
        _clinic.Refused(id => _clinic.Therapy(id, 30, null, "2026-11-10", "09:00")).Code.ShouldBe("appointment-known");
    }

    [Fact]
    public void TalkTherapyNeedsAYes_AndADeclineAfterOneInfusionIsOnlyThatOnes()
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        _clinic.Do(id => _clinic.Infusion(id, 11, "2026-11-05", "09:00"));
        AnswerOffer Answer(Guid id, byte? infusion, OfferAnswer answer) => new(
            id, Clinic.Plan, "nurse", Offer.TalkTherapy, infusion is { } number ? Clinic.Id(number) : null, answer, answer is OfferAnswer.Declined ? new DateOnly(2026, 12, 1) : null, null);

        _clinic.Do(id => Answer(id, 10, OfferAnswer.Declined));

        _clinic.Refused(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "14:00")).Code.ShouldBe("therapy-declined");
        _clinic.Do(id => _clinic.Therapy(id, 21, 11, "2026-11-06", "14:00"));
        _clinic.Refused(id => Answer(id, 11, OfferAnswer.Declined)).Code.ShouldBe("therapy-planned");
        _clinic.Do(id => new CancelTherapy(id, Clinic.Plan, "nurse", Clinic.Id(21), null));
        _clinic.Do(id => Answer(id, null, OfferAnswer.Offered));
        _clinic.Refused(id => _clinic.Therapy(id, 22, 11, "2026-11-06", "14:00")).Code.ShouldBe("therapy-not-accepted");
        _clinic.Refused(id => _clinic.Therapy(id, 22, 99, "2026-11-06", "14:00")).Code.ShouldBe("infusion-unknown");
    }

    [Fact]
    public void OnlyWhoHoldsTheAppointmentRecordsIt_AndNotBeforeItBegins()
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        _clinic.Do(id => _clinic.Therapy(id, 20, 10, "2026-11-04", "14:00"));
        RecordTherapy Record(Guid id, string by, bool attended = true, Guid? themes = null) => new(id, Clinic.Plan, by, Clinic.Id(20), attended, themes, null);

        _clinic.Refused(id => Record(id, Clinic.Therapist)).Code.ShouldBe("therapy-not-begun");
        _clinic.Do(id => new SeeHandOff(id, Clinic.Plan, Clinic.Therapist, Clinic.Id(20)));
        _clinic.Refused(id => new SeeHandOff(id, Clinic.Plan, "nobody", Clinic.Id(21))).Code.ShouldBe("appointment-unknown");
        _clinic.Now = _clinic.At("2026-11-04", "15:00");
        _clinic.Gaps.ShouldContain("attendance-missing");
        _clinic.Refused(id => Record(id, "somebody")).Code.ShouldBe("not-your-appointment");
        _clinic.Refused(id => Record(id, Clinic.Therapist, attended: false, themes: Clinic.Id(60))).Code.ShouldBe("themes-without-attendance");
        _clinic.Do(id => Record(id, Clinic.Therapist, themes: Clinic.Id(60)));
        (_clinic.Own.TherapyOf(Clinic.Id(20))!.Standing, _clinic.Own.TherapyOf(Clinic.Id(20))!.Themes).ShouldBe((TherapyStanding.Attended, Clinic.Id(60)));
        _clinic.Gaps.ShouldNotContain("attendance-missing");
        _clinic.Refused(id => new MoveTherapy(id, Clinic.Plan, "nurse", Clinic.Id(20), null, _clinic.At("2026-11-06", "14:00"), null)).Code.ShouldBe("therapy-recorded");
    }

    [Fact]
    public void TheSuggestedTimesAreFreeKeepTheHoursAndBeginWithTheNextDay()
    {
        Neighbour();
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-04", "10:00", "A2"));

        var times = TherapyTimes.After(_clinic.Here, _clinic.Own, _clinic.Own.Infusion(Clinic.Id(10))!.Span, Clinic.Therapist, TimeSpan.FromMinutes(50), _clinic.Now);

        times.Select(each => (_clinic.Time.Words(each.From), each.IsSuggested)).ShouldBe(
        [
            ("Thu 5 Nov 2026 12:00", true), ("Fri 6 Nov 2026 08:00", true), ("Mon 9 Nov 2026 08:00", false), ("Tue 10 Nov 2026 08:00", false), ("Wed 11 Nov 2026 08:00", false),
        ]);
    }

    [Fact]
    public void WhatIsGivenUnderWayOrCancelledIsNotMoved()
    {
        _clinic.Do(id => _clinic.Infusion(id, 10, "2026-11-03", "09:00"));
        _clinic.Apply(Clinic.Plan, [new InfusionLinked(_clinic.Now, Clinic.Id(10), Clinic.Id(90), "infusion")]);
        _clinic.Refused(id => _clinic.Move(id, 10, "2026-11-05", "09:00")).Code.ShouldBe("infusion-under-way");
        _clinic.Give(10, _clinic.At("2026-11-03", "10:00"));
        _clinic.Refused(id => _clinic.Move(id, 10, "2026-11-05", "09:00")).Code.ShouldBe("infusion-given");
        _clinic.Refused(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(10), null)).Code.ShouldBe("infusion-given");
        _clinic.Do(id => _clinic.Infusion(id, 11, "2026-11-05", "09:00"));
        _clinic.Do(id => _clinic.Move(id, 11, "2026-11-05", "09:00")).ShouldBeEmpty();
        _clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(11), null));
        _clinic.Do(id => new CancelInfusion(id, Clinic.Plan, "nurse", Clinic.Id(11), null)).ShouldBeEmpty();
        _clinic.Refused(id => _clinic.Move(id, 11, "2026-11-06", "09:00")).Code.ShouldBe("infusion-cancelled");
    }

    /// <summary>Another patient: an infusion Tuesday 09:00 on A1, talk therapy Thursday 14:00.</summary>
    void Neighbour()
    {
        _clinic.Do(id => new OpenPlan(id, OtherPlan, "hale", Clinic.Id(6), Clinic.Terms));
        _clinic.Do(id => new AnswerOffer(id, OtherPlan, "nurse", Offer.TalkTherapy, null, OfferAnswer.Accepted, null, null));
        _clinic.Do(id => _clinic.Infusion(id, 30, "2026-11-03", "09:00") with { Plan = OtherPlan });
        _clinic.Do(id => _clinic.Therapy(id, 31, null, "2026-11-05", "14:00") with { Plan = OtherPlan });
    }
}
