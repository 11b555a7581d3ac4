using Hl7.Fhir.Model;
using Infusion.Core.Alarms;
using Infusion.Core.Outcomes;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using AdverseEvent = Hl7.Fhir.Model.AdverseEvent;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>What people saw and did at the chair.</summary>
static partial class FhirMapper
{
    static IReadOnlyList<Resource> OfCare(string clinic, CareEvent happened, SessionState after) => happened switch
    {
        DoseGiven given => [SingleDose(clinic, after, given)],
        AdverseEventCharted charted => [Adverse(clinic, charted, after)],
        RescueGiven given => [Rescue(clinic, given, after)],
        _ => [],
    };

    static AdverseEvent Adverse(string clinic, AdverseEventCharted charted, SessionState after) => new()
    {
        Id = FhirId.Of(charted.AdverseEvent),
        Meta = FhirCodes.Claims("ket-adverse-event"),
        Identifier = new Identifier(FhirCodes.AdverseEventIdentifier, FhirId.Of(charted.AdverseEvent)),
        Actuality = AdverseEvent.AdverseEventActuality.Actual,
        Event = FhirCodes.Words($"{CareWords.Spaced(charted.Code)}, grade {charted.Grade} of 5"),
        Subject = FhirCodes.Patient(after.Patient),
        Encounter = FhirCodes.Encounter(after.Id),
        DateElement = FhirTime.DateTime(charted.At),
        RecordedDateElement = FhirTime.DateTime(charted.ChartedAt ?? charted.At),
        Severity = FhirCodes.Concept(
            "http://terminology.hl7.org/CodeSystem/adverse-event-severity",
            charted.Grade switch { 1 => "mild", 2 => "moderate", _ => "severe" },
            charted.Grade switch { 1 => "Mild", 2 => "Moderate", _ => "Severe" }),
        Recorder = FhirCodes.Person(clinic, charted.By),
        SuspectEntity = HasBegun(after) && !after.IsSingleDose
            ? [new() { Instance = new ResourceReference($"MedicationAdministration/{InfusionId(after.Id)}") }]
            : [],
    };

    static FhirChange OutcomeOf(AdverseEventOutcomeCharted charted) => FhirChange.To<AdverseEvent>(
        FhirId.Of(charted.AdverseEvent), adverse => adverse.Outcome = OutcomeOf(charted.Outcome));

    static CodeableConcept OutcomeOf(AdverseEventOutcome outcome)
    {
        var (code, display) = outcome switch
        {
            AdverseEventOutcome.Resolved => ("resolved", "Resolved"),
            AdverseEventOutcome.Resolving => ("recovering", "Recovering"),
            AdverseEventOutcome.NotResolved => ("ongoing", "Ongoing"),
            AdverseEventOutcome.ResolvedWithSequelae => ("resolvedWithSequelae", "Resolved with Sequelae"),
            AdverseEventOutcome.Fatal => ("fatal", "Fatal"),
            _ => ("unknown", "Unknown"),
        };
        return FhirCodes.Concept("http://terminology.hl7.org/CodeSystem/adverse-event-outcome", code, display);
    }

    static string RescueId(Guid rescue) => FhirId.Derive("rescue", FhirId.Of(rescue));

    static MedicationAdministration Rescue(string clinic, RescueGiven given, SessionState after)
    {
        var isRate = given.Unit is RescueUnit.LitrePerMinute;
        var (code, unit) = given.Unit switch
        {
            RescueUnit.Milligram => ("mg", "mg"),
            RescueUnit.Microgram => ("ug", "µg"),
            RescueUnit.Gram => ("g", "g"),
            RescueUnit.Millilitre => ("mL", "mL"),
            _ => ("L/min", "L/min"),
        };
        var amount = FhirCodes.Quantity(Plain(given.Dose), code, unit);
        return new MedicationAdministration
        {
            Id = RescueId(given.Rescue),
            Identifier = [new Identifier(FhirCodes.AdministrationIdentifier, $"{FhirId.Of(after.Id)}:rescue:{FhirId.Of(given.Rescue)}")],
            Status = MedicationAdministration.MedicationAdministrationStatusCodes.Completed,
            Category = FhirCodes.Concept(FhirCodes.AdministrationCategory, "outpatient", "Outpatient"),

            // A medication that is not on the list has its name in a note, which can be erased.
            Medication = FhirCodes.Words(given.Medication is RescueMedication.Other ? "other medication, named in the chart" : CareWords.Spaced(given.Medication)),
            Subject = FhirCodes.Patient(after.Patient),
            Context = FhirCodes.Encounter(after.Id),
            Effective = FhirTime.DateTime(given.At),
            Performer = [new() { Actor = FhirCodes.Person(clinic, given.By) }],
            Dosage = new() { Route = RouteOf(given.Route), Dose = isRate ? null : amount, Rate = isRate ? amount : null },
        };
    }

    static FhirChange ResponseOf(RescueResponseCharted charted) => FhirChange.To<MedicationAdministration>(RescueId(charted.Rescue), given =>
        given.Note = [ResponseOf(charted.Response, charted.At)]);

    /// <param name="at">Null: not kept.</param>
    static Annotation ResponseOf(RescueResponse response, DateTimeOffset? at) => new()
    {
        TimeElement = at is { } known ? FhirTime.DateTime(known) : null,
        Text = new Markdown($"Response: {CareWords.Spaced(response)}"),
    };

    static CodeableConcept RouteOf(RescueRoute route) => route switch
    {
        RescueRoute.Intravenous => IntravenousRoute(),
        RescueRoute.Intramuscular => RouteOf(DoseRoute.Intramuscular)!,
        RescueRoute.Oral => RouteOf(DoseRoute.Oral)!,
        RescueRoute.Sublingual => RouteOf(DoseRoute.Sublingual)!,
        RescueRoute.Intranasal => RouteOf(DoseRoute.Intranasal)!,
        RescueRoute.Subcutaneous => FhirCodes.Concept(FhirCodes.Snomed, "34206005", "Subcutaneous route"),
        _ => FhirCodes.Words(CareWords.Of(route)),
    };

    static string LimitFlagId(Guid session, Metric metric, LimitSide side, AlarmPriority priority) =>
        FhirId.Derive("flag", $"{FhirId.Of(session)}:limit:{MetricTable.Of(metric).ReferenceId}:{side}:{priority}");

    /// <summary>A limit that is not the protocol's is a standing warning to whoever reads this patient's values.</summary>
    static Flag LimitFlag(string clinic, LimitAdjusted adjusted, SessionState after)
    {
        var metric = MetricTable.Of(adjusted.Metric);
        var isStill = after.Adjustments.Any(each => each.IsOf(adjusted.Metric, adjusted.Side, adjusted.Priority));
        return new Flag
        {
            Id = LimitFlagId(after.Id, adjusted.Metric, adjusted.Side, adjusted.Priority),
            Meta = FhirCodes.Claims("ket-warning"),
            Status = isStill ? Flag.FlagStatus.Active : Flag.FlagStatus.Inactive,
            Category = [FhirCodes.Words("Alarm limit")],
            Code = FhirCodes.Words(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{metric.Label}: {CareWords.Spaced(adjusted.Priority)} alarm at {Plain(adjusted.To)} {metric.UnitText} ({CareWords.Spaced(adjusted.Side)} side), was {Plain(adjusted.From)} {metric.UnitText}")),
            Subject = FhirCodes.Patient(after.Patient),
            Encounter = FhirCodes.Encounter(after.Id),
            Author = FhirCodes.Person(clinic, adjusted.By),
            Period = FhirTime.Period(adjusted.At, isStill ? null : adjusted.At),
        };
    }

    static string SafetyFlagId(Guid assessment) => FhirId.Derive("flag", $"safety:{FhirId.Of(assessment)}");

    /// <summary>Somebody must look at this patient's safety: until it is answered it stands as a warning.</summary>
    static Flag SafetyFlag(SafetyTaskOpened opened) => new()
    {
        Id = SafetyFlagId(opened.Assessment),
        Meta = FhirCodes.Claims("ket-warning"),
        Status = Flag.FlagStatus.Active,
        Category = [FhirCodes.Words("Safety")],
        Code = FhirCodes.Words(opened.Task.Words),
        Subject = FhirCodes.Patient(opened.Patient),
        Period = FhirTime.Period(opened.OpenedAt, null),
    };

    static FhirChange EndOfFlag(string id, DateTimeOffset at) => new("Flag", id, stored =>
    {
        if (stored is not Flag { Status: Flag.FlagStatus.Active } flag)
        {
            return null;
        }

        flag.Status = Flag.FlagStatus.Inactive;
        (flag.Period ??= new Period()).End = FhirTime.Text(at);
        return flag;
    });

    /// <summary>
    /// A person's word on a charted value. Confirmed: final. An artefact: the value goes out of the newest version, which says that
    /// it is none; the version before keeps it. Another value of the same minute is not touched.
    /// </summary>
    static IEnumerable<FhirChange> Reviewed(string clinic, VitalReviewed review, SessionState after)
    {
        if (VitalSign.KindOf(review.Metric) is not { } kind)
        {
            return [];
        }

        // A cuff's measurement is charted at its own time, everything else at the start of its minute.
        var at = kind is ChartedKind.BloodPressure ? review.At : review.At.AddTicks(-(review.At.Ticks % TimeSpan.TicksPerMinute));
        var device = FhirCodes.Device(clinic, review.Device).Reference;
        return [new FhirChange("Observation", FhirId.Derive("observation", VitalKey(after.Id, VitalSign.Of(kind), at, null)), stored =>
            stored is Observation observation && observation.Device?.Reference == device && HasValue(observation)
            && observation.Status is not ObservationStatus.EnteredInError
                ? review.Verdict is VitalVerdict.Confirmed ? Confirmed(observation) : Artefact(observation)
                : null)];
    }

    static bool HasValue(Observation observation) => observation.Value is not null || observation.Component.Any(each => each.Value is not null);

    static Observation Confirmed(Observation observation)
    {
        observation.Status = ObservationStatus.Final;
        return observation;
    }

    static Observation Artefact(Observation observation)
    {
        var reason = FhirCodes.Concept(FhirCodes.DataAbsentReason, "error", "Error");
        (observation.Status, observation.Value, observation.DataAbsentReason) = (ObservationStatus.Corrected, null, reason);
        observation.Interpretation = [];
        foreach (var component in observation.Component)
        {
            (component.Value, component.DataAbsentReason) = (null, reason);
        }

        observation.Meta ??= new Meta();
        observation.Meta.Security.RemoveAll(label => label.System == FhirCodes.ObservationValue);
        observation.Meta.Security.Add(new Coding(FhirCodes.ObservationValue, "UNRELIABLE", "unreliable"));
        return observation;
    }
}
