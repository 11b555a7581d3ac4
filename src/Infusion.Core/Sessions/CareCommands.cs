using System.Collections.Immutable;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What people see and do at the chair.</summary>
public abstract record CareCommand(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);

/// <param name="MeasuredAt">Null: now.</param>
public sealed record ChartVitals(
    Guid Id, Guid Session, string By, ImmutableArray<HandVital> Values, DateTimeOffset? MeasuredAt = null) : CareCommand(Id, Session, By);

/// <param name="MeasuredAt">Chart time of the value.</param>
public sealed record ReviewVital(
    Guid Id, Guid Session, string By, Metric Metric, string Device, DateTimeOffset MeasuredAt, VitalVerdict Verdict) : CareCommand(Id, Session, By);

/// <summary>People measure what a monitor would: the session needs none attached.</summary>
public sealed record SetVitalsByHand(Guid Id, Guid Session, string By, bool IsOn) : CareCommand(Id, Session, By);

/// <param name="GivenAt">Null: now.</param>
public sealed record GiveDose(
    Guid Id, Guid Session, string By, DoseRoute Route, Mass Dose, DateTimeOffset? GivenAt = null) : CareCommand(Id, Session, By);

/// <summary>The command's id is that of the adverse event.</summary>
/// <param name="Onset">Null: now.</param>
public sealed record ChartAdverseEvent(
    Guid Id, Guid Session, string By, AdverseEventCode Code, int Grade, DateTimeOffset? Onset = null) : CareCommand(Id, Session, By);

/// <param name="EndedAt">Null: now.</param>
public sealed record ChartAdverseEventOutcome(
    Guid Id, Guid Session, string By, Guid AdverseEvent, AdverseEventOutcome Outcome, DateTimeOffset? EndedAt = null) : CareCommand(Id, Session, By);

/// <summary>The command's id is that of the rescue.</summary>
/// <param name="GivenAt">Null: now.</param>
public sealed record GiveRescue(
    Guid Id, Guid Session, string By, RescueMedication Medication, decimal Dose, RescueUnit Unit, RescueRoute Route,
    Guid? Note = null, DateTimeOffset? GivenAt = null) : CareCommand(Id, Session, By);

public sealed record ChartRescueResponse(Guid Id, Guid Session, string By, Guid Rescue, RescueResponse Response) : CareCommand(Id, Session, By);

public sealed record ChartSetting(Guid Id, Guid Session, string By, SettingItem Item, bool IsOn) : CareCommand(Id, Session, By);

public sealed record CallEmergency(Guid Id, Guid Session, string By, EmergencyKind Kind) : CareCommand(Id, Session, By);

/// <param name="ArrivedAt">Null: now.</param>
public sealed record ChartArrival(Guid Id, Guid Session, string By, Responder Who, DateTimeOffset? ArrivedAt = null) : CareCommand(Id, Session, By);

public sealed record EndEmergency(Guid Id, Guid Session, string By) : CareCommand(Id, Session, By);
