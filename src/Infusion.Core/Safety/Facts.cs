using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// What holds at one evaluation. A rule names the facts each of which makes its breach impossible
/// (<see cref="SafetyRule.RuledOutBy"/>), and is not asked while one of them holds. They are found anew each time and never kept,
/// so that none can be out of date. Bits 0 to 15 are calm vitals, 16 to 31 absent ones, 32 to 40 phases: <see cref="Fact"/>.
/// </summary>
[Flags]
public enum Facts : ulong
{
    None = 0,

    /// <summary>For a rule that the limits leave nothing to find.</summary>
    Always = 1ul << 63,

    /// <summary>The device judged belongs to no session.</summary>
    NoSession = 1ul << 41,

    /// <summary>No observation of the schedule is overdue.</summary>
    NothingOverdue = 1ul << 42,

    /// <summary>There is a systolic pressure from before the start.</summary>
    PressureBefore = 1ul << 43,

    /// <summary>The device judged is no pump.</summary>
    NoPump = 1ul << 44,

    /// <summary>The pump delivers by its own word, and more than keeps the vein open.</summary>
    Delivers = 1ul << 45,

    /// <summary>No bolus is under way or has just ended.</summary>
    NoBolus = 1ul << 46,

    /// <summary>The pump's counter has not gone back with its last word.</summary>
    CounterGoesOn = 1ul << 47,

    /// <summary>Less than the ordered dose is in, by the pump's counter.</summary>
    DoseNotIn = 1ul << 48,

    /// <summary>A live message came within the time allowed, and nobody said that the device is offline.</summary>
    Heard = 1ul << 49,
    Registered = 1ul << 50,

    /// <summary>It stands where the configuration has it, or nowhere by it.</summary>
    AtItsChair = 1ul << 51,

    /// <summary>It has never said how full its battery is, or last that it is full enough.</summary>
    BatteryHolds = 1ul << 52,
    NeverRestarted = 1ul << 53,

    /// <summary>Its clock is usable and has not jumped.</summary>
    ClockRuns = 1ul << 54,

    /// <summary>Of its messages none was ever missing.</summary>
    NothingMissing = 1ul << 55,

    /// <summary>The pump runs at the ordered rate.</summary>
    RateAsOrdered = 1ul << 56,

    /// <summary>It is set to give the ordered volume, or has not said what it is set to.</summary>
    VolumeAsOrdered = 1ul << 57,

    /// <summary>It is set to the ordered concentration, or has not said to which.</summary>
    ConcentrationAsOrdered = 1ul << 58,

    /// <summary>Rate and concentration are as ordered, and what they give by weight is below the protocol's hard bound.</summary>
    DoseRateAsOrdered = 1ul << 59,

    /// <summary>What was given before and is given here is below every cap of which both are known.</summary>
    BelowCaps = 1ul << 60,

    /// <summary>The estimated plasma peak is not above the ceiling, or there is no estimate.</summary>
    PeakBelowCeiling = 1ul << 61,

    /// <summary>It names the drug as the protocol writes it.</summary>
    DrugAsOrdered = 1ul << 62,
}

/// <summary>Facts about a vital or a phase, one by one.</summary>
public static class Fact
{
    const int Vitals = 16;
    const int FirstPhase = 32;
    const Facts AnyPhase = (Facts)(((1ul << ((int)SessionPhase.Closed + 1)) - 1) << FirstPhase);

    /// <summary>The session is not between check-in and discharge, or there is none.</summary>
    public static Facts NotMonitored { get; } = OutOf(
        SessionPhase.CheckedIn, SessionPhase.Ready, SessionPhase.Infusing, SessionPhase.Paused, SessionPhase.Recovery);

    /// <summary>The latest word on a vital is a valid number, fresh as a device's, and inside whatever the limits say of it. None for another metric.</summary>
    public static Facts Calm(Metric metric) => (int)metric < Vitals ? (Facts)(1ul << (int)metric) : Facts.None;

    /// <summary>No word on a vital stands: the device attached never gave one. None for another metric.</summary>
    public static Facts Absent(Metric metric) => (int)metric < Vitals ? (Facts)(1ul << ((int)metric + Vitals)) : Facts.None;

    /// <summary>Either.</summary>
    public static Facts CalmOrAbsent(Metric metric) => Calm(metric) | Absent(metric);

    /// <summary>The vitals that facts are about, a bit for each by its number.</summary>
    internal static uint VitalsOf(Facts facts) => ((uint)facts | ((uint)facts >> Vitals)) & ((1u << Vitals) - 1);

    public static Facts In(SessionPhase phase) => (Facts)(1ul << ((int)phase + FirstPhase));

    /// <summary>In none of these, or without a session.</summary>
    public static Facts OutOf(params ReadOnlySpan<SessionPhase> phases)
    {
        var others = AnyPhase | Facts.NoSession;
        foreach (var phase in phases)
        {
            others &= ~In(phase);
        }

        return others;
    }
}
