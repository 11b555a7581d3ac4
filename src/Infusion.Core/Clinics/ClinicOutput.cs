using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

/// <summary>An event, the stream it belongs to, and that session's state around it (null for the clinic's own stream).</summary>
public readonly record struct StreamEvent(Guid Stream, SessionEvent Event, SessionState? Before, SessionState? After)
{
    /// <summary>Its place in its stream, from 1.</summary>
    public long Number { get; init; }

    /// <summary>In the clinic's own stream, the alarm it is about as it was; null: a new one, or none.</summary>
    public Alarm? AlarmBefore { get; init; }

    /// <summary>What makes the event the only one of its stream where its place is not known: a closed session's. Null: its place does.</summary>
    public string? Named { get; init; }

    /// <summary>A function of stream and place, so that a replay gives the same id.</summary>
    public Guid Id => DerivedId.Of(Named is null ? $"{Stream:N}|event|{Number}" : $"{Stream:N}|{Named}");
}

/// <summary>
/// Where the engine puts what happened. Reused between inputs; the caller drains it after each.
/// Nothing is allocated while nothing happens.
/// </summary>
public sealed class FindingSink
{
    public List<StreamEvent> Events { get; } = [];

    public List<ChartedVital> Charted { get; } = [];

    /// <summary>Sessions that a correction has charted anew.</summary>
    public List<CorrectedSession> Corrected { get; } = [];

    /// <summary>Chairs whose board view changed beyond their numbers (phase, devices, alarms).</summary>
    public HashSet<string> ChairsChanged { get; } = [];

    public bool IsEmpty => Events.Count == 0 && Charted.Count == 0 && ChairsChanged.Count == 0;

    public void Clear()
    {
        Events.Clear();
        Charted.Clear();
        Corrected.Clear();
        ChairsChanged.Clear();
    }
}
