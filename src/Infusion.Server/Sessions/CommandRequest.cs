using System.Text.Json.Serialization;
using Infusion.Server.Identity;

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
[JsonDerivedType(typeof(WithdrawEntry), "withdraw_entry")]
[JsonDerivedType(typeof(AcknowledgeAlarm), "acknowledge_alarm")]
[JsonDerivedType(typeof(PauseAlarmAudio), "pause_alarm_audio")]
[JsonDerivedType(typeof(AcceptAlarm), "accept_alarm")]
[JsonDerivedType(typeof(RefuseAlarm), "refuse_alarm")]
[JsonDerivedType(typeof(ChartObservation), "chart_observation")]
[JsonDerivedType(typeof(AdjustLimit), "adjust_limit")]
[JsonDerivedType(typeof(AfterRequest.ScoreRecovery), "score_recovery")]
[JsonDerivedType(typeof(AfterRequest.ChartDischargeNeed), "chart_discharge_need")]
[JsonDerivedType(typeof(AfterRequest.DischargeInSpite), "discharge_in_spite")]
[JsonDerivedType(typeof(AfterRequest.LeaveAgainstAdvice), "leave_against_advice")]
[JsonDerivedType(typeof(AfterRequest.OpenVial), "open_vial")]
[JsonDerivedType(typeof(AfterRequest.GiveFromVial), "give_from_vial")]
[JsonDerivedType(typeof(AfterRequest.WasteFromVial), "waste_from_vial")]
[JsonDerivedType(typeof(AfterRequest.ReturnFromVial), "return_from_vial")]
[JsonDerivedType(typeof(AfterRequest.ChartOverfill), "chart_overfill")]
[JsonDerivedType(typeof(AdmissionRequest.AnswerCheckIn), "answer_check_in")]
[JsonDerivedType(typeof(AdmissionRequest.WithdrawCheckIn), "withdraw_check_in")]
[JsonDerivedType(typeof(AdmissionRequest.OverrideCheckIn), "override_check_in")]
[JsonDerivedType(typeof(AdmissionRequest.ChangeOrder), "change_order")]
[JsonDerivedType(typeof(AdmissionRequest.CheckOrder), "check_order")]
[JsonDerivedType(typeof(AdmissionRequest.PrepareDose), "prepare_dose")]
[JsonDerivedType(typeof(CareRequest.ChartVitals), "chart_vitals")]
[JsonDerivedType(typeof(CareRequest.ReviewVital), "review_vital")]
[JsonDerivedType(typeof(CareRequest.SetVitalsByHand), "set_vitals_by_hand")]
[JsonDerivedType(typeof(CareRequest.GiveDose), "give_dose")]
[JsonDerivedType(typeof(CareRequest.ChartAdverseEvent), "chart_adverse_event")]
[JsonDerivedType(typeof(CareRequest.ChartAdverseEventOutcome), "chart_adverse_event_outcome")]
[JsonDerivedType(typeof(CareRequest.GiveRescue), "give_rescue")]
[JsonDerivedType(typeof(CareRequest.ChartRescueResponse), "chart_rescue_response")]
[JsonDerivedType(typeof(CareRequest.ChartSetting), "chart_setting")]
[JsonDerivedType(typeof(CareRequest.CallEmergency), "call_emergency")]
[JsonDerivedType(typeof(CareRequest.ChartArrival), "chart_arrival")]
[JsonDerivedType(typeof(CareRequest.EndEmergency), "end_emergency")]
[JsonDerivedType(typeof(AssociationRequest.MoveDevice), "move_device")]
[JsonDerivedType(typeof(AssociationRequest.DisputeDevice), "dispute_device")]
[JsonDerivedType(typeof(AssociationRequest.SettleDevice), "settle_device")]
[JsonDerivedType(typeof(AssociationRequest.CorrectAssociation), "correct_association")]
public record CommandRequest
{
    /// <summary>Made by the client; a second copy answers the same and changes nothing.</summary>
    public required Guid CommandId { get; init; }

    /// <param name="At">When it was; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record CheckIn(DateTimeOffset? At = null) : CommandRequest;

    [Requires(Act.Chart)]
    public sealed record MarkReady : CommandRequest;

    /// <param name="At">When it began; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record StartInfusion(DateTimeOffset? At = null) : CommandRequest;

    /// <param name="Reason">Null: not said.</param>
    /// <param name="At">When it was; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record PauseInfusion(Core.Sessions.HaltReason? Reason = null, DateTimeOffset? At = null) : CommandRequest;

    /// <param name="At">When it was; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record ResumeInfusion(DateTimeOffset? At = null) : CommandRequest;

    /// <param name="Reason">Null: not said.</param>
    /// <param name="At">When it was; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record StopInfusion(Core.Sessions.HaltReason? Reason = null, DateTimeOffset? At = null) : CommandRequest;

    [Requires(Act.Chart)]
    public sealed record Discharge : CommandRequest;

    [Requires(Act.Chart)]
    public sealed record Close : CommandRequest;

    [Requires(Act.AttachDevices)]
    public sealed record AttachDevice(string Device) : CommandRequest;

    [Requires(Act.AttachDevices)]
    public sealed record DetachDevice(string Device) : CommandRequest;

    [Requires(Act.Chart)]
    public sealed record WriteNote(string Text) : CommandRequest;

    /// <param name="Entry">The id of the command that charted it.</param>
    [Requires(Act.Chart)]
    public sealed record WithdrawEntry(Guid Entry) : CommandRequest;

    [Requires(Act.AnswerAlarms)]
    public sealed record AcknowledgeAlarm(Guid Alarm) : CommandRequest;

    [Requires(Act.AnswerAlarms)]
    public sealed record PauseAlarmAudio(Guid Alarm, int Seconds) : CommandRequest;

    [Requires(Act.AnswerAlarms)]
    public sealed record AcceptAlarm(Guid Alarm) : CommandRequest;

    [Requires(Act.AnswerAlarms)]
    public sealed record RefuseAlarm(Guid Alarm) : CommandRequest;

    /// <param name="At">When it was seen; null: now.</param>
    [Requires(Act.Chart)]
    public sealed record ChartObservation(
        Core.DrugLibrary.Observation What, Core.DrugLibrary.ObservationScale Scale, int Score, DateTimeOffset? At) : CommandRequest;

    /// <summary>For physicians. The value is in the metric's unit.</summary>
    [Requires(Act.AdjustLimits)]
    public sealed record AdjustLimit(
        Core.Telemetry.Metric Metric, Core.Safety.LimitSide Side, Core.Alarms.AlarmPriority Priority, decimal Value, string Reason) : CommandRequest;
}

/// <param name="Epoch">Of the writer that took it; another writer begins with what the store has, and may give the number again.</param>
/// <param name="Input">Committed when the committedInput of that epoch reaches it.</param>
public sealed record CommandResult(long Epoch, long Input);

/// <summary>What is ordered, with its units in the names.</summary>
/// <param name="OrderedMgPerKg">Where the dose goes by weight, as it was ordered; null: in mg.</param>
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
    Core.Quantities.Sex Sex = Core.Quantities.Sex.Unknown,
    Core.Sessions.DoseRoute Route = Core.Sessions.DoseRoute.IvInfusion,
    decimal? OrderedMgPerKg = null);

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
