using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
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

/// <summary>A hole in the seq of a device's boot that is not filled yet; both bounds are missing numbers.</summary>
/// <param name="At">When the message after it came.</param>
public sealed record OpenGap(string Device, string Boot, long FirstMissing, long LastMissing, DateTimeOffset At)
{
    public bool IsClosedBy(TelemetryGapClosed closed) =>
        closed.Device == Device && closed.Boot == Boot && closed.FirstMissing == FirstMissing && closed.LastMissing == LastMissing;

    public bool IsOf(Reading reading) =>
        reading.Device == Device && reading.Boot == Boot && reading.Seq >= FirstMissing && reading.Seq <= LastMissing;
}

/// <summary>A score by its scale, and when it was seen.</summary>
public sealed record ChartedScore(ObservationScale Scale, int Score, DateTimeOffset At);

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
    public const int OpenGapsKept = 256;

    /// <summary>When drug first flowed in this session; null: not yet. May be before or after somebody charted the start.</summary>
    public DateTimeOffset? DeliveryBeganAt { get; init; }

    /// <summary>Vitals are charted from here; null: not checked in.</summary>
    public DateTimeOffset? CheckedInAt { get; init; }

    /// <summary>Vitals are charted until here; null: not discharged.</summary>
    public DateTimeOffset? DischargedAt { get; init; }

    /// <summary>At most <see cref="OpenGapsKept"/>: of older ones nobody says any more when they closed.</summary>
    public ImmutableArray<OpenGap> OpenGaps { get; init; } = [];

    /// <summary>Vitals before the infusion, in their metrics' units: what limits relative to the baseline are judged by.</summary>
    public ImmutableDictionary<Metric, decimal> Baseline { get; init; } = ImmutableDictionary<Metric, decimal>.Empty;

    /// <summary>When the infusion was charted as stopped; null: not yet.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Of pauses that are over.</summary>
    public TimeSpan PausedTime { get; init; }

    /// <summary>Segments begun, the open one included.</summary>
    public int SegmentCount { get; init; }

    public int BolusCount { get; init; }

    public Volume BolusVolume { get; init; }

    /// <summary>What the patient had been given before the plan; null: not known.</summary>
    public DoseHistory? History { get; init; }

    /// <summary>When the rate last changed or a bolus was given; null: not yet.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The latest score of each observation that a person charted.</summary>
    public ImmutableDictionary<Observation, ChartedScore> Scores { get; init; } = ImmutableDictionary<Observation, ChartedScore>.Empty;

    /// <summary>Of each observation: when a person last measured it by hand.</summary>
    public ImmutableDictionary<Observation, DateTimeOffset> MeasuredByHand { get; init; } = ImmutableDictionary<Observation, DateTimeOffset>.Empty;

    /// <summary>Of each observation: when the last one that is charted as missed was due.</summary>
    public ImmutableDictionary<Observation, DateTimeOffset> Missed { get; init; } = ImmutableDictionary<Observation, DateTimeOffset>.Empty;

    /// <summary>Limits that are not as the protocol has them; at most one for each.</summary>
    public ImmutableArray<LimitAdjustment> Adjustments { get; init; } = [];

    /// <summary>Recovery, discharge and vials.</summary>
    public Recovery.AfterCare After { get; init; } = Recovery.AfterCare.None;

    /// <summary>Check-in, order and preparation.</summary>
    public Admission.AdmissionState Admission { get; init; } = Core.Admission.AdmissionState.None;
    /// <summary>Corrections of whose a device was, and claims on devices.</summary>
    public CorrectionState Correction { get; init; } = CorrectionState.None;

    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>What people charted at the chair.</summary>
    public CareState Care { get; init; } = CareState.None;

    /// <summary>What people charted in the last minute, and may take back.</summary>
    public EntryMemory Entries { get; init; } = EntryMemory.None;

    /// <summary>The order is one dose, given by a person; no pump is in it.</summary>
    public bool IsSingleDose => Order.Route is not DoseRoute.IvInfusion;

    /// <summary>A baseline by metric; what was not there is not there.</summary>
    public static ImmutableDictionary<Metric, decimal> BaselineOf(BaselineTaken taken) => SessionBaseline.Of(taken);

    public bool IsOpen => Phase is not SessionPhase.Closed;

    /// <summary>From check-in until discharge: vitals are charted and judged.</summary>
    public bool IsMonitored => Phase is >= SessionPhase.CheckedIn and <= SessionPhase.Recovery;

    /// <summary>Ready, infusing or paused: the pump is to be set as ordered.</summary>
    public bool IsUnderOrder => Phase is >= SessionPhase.Ready and <= SessionPhase.Paused;

    /// <summary>Time infusing until then, by the charted start, stop and pauses; null: not started.</summary>
    public TimeSpan? InfusingTime(DateTimeOffset now) => StartedAt is { } started
        ? (StoppedAt ?? (Phase == SessionPhase.Paused ? PhaseSince : now)) - started - PausedTime
        : null;

    /// <summary>Whether the device is or was attached here.</summary>
    public bool HadAttached(string device)
    {
        foreach (var association in Associations)
        {
            if (association.Device == device)
            {
                return true;
            }
        }

        return false;
    }

    public bool HasNow(string device)
    {
        foreach (var association in Associations)
        {
            if (association.Device == device && association.To is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the patient was on this device at that time.</summary>
    public bool Monitored(string device, DateTimeOffset chartTime)
    {
        foreach (var association in Associations)
        {
            if (association.Device == device && association.Covers(chartTime))
            {
                return chartTime >= CheckedInAt && (DischargedAt is null || chartTime < DischargedAt);
            }
        }

        return false;
    }

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
