using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Status = Hl7.Fhir.Model.MedicationAdministration.MedicationAdministrationStatusCodes;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// Delivered drug. R4 wants each rate as an administration of its own and forbids an average rate, so: a parent for the
/// infusion, and segments and boluses that are part of it. Only these carry a dosage; the parent's total stands in an
/// extension, so that who sums dosage.dose counts each milligram once.
/// </summary>
static partial class FhirMapper
{
    /// <summary>Below this part of the ordered dose an ended infusion was cut short: "stopped", not "completed".</summary>
    const decimal CompleteFrom = 0.98m;

    public static string InfusionId(Guid session) => FhirId.Derive("infusion", FhirId.Of(session));

    public static string SegmentId(Guid session, DateTimeOffset start) =>
        FhirId.Derive("segment", AdministrationKey(session, "segment", start));

    public static string BolusId(Guid session, DateTimeOffset at) =>
        FhirId.Derive("bolus", AdministrationKey(session, "bolus", at));

    static MedicationAdministration Infusion(string clinic, in StreamEvent e, SessionState after)
    {
        var delivered = after.ClosedSegmentsVolume * after.Order.Concentration;
        var status = InfusionStatus(after, delivered);
        var ended = status is Status.Completed or Status.Stopped;
        var infusion = Administration(
            after, InfusionId(after.Id), $"{FhirId.Of(after.Id)}:infusion", status);
        infusion.PartOf = [new ResourceReference($"Procedure/{ProcedureId(after.Id)}")];
        infusion.Effective = FhirTime.Period(InfusionStart(after, e.Event.At), ended ? e.Event.At : null);
        infusion.Device =
        [
            .. after.Associations.Where(a => a.Kind is DeviceKind.Pump).Select(a => a.Device).Distinct()
                .Select(device => FhirCodes.Device(clinic, device)),
        ];
        infusion.Meta = FhirCodes.Claims("ket-infusion");
        if (ended || delivered.Milligrams > 0)
        {
            infusion.Extension.Add(new Extension(FhirCodes.TotalDelivered, Milligrams(delivered)));
        }

        return infusion;
    }

    /// <summary>While drug flows it is in progress, whatever was clicked; otherwise the phase tells.</summary>
    static Status InfusionStatus(SessionState after, Mass delivered) => after switch
    {
        { OpenSegment: not null, Phase: SessionPhase.Closed } => Status.Unknown,
        { OpenSegment: not null } => Status.InProgress,
        { Phase: SessionPhase.Paused } => Status.OnHold,
        { Phase: SessionPhase.Recovery or SessionPhase.Discharged or SessionPhase.Closed } =>
            delivered.Milligrams >= after.Order.Dose.Milligrams * CompleteFrom ? Status.Completed : Status.Stopped,
        _ => Status.InProgress,
    };

    /// <summary>The pump may begin before the nurse says so, or after: the first of both.</summary>
    static DateTimeOffset InfusionStart(SessionState after, DateTimeOffset now) => (after.StartedAt, after.DeliveryBeganAt) switch
    {
        ({ } charted, { } delivered) => charted < delivered ? charted : delivered,
        var (charted, delivered) => charted ?? delivered ?? now,
    };

    static MedicationAdministration[] OpenSegment(string clinic, SessionState after) =>
        after.OpenSegment is not { } segment
            ? []
            :
            [
                SegmentOf(
                    clinic,
                    after,
                    segment,
                    after.Phase is SessionPhase.Closed ? Status.Unknown : Status.InProgress,
                    end: null,
                    dose: null),
            ];

    /// <summary>
    /// Completed even when the infusion ends early: at this rate nothing more will be given, and its dose is final.
    /// </summary>
    static MedicationAdministration ClosedSegment(
        string clinic, in StreamEvent e, SessionState after, string device, Volume volume)
    {
        var dose = volume * after.Order.Concentration;
        if (e.Before?.OpenSegment is { } segment)
        {
            return SegmentOf(clinic, after, segment, Status.Completed, e.Event.At, dose);
        }

        // No start is known, but the milligrams were given: they are charted, with their end.
        var closed = PartOfInfusion(
            clinic, after, "segment-end", e.Event.At, FhirId.Derive("segment-end", AdministrationKey(after.Id, "segment-end", e.Event.At)), device, Status.Completed);
        closed.Effective = FhirTime.Period(null, e.Event.At);
        closed.Dosage = Dosage(dose, rate: null, text: null);
        return closed;
    }

    static MedicationAdministration SegmentOf(
        string clinic, SessionState after, Segment segment, Status status, DateTimeOffset? end, Mass? dose)
    {
        var administration = PartOfInfusion(
            clinic, after, "segment", segment.StartedAt, SegmentId(after.Id, segment.StartedAt), segment.Device, status);
        administration.Meta = FhirCodes.Claims("ket-infusion-segment");
        administration.Effective = FhirTime.Period(segment.StartedAt, end);
        administration.Dosage = Dosage(dose, segment.Rate * after.Order.Concentration, string.Create(
            CultureInfo.InvariantCulture,
            $"{Plain(segment.Rate.MillilitresPerHour)} mL/h of {Plain(after.Order.Concentration.MilligramsPerMillilitre)} mg/mL"));
        return administration;
    }

    static MedicationAdministration Bolus(string clinic, SessionState after, BolusDelivered bolus)
    {
        var administration = PartOfInfusion(
            clinic, after, "bolus", bolus.At, BolusId(after.Id, bolus.At), bolus.Device, Status.Completed);
        administration.Meta = FhirCodes.Claims("ket-bolus");
        administration.Effective = FhirTime.DateTime(bolus.At);
        administration.Dosage = Dosage(bolus.Volume * after.Order.Concentration, rate: null, text: null);
        return administration;
    }

    static MedicationAdministration SingleDose(string clinic, SessionState after, DoseGiven given)
    {
        var key = AdministrationKey(after.Id, "dose", given.At);
        var administration = Administration(after, FhirId.Derive("dose", key), key, Status.Completed);
        administration.PartOf = [new ResourceReference($"Procedure/{ProcedureId(after.Id)}")];
        administration.Effective = FhirTime.DateTime(given.At);
        administration.Meta = FhirCodes.Claims("ket-single-dose");
        administration.Performer = [new() { Actor = FhirCodes.Person(clinic, given.By) }];
        administration.Dosage = new() { Route = RouteOf(given.Route), Dose = Milligrams(given.Dose) };
        return administration;
    }

    static CodeableConcept? RouteOf(DoseRoute route) => route switch
    {
        DoseRoute.Intramuscular => FhirCodes.Concept(FhirCodes.Snomed, "78421000", "Intramuscular route"),
        DoseRoute.Intranasal => FhirCodes.Concept(FhirCodes.Snomed, "46713006", "Nasal route"),
        DoseRoute.Oral => FhirCodes.Concept(FhirCodes.Snomed, "26643006", "Oral route"),
        DoseRoute.Sublingual => FhirCodes.Concept(FhirCodes.Snomed, "37839007", "Sublingual route"),
        _ => null,
    };

    /// <summary>A segment or a bolus; the infusion itself is part of a procedure.</summary>
    public static bool IsPartOfInfusion(MedicationAdministration administration) =>
        administration.PartOf.Any(each => each.Reference?.StartsWith("MedicationAdministration/", StringComparison.Ordinal) is true);

    static MedicationAdministration PartOfInfusion(
        string clinic, SessionState after, string kind, DateTimeOffset at, string id, string device, Status status)
    {
        var administration = Administration(after, id, AdministrationKey(after.Id, kind, at), status);
        administration.PartOf = [new ResourceReference($"MedicationAdministration/{InfusionId(after.Id)}")];
        administration.Device = [FhirCodes.Device(clinic, device)];
        return administration;
    }

    static MedicationAdministration Administration(SessionState state, string id, string key, Status status) => new()
    {
        Id = id,
        Identifier = [new Identifier(FhirCodes.AdministrationIdentifier, key)],
        Status = status,
        Category = FhirCodes.Concept(FhirCodes.AdministrationCategory, "outpatient", "Outpatient"),
        Medication = Drug(state.Order.Drug),
        Subject = FhirCodes.Patient(state.Patient),
        Context = FhirCodes.Encounter(state.Id),
        Request = new ResourceReference($"MedicationRequest/{OrderId(state.Id)}"),
    };

    static MedicationAdministration.DosageComponent Dosage(Mass? dose, DoseRate? rate, string? text) => new()
    {
        Text = text,
        Route = IntravenousRoute(),
        Dose = dose is { } given ? Milligrams(given) : null,
        Rate = rate is { } flow ? FhirCodes.Quantity(Plain(flow.MilligramsPerHour), "mg/h", "mg/h") : null,
    };

    static CodeableConcept Drug(string drug) => new()
    {
        Coding = drug == "ketamine" ? [new Coding(FhirCodes.RxNorm, "6130", "ketamine")] : [],
        Text = drug,
    };

    static string AdministrationKey(Guid session, string kind, DateTimeOffset at) =>
        $"{FhirId.Of(session)}:{kind}:{FhirTime.Text(at)}";

    static Quantity Milligrams(Mass mass) => FhirCodes.Quantity(Plain(mass.Milligrams), "mg", "mg");

    /// <summary>A product's trailing zeros say nothing about its precision (12.50 mL of 1.00 mg/mL is no 12.5000 mg).</summary>
    static decimal Plain(decimal product) => product / 1.0000000000000000000000000000m;
}
