using System.Collections.Immutable;

namespace Infusion.Core.Pathway;

/// <summary>
/// What became of a plan: facts in a stream of their own for each plan. They hold ids, codes and times; free text stands in
/// erasable notes.
/// </summary>
public abstract record PathwayEvent(DateTimeOffset At, string By);

/// <param name="Before">Infusions shortly before, which the rules look at.</param>
public sealed record PlanOpened(DateTimeOffset At, Guid Patient, PlanTerms Terms, ImmutableArray<InfusionSpan> Before, string By) : PathwayEvent(At, By);

public sealed record PlanRevised(DateTimeOffset At, PlanTerms Terms, string By) : PathwayEvent(At, By);

/// <param name="Note">The erasable note; null: none.</param>
public sealed record PlanReviewed(DateTimeOffset At, ReviewOutcome Outcome, Guid? Note, string By) : PathwayEvent(At, By);

/// <param name="Note">The erasable note; null: none.</param>
public sealed record PlanClosed(DateTimeOffset At, PlanEnd End, Guid? Note, string By) : PathwayEvent(At, By);

public sealed record InfusionPlanned(
    DateTimeOffset At, Guid Appointment, InfusionKind Kind, DateTimeOffset From, TimeSpan Length, string Chair, string By) : PathwayEvent(At, By);

public sealed record InfusionMoved(
    DateTimeOffset At, Guid Appointment, DateTimeOffset From, TimeSpan Length, string Chair, string By) : PathwayEvent(At, By);

/// <param name="Reason">The erasable note; null: none.</param>
public sealed record InfusionCancelled(DateTimeOffset At, Guid Appointment, Guid? Reason, string By) : PathwayEvent(At, By);

/// <summary>The appointment became this session.</summary>
public sealed record InfusionLinked(DateTimeOffset At, Guid Appointment, Guid Session, string By) : PathwayEvent(At, By);

/// <summary>The session ended and no drug had flowed: it is an appointment again.</summary>
public sealed record InfusionUnlinked(DateTimeOffset At, Guid Appointment, Guid Session, string By) : PathwayEvent(At, By);

public sealed record InfusionBegan(DateTimeOffset At, Guid Appointment, DateTimeOffset StartedAt, string By) : PathwayEvent(At, By);

/// <summary>The drug has ended, or ended later than was known.</summary>
public sealed record InfusionEnded(DateTimeOffset At, Guid Appointment, DateTimeOffset EndedAt, string By) : PathwayEvent(At, By);

/// <param name="Infusion">Of talk therapy: after this one; null: in general.</param>
/// <param name="AskAgainOn">Of a decline.</param>
/// <param name="ReferredTo">Of a referral: the erasable note.</param>
public sealed record OfferAnswered(
    DateTimeOffset At, Offer What, Guid? Infusion, OfferAnswer Answer, DateOnly? AskAgainOn, Guid? ReferredTo, string By) : PathwayEvent(At, By);

/// <summary>The patient reports pain, though the plan is for something else.</summary>
public sealed record PainReported(DateTimeOffset At, string By) : PathwayEvent(At, By);

public sealed record TherapyPlanned(
    DateTimeOffset At, Guid Appointment, Guid? After, string Therapist, DateTimeOffset From, TimeSpan Length, string By) : PathwayEvent(At, By);

public sealed record TherapyMoved(
    DateTimeOffset At, Guid Appointment, string Therapist, DateTimeOffset From, TimeSpan Length, string By) : PathwayEvent(At, By);

/// <param name="Reason">The erasable note; null: none.</param>
public sealed record TherapyCancelled(DateTimeOffset At, Guid Appointment, Guid? Reason, string By) : PathwayEvent(At, By);

/// <summary>Whether the patient came, and what they agree to share. What was said stays outside of this record.</summary>
/// <param name="Themes">The erasable note; null: nothing is shared.</param>
/// <param name="NextSteps">The erasable note; null: none.</param>
public sealed record TherapyRecorded(
    DateTimeOffset At, Guid Appointment, bool Attended, Guid? Themes, Guid? NextSteps, string By) : PathwayEvent(At, By);

public sealed record HandOffSeen(DateTimeOffset At, Guid Appointment, string By) : PathwayEvent(At, By);

/// <summary>In the stream of the clinic's pathway.</summary>
public sealed record PathwayConfigured(DateTimeOffset At, PathwaySettings Settings, string By) : PathwayEvent(At, By);
