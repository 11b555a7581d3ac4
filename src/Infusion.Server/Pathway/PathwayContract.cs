using System.Text.Json.Serialization;
using Infusion.Core.Pathway;
using Infusion.Server.Identity;

namespace Infusion.Server.Pathway;

/// <param name="Plan">Made by the client.</param>
/// <param name="Terms">Protocol version 0: the one in use.</param>
public sealed record OpenPlanRequest(Guid CommandId, Guid Plan, Guid Patient, PlanTerms Terms);

/// <summary>
/// A person's intent as the browser sends it; who they are comes from the sign-in, never from here. Days and times are the
/// clinic's. The bare record is what came without a type, or with one that is not known.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType)]
[JsonDerivedType(typeof(RevisePlan), "revise_plan")]
[JsonDerivedType(typeof(ReviewPlan), "review_plan")]
[JsonDerivedType(typeof(ClosePlan), "close_plan")]
[JsonDerivedType(typeof(PlanInfusion), "plan_infusion")]
[JsonDerivedType(typeof(MoveInfusion), "move_infusion")]
[JsonDerivedType(typeof(CancelInfusion), "cancel_infusion")]
[JsonDerivedType(typeof(AnswerOffer), "answer_offer")]
[JsonDerivedType(typeof(ReportPain), "report_pain")]
[JsonDerivedType(typeof(PlanTherapy), "plan_therapy")]
[JsonDerivedType(typeof(MoveTherapy), "move_therapy")]
[JsonDerivedType(typeof(CancelTherapy), "cancel_therapy")]
[JsonDerivedType(typeof(RecordTherapy), "record_therapy")]
[JsonDerivedType(typeof(SeeHandOff), "see_hand_off")]
public record PathwayRequest
{
    /// <summary>Made by the client; a second copy answers the same and changes nothing.</summary>
    public Guid CommandId { get; init; }

    [Requires(Act.LeadPlan)]
    public sealed record RevisePlan(PlanTerms Terms) : PathwayRequest;

    /// <param name="Note">Null: none.</param>
    [Requires(Act.LeadPlan)]
    public sealed record ReviewPlan(ReviewOutcome Outcome, string? Note = null) : PathwayRequest;

    /// <param name="Note">Null: none.</param>
    [Requires(Act.LeadPlan)]
    public sealed record ClosePlan(PlanEnd End, string? Note = null) : PathwayRequest;

    /// <param name="Appointment">Made by the client.</param>
    /// <param name="Minutes">Null: as the clinic has it.</param>
    [Requires(Act.GiveAppointments)]
    public sealed record PlanInfusion(
        Guid Appointment, InfusionKind Kind, DateOnly Day, TimeOnly Time, string Chair, int? Minutes = null) : PathwayRequest;

    /// <param name="Chair">Null: as before; so the minutes.</param>
    /// <param name="LeavesConflicts">A talk therapy that no longer fits is left where it is, in conflict, until somebody moves it.</param>
    [Requires(Act.GiveAppointments)]
    public sealed record MoveInfusion(
        Guid Appointment, DateOnly Day, TimeOnly Time, string? Chair = null, int? Minutes = null, bool LeavesConflicts = false) : PathwayRequest;

    /// <param name="Reason">Null: none.</param>
    [Requires(Act.GiveAppointments)]
    public sealed record CancelInfusion(Guid Appointment, string? Reason = null) : PathwayRequest;

    /// <param name="Infusion">Of talk therapy: after this one; null: in general.</param>
    /// <param name="AskAgainOn">With a decline, and only there.</param>
    /// <param name="ReferredTo">With a referral, and only there.</param>
    [Requires(Act.GiveAppointments)]
    public sealed record AnswerOffer(
        Offer What, OfferAnswer Answer, Guid? Infusion = null, DateOnly? AskAgainOn = null, string? ReferredTo = null) : PathwayRequest;

    [Requires(Act.GiveAppointments)]
    public sealed record ReportPain : PathwayRequest;

    /// <param name="Appointment">Made by the client.</param>
    /// <param name="After">The infusion that it follows; null: none in particular.</param>
    /// <param name="Minutes">Null: as the clinic has it.</param>
    [Requires(Act.PlanTherapy)]
    public sealed record PlanTherapy(
        Guid Appointment, Guid? After, string Therapist, DateOnly Day, TimeOnly Time, int? Minutes = null) : PathwayRequest;

    /// <param name="Therapist">Null: as before; so the minutes.</param>
    [Requires(Act.PlanTherapy)]
    public sealed record MoveTherapy(
        Guid Appointment, DateOnly Day, TimeOnly Time, string? Therapist = null, int? Minutes = null) : PathwayRequest;

    /// <param name="Reason">Null: none.</param>
    [Requires(Act.PlanTherapy)]
    public sealed record CancelTherapy(Guid Appointment, string? Reason = null) : PathwayRequest;

    /// <param name="Themes">What the patient agrees to share; psychotherapy notes belong elsewhere.</param>
    [Requires(Act.RecordTherapy)]
    public sealed record RecordTherapy(Guid Appointment, bool Attended, string? Themes = null, string? NextSteps = null) : PathwayRequest;

    [Requires(Act.RecordTherapy)]
    public sealed record SeeHandOff(Guid Appointment) : PathwayRequest;
}

/// <summary>The clinic's rules, whole; a second copy of the same changes nothing.</summary>
public sealed record PathwaySettingsRequest(Guid CommandId, PathwaySettings Settings);

public enum FeedKind : byte { Unknown = 0, Chair = 1, Therapist = 2 }

/// <param name="Of">A chair's name, or a therapist's sign-in name.</param>
public sealed record IssueFeedRequest(FeedKind Kind, string Of);
