using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Status = Hl7.Fhir.Model.MedicationRequest.MedicationrequestStatus;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>What was ordered, and the weight it goes by.</summary>
static partial class FhirMapper
{
    public static string OrderId(Guid session) => FhirId.Derive("order", FhirId.Of(session));

    /// <summary>A changed order has a weight of its own, so that each version of the order refers to what it was computed from.</summary>
    static string WeightId(SessionState state) => FhirId.Derive("weight", WeightKey(state));

    static string WeightKey(SessionState state) =>
        $"{FhirId.Of(state.Id)}:weight:{FhirTime.Text(state.Admission.OrderedAt ?? state.PlannedAt)}";

    static MedicationRequest Order(string clinic, SessionState state)
    {
        var order = state.Order;
        return new MedicationRequest
        {
            Id = OrderId(state.Id),
            Meta = FhirCodes.Claims("ket-order"),
            Identifier = [new Identifier(FhirCodes.OrderIdentifier, FhirId.Of(state.Id))],
            Status = OrderStatus(state),
            Intent = MedicationRequest.MedicationRequestIntent.Order,
            Medication = Drug(order.Drug),
            Subject = FhirCodes.Patient(state.Patient),
            Encounter = FhirCodes.Encounter(state.Id),
            SupportingInformation = order.ActualWeight is null ? [] : [new ResourceReference($"Observation/{WeightId(state)}/_history/1")],
            AuthoredOnElement = FhirTime.DateTime(state.Admission.OrderedAt ?? state.PlannedAt),
            Requester = state.Admission.OrderedBy is { } by ? FhirCodes.Person(clinic, by) : null,
            DosageInstruction = [Instruction(order)],
            Extension = [new Extension(FhirCodes.DosingWeight, Kilograms(order.Weight.Kilograms))],
        };
    }

    static Status OrderStatus(SessionState state) => state.Phase switch
    {
        SessionPhase.Paused => Status.OnHold,
        SessionPhase.Recovery or SessionPhase.Discharged or SessionPhase.Closed => TreatmentStatus(state) switch
        {
            EventStatus.Completed => Status.Completed,
            EventStatus.NotDone => Status.Cancelled,
            _ => Status.Stopped,
        },
        _ => Status.Active,
    };

    static Dosage Instruction(InfusionOrder order)
    {
        var isInfusion = order.Route is DoseRoute.IvInfusion;
        var dose = string.Create(CultureInfo.InvariantCulture, $"{Plain(order.Dose.Milligrams)} mg");
        var weight = string.Create(CultureInfo.InvariantCulture, $"{Plain(order.Weight.Kilograms)} kg {CareWords.Spaced(order.WeightBasis)} weight");
        var ordered = order.OrderedMilligramsPerKilogram is { } perKilogram
            ? FhirCodes.Quantity(Plain(perKilogram), "mg/kg", "mg/kg")
            : Milligrams(order.Dose);
        return new Dosage
        {
            Text = isInfusion
                ? string.Create(CultureInfo.InvariantCulture, $"{dose} ({weight}) in {Plain(order.Volume.Millilitres)} mL at {Plain(order.Rate.MillilitresPerHour)} mL/h over {Plain((decimal)order.Duration.TotalMinutes)} min")
                : $"{dose} ({weight}), {CareWords.Of(order.Route)}",
            Timing = isInfusion
                ? new Timing { Repeat = new() { Duration = Plain((decimal)order.Duration.TotalMinutes), DurationUnit = Timing.UnitsOfTime.Min } }
                : null,
            Route = isInfusion ? IntravenousRoute() : RouteOf(order.Route),
            DoseAndRate =
            [
                new() { Type = DoseRateType("ordered", "Ordered"), Dose = ordered },
                new()
                {
                    Type = DoseRateType("calculated", "Calculated"),
                    Dose = Milligrams(order.Dose),
                    Rate = isInfusion ? FhirCodes.Quantity(Plain((order.Rate * order.Concentration).MilligramsPerHour), "mg/h", "mg/h") : null,
                },
            ],
            MaxDosePerAdministration = Milligrams(order.Dose),
        };
    }

    /// <summary>What the scale or the patient said. An ideal or adjusted weight is no measured one: it stands with the order alone.</summary>
    static Observation? OrderWeight(string clinic, SessionState state) => state.Order.ActualWeight is not { } weight
        ? null
        : new Observation
        {
            Id = WeightId(state),
            Meta = new Meta { Profile = [VitalProfile + "bodyweight"] },
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, WeightKey(state))],
            Status = ObservationStatus.Final,
            Category = [FhirCodes.Concept(FhirCodes.ObservationCategory, "vital-signs", "Vital Signs")],
            Code = FhirCodes.Concept(FhirCodes.Loinc, "29463-7", "Body weight"),
            Subject = FhirCodes.Patient(state.Patient),
            Encounter = FhirCodes.Encounter(state.Id),
            Effective = state.Order.WeightRecord?.On is { } day
                ? new FhirDateTime(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                : FhirTime.DateTime(state.Admission.OrderedAt ?? state.PlannedAt),
            Performer = state.Admission.OrderedBy is { } by ? [FhirCodes.Person(clinic, by)] : [],
            Value = Kilograms(weight.Kilograms),
            Method = state.Order.WeightRecord?.Method switch
            {
                WeightMethod.Measured => FhirCodes.Words("Measured"),
                WeightMethod.Stated => FhirCodes.Words("Stated by the patient"),
                _ => null,
            },
        };

    static Quantity Kilograms(decimal kilograms) => FhirCodes.Quantity(Plain(kilograms), "kg", "kg");

    static CodeableConcept DoseRateType(string code, string display) => FhirCodes.Concept(FhirCodes.DoseRateType, code, display);

    static CodeableConcept IntravenousRoute() => FhirCodes.Concept(FhirCodes.Snomed, "47625008", "Intravenous route");
}
