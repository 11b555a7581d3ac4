using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

static partial class FhirMapper
{
    /// <summary>A Provenance does not say whose record it is about; the store's row does.</summary>
    static Provenance Of(Guid patient, Provenance provenance)
    {
        provenance.AddAnnotation(new RecordOf(patient));
        return provenance;
    }

    /// <summary>Who started, paused, resumed or stopped the infusion, and why: R4 has no place for it in the administration.</summary>
    static Provenance Act(string clinic, EnteredEvent happened, SessionState after, string act, string by, HaltReason? reason) => Of(after.Patient, new()
    {
        Id = FhirId.Derive("act", AdministrationKey(after.Id, act, happened.At)),
        Target = [new ResourceReference($"MedicationAdministration/{InfusionId(after.Id)}")],
        Occurred = FhirTime.DateTime(happened.At),
        Recorded = happened.ChartedAt ?? happened.At,
        Activity = FhirCodes.Words($"Infusion: {act}"),
        Reason = reason is { } why ? [FhirCodes.Words(CareWords.Of(why))] : [],
        Agent = [new() { Who = FhirCodes.Person(clinic, by) }],
    });

    public static string PumpRateId(Guid session, DateTimeOffset at) => FhirId.Derive("observation", PumpRateKey(session, at));

    static string PumpRateKey(Guid session, DateTimeOffset at) => $"{FhirId.Of(session)}:pump-rate:{FhirTime.Text(at)}";

    /// <summary>
    /// What the pump ran at from then on. About the device (focus), of the patient (subject): who asks for all of a patient gets it.
    /// </summary>
    static Observation PumpRate(string clinic, SessionState after, DateTimeOffset at, string device, Rate rate)
    {
        var metric = MetricTable.Of(Metric.PumpRateCurrent);
        return new Observation
        {
            Id = PumpRateId(after.Id, at),
            Meta = FhirCodes.Claims("ket-pump-observation"),
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, PumpRateKey(after.Id, at))],
            Status = ObservationStatus.Final,
            Code = MdcOf(metric),
            Subject = FhirCodes.Patient(after.Patient),
            Focus = [FhirCodes.Device(clinic, device)],
            Encounter = FhirCodes.Encounter(after.Id),
            Effective = FhirTime.DateTime(at),
            Device = new ResourceReference($"DeviceMetric/{MetricId(clinic, device, metric)}"),
            Value = FhirCodes.Quantity(Plain(rate.MillilitresPerHour), metric.Unit, metric.Unit),
        };
    }

    static CodeableConcept MdcOf(MetricInfo metric) => FhirCodes.Concept(
        FhirCodes.Mdc, metric.Code.ToString(System.Globalization.CultureInfo.InvariantCulture), metric.ReferenceId);
}

/// <summary>Beside a resource in memory: whose record it belongs to.</summary>
sealed record RecordOf(Guid Patient);
