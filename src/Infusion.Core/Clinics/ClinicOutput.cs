using Infusion.Core.Alarms;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

/// <summary>An event, the stream it belongs to, and that session's state around it (null for the clinic's own stream).</summary>
public readonly record struct StreamEvent(Guid Stream, SessionEvent Event, SessionState? Before, SessionState? After)
{
    /// <summary>Its place in its stream, from 1.</summary>
    public long Number { get; init; }

    /// <summary>In the clinic's own stream, the alarm it is about as it was; null: a new one, or none.</summary>
    public Alarm? AlarmBefore { get; init; }

    /// <summary>A function of stream and place, so that a replay gives the same id.</summary>
    public Guid Id => DerivedId.Of($"{Stream:N}|event|{Number}");
}

/// <summary>
/// Where the engine puts what happened. Reused between inputs; the caller drains it after each.
/// Nothing is allocated while nothing happens.
/// </summary>
public sealed class FindingSink
{
    public List<StreamEvent> Events { get; } = [];

    public List<ChartedVital> Charted { get; } = [];

    /// <summary>Chairs whose board view changed beyond their numbers (phase, devices, alarms).</summary>
    public HashSet<string> ChairsChanged { get; } = [];

    public bool IsEmpty => Events.Count == 0 && Charted.Count == 0 && ChairsChanged.Count == 0;

    public void Clear()
    {
        Events.Clear();
        Charted.Clear();
        ChairsChanged.Clear();
    }
}
