namespace Infusion.Core.Pathway;

/// <summary>Where a plan stands for whoever looks at the clinic's list.</summary>
public enum PlanStanding : byte
{
    Unknown = 0,

    /// <summary>An infusion is under way.</summary>
    UnderWay = 1,

    /// <summary>An appointment has passed and nothing came of it, or the intended distance has passed and none is planned.</summary>
    Overdue = 2,

    /// <summary>An infusion or talk therapy is planned today.</summary>
    Due = 3,
    Planned = 4,

    /// <summary>The series is not complete and nothing is planned.</summary>
    WithoutAppointment = 5,
    SeriesGiven = 6,
}

/// <param name="Code">For pages and tests.</param>
/// <param name="Text">A sentence.</param>
/// <param name="On">The day it is about; null: none.</param>
public sealed record PlanGap(string Code, string Text, DateOnly? On);

/// <summary>What a plan still asks of somebody. Computed at each look, as the conflicts are.</summary>
public static class PlanCare
{
    /// <summary>A patient may be late.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public static PlanStanding Standing(PathwayNow clinic, TreatmentPlan plan, DateTimeOffset now)
    {
        var today = clinic.Time.Day(now);
        var planned = plan.Infusions.Where(each => each.Standing is InfusionStanding.Planned).ToList();
        if (plan.Infusions.Any(each => each.Standing is InfusionStanding.UnderWay))
        {
            return PlanStanding.UnderWay;
        }

        if (planned.Exists(each => each.From + Grace < now) || (planned.Count == 0 && DueBy(clinic, plan) < today))
        {
            return PlanStanding.Overdue;
        }

        return planned.Exists(each => clinic.Time.Day(each.From) == today) || Coming(plan, now).Any(each => clinic.Time.Day(each.From) == today)
            ? PlanStanding.Due
            : planned.Count > 0
                ? PlanStanding.Planned
                : plan.Given < plan.Terms.Infusions ? PlanStanding.WithoutAppointment : PlanStanding.SeriesGiven;
    }

    /// <summary>By when the next infusion of the series is intended; null: the series is given, or has not begun.</summary>
    public static DateOnly? DueBy(PathwayNow clinic, TreatmentPlan plan) =>
        plan.Given < plan.Terms.Infusions && plan.Infusions.Where(each => each.Standing is InfusionStanding.Given).MaxBy(each => each.EndedAt) is { } last
            ? clinic.Time.Day(last.EndedAt!.Value).AddDays(plan.Terms.MaxDaysBetween)
            : null;

    public static IEnumerable<PlanGap> Gaps(PathwayNow clinic, TreatmentPlan plan, DateTimeOffset now)
    {
        var time = clinic.Time;
        var (today, indication) = (time.Day(now), Indications.Of(plan.Terms.Indication));
        foreach (var infusion in plan.Infusions.Where(each => each.Standing is InfusionStanding.Planned))
        {
            if (infusion.From + Grace < now)
            {
                yield return new("infusion-overdue", $"The infusion planned {time.Words(infusion.From)} has not begun: move or cancel it.", time.Day(infusion.From));
            }

            if (clinic.Clinic.Chairs.All(each => each.Code != infusion.Chair))
            {
                yield return new("chair-gone", $"Chair {infusion.Chair} is no longer there: move the infusion planned {time.Words(infusion.From)}.", time.Day(infusion.From));
            }
        }

        if (plan.Given < plan.Terms.Infusions && plan.Infusions.All(each => each.Standing is not (InfusionStanding.Planned or InfusionStanding.UnderWay)))
        {
            var due = DueBy(clinic, plan);
            yield return new(
                "no-appointment", due is { } by ? $"No infusion is planned; the next is intended by {ClinicTime.Words(by)}." : "No infusion is planned.", due);
        }

        if (plan.Terms.ReviewAfterInfusion is { } after && plan.Given >= after && !Reviewed(plan, after))
        {
            yield return new("review-due", $"{plan.Given} of {plan.Terms.Infusions} infusions are given: a physician reviews the plan.", null);
        }

        if (plan.Terms.StopWithoutResponseAfterInfusion is { } stop && plan.Given >= stop && !Reviewed(plan, stop))
        {
            yield return new("stop-rule", $"Without a response by infusion {stop} the plan is to stop: a physician looks at the outcomes and decides.", null);
        }

        foreach (var gap in Offered(plan, Offer.TalkTherapy, "talk therapy", today))
        {
            yield return gap;
        }

        if (indication is { IsPain: true } || plan.PainReported)
        {
            var (what, name) = indication is { IsPain: true }
                ? (Offer.MentalHealthAssessment, "an assessment of mental health")
                : (Offer.PainAssessment, "an assessment of pain");
            foreach (var gap in Offered(plan, what, name, today))
            {
                yield return gap;
            }
        }

        foreach (var gap in OfTherapy(clinic, plan, now))
        {
            yield return gap;
        }
    }

    static IEnumerable<PlanGap> OfTherapy(PathwayNow clinic, TreatmentPlan plan, DateTimeOffset now)
    {
        foreach (var therapy in plan.Therapy.Where(each => each.Standing is TherapyStanding.Planned))
        {
            var day = clinic.Time.Day(therapy.From);
            if (TherapyTimes.Conflict(clinic, plan, therapy, now) is { } conflict)
            {
                yield return new("therapy-conflict", $"Talk therapy {clinic.Time.Words(therapy.From)} no longer fits. {conflict}", day);
            }

            if (therapy.To <= now)
            {
                yield return new("attendance-missing", $"Nobody has recorded whether the patient came to talk therapy {clinic.Time.Words(therapy.From)}.", day);
            }
        }

        foreach (var infusion in plan.Infusions.Where(each => each.Standing is InfusionStanding.Given))
        {
            if ((plan.Answer(Offer.TalkTherapy, infusion.Id) ?? plan.Answer(Offer.TalkTherapy))?.Answer is OfferAnswer.Accepted
                && plan.Therapy.All(each => each.After != infusion.Id || each.Standing is TherapyStanding.Cancelled))
            {
                var day = clinic.Time.Day(infusion.EndedAt!.Value);
                yield return new("therapy-not-planned", $"No talk therapy is planned after the infusion of {ClinicTime.Words(day)}.", day);
            }
        }
    }

    static IEnumerable<PlanGap> Offered(TreatmentPlan plan, Offer what, string name, DateOnly today)
    {
        switch (plan.Answer(what))
        {
            case null:
                yield return new($"offer-{Word(what)}", $"Offer {name}, and record the answer.", null);
                break;
            case { Answer: OfferAnswer.Offered }:
                yield return new($"answer-{Word(what)}", $"The answer on {name} is not recorded yet.", null);
                break;
            case { Answer: OfferAnswer.Declined, AskAgainOn: { } on } when on <= today:
                yield return new($"ask-again-{Word(what)}", $"Ask again about {name}.", on);
                break;
        }
    }

    static string Word(Offer what) => what switch
    {
        Offer.TalkTherapy => "therapy",
        Offer.MentalHealthAssessment => "mental-health",
        _ => "pain",
    };

    static IEnumerable<TherapyAppointment> Coming(TreatmentPlan plan, DateTimeOffset now) =>
        plan.Therapy.Where(each => each.Standing is TherapyStanding.Planned && each.To > now);

    static bool Reviewed(TreatmentPlan plan, int after) =>
        plan.Infusions.Where(each => each is { Kind: InfusionKind.Series, EndedAt: not null }).OrderBy(each => each.EndedAt).ElementAtOrDefault(after - 1) is { } that
        && plan.Reviews.Any(each => each.At >= that.EndedAt);
}
