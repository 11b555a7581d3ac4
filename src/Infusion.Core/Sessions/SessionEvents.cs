using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public enum WeightBasis : byte { Unknown = 0, Actual = 1, Ideal = 2, Adjusted = 3 }

public enum WeightMethod : byte { Unknown = 0, Measured = 1, Stated = 2 }

/// <summary>How the weight of an order came about: what the chart keeps beside the number.</summary>
/// <param name="On">The day it was taken or stated.</param>
/// <param name="Actual">What the scale or the patient said, where the dose goes by an ideal or adjusted weight.</param>
/// <param name="Height">Where the ideal weight is used.</param>
/// <param name="Sex">Where the ideal weight is used.</param>
public sealed record WeightRecord(
    WeightMethod Method, DateOnly? On, BodyWeight? Actual = null, Height? Height = null, Sex Sex = Sex.Unknown);

/// <summary>What the physician ordered. Duration is the planned time at the ordered rate.</summary>
/// <param name="Protocol">Its id.</param>
public sealed record InfusionOrder(
    string Protocol,
    int ProtocolVersion,
    string Drug,
    Mass Dose,
    BodyWeight Weight,
    WeightBasis WeightBasis,
    Concentration Concentration,
    Rate Rate,
    TimeSpan Duration)
{
    /// <summary>Null: an order from before it was kept.</summary>
    public WeightRecord? WeightRecord { get; init; }

    /// <summary>As it was ordered, where the dose goes by weight; null: in mg, or not kept.</summary>
    public decimal? OrderedMilligramsPerKilogram { get; init; }

    /// <summary>An order from before it was kept is an infusion.</summary>
    public DoseRoute Route { get; init; } = DoseRoute.IvInfusion;

    public Volume Volume => Dose / Concentration;

    /// <summary>What the scale or the patient said; null: not kept.</summary>
    public BodyWeight? ActualWeight => WeightBasis == WeightBasis.Actual ? Weight : WeightRecord?.Actual;

    /// <summary>What this rate gives in milligrams a kilogram and hour.</summary>
    public decimal MilligramsPerKilogramPerHour => (Rate * Concentration).MilligramsPerKilogramPerHour(Weight);

    public decimal DoseMilligramsPerKilogram => Dose.Milligrams / Weight.Kilograms;
}

/// <summary>
/// Facts in the past tense. Each has a stored name of its own (see <see cref="SessionEventNames"/>), is never edited,
/// and holds ids, codes and numbers only: names and free text stand in documents that can be erased.
/// <see cref="At"/> is chart time.
/// </summary>
public abstract record SessionEvent(DateTimeOffset At);

/// <summary>What a person may chart later than it happened.</summary>
public abstract record EnteredEvent(DateTimeOffset At) : SessionEvent(At)
{
    /// <summary>When it was charted, where that is later than it happened: a late entry. Null: at once.</summary>
    public DateTimeOffset? ChartedAt { get; init; }

    /// <summary>The command that charted it. Null: an entry from before it was kept.</summary>
    public Guid? Entry { get; init; }
}

public sealed record SessionPlanned(DateTimeOffset At, string Chair, Guid Patient, InfusionOrder Order, string By) : SessionEvent(At)
{
    /// <summary>What this patient had been given by then; null: not known.</summary>
    public DoseHistory? History { get; init; }
}

/// <summary>Two people ordered beyond a soft bound. The reason stands in the erasable document <paramref name="Reason"/>.</summary>
/// <param name="Path">Which number of the order, see <see cref="OrderFinding"/>.</param>
public sealed record OrderGuardrailOverridden(
    DateTimeOffset At, string Path, decimal? Value, decimal? Bound, Guid Reason, string By, string SecondPerson) : SessionEvent(At);
public sealed record PatientCheckedIn(DateTimeOffset At, string By) : EnteredEvent(At);
public sealed record SessionReadied(DateTimeOffset At, string By) : SessionEvent(At);
public sealed record InfusionStarted(DateTimeOffset At, string By) : EnteredEvent(At);

public sealed record InfusionPaused(DateTimeOffset At, string By) : EnteredEvent(At)
{
    /// <summary>Null: not said.</summary>
    public HaltReason? Reason { get; init; }
}

public sealed record InfusionResumed(DateTimeOffset At, string By) : EnteredEvent(At);

public sealed record InfusionStopped(DateTimeOffset At, string By) : EnteredEvent(At)
{
    /// <summary>Null: not said.</summary>
    public HaltReason? Reason { get; init; }
}

public sealed record PatientDischarged(DateTimeOffset At, string By) : SessionEvent(At);
public sealed record SessionClosed(DateTimeOffset At, string By) : SessionEvent(At);
public sealed record DeviceAssociated(DateTimeOffset At, string Device, DeviceKind Kind, string By) : SessionEvent(At);
public sealed record DeviceReleased(DateTimeOffset At, string Device, string By) : SessionEvent(At);

/// <summary>The text stands in the erasable document <paramref name="Note"/>.</summary>
public sealed record NoteWritten(DateTimeOffset At, Guid Note, string By) : SessionEvent(At)
{
    /// <summary>The command that wrote it. Null: a note from before it was kept.</summary>
    public Guid? Entry { get; init; }
}

/// <summary>Its author took an entry back within the minute: it was entered in error, stays readable, and counts for nothing.</summary>
/// <param name="Withdrawn">The entry: the id of the command that charted it.</param>
/// <param name="EnteredAt">When that was charted.</param>
public sealed record EntryWithdrawn(DateTimeOffset At, Guid Withdrawn, DateTimeOffset EnteredAt, string By) : EnteredEvent(At);

/// <summary>The pump began to deliver: a new segment at this rate.</summary>
public sealed record DeliveryStarted(DateTimeOffset At, string Device, Rate Rate) : SessionEvent(At);

/// <summary>A new segment; the one before gave <paramref name="SegmentVolume"/>.</summary>
public sealed record RateChanged(DateTimeOffset At, string Device, Rate From, Rate To, Volume SegmentVolume) : SessionEvent(At);

/// <summary>The pump stopped delivering; the last segment gave <paramref name="SegmentVolume"/>.</summary>
public sealed record DeliveryStopped(DateTimeOffset At, string Device, Volume SegmentVolume) : SessionEvent(At);

public sealed record BolusDelivered(DateTimeOffset At, string Device, Volume Volume) : SessionEvent(At);

/// <summary>A bag or syringe was changed: the pump was given more to infuse, or its counter began anew without a restart.</summary>
/// <param name="ToBeInfused">Of the new container; null: not said.</param>
/// <param name="Delivered">In this session until then.</param>
public sealed record ContainerChanged(DateTimeOffset At, string Device, Volume? ToBeInfused, Volume Delivered) : SessionEvent(At);

/// <summary>A hole in a device's seq, met in order. Both bounds are the missing numbers, inclusive.</summary>
public sealed record TelemetryGapOpened(DateTimeOffset At, string Device, string Boot, long FirstMissing, long LastMissing) : SessionEvent(At);

/// <summary>Every number of a hole has arrived after all.</summary>
public sealed record TelemetryGapClosed(DateTimeOffset At, string Device, string Boot, long FirstMissing, long LastMissing) : SessionEvent(At);

/// <summary>The device's clock left the offset it had. Live goes on by receipt time.</summary>
public sealed record DeviceClockJumped(DateTimeOffset At, string Device, TimeSpan From, TimeSpan To) : SessionEvent(At);

/// <summary>Nobody evaluated this session between the two instants (restart, move, loss of the store).</summary>
public sealed record MonitoringInterrupted(DateTimeOffset At, DateTimeOffset From, DateTimeOffset To) : SessionEvent(At);

/// <summary>A score that a person saw, at that time; may have been charted later.</summary>
public sealed record ObservationCharted(DateTimeOffset At, Observation What, ObservationScale Scale, int Score, string By) : EnteredEvent(At);

/// <summary>What the schedule asked for has not come by its grace. Said once for each time it was due.</summary>
public sealed record ObservationMissed(DateTimeOffset At, Observation What, DateTimeOffset DueAt) : SessionEvent(At);

/// <summary>
/// The patient's values before the infusion, in their metrics' units: the last valid ones before the start, of the cuff no older
/// than 15 min, of what is measured all the time no older than 60 s. Null: there was none, and none is made up later.
/// </summary>
public sealed record BaselineTaken(
    DateTimeOffset At,
    decimal? HeartRate,
    decimal? PulseRate,
    decimal? SpO2,
    decimal? Systolic,
    decimal? Diastolic,
    decimal? Mean,
    decimal? RespiratoryRate,
    decimal? EtCO2,
    decimal? Temperature) : SessionEvent(At);

/// <summary>A physician set one limit for this session, in the metric's unit. The reason stands in the erasable note.</summary>
public sealed record LimitAdjusted(
    DateTimeOffset At, Metric Metric, LimitSide Side, AlarmPriority Priority, decimal From, decimal To, Guid Reason, string By) : SessionEvent(At);
