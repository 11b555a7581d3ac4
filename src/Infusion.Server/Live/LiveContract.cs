using System.Text.Json.Serialization;
using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

// What the hub says. The TypeScript side of each type stands in src/Infusion.Dashboard/src/live/contract.ts.
// Null means unknown: never zero, never normal.

public sealed record LiveValueView(
    decimal? Value,
    Quality Quality,
    DateTimeOffset At,
    DateTimeOffset ReceivedAt,
    double StaleAfterSeconds,
    Trend? Trend,
    decimal? Low,
    decimal? High)
{
    /// <summary>Who measured it; null: a device did.</summary>
    public string? By { get; init; }
}

public sealed record NibpView(
    decimal? Systolic,
    decimal? Diastolic,
    decimal? Mean,
    Quality Quality,
    DateTimeOffset At,
    DateTimeOffset ReceivedAt,
    double StaleAfterSeconds,
    decimal? SystolicLow,
    decimal? SystolicHigh)
{
    /// <summary>Who measured it; null: a device did.</summary>
    public string? By { get; init; }
}

public sealed record PumpView(
    string Device,
    string? Status,
    string? Mode,
    decimal? RateMlPerHour,
    decimal? ProgrammedMlPerHour,
    decimal? VolumeTotalMl,
    decimal? ConcentrationMgPerMl,
    string? Drug,
    DateTimeOffset At,
    DateTimeOffset ReceivedAt,
    double StaleAfterSeconds);

/// <summary>Lowest and highest estimate in ng/mL, and the models that make them.</summary>
public sealed record BandView(double Low, string LowModel, double High, string HighModel);

/// <summary>Estimated by models from what the pump delivered; never measured.</summary>
/// <param name="ValidUntil">From then on without another word of the pump: frozen, not to be relied on. Chart time, as AsOf.</param>
/// <param name="Notes">What it had to suppose: concentration_differs, silence_filled, earlier_unknown.</param>
public sealed record ConcentrationView(
    DateTimeOffset AsOf, DateTimeOffset ValidUntil, BandView Plasma, BandView EffectSite, IReadOnlyList<string> Notes);

public sealed record OrderView(
    string Protocol,
    string Drug,
    decimal DoseMg,
    decimal DoseMgPerKg,
    decimal WeightKg,
    WeightBasis WeightBasis,
    decimal ConcentrationMgPerMl,
    decimal VolumeMl,
    decimal RateMlPerHour,
    decimal DurationMinutes)
{
    /// <summary>Id and version: the one it was planned under, whatever came after it.</summary>
    public required string ProtocolId { get; init; }

    public required int ProtocolVersion { get; init; }

    /// <summary>False: the limits are a sample or a draft that nobody stands for. Screens say so.</summary>
    public required bool ProtocolApproved { get; init; }

    /// <summary>The protocol asks for a check-in, a check of the order or a preparation before the start.</summary>
    public bool AsksBeforeStart { get; init; }
}

public sealed record DeviceView(
    string Device, DeviceKind Kind, bool? Online, DateTimeOffset? LastSeenAt, string? Model, decimal? Battery)
{
    /// <summary>Null: not attached.</summary>
    public DateTimeOffset? AttachedAt { get; init; }

    /// <summary>The chair it is registered at; null: none.</summary>
    public string? HomeChair { get; init; }
}

public sealed record AlarmView(
    Guid Id,
    Guid Session,
    string? Chair,
    string Rule,
    string Code,
    string? Metric,
    string? Source,
    AlarmPriority Priority,
    AlarmPresence Presence,
    bool Acknowledged,
    string? AcknowledgedBy,
    DateTimeOffset? AudioPausedUntil,
    DateTimeOffset OnsetAt,
    DateTimeOffset RaisedAt,
    string Headline,
    string Action,
    decimal? Observed,
    decimal? Limit,
    string? Unit,
    bool MaySilence,
    bool Calls,
    DateTimeOffset? ReturnedAt,
    Guid? CausedBy,
    Guid? Group,
    AlarmCallView? Call);

/// <summary>Who is asked to go to an alarm.</summary>
/// <param name="Step">Of the duty list, from 1; 0: nobody on duty is named.</param>
/// <param name="People">Sign-in names.</param>
/// <param name="Until">An answer is awaited until then, or the next reminder comes; null: nothing is awaited.</param>
/// <param name="Reminders">How often the last step was reminded.</param>
public sealed record AlarmCallView(int Step, IReadOnlyList<string> People, DateTimeOffset? Until, string? AcceptedBy, int Reminders);

/// <summary>The infusion by the pump's programme, or as it was given. The ordered account is the order.</summary>
/// <param name="Minutes">Programmed: volume by rate. Delivered: in which the pump said that it delivers.</param>
public sealed record DoseColumnView(
    string? Drug,
    decimal? DoseMg,
    decimal? VolumeMl,
    decimal? ConcentrationMgPerMl,
    decimal? RateMlPerHour,
    decimal? RateMgPerKgPerHour,
    decimal? Minutes);

/// <param name="ExpectedMg">What should have been given by now, pauses left out.</param>
/// <param name="AheadMg">Given less expected; negative: behind.</param>
/// <param name="Differences">Which numbers are beyond the tolerance: programmed_drug, delivered_rate, expected and so on.</param>
public sealed record ReconciliationView(
    decimal OrderedMgPerKgPerHour,
    DoseColumnView Programmed,
    DoseColumnView Delivered,
    decimal? ExpectedMg,
    decimal? AheadMg,
    IReadOnlyList<DoseDifference> Differences,
    int Segments,
    int Boluses,
    decimal BolusMl,
    decimal KeepVeinOpenMl,
    decimal PausedMinutes);

public sealed record SessionView(
    Guid Id,
    SessionPhase Phase,
    DateTimeOffset PhaseSince,
    Guid Patient,
    OrderView Order,
    DateTimeOffset? StartedAt,
    decimal? GivenMg,
    decimal? GivenMl,
    DateTimeOffset? GivenAsOf,
    DateTimeOffset? ExpectedEndAt,
    ReconciliationView Dose,
    IReadOnlyList<DueView> Due)
{
    public required CareView Care { get; init; }

    public required AfterView After { get; init; }

    /// <summary>Whose a device was is being corrected: until it is charted, dose and minutes are not to be relied on.</summary>
    public bool Correcting { get; init; }

    /// <summary>Devices whose values are withheld, because another chair claims them too.</summary>
    public IReadOnlyList<DisputeView> Disputes { get; init; } = [];

    /// <summary>Devices of whose messages some are missing still.</summary>
    public IReadOnlyList<GapView> Gaps { get; init; } = [];
}

/// <param name="At">When the message after the last hole came.</param>
public sealed record GapView(string Device, DateTimeOffset At);

/// <param name="Holder">The session that had it.</param>
/// <param name="Claimant">The session at which somebody said that it stands.</param>
public sealed record DisputeView(
    string Device, DeviceKind Kind, DateTimeOffset Since, Guid Holder, string? HolderChair, Guid Claimant, string? ClaimantChair, string By);

/// <summary>An observation that the protocol's schedule asks for next.</summary>
/// <param name="OverdueAt">Charted as missed from then on; null: it cannot be missed.</param>
public sealed record DueView(Observation What, DateTimeOffset DueAt, DateTimeOffset? OverdueAt);

public sealed record ChairView(
    string Chair,
    string Room,
    SessionView? Session,
    IReadOnlyList<DeviceView> Devices,
    IReadOnlyDictionary<string, LiveValueView> Vitals,
    NibpView? Nibp,
    PumpView? Pump,
    IReadOnlyList<AlarmView> Alarms)
{
    /// <summary>Of the session, mildest first on each side of each metric; null without a session.</summary>
    public IReadOnlyList<LimitView>? Limits { get; init; }

    public News2View? News2 { get; init; }

    /// <summary>Who has the chair; null: nobody.</summary>
    public ChairHolderView? Holder { get; init; }

    /// <summary>Null: the pump's counter was never heard, so there is no estimate.</summary>
    public ConcentrationView? Concentration { get; init; }
}

/// <param name="Value">In force, in the unit; null: only relative to a baseline.</param>
/// <param name="BaselineValue">What the baseline makes of it, where that is configured and there is one.</param>
/// <param name="AdjustableFrom">A physician may set it from here to AdjustableTo; both null: not at all.</param>
/// <param name="Adjusted">Null: as the protocol has it.</param>
public sealed record LimitView(
    Metric Metric,
    string Label,
    string Unit,
    LimitSide Side,
    AlarmPriority Priority,
    decimal? Value,
    decimal? BaselineValue,
    double DelaySeconds,
    bool IsRepeated,
    decimal? AdjustableFrom,
    decimal? AdjustableTo,
    AdjustmentView? Adjusted);

/// <param name="Approved">What the protocol says.</param>
public sealed record AdjustmentView(decimal Approved, string By, DateTimeOffset At);

/// <summary>A score for people. Nothing follows from it here: it neither alarms nor touches the infusion.</summary>
/// <param name="Total">Null while a part is not known.</param>
/// <param name="AtLeast">What the known parts come to.</param>
/// <param name="HasRed">One part alone scores 3.</param>
/// <param name="Missing">The parts that are not known, in words.</param>
/// <param name="StaleAt">When the first of the values in it goes stale; null: none is in it.</param>
public sealed record News2View(int? Total, int AtLeast, bool HasRed, IReadOnlyList<string> Missing, DateTimeOffset? StaleAt);

public sealed record Snapshot(
    string Clinic,
    string Name,
    string TimeZone,
    long Epoch,
    long N,
    DateTimeOffset ServerTime,
    long Input,
    long CommittedInput,
    bool Simulated,
    IReadOnlyList<ChairView> Chairs,
    IReadOnlyList<AlarmView> ClinicAlarms);

public enum AlarmChange : byte { Unknown = 0, Raised = 1, Updated = 2, Ended = 3 }

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(VitalsDelta), "vitals")]
[JsonDerivedType(typeof(ChairDelta), "chair")]
[JsonDerivedType(typeof(AlarmDelta), "alarm")]
[JsonDerivedType(typeof(ChairsDelta), "chairs")]
public abstract record Delta(long N);

/// <summary>Only what changed; an absent part stands as it was.</summary>
public sealed record VitalsDelta(long N, string Chair) : Delta(N)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, LiveValueView>? Vitals { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NibpView? Nibp { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PumpView? Pump { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReconciliationView? Dose { get; init; }

    public ConcentrationView? Concentration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public News2View? News2 { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<decimal?> GivenMg { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<decimal?> GivenMl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<DateTimeOffset?> GivenAsOf { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<DateTimeOffset?> ExpectedEndAt { get; init; }
}

public sealed record ChairDelta(long N, string Chair, ChairView View) : Delta(N);

/// <summary>All chairs there are from now on, in their order.</summary>
public sealed record ChairsDelta(long N, IReadOnlyList<ChairView> Chairs) : Delta(N);

public sealed record AlarmDelta(long N, AlarmChange Change, AlarmView Alarm) : Delta(N);

/// <param name="Deltas">Numbered without a hole.</param>
public sealed record DeltaBatch(string Clinic, long Epoch, long Input, long CommittedInput, IReadOnlyList<EncodedDelta> Deltas);

/// <param name="UnsavedSince">Clinic time of the oldest input not yet in the store; null when all is saved.</param>
/// <param name="StandsStillBecause">The store refuses what this clinic produced, so nothing of it is charted; null: it does not.</param>
/// <param name="Spooled">Messages of all clinics that are acknowledged from this server's spool and not yet in the store.</param>
/// <param name="SpoolShare">How full the spool is, 0 to 1. At 1 devices are no longer acknowledged.</param>
public sealed record Heartbeat(
    string Clinic, long Epoch, long N, long Input, long CommittedInput, DateTimeOffset? UnsavedSince, DateTimeOffset ServerTime,
    string? StandsStillBecause, int Spooled, double SpoolShare);

/// <summary>What a client missed, or, when that is no longer at hand, everything anew.</summary>
public sealed record Missed(DeltaBatch? Deltas, Snapshot? Snapshot);
