using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;

namespace Infusion.Server.Reporting;

/// <param name="Person">As their name stands in a chart; null: nobody had the chair.</param>
public sealed record ChairStretchView(string Chair, string? Person, string? CoveredFor, DateTimeOffset From, DateTimeOffset To);

/// <param name="EndedAt">Null: it had not ended by the end of the shift.</param>
/// <param name="ActedAt">When somebody acknowledged it or paused its sound; null: nobody did.</param>
public sealed record ShiftAlarmView(
    string Headline, AlarmPriority Priority, DateTimeOffset RaisedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy,
    DateTimeOffset? ActedAt);

public sealed record InterventionView(DateTimeOffset At, string Text, string? By);

public sealed record ShiftVialView(
    string Drug, string Lot, decimal LabelledMg, decimal OverfillMg, decimal GivenMg, decimal WastedMg, decimal ReturnedMg, decimal LeftMg);

public sealed record StretchView(DateTimeOffset From, DateTimeOffset To);

/// <param name="Patient">"erased" where the patient's data are.</param>
public sealed record ShiftSessionView(
    Guid Session, string Chair, Guid PatientId, string Patient, string? Mrn, SessionPhase Phase, DateTimeOffset? CheckedInAt, DateTimeOffset? StartedAt,
    DateTimeOffset? StoppedAt, DateTimeOffset? DischargedAt, decimal OrderedMg, decimal OrderedMgPerKg, DoseStanding Standing, decimal? DeliveredMg,
    AlarmCount AlarmCounts, IReadOnlyList<ShiftAlarmView> Alarms, IReadOnlyList<InterventionView> Interventions, IReadOnlyList<Obligation> Open,
    IReadOnlyList<ShiftVialView> Vials, IReadOnlyList<StretchView> NotEvaluated, int OpenGaps);

/// <param name="To">The end that was asked for, or now where that is still to come.</param>
/// <param name="MadeAt">Entries made until then are in it, also those about earlier.</param>
/// <param name="IsOver">False: the shift went on when this was made.</param>
/// <param name="OutsideAlarms">Of devices at no session.</param>
public sealed record ShiftReportView(
    string Clinic, string TimeZone, bool Simulated, DateTimeOffset From, DateTimeOffset To, DateTimeOffset MadeAt, bool IsOver,
    IReadOnlyList<ChairStretchView> Chairs, IReadOnlyList<ShiftSessionView> Sessions, int OutsideAlarms);
