using System.Collections.Immutable;

namespace Infusion.Core.Pathway;

/// <summary>What a person wants of a plan, or of the clinic's rules.</summary>
/// <param name="Id">A second copy changes nothing.</param>
public abstract record PathwayCommand(Guid Id, string By);

/// <summary>What a person wants of one plan.</summary>
public abstract record PlanCommand(Guid Id, Guid Plan, string By) : PathwayCommand(Id, By);

public sealed record OpenPlan(Guid Id, Guid Plan, string By, Guid Patient, PlanTerms Terms) : PlanCommand(Id, Plan, By)
{
    /// <summary>Filled in by the writer: infusions of the days before.</summary>
    public ImmutableArray<InfusionSpan> Before { get; init; } = [];

    /// <summary>Filled in by the writer: a plan with this id is closed already.</summary>
    public bool IsKnown { get; init; }
}

public sealed record RevisePlan(Guid Id, Guid Plan, string By, PlanTerms Terms) : PlanCommand(Id, Plan, By);

public sealed record ReviewPlan(Guid Id, Guid Plan, string By, ReviewOutcome Outcome, Guid? Note) : PlanCommand(Id, Plan, By);

public sealed record ClosePlan(Guid Id, Guid Plan, string By, PlanEnd End, Guid? Note) : PlanCommand(Id, Plan, By);

/// <param name="Length">Null: as the clinic has it.</param>
public sealed record PlanInfusion(
    Guid Id, Guid Plan, string By, Guid Appointment, InfusionKind Kind, DateTimeOffset From, TimeSpan? Length, string Chair) : PlanCommand(Id, Plan, By);

/// <param name="Length">Null: as before.</param>
/// <param name="Chair">Null: as before.</param>
/// <param name="LeavesConflicts">The person knows that a talk therapy no longer fits, and moves that one afterwards.</param>
public sealed record MoveInfusion(
    Guid Id, Guid Plan, string By, Guid Appointment, DateTimeOffset From, TimeSpan? Length, string? Chair, bool LeavesConflicts) : PlanCommand(Id, Plan, By);

public sealed record CancelInfusion(Guid Id, Guid Plan, string By, Guid Appointment, Guid? Reason) : PlanCommand(Id, Plan, By);

public sealed record AnswerOffer(
    Guid Id, Guid Plan, string By, Offer What, Guid? Infusion, OfferAnswer Answer, DateOnly? AskAgainOn, Guid? ReferredTo) : PlanCommand(Id, Plan, By);

public sealed record ReportPain(Guid Id, Guid Plan, string By) : PlanCommand(Id, Plan, By);

/// <param name="Length">Null: as the clinic has it.</param>
public sealed record PlanTherapy(
    Guid Id, Guid Plan, string By, Guid Appointment, Guid? After, string Therapist, DateTimeOffset From, TimeSpan? Length) : PlanCommand(Id, Plan, By);

/// <param name="Therapist">Null: as before.</param>
/// <param name="Length">Null: as before.</param>
public sealed record MoveTherapy(
    Guid Id, Guid Plan, string By, Guid Appointment, string? Therapist, DateTimeOffset From, TimeSpan? Length) : PlanCommand(Id, Plan, By);

public sealed record CancelTherapy(Guid Id, Guid Plan, string By, Guid Appointment, Guid? Reason) : PlanCommand(Id, Plan, By);

public sealed record RecordTherapy(
    Guid Id, Guid Plan, string By, Guid Appointment, bool Attended, Guid? Themes, Guid? NextSteps) : PlanCommand(Id, Plan, By);

public sealed record SeeHandOff(Guid Id, Guid Plan, string By, Guid Appointment) : PlanCommand(Id, Plan, By);

public sealed record ConfigurePathway(Guid Id, string By, PathwaySettings Settings) : PathwayCommand(Id, By);

/// <summary>Either events of one stream, or why not. None and accepted: it was so already.</summary>
public abstract record PathwayDecision
{
    public sealed record Accepted(params IReadOnlyList<PathwayEvent> Events) : PathwayDecision;

    /// <param name="Reason">A sentence that names the rule, and what would work.</param>
    public sealed record Rejected(string Code, string Reason) : PathwayDecision;
}
