using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Rest;

/// <summary>How a parameter is compared with its column.</summary>
enum SearchKind : byte
{
    Unknown = 0,
    Id = 1,
    Instant = 2,
    Token = 3,
    Status = 4,
    Patient = 5,
    Period = 6,
}

/// <param name="Definition">Canonical of R4's own SearchParameter.</param>
sealed record SearchParameterInfo(string Name, SearchKind Kind, string Column, string Definition)
{
    public SearchParamType Type => Kind switch
    {
        SearchKind.Instant or SearchKind.Period => SearchParamType.Date,
        SearchKind.Patient => SearchParamType.Reference,
        _ => SearchParamType.Token,
    };
}

/// <param name="Column">Never null in a stored row of the type: what pages by it skips nothing.</param>
sealed record SortKey(string Name, string Column, bool Descending);

/// <param name="StatusSystem">The code system a status belongs to, which its JSON does not say.</param>
sealed record FhirTypeInfo(
    string Name, IReadOnlyList<SearchParameterInfo> Parameters, IReadOnlyList<string> Profiles, string? StatusSystem)
{
    public SearchParameterInfo? DateParameter { get; } =
        Parameters.FirstOrDefault(parameter => parameter.Kind is SearchKind.Period);

    public SortKey DefaultSort { get; } = Parameters.FirstOrDefault(p => p.Kind is SearchKind.Period) is { } date
        ? new SortKey(date.Name, "date_from", Descending: true)
        : new SortKey("_lastUpdated", "last_updated", Descending: false);

    public SearchParameterInfo? Parameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.Name == name);
}

/// <summary>
/// What is served. Routes, search and the CapabilityStatement all read this one table, so none can claim what another
/// does not do. Names are case-sensitive, as in R4.
/// </summary>
static class SearchTable
{
    const string Definitions = "http://hl7.org/fhir/SearchParameter/";

    static readonly SearchParameterInfo[] Common =
    [
        new("_id", SearchKind.Id, "id", Definitions + "Resource-id"),
        new("_lastUpdated", SearchKind.Instant, "last_updated", Definitions + "Resource-lastUpdated"),
    ];

    public static readonly IReadOnlyDictionary<string, FhirTypeInfo> Types = new[]
    {
        Type("Patient", [], null, Token("identifier", "identifiers", "Patient-identifier")),
        Type(
            "Device",
            [],
            "http://hl7.org/fhir/device-status",
            Token("identifier", "identifiers", "Device-identifier"),
            Token("type", "codes", "Device-type"),
            Status("Device-status"),
            Patient("patient", "Device-patient")),
        Type(
            "Observation",
            [.. new[] { "heartrate", "oxygensat", "resprate", "bodytemp", "bp", "vitalsigns" }
                .Select(profile => "http://hl7.org/fhir/StructureDefinition/" + profile)],
            "http://hl7.org/fhir/observation-status",
            Token("identifier", "identifiers", "clinical-identifier"),
            Token("code", "codes", "clinical-code"),
            Token("category", "categories", "Observation-category"),
            Status("Observation-status"),
            Patient("patient", "clinical-patient"),
            Patient("subject", "Observation-subject"),
            Date("date", "clinical-date")),
        Type(
            "MedicationAdministration",
            [],
            "http://terminology.hl7.org/CodeSystem/medication-admin-status",
            Token("identifier", "identifiers", "clinical-identifier"),
            Token("code", "codes", "clinical-code"),
            Status("medications-status"),
            Patient("patient", "clinical-patient"),
            Patient("subject", "MedicationAdministration-subject"),
            Date("effective-time", "MedicationAdministration-effective-time")),
        OfPatient("Encounter", "clinical-patient"),
        OfPatient("Procedure", "clinical-patient"),
        OfPatient("MedicationRequest", "clinical-patient"),
        OfPatient("MedicationDispense", "clinical-patient"),
        OfPatient("DeviceUseStatement", "clinical-patient"),
        OfPatient("DetectedIssue", "clinical-patient"),
        OfPatient("Flag", "clinical-patient"),
        OfPatient("Communication", "Communication-patient"),
        OfPatient("Consent", "clinical-patient"),
        OfPatient("QuestionnaireResponse", "QuestionnaireResponse-patient"),
        OfPatient("CarePlan", "clinical-patient"),
        OfPatient("ServiceRequest", "clinical-patient"),
        OfPatient("Appointment", "Appointment-patient"),
        OfPatient("DocumentReference", "clinical-patient"),
        OfPatient("Provenance", "Provenance-patient"),

        // R4 has no such parameter for it, and whoever asks for all of a patient asks by this one.
        Type("AdverseEvent", [], null, new SearchParameterInfo(
            "patient", SearchKind.Patient, "patient", Mapping.FhirCodes.Canonical + "/SearchParameter/AdverseEvent-patient")),
        Type("DeviceMetric", [], null),
        Type("Questionnaire", [], null),
        Type("Practitioner", [], null),
        Type("PractitionerRole", [], null),
        Type("Organization", [], null),
        Type("Location", [], null),
        Type("Bundle", [], null),
        Type("Binary", [], null),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static FhirTypeInfo Required(string type) => Types.TryGetValue(type, out var info)
        ? info
        : throw FhirFault.NotFound("This resource type is not served; names are case-sensitive.");

    static FhirTypeInfo Type(
        string name, string[] profiles, string? statusSystem, params SearchParameterInfo[] parameters) =>
        new(name, [.. Common, .. parameters], profiles, statusSystem);

    static FhirTypeInfo OfPatient(string name, string definition) => Type(name, [], null, Patient("patient", definition));

    static SearchParameterInfo Token(string name, string column, string definition) =>
        new(name, SearchKind.Token, column, Definitions + definition);

    static SearchParameterInfo Status(string definition) =>
        new("status", SearchKind.Status, "status", Definitions + definition);

    static SearchParameterInfo Patient(string name, string definition) =>
        new(name, SearchKind.Patient, "patient", Definitions + definition);

    static SearchParameterInfo Date(string name, string definition) =>
        new(name, SearchKind.Period, "date_from", Definitions + definition);
}
