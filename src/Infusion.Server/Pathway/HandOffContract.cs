namespace Infusion.Server.Pathway;

/// <summary>What a therapist reads of the infusion before the appointment; the rest of the session stays with who gave it.</summary>
/// <param name="Infusion">The one that the appointment follows; null: none.</param>
/// <param name="SafetyTasks">Opened by an assessment, such as item 9 of the PHQ-9, and not answered yet.</param>
/// <param name="AboutNotes">What a page says beside what a therapist enters.</param>
public sealed record HandOffView(
    Guid Appointment, Guid Plan, PlanPatientView Patient, PlanTherapyView Therapy, ProgressView Progress, HandOffInfusionView? Infusion,
    IReadOnlyList<HandOffLine> SafetyTasks, string AboutNotes);

/// <param name="OrderedMg">Null: no session yet; so what follows.</param>
/// <param name="GivenMg">Null: not known.</param>
/// <param name="Comfort">Sedation, dissociation, nausea, anxiety and pain as they were charted; oldest first.</param>
/// <param name="Events">Adverse events and what was given against them.</param>
/// <param name="Said">Notes of the session in full; oldest first.</param>
/// <param name="OpenTasks">What the session still owes: adverse events without an outcome, rescues without a response.</param>
public sealed record HandOffInfusionView(
    Guid Infusion, int? Number, WhenView When, Guid? Session, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, bool HasEnded,
    decimal? OrderedMg, decimal? GivenMg, IReadOnlyList<HandOffLine> Comfort, IReadOnlyList<HandOffLine> Events, IReadOnlyList<HandOffLine> Said,
    IReadOnlyList<HandOffLine> OpenTasks);

public sealed record HandOffLine(DateTimeOffset At, string Text);
