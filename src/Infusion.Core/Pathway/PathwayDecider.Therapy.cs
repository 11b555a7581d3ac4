namespace Infusion.Core.Pathway;

public static partial class PathwayDecider
{
    static PathwayDecision Plan(PathwayNow clinic, TreatmentPlan plan, PlanTherapy command, DateTimeOffset now)
    {
        if (clinic.Pathway.Knows(command.Appointment))
        {
            return Reject("appointment-known", "An appointment with this id is planned already; move that one.");
        }

        var asked = new TherapyAppointment(
            command.Appointment, command.After, command.Therapist, command.From, command.Length ?? TimeSpan.FromMinutes(clinic.Settings.TherapyMinutes));
        return Unless(
            Follows(plan, command.After) ?? Wanted(plan, command.After) ?? Refuse(clinic, plan, asked, now),
            new TherapyPlanned(now, asked.Id, asked.After, asked.Therapist, asked.From, asked.Length, command.By));
    }

    static PathwayDecision Move(PathwayNow clinic, TreatmentPlan plan, MoveTherapy command, DateTimeOffset now)
    {
        if (plan.TherapyOf(command.Appointment) is not { } planned)
        {
            return NoAppointment();
        }

        var asked = planned with { Therapist = command.Therapist ?? planned.Therapist, From = command.From, Length = command.Length ?? planned.Length };
        return asked == planned && planned.Standing is TherapyStanding.Planned
            ? Accept()
            : Unless(
                Fixed(planned, "moved") ?? Refuse(clinic, plan, asked, now),
                new TherapyMoved(now, asked.Id, asked.Therapist, asked.From, asked.Length, command.By));
    }

    static PathwayDecision Cancel(TreatmentPlan plan, CancelTherapy command, DateTimeOffset now) => plan.TherapyOf(command.Appointment) switch
    {
        null => NoAppointment(),
        { Standing: TherapyStanding.Cancelled } => Accept(),
        var planned => Unless(Fixed(planned, "cancelled"), new TherapyCancelled(now, planned.Id, command.Reason, command.By)),
    };

    static PathwayDecision Record(PathwayNow clinic, TreatmentPlan plan, RecordTherapy command, DateTimeOffset now)
    {
        if (plan.TherapyOf(command.Appointment) is not { } planned)
        {
            return NoAppointment();
        }

        if (planned.Standing is TherapyStanding.Cancelled)
        {
            return Reject("therapy-cancelled", "This talk therapy is cancelled; plan a new one.");
        }

        if (planned.From > now)
        {
            return Reject("therapy-not-begun", $"It begins {clinic.Time.Words(planned.From)}; record then whether the patient came.");
        }

        return Unless(
            Others(planned, command.By) ?? (command is { Attended: false, Themes: not null }
                ? Reject("themes-without-attendance", "Themes are what was shared at the appointment; without attendance leave them empty.")
                : null),
            new TherapyRecorded(now, planned.Id, command.Attended, command.Themes, command.NextSteps, command.By));
    }

    static PathwayDecision See(TreatmentPlan plan, SeeHandOff command, DateTimeOffset now) => plan.TherapyOf(command.Appointment) switch
    {
        null => NoAppointment(),
        { HandOffSeenAt: not null } => Accept(),
        var planned => Unless(Others(planned, command.By), new HandOffSeen(now, planned.Id, command.By)),
    };

    static PathwayDecision Answer(PathwayNow clinic, TreatmentPlan plan, AnswerOffer command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.What) || command.What is Offer.Unknown || !Enum.IsDefined(command.Answer) || command.Answer is OfferAnswer.Unknown)
        {
            return Reject("offer", "Say what was offered, and what the answer was; choose both from the list.");
        }

        var today = clinic.Time.Day(now);
        if (command.Answer is OfferAnswer.Declined
            ? command.AskAgainOn is not { } day || day <= today || day > today.AddYears(2)
            : command.AskAgainOn is not null)
        {
            return Reject("ask-again", "A decline names the day on which to ask again, later than today and within two years; no other answer does.");
        }

        if ((command.Answer is OfferAnswer.Referred) != (command.ReferredTo is not null))
        {
            return Reject("referred-to", "A referral says where to; no other answer does.");
        }

        if (command.What is not Offer.TalkTherapy && command.Infusion is not null)
        {
            return Reject("offer-infusion", "Only talk therapy is offered after a single infusion.");
        }

        return Unless(
            Follows(plan, command.Infusion) ?? Applies(plan, command.What) ?? StillPlanned(clinic, plan, command, now),
            new OfferAnswered(now, command.What, command.Infusion, command.Answer, command.AskAgainOn, command.ReferredTo, command.By));
    }

    static PathwayDecision.Rejected? Applies(TreatmentPlan plan, Offer what) => what switch
    {
        Offer.MentalHealthAssessment when Indications.Of(plan.Terms.Indication) is not { IsPain: true } =>
            Reject("offer-indication", "An assessment of mental health is offered in a plan for chronic pain; this one is for something else."),
        Offer.PainAssessment when Indications.Of(plan.Terms.Indication) is { IsPain: true } =>
            Reject("offer-indication", "The plan is for pain; its assessment is part of the outcomes."),
        Offer.PainAssessment when !plan.PainReported =>
            Reject("pain-not-reported", "Record first that the patient reports pain; then its assessment is offered."),
        _ => null,
    };

    static PathwayDecision.Rejected? StillPlanned(PathwayNow clinic, TreatmentPlan plan, AnswerOffer command, DateTimeOffset now) =>
        command is { What: Offer.TalkTherapy, Answer: OfferAnswer.Declined or OfferAnswer.Referred }
        && plan.Therapy.FirstOrDefault(each => each.Standing is TherapyStanding.Planned && each.From > now
            && (command.Infusion is null || each.After == command.Infusion)) is { } planned
            ? Reject("therapy-planned", $"Talk therapy is planned {clinic.Time.Words(planned.From)}: cancel it, then record the answer.")
            : null;

    /// <summary>Talk therapy is an offer: without a yes nothing is planned.</summary>
    static PathwayDecision.Rejected? Wanted(TreatmentPlan plan, Guid? after) =>
        (plan.Answer(Offer.TalkTherapy, after) ?? plan.Answer(Offer.TalkTherapy))?.Answer switch
        {
            OfferAnswer.Accepted => null,
            OfferAnswer.Declined => Reject("therapy-declined", "The patient has declined it; ask again, and record the answer before planning."),
            OfferAnswer.Referred => Reject("therapy-referred", "The patient was referred elsewhere; record a new answer before planning here."),
            _ => Reject("therapy-not-accepted", "Nobody has recorded that the patient accepts talk therapy; offer it, and record the answer before planning."),
        };

    static PathwayDecision.Rejected? Follows(TreatmentPlan plan, Guid? infusion) =>
        infusion is not { } id || plan.Infusion(id) is { IsCancelled: false }
            ? null
            : Reject("infusion-unknown", "There is no such infusion in this plan, or it is cancelled; choose another.");

    static PathwayDecision.Rejected? Fixed(TherapyAppointment planned, string what) => planned.Standing switch
    {
        TherapyStanding.Planned => null,
        TherapyStanding.Cancelled => Reject("therapy-cancelled", "This talk therapy is cancelled; plan a new one."),
        _ => Reject("therapy-recorded", $"It is recorded whether the patient came, so it is not {what} any more."),
    };

    static PathwayDecision.Rejected? Others(TherapyAppointment planned, string by) => planned.Therapist == by
        ? null
        : Reject("not-your-appointment", "Only the therapist who holds the appointment does this.");

    /// <summary>Which rule stands against talk therapy at that time.</summary>
    static PathwayDecision.Rejected? Refuse(PathwayNow clinic, TreatmentPlan plan, TherapyAppointment asked, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(asked.Therapist))
        {
            return Reject("therapist-unknown", "Name the therapist.");
        }

        if (asked.Length < TimeSpan.FromMinutes(15) || asked.Length > TimeSpan.FromHours(4))
        {
            return Reject("length", "A talk therapy's appointment takes 15 to 240 minutes.");
        }

        if (asked.From < now)
        {
            return Reject("in-the-past", $"{clinic.Time.Words(asked.From)} has passed; choose a later time.");
        }

        if (SeparationRule.Check(asked.From, asked.To, plan.Spans, clinic.Settings, clinic.Time) is { } separation)
        {
            return Reject(
                separation.Fault is SeparationFault.SameDay ? "therapy-same-day" : "therapy-too-soon",
                $"{separation.Sentence} {TherapyTimes.Nearest(clinic, plan, asked, now)}");
        }

        if (TherapyTimes.OutOfOrder(plan, asked, clinic.Time) is { } outOfOrder)
        {
            return Reject("therapy-before-infusion", $"{outOfOrder} {TherapyTimes.Nearest(clinic, plan, asked, now)}");
        }

        var own = new Booking(asked.Id, plan.Patient, null, asked.Therapist, asked.From, asked.To);
        return clinic.Pathway.Bookings.FirstOrDefault(own.Clashes) is { } other
            ? Reject("double-booked", $"{own.ClashWith(other, clinic.Time)} {TherapyTimes.Nearest(clinic, plan, asked, now)}")
            : null;
    }
}
