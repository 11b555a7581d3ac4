using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Code systems and identifier systems, and the small values built from them.</summary>
static class FhirCodes
{
    public const string Canonical = "https://ketamine-infusion.example.org/fhir";
    public const string ObservationIdentifier = "https://ketamine-infusion.example.org/id/observation";
    public const string AdministrationIdentifier = "https://ketamine-infusion.example.org/id/medication-administration";
    public const string TotalDelivered = Canonical + "/StructureDefinition/ket-total-delivered";

    public const string Loinc = "http://loinc.org";
    public const string Mdc = "urn:iso:std:iso:11073:10101";
    public const string Ucum = "http://unitsofmeasure.org";
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    public const string Snomed = "http://snomed.info/sct";
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string AdministrationCategory = "http://terminology.hl7.org/CodeSystem/medication-admin-category";
    public const string DataAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    public const string MeasurementStatus = "http://terminology.hl7.org/CodeSystem/measurement-status";
    public const string ObservationValue = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    public const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public const string IdentifierType = "http://terminology.hl7.org/CodeSystem/v2-0203";

    public static string DeviceIdentifier(string clinic) => $"https://ketamine-infusion.example.org/id/{clinic}/device";

    public static string MrnIdentifier(string clinic) => $"https://ketamine-infusion.example.org/id/{clinic}/mrn";

    public static Quantity Quantity(decimal value, string code, string unit) =>
        new() { Value = value, Unit = unit, System = Ucum, Code = code };

    public static CodeableConcept Concept(string system, string code, string display) =>
        new() { Coding = [new Coding(system, code, display)] };

    public static ResourceReference Patient(Guid patient) => new($"Patient/{FhirId.Of(patient)}");

    /// <summary>Somebody of the clinic, by sign-in name.</summary>
    public static ResourceReference Person(string clinic, string name) => new()
    {
        Type = "Practitioner",
        Identifier = new Identifier($"https://ketamine-infusion.example.org/id/{clinic}/person", name),
    };

    public static ResourceReference Device(string clinic, string device) =>
        new($"Device/{FhirId.Device(clinic, device)}");
}
