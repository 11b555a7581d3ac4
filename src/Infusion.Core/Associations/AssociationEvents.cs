using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>Whose a device was, said after the fact. On the clinic's stream and on those of the sessions concerned.</summary>
/// <param name="To">Exclusive; null: it stays attached.</param>
/// <param name="FromSession">Null: it was charted nowhere.</param>
/// <param name="ToSession">Null: it was nobody's.</param>
/// <param name="Reason">The erasable document that says why; null: two claims were settled.</param>
public sealed record AssociationCorrected(
    DateTimeOffset At,
    Guid Correction,
    string Device,
    DeviceKind Kind,
    DateTimeOffset From,
    DateTimeOffset? To,
    Guid? FromSession,
    Guid? ToSession,
    Guid? Reason,
    string By,
    ImmutableArray<CorrectedChart> Charts) : SessionEvent(At)
{
    /// <summary>Null: the session is not concerned.</summary>
    public CorrectedChart? ChartOf(Guid session) => Charts.FirstOrDefault(chart => chart.Session == session);

    public bool Covers(DateTimeOffset at) => at >= From && (To is null || at < To);
}

/// <summary>A session's devices before a correction and after it.</summary>
public sealed record CorrectedChart(
    Guid Session, string Chair, Guid Patient, ImmutableArray<Association> Before, ImmutableArray<Association> After)
{
    /// <summary>By value: an array compares by place in memory.</summary>
    public bool Equals(CorrectedChart? other) => other is not null
        && (Session, Chair, Patient) == (other.Session, other.Chair, other.Patient)
        && Before.SequenceEqual(other.Before) && After.SequenceEqual(other.After);

    public override int GetHashCode() => Session.GetHashCode();
}

/// <summary>The consequences of a correction are charted in this session. What is told here stands in place of what was.</summary>
/// <param name="Readings">Of the device, that moved.</param>
/// <param name="GivenBefore">By the pump's counter; null: none was heard.</param>
/// <param name="Segments">All of the session, in order.</param>
/// <param name="Baseline">Null: the infusion has not begun.</param>
/// <param name="OfAnotherPatient">Alarms that sounded here because of somebody else. They did sound, and stay.</param>
/// <param name="Restored">Alarms that an earlier correction had marked so, and that are this patient's after all.</param>
/// <param name="Findings">What would have sounded here. It never did, and does not now.</param>
/// <param name="Withdrawn">Findings of an earlier correction that are none any more.</param>
public sealed record CorrectionCompleted(
    DateTimeOffset At,
    Guid Correction,
    string Device,
    int Readings,
    Volume? GivenBefore,
    Volume? Given,
    DeliveryRecord Delivery,
    ImmutableArray<DeliveredSegment> Segments,
    BaselineTaken? Baseline,
    ImmutableArray<Guid> OfAnotherPatient,
    ImmutableArray<Guid> Restored,
    ImmutableArray<RetrospectiveFinding> Findings,
    ImmutableArray<Guid> Withdrawn) : SessionEvent(At);

/// <summary>Nothing of this correction is left to do. On the clinic's stream.</summary>
public sealed record CorrectionEnded(DateTimeOffset At, Guid Correction) : SessionEvent(At);

/// <summary>Where a session's delivery stands.</summary>
public sealed record DeliveryRecord(
    DateTimeOffset? BeganAt, DateTimeOffset? ChangedAt, DateTimeOffset? LastDoseAt, Segment? Open, Volume Closed, int Segments, int Boluses, Volume BolusVolume)
{
    public static DeliveryRecord Of(SessionState state) => new(
        state.DeliveryBeganAt, state.ChangedAt, state.After.LastDoseAt, state.OpenSegment, state.ClosedSegmentsVolume,
        state.SegmentCount, state.BolusCount, state.BolusVolume);
}

/// <summary>A stretch at one rate, or a bolus.</summary>
/// <param name="To">Null: it goes on.</param>
/// <param name="Rate">Null: a bolus.</param>
/// <param name="Volume">Null: not ended.</param>
public sealed record DeliveredSegment(DateTimeOffset From, DateTimeOffset? To, string Device, Rate? Rate, Volume? Volume);

/// <summary>An alarm that never sounded: a correction shows that it would have.</summary>
/// <param name="EndedAt">Null: the condition had not ended.</param>
public sealed record RetrospectiveFinding(
    Guid Alarm, string Rule, Metric Metric, string? Source, AlarmPriority Priority, DateTimeOffset Onset, DateTimeOffset? EndedAt,
    decimal? Observed, decimal? HardLimit);

/// <summary>Two places claim one device: until a person decides, its values chart nowhere. On both streams.</summary>
/// <param name="Holder">Who had it; its association ended with this.</param>
/// <param name="Claimant">Where somebody said that it stands.</param>
public sealed record DeviceDisputed(DateTimeOffset At, string Device, DeviceKind Kind, Guid Holder, Guid Claimant, string By) : SessionEvent(At);

/// <param name="Belongs">Null: to neither.</param>
public sealed record DeviceSettled(DateTimeOffset At, string Device, Guid? Belongs, string By) : SessionEvent(At);
