using Infusion.Core.Pathway;

namespace Infusion.Server.Pathway;

/// <summary>An appointment's time: instants in UTC, day and times as the clinic's clocks show them.</summary>
public sealed record WhenView(DateTimeOffset At, DateTimeOffset EndsAt, DateOnly Day, TimeOnly Time, TimeOnly EndTime);

/// <param name="Name">Null: the record is no longer there. Family name first.</param>
public sealed record PlanPatientView(Guid Id, string? Name, DateOnly? BirthDate, string? Mrn);

/// <param name="Text">Such as "3 of 6, next on Tue 1 Dec 2026 09:00".</param>
/// <param name="Next">The next infusion that is planned; null: none.</param>
/// <param name="NextTherapy">Null: none.</param>
/// <param name="DueBy">By when the next infusion is intended; null: not said.</param>
public sealed record ProgressView(
    PlanStanding Standing, int Given, int Infusions, int BoostersGiven, int Boosters, WhenView? Next, WhenView? NextTherapy, DateOnly? DueBy, string Text);

/// <param name="Number">Its place in the series by time; null: not of the series, or cancelled.</param>
/// <param name="Session">The session that it became; null: none yet.</param>
public sealed record PlanInfusionView(
    Guid Id, InfusionKind Kind, int? Number, InfusionStanding Standing, WhenView When, string Chair, Guid? Session,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Moves);

/// <param name="AfterNumber">Of the infusion that it follows.</param>
/// <param name="Conflict">Which rule is against it now, and what would work; null: none.</param>
/// <param name="Advice">It is allowed, and not 24 to 72 h after the infusion's end; null: it is, or it is over.</param>
public sealed record PlanTherapyView(
    Guid Id, Guid? After, int? AfterNumber, string Therapist, string TherapistName, TherapyStanding Standing, WhenView When,
    string? Conflict, string? Advice, DateTimeOffset? HandOffSeenAt, string? Themes, string? NextSteps, int Moves);

public sealed record OfferView(
    Offer What, Guid? Infusion, OfferAnswer Answer, DateTimeOffset At, string By, DateOnly? AskAgainOn, string? ReferredTo);

public sealed record PlanReviewView(ReviewOutcome Outcome, DateTimeOffset At, string By, string? Note);

public sealed record PlanClosedView(PlanEnd End, DateTimeOffset At, string By, string? Note);

/// <param name="Gaps">What the plan still asks of somebody, conflicts among it.</param>
/// <param name="AboutNotes">What a page says beside what a therapist enters.</param>
public sealed record PlanView(
    Guid Id, PlanPatientView Patient, PlanTerms Terms, string IndicationName, bool IsPain, bool PainReported, DateTimeOffset OpenedAt,
    string OpenedBy, PlanClosedView? Closed, ProgressView Progress, IReadOnlyList<PlanInfusionView> Infusions, IReadOnlyList<PlanTherapyView> Therapy,
    IReadOnlyList<OfferView> Offers, IReadOnlyList<PlanReviewView> Reviews, IReadOnlyList<PlanGap> Gaps, string AboutNotes);

/// <summary>The newest valid total of an instrument against the baseline before the plan's first infusion.</summary>
/// <param name="Change">Negative where it falls.</param>
/// <param name="IsResponse">Null: no rule is agreed on.</param>
/// <param name="IsRemission">As <paramref name="IsResponse"/>.</param>
public sealed record PlanResponseView(string Instrument, DateOnly On, decimal Total, decimal Change, bool? IsResponse, bool? IsRemission);

/// <summary>A line of the clinic's list: alphabetical, and nobody is ranked.</summary>
/// <param name="Responses">By instrument; empty: no score since the plan's first infusion.</param>
public sealed record PlanLineView(
    Guid Plan, PlanPatientView Patient, string IndicationName, ProgressView Progress, IReadOnlyList<PlanGap> Gaps, IReadOnlyList<PlanResponseView> Responses);

public enum CalendarKind : byte { Unknown = 0, Infusion = 1, Therapy = 2 }

/// <param name="Chair">Of an infusion.</param>
/// <param name="Therapist">Of talk therapy.</param>
/// <param name="Standing">An infusion's or a talk therapy's: planned, under_way, given, attended, not_attended.</param>
/// <param name="Number">Of an infusion in its series, or of the infusion that a talk therapy follows.</param>
public sealed record CalendarEntryView(
    Guid Appointment, Guid Plan, PlanPatientView Patient, CalendarKind Kind, string Standing, WhenView When, string? Chair, string? Therapist,
    int? Number, int? Infusions, Guid? Session, string? Conflict);

public sealed record TherapistView(string Name, string DisplayName);

/// <param name="Open">Null: closed all day.</param>
public sealed record CalendarDayView(DateOnly Day, TimeOnly? Open, TimeOnly? Close);

/// <summary>Whoever is a therapist and nothing else sees their own appointments, and no chairs.</summary>
public sealed record CalendarView(
    DateOnly From, DateOnly Today, string TimeZone, IReadOnlyList<CalendarDayView> Days, IReadOnlyList<string> Chairs,
    IReadOnlyList<TherapistView> Therapists, IReadOnlyList<CalendarEntryView> Entries);

/// <param name="Times">The first of each of the next days.</param>
/// <param name="SuggestedFrom">24 h after the infusion's end.</param>
/// <param name="SuggestedTo">72 h.</param>
public sealed record TherapyTimesView(DateTimeOffset SuggestedFrom, DateTimeOffset SuggestedTo, IReadOnlyList<TherapyTimeView> Times);

public sealed record TherapyTimeView(WhenView When, bool IsSuggested);

public sealed record PathwayVocabulary(
    IReadOnlyList<IndicationEntry> Indications, IReadOnlyList<InfusionKind> InfusionKinds, IReadOnlyList<Offer> Offers,
    IReadOnlyList<OfferAnswer> Answers, IReadOnlyList<ReviewOutcome> ReviewOutcomes, IReadOnlyList<PlanEnd> PlanEnds, string AboutNotes);

/// <param name="Url">Only in the answer that made it: the address is the key.</param>
public sealed record FeedView(
    Guid Id, FeedKind Kind, string Of, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? RevokedAt, string? Url = null);
