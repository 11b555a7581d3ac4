using System.Text.Json.Serialization;

namespace Infusion.Server.Sessions;

/// <summary>
/// A person's intent as the browser sends it; who they are comes from the sign-in, never from here.
/// The bare record is what came without a type, or with one that is not known.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType)]
[JsonDerivedType(typeof(CheckIn), "check_in")]
[JsonDerivedType(typeof(MarkReady), "mark_ready")]
[JsonDerivedType(typeof(StartInfusion), "start_infusion")]
[JsonDerivedType(typeof(PauseInfusion), "pause_infusion")]
[JsonDerivedType(typeof(ResumeInfusion), "resume_infusion")]
[JsonDerivedType(typeof(StopInfusion), "stop_infusion")]
[JsonDerivedType(typeof(Discharge), "discharge")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(AttachDevice), "attach_device")]
[JsonDerivedType(typeof(DetachDevice), "detach_device")]
[JsonDerivedType(typeof(WriteNote), "write_note")]
[JsonDerivedType(typeof(AcknowledgeAlarm), "acknowledge_alarm")]
[JsonDerivedType(typeof(PauseAlarmAudio), "pause_alarm_audio")]
[JsonDerivedType(typeof(AcceptAlarm), "accept_alarm")]
[JsonDerivedType(typeof(RefuseAlarm), "refuse_alarm")]
[JsonDerivedType(typeof(ChartObservation), "chart_observation")]
[JsonDerivedType(typeof(AdjustLimit), "adjust_limit")]
public record CommandRequest
{
    /// <summary>Made by the client; a second copy answers the same and changes nothing.</summary>
    public required Guid CommandId { get; init; }

    public sealed record CheckIn : CommandRequest;

    public sealed record MarkReady : CommandRequest;

    public sealed record StartInfusion : CommandRequest;

    public sealed record PauseInfusion : CommandRequest;

    public sealed record ResumeInfusion : CommandRequest;

    public sealed record StopInfusion : CommandRequest;

    public sealed record Discharge : CommandRequest;

    public sealed record Close : CommandRequest;

    public sealed record AttachDevice(string Device) : CommandRequest;

    public sealed record DetachDevice(string Device) : CommandRequest;

    public sealed record WriteNote(string Text) : CommandRequest;

    public sealed record AcknowledgeAlarm(Guid Alarm) : CommandRequest;

    public sealed record PauseAlarmAudio(Guid Alarm, int Seconds) : CommandRequest;

    public sealed record AcceptAlarm(Guid Alarm) : CommandRequest;

    public sealed record RefuseAlarm(Guid Alarm) : CommandRequest;

    /// <param name="At">When it was seen; null: now.</param>
    public sealed record ChartObservation(
        Core.DrugLibrary.Observation What, Core.DrugLibrary.ObservationScale Scale, int Score, DateTimeOffset? At) : CommandRequest;

    /// <summary>For physicians. The value is in the metric's unit.</summary>
    public sealed record AdjustLimit(
        Core.Telemetry.Metric Metric, Core.Safety.LimitSide Side, Core.Alarms.AlarmPriority Priority, decimal Value, string Reason) : CommandRequest;
}

/// <param name="Epoch">Of the writer that took it; another writer begins with what the store has, and may give the number again.</param>
/// <param name="Input">Committed when the committedInput of that epoch reaches it.</param>
public sealed record CommandResult(long Epoch, long Input);

/// <summary>What is ordered, with its units in the names.</summary>
/// <param name="ProtocolVersion">Null: the one in use, the newest that is approved; before any is, the newest.</param>
public sealed record OrderRequest(
    string Protocol,
    int? ProtocolVersion,
    string Drug,
    decimal DoseMg,
    decimal WeightKg,
    Core.Sessions.WeightBasis WeightBasis,
    decimal ConcentrationMgPerMl,
    decimal RateMlPerHour,
    decimal DurationMinutes,
    Core.Sessions.WeightMethod WeightMethod = Core.Sessions.WeightMethod.Unknown,
    DateOnly? WeighedOn = null,
    decimal? ActualWeightKg = null,
    decimal? HeightCm = null,
    Core.Quantities.Sex Sex = Core.Quantities.Sex.Unknown);

/// <param name="Overrides">One for each soft limit that the order goes beyond; then the second person is needed too.</param>
public sealed record PlanSessionRequest(
    Guid CommandId,
    Guid Session,
    string Chair,
    Guid Patient,
    OrderRequest Order,
    IReadOnlyList<OverrideRequest>? Overrides = null,
    SecondPersonRequest? SecondPerson = null);

/// <param name="Path">As the refusal names it.</param>
public sealed record OverrideRequest(string Path, string Reason);

/// <summary>Somebody else than the one who orders, by their own password; it is checked and kept nowhere.</summary>
public sealed record SecondPersonRequest(string? Name, string? Password);

public sealed record RegisterPatientRequest(
    Guid CommandId, Guid Patient, string FamilyName, string GivenName, DateOnly? BirthDate, string? Mrn, string? Gender);

public sealed record AcceptDeviceRequest(Guid CommandId, Core.Telemetry.DeviceKind Kind, string? HomeChair);
