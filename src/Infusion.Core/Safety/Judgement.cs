namespace Infusion.Core.Safety;

/// <summary>What a rule sees. Unknown neither breaches nor clears: missing or stale input is never read as normal.</summary>
public enum Verdict : byte
{
    Unknown = 0,
    Breach = 1,

    /// <summary>Back inside the limit, not yet by the hysteresis: an alarm stays, a waiting one does not go on waiting.</summary>
    Between = 2,
    Clear = 3,
}

/// <summary>A verdict with the numbers it came from, in the unit of the rule's metric.</summary>
/// <param name="At">Chart time of the evidence; a breach that begins here has this onset.</param>
/// <param name="ClockAt">The same instant on the device's own clock, for rules confirmed by repeat.</param>
public readonly record struct Judgement(
    Verdict Verdict,
    decimal? Observed = null,
    decimal? HardLimit = null,
    DateTimeOffset At = default,
    DateTimeOffset ClockAt = default)
{
    public static readonly Judgement Unknown;

    public static readonly Judgement Clear = new(Verdict.Clear);

    /// <summary>The second number, of a rule that looks at two; in the unit its headline gives.</summary>
    public decimal? Beside { get; init; }

    /// <summary>A person measured it: there is no noise of a signal to wait for, so no delay counts.</summary>
    public bool IsByHand { get; init; }

    /// <summary>How far beyond the limit, in the metric's unit: what a smart delay sums over time.</summary>
    public decimal Depth { get; init; }
}
