namespace Infusion.Core.DrugLibrary;

/// <summary>What a nurse or a monitor observes on a schedule. The numbers are stored: never renumber, never reuse.</summary>
public enum Observation : byte
{
    Unknown = 0,

    /// <summary>By cuff; a distinct measurement counts, a repeated one does not.</summary>
    BloodPressure = 1,
    SpO2 = 2,
    Sedation = 3,
    Dissociation = 4,
    Comfort = 5,
    Nausea = 6,
    Pain = 7,
    Anxiety = 8,
}

/// <summary>The part of a session in which an observation is due.</summary>
public enum ObservationWindow : byte
{
    Unknown = 0,

    /// <summary>Checked in or ready; at least one no older than Every when the infusion starts.</summary>
    BeforeStart = 1,

    /// <summary>Infusing or paused, counted from the start.</summary>
    Infusing = 2,

    /// <summary>Counted from the stop.</summary>
    Recovery = 3,

    /// <summary>Once, so long after the last change of rate or bolus of the infusion.</summary>
    AfterChange = 4,
}

/// <summary>One line of an observation schedule: what is due when.</summary>
/// <param name="Every">Due again so long after the one before, or after the window began.</param>
/// <param name="Grace">Missed when it has not come so long after it was due.</param>
/// <param name="Until">Since the window began, exclusive; null: to its end.</param>
public sealed record ObservationDue(
    Observation What, ObservationWindow Window, TimeSpan Every, TimeSpan Grace, TimeSpan? Until = null)
{
    /// <summary>Since the window began, inclusive.</summary>
    public TimeSpan From { get; init; }
}
