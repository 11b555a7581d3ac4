using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public enum SessionPhase : byte
{
    Unknown = 0,
    Planned = 1,
    CheckedIn = 2,
    Ready = 3,
    Infusing = 4,
    Paused = 5,
    Recovery = 6,
    Discharged = 7,
    Closed = 8,
}

/// <summary>A device at a session from an instant to an instant (null: still). Which readings chart here follows from this.</summary>
public sealed record Association(string Device, DeviceKind Kind, DateTimeOffset From, DateTimeOffset? To)
{
    public bool Covers(DateTimeOffset chartTime) => chartTime >= From && (To is null || chartTime < To);
}

/// <summary>A stretch of delivery at one rate, not yet ended. Its id elsewhere derives from the session and its start.</summary>
public sealed record Segment(DateTimeOffset StartedAt, string Device, Rate Rate);

/// <summary>The durable state of a session: what its events say. Immutable; changed only by <see cref="Session.Evolve"/>.</summary>
public sealed record SessionState(
    Guid Id,
    SessionPhase Phase,
    DateTimeOffset PhaseSince,
    string Chair,
    Guid Patient,
    InfusionOrder Order,
    DateTimeOffset? StartedAt,
    ImmutableArray<Association> Associations,
    ImmutableDictionary<Guid, Alarm> Alarms,
    Segment? OpenSegment,
    Volume ClosedSegmentsVolume)
{
    /// <summary>When drug first flowed in this session; null: not yet. May be before or after somebody charted the start.</summary>
    public DateTimeOffset? DeliveryBeganAt { get; init; }

    public bool IsOpen => Phase is not SessionPhase.Closed;

    /// <summary>From check-in until discharge: vitals are charted and judged.</summary>
    public bool IsMonitored => Phase is >= SessionPhase.CheckedIn and <= SessionPhase.Recovery;

    /// <summary>The device of a kind attached now; null: none.</summary>
    public Association? Attached(DeviceKind kind)
    {
        foreach (var association in Associations)
        {
            if (association.Kind == kind && association.To is null)
            {
                return association;
            }
        }

        return null;
    }
}
