using Infusion.Core.Pathway;
using Infusion.Server.Storage;

namespace Infusion.Server.Pathway;

/// <summary>A plan as pages read it: worked out anew at each look.</summary>
static class PlanViews
{
    public const string AboutNotes =
        "Only what the patient agrees to share stands here. Psychotherapy notes are kept outside of this record, by design.";

    public static PlanPatientView Patient(Guid id, PatientDocument? known) => new(
        id, known is null ? null : $"{known.FamilyName}, {known.GivenName}", known?.BirthDate, known?.Mrn);

    public static WhenView When(DateTimeOffset from, DateTimeOffset to, ClinicTime time)
    {
        var (begin, end) = (time.Local(from), time.Local(to));
        return new WhenView(from, to, DateOnly.FromDateTime(begin), new TimeOnly(begin.Hour, begin.Minute), new TimeOnly(end.Hour, end.Minute));
    }

    public static PlanView Build(
        PathwayNow clinic, TreatmentPlan plan, PlanPatientView patient, IReadOnlyDictionary<string, string> names,
        IReadOnlyDictionary<Guid, NoteDocument> notes, DateTimeOffset now)
    {
        string? Text(Guid? note) => note is not { } id ? null : notes.TryGetValue(id, out var text) ? text.Text : "erased";
        var indication = Indications.Of(plan.Terms.Indication);
        return new PlanView(
            plan.Id, patient, plan.Terms, indication?.Name ?? "not known", indication?.IsPain ?? false, plan.PainReported, plan.OpenedAt, plan.OpenedBy,
            plan.Closed is { } closed ? new PlanClosedView(closed.End, closed.At, closed.By, Text(closed.Note)) : null,
            Progress(clinic, plan, now),
            [.. plan.Infusions.OrderBy(each => each.From).Select(each => Infusion(clinic, plan, each))],
            [.. plan.Therapy.OrderBy(each => each.From).Select(each => Therapy(clinic, plan, each, names, Text, now))],
            [.. plan.Offers.Select(each => new OfferView(each.What, each.Infusion, each.Answer, each.At, each.By, each.AskAgainOn, Text(each.ReferredTo)))],
            [.. plan.Reviews.Select(each => new PlanReviewView(each.Outcome, each.At, each.By, Text(each.Note)))],
            Gaps(clinic, plan, now),
            AboutNotes);
    }

    public static IReadOnlyList<PlanGap> Gaps(PathwayNow clinic, TreatmentPlan plan, DateTimeOffset now) =>
        plan.Closed is null ? [.. PlanCare.Gaps(clinic, plan, now)] : [];

    public static ProgressView Progress(PathwayNow clinic, TreatmentPlan plan, DateTimeOffset now)
    {
        var next = plan.Infusions.Where(each => each.Standing is InfusionStanding.Planned && each.To > now).MinBy(each => each.From);
        var therapy = plan.Therapy.Where(each => each.Standing is TherapyStanding.Planned && each.To > now).MinBy(each => each.From);
        var boosters = plan.Infusions.Count(each => each is { Kind: InfusionKind.Booster, Standing: InfusionStanding.Given });
        var due = PlanCare.DueBy(clinic, plan);
        var then = plan.Closed is not null ? "closed"
            : next is not null ? $"next on {clinic.Time.Words(next.From)}"
            : due is { } by ? $"nothing planned, intended by {ClinicTime.Words(by)}"
            : "nothing planned";
        return new ProgressView(
            PlanCare.Standing(clinic, plan, now), plan.Given, plan.Terms.Infusions, boosters, plan.Terms.Boosters,
            next is null ? null : When(next.From, next.To, clinic.Time), therapy is null ? null : When(therapy.From, therapy.To, clinic.Time),
            due, $"{plan.Given} of {plan.Terms.Infusions}, {then}");
    }

    /// <returns>Null: not of the series, or cancelled.</returns>
    public static int? Number(TreatmentPlan plan, Guid? infusion)
    {
        var index = plan.Infusions.Where(each => each is { Kind: InfusionKind.Series, IsCancelled: false }).OrderBy(each => each.Span.From)
            .Select(each => each.Id).ToList().FindIndex(each => each == infusion);
        return index < 0 ? null : index + 1;
    }

    static PlanInfusionView Infusion(PathwayNow clinic, TreatmentPlan plan, InfusionAppointment each) => new(
        each.Id, each.Kind, Number(plan, each.Id), each.Standing, When(each.From, each.To, clinic.Time), each.Chair, each.Session,
        each.StartedAt, each.EndedAt, each.Moves);

    public static PlanTherapyView Therapy(
        PathwayNow clinic, TreatmentPlan plan, TherapyAppointment each, IReadOnlyDictionary<string, string> names, Func<Guid?, string?> text, DateTimeOffset now)
    {
        var after = each.After is { } id && plan.Infusion(id) is { IsCancelled: false } infusion ? infusion : null;
        var conflict = TherapyTimes.Conflict(clinic, plan, each, now);
        return new PlanTherapyView(
            each.Id, each.After, Number(plan, each.After), each.Therapist, names.GetValueOrDefault(each.Therapist, each.Therapist), each.Standing,
            When(each.From, each.To, clinic.Time), conflict,
            conflict is null && after is not null && each.Standing is TherapyStanding.Planned && each.To > now ? SeparationRule.Advice(each.From, after.Span) : null,
            each.HandOffSeenAt, text(each.Themes), text(each.NextSteps), each.Moves);
    }
}
