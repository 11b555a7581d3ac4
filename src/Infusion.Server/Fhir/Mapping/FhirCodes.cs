using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Code systems and identifier systems, and the small values built from them.</summary>
static class FhirCodes
{
    public const string Canonical = "https://ketamine-infusion.example.org/fhir";
    public const string TotalDelivered = Canonical + "/StructureDefinition/ket-total-delivered";
    public const string DosingWeight = Canonical + "/StructureDefinition/ket-dosing-weight";

    public const string ObservationIdentifier = Ids + "/observation";
    public const string AdministrationIdentifier = Ids + "/medication-administration";
    public const string SessionIdentifier = Ids + "/session";
    public const string OrderIdentifier = Ids + "/order";
    public const string AlarmIdentifier = Ids + "/alarm";
    public const string AdverseEventIdentifier = Ids + "/adverse-event";
    public const string AssessmentIdentifier = Ids + "/assessment";
    public const string PlanIdentifier = Ids + "/plan";
    public const string AppointmentIdentifier = Ids + "/appointment";
    public const string VialIdentifier = Ids + "/vial";
    public const string ChartIdentifier = Ids + "/chart";

    public const string Loinc = "http://loinc.org";
    public const string Mdc = "urn:iso:std:iso:11073:10101";
    public const string Ucum = "http://unitsofmeasure.org";
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    public const string Snomed = "http://snomed.info/sct";
    public const string Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string AdministrationCategory = "http://terminology.hl7.org/CodeSystem/medication-admin-category";
    public const string DoseRateType = "http://terminology.hl7.org/CodeSystem/dose-rate-type";
    public const string DataAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    public const string MeasurementStatus = "http://terminology.hl7.org/CodeSystem/measurement-status";
    public const string ObservationValue = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    public const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public const string IdentifierType = "http://terminology.hl7.org/CodeSystem/v2-0203";
    public const string AlertPresence = "http://terminology.hl7.org/CodeSystem/devicealert-presence";
    public const string ConsentScope = "http://terminology.hl7.org/CodeSystem/consentscope";

    /// <summary>The safety rules by their stable codes: what an alarm is about.</summary>
    public const string Rules = Canonical + "/CodeSystem/ket-rules";

    /// <summary>What people may do: see <see cref="Identity.Act"/>.</summary>
    public const string Acts = Canonical + "/CodeSystem/ket-acts";

    const string Ids = "https://ketamine-infusion.example.org/id";

    public const string ClinicIdentifier = Ids + "/clinic";

    public static string DeviceIdentifier(string clinic) => $"{Ids}/{clinic}/device";

    public static string MrnIdentifier(string clinic) => $"{Ids}/{clinic}/mrn";

    public static string PersonIdentifier(string clinic) => $"{Ids}/{clinic}/person";

    public static string ClientIdentifier(string clinic) => $"{Ids}/{clinic}/client";

    public static string ChairIdentifier(string clinic) => $"{Ids}/{clinic}/chair";

    public static Quantity Quantity(decimal value, string code, string unit) =>
        new() { Value = value, Unit = unit, System = Ucum, Code = code };

    public static CodeableConcept Concept(string system, string code, string display) =>
        new() { Coding = [new Coding(system, code, display)] };

    /// <summary>Where no code is known: words, and never an invented code.</summary>
    public static CodeableConcept Words(string text) => new() { Text = text };

    /// <summary>Only that it claims to be one of ours; whether it holds is what the profile's validation shows.</summary>
    public static Meta Claims(string profile) => new() { Profile = [$"{Canonical}/StructureDefinition/{profile}"] };

    public static ResourceReference Patient(Guid patient) => new($"Patient/{FhirId.Of(patient)}");

    /// <summary>A visit has the id of its session.</summary>
    public static ResourceReference Encounter(Guid session) => new($"Encounter/{FhirId.Of(session)}");

    /// <summary>Somebody of the clinic, by sign-in name. Other systems know people by the identifier, which stands beside.</summary>
    public static ResourceReference Person(string clinic, string name) => new($"Practitioner/{FhirId.Person(clinic, name)}")
    {
        Type = "Practitioner",
        Identifier = new Identifier(PersonIdentifier(clinic), name),
    };

    public static ResourceReference Device(string clinic, string device) =>
        new($"Device/{FhirId.Device(clinic, device)}");

    public static ResourceReference Chair(string clinic, string chair) => new($"Location/{FhirId.Chair(clinic, chair)}");

    public static ResourceReference Organization(string clinic) => new($"Organization/{FhirId.Organization(clinic)}");
}
