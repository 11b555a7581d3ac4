using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir.Rest;

/// <param name="Column">Never null in a stored row of the type: what pages by it skips nothing.</param>
sealed record SortKey(string Name, string Column, bool Descending);

/// <param name="Profiles">R4's and ours that its resources may claim.</param>
/// <param name="StatusSystem">The code system a status belongs to, which its JSON does not say.</param>
sealed record FhirTypeInfo(
    string Name, IReadOnlyList<SearchParameterInfo> Parameters, IReadOnlyList<string> Profiles, string? StatusSystem, FhirSource Source)
{
    readonly Dictionary<string, SearchParameterInfo> _byName = Parameters.ToDictionary(each => each.Name, StringComparer.Ordinal);

    public SearchParameterInfo? DateParameter { get; } = Parameters.FirstOrDefault(parameter => parameter.Kind is SearchKind.Period);

    /// <summary>Which of its elements says whose it is; null: nobody's.</summary>
    public SearchParameterInfo? PatientParameter { get; } = Parameters.FirstOrDefault(parameter => parameter.Name == "patient");

    public SortKey DefaultSort { get; } = Parameters.FirstOrDefault(p => p.Kind is SearchKind.Period) is { } date
        ? new SortKey(date.Name, "date_from", Descending: true)
        : new SortKey("_lastUpdated", "last_updated", Descending: false);

    public SearchParameterInfo? Parameter(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>
/// What is served, and by what it is found. Routes, search, the columns that are stored and the CapabilityStatement all read
/// this one table, so none can claim what another does not do. What a parameter looks at is R4's own definition of it. Names
/// are case-sensitive, as in R4.
/// </summary>
static class SearchTable
{
    const string Definitions = "http://hl7.org/fhir/SearchParameter/";

    static readonly SearchParameterInfo[] Common =
    [
        Plain("_id", SearchKind.Id, "id", Definitions + "Resource-id"),
        Plain("_lastUpdated", SearchKind.Instant, "last_updated", Definitions + "Resource-lastUpdated"),
    ];

    /// <summary>Parameters that R4 lacks: what a dose is part of, whose an adverse event is, whether an issue stands.</summary>
    static readonly (string Type, string Name, SearchParamType Kind, string Expression, string[] Targets)[] Own =
    [
        ("MedicationAdministration", "part-of", SearchParamType.Reference, "MedicationAdministration.partOf", ["MedicationAdministration", "Procedure"]),
        ("AdverseEvent", "patient", SearchParamType.Reference, "AdverseEvent.subject.where(resolve() is Patient)", ["Patient"]),
        ("AdverseEvent", "identifier", SearchParamType.Token, "AdverseEvent.identifier", []),
        ("AdverseEvent", "encounter", SearchParamType.Reference, "AdverseEvent.encounter", ["Encounter"]),
        ("DetectedIssue", "status", SearchParamType.Token, "DetectedIssue.status", []),
    ];

    public static readonly IReadOnlyDictionary<string, FhirTypeInfo> Types = new[]
    {
        Type("Patient", "identifier name family given birthdate gender"),
        Type("Practitioner", "identifier name family given"),
        Type("PractitionerRole", "identifier practitioner organization location role"),
        Type("Organization", "identifier name type"),
        Type("Location", "identifier name status type organization partof"),
        Type("Encounter", "identifier status class type patient subject date location participant service-provider based-on appointment part-of", "date", ours: "ket-visit"),
        Type("Procedure", "identifier status category code patient subject encounter date based-on part-of performer location", "date", ours: "ket-session"),
        Type("MedicationRequest", "identifier status intent category code patient subject encounter authoredon requester intended-performer medication", "authoredon", ours: "ket-order"),
        Type("MedicationAdministration", "identifier status code patient subject context effective-time request device performer part-of", "effective-time", ours: "ket-infusion ket-infusion-segment ket-bolus ket-single-dose"),
        Type("MedicationDispense", "identifier status code patient subject context prescription performer whenhandedover", "whenhandedover"),
        Type(
            "Observation",
            "identifier status category code patient subject encounter date device focus performer based-on part-of derived-from has-member "
                + "value-quantity value-concept component-code combo-code combo-value-quantity code-value-quantity",
            "date",
            [.. new[] { "heartrate", "oxygensat", "resprate", "bodytemp", "bp", "vitalsigns" }
                .Select(profile => "http://hl7.org/fhir/StructureDefinition/" + profile)],
            "ket-heart-rate ket-resp-rate ket-spo2 ket-temp ket-blood-pressure ket-etco2 ket-alarm ket-score ket-waste ket-pump-observation ket-waveform"),
        Type("Device", "identifier status type patient manufacturer model device-name udi-di organization location", ours: "ket-device"),
        Type("DeviceMetric", "identifier category type source parent", ours: "ket-pump-metric"),
        Type("DeviceUseStatement", "identifier patient subject device", ours: "ket-device-use"),
        Type("DetectedIssue", "identifier status code patient author identified implicated", "identified", ours: "ket-dose-override"),
        Type("Flag", "identifier patient subject encounter author date", "date", ours: "ket-warning"),
        Type("Communication", "identifier status category patient subject encounter sender recipient sent received based-on part-of", "sent", ours: "ket-alarm-answer"),
        Type("Questionnaire", "identifier status code url name title version date", "date"),
        Type("QuestionnaireResponse", "identifier status patient subject encounter author source authored questionnaire based-on part-of", "authored", ours: "ket-answers"),
        Type("AdverseEvent", "identifier actuality category event patient subject encounter date recorder seriousness severity substance location", "date", ours: "ket-adverse-event"),
        Type("Consent", "identifier status scope category patient date organization consentor source-reference", "date", ours: "ket-consent"),
        Type("CarePlan", "identifier status intent category patient subject encounter date performer activity-reference based-on part-of", "date", ours: "ket-plan"),
        Type("ServiceRequest", "identifier status intent category code patient subject encounter authored occurrence requester performer based-on", "authored", ours: "ket-therapy-request"),
        Type("Appointment", "identifier status appointment-type service-type patient actor practitioner location date based-on", "date", ours: "ket-appointment"),
        Type("DocumentReference", "identifier status type category patient subject encounter date period author authenticator custodian relatesto relation related", "date", ours: "ket-chart-document"),
        Type("Provenance", "patient target agent entity recorded when signature-type", "recorded", ours: "ket-signature-provenance"),
        Type("Binary", ""),
        Type("Bundle", "identifier type timestamp", "timestamp"),
        Type("Composition", "identifier status type category patient subject encounter date author attester title entry related-id", "date", ours: "ket-chart-composition"),
        Type("AuditEvent", "type subtype action outcome date agent altid address patient entity", "date", ours: "ket-audit-event", source: FhirSource.Trail),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static FhirTypeInfo Required(string type) => Types.TryGetValue(type, out var info)
        ? info
        : throw FhirFault.NotFound("This resource type is not served; names are case-sensitive.");

    static FhirTypeInfo Type(string name, string parameters, string? date = null, string[]? profiles = null, string ours = "", FhirSource? source = null)
    {
        var names = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var all = names.Select(each => Parameter(name, each, date, names)).ToList();
        string[] claimed = [.. profiles ?? [], .. ours.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => $"{FhirCodes.Canonical}/StructureDefinition/{each}")];
        return new(name, [.. Common, .. all], claimed, StatusSystemOf(name), source ?? FhirSource.Stored);
    }

    static SearchParameterInfo Parameter(string type, string name, string? date, string[] names)
    {
        var own = Own.FirstOrDefault(each => each.Type == type && each.Name == name);
        var standard = own.Name is null ? ModelInfo.SearchParameters.First(each => each.Resource == type && each.Name == name) : null;
        var definition = standard?.Url ?? $"{FhirCodes.Canonical}/SearchParameter/{type}-{name}";
        if (standard?.Type is SearchParamType.Composite)
        {
            // code-value-quantity: its parts are parameters of the type, too.
            var parts = name.Split('-', 2).Select(part => Parameter(type, part, date, names)).ToArray();
            return new(name, SearchKind.Composite, "", definition, [], [], parts);
        }

        var paths = ElementPath.Parse(type, standard?.Expression ?? own.Expression);
        var (kind, column) = (name, standard?.Type ?? own.Kind) switch
        {
            ("identifier", _) => (SearchKind.Token, "identifiers"),
            ("status", _) => (SearchKind.Status, "status"),
            ("category", _) => (SearchKind.Token, "categories"),
            ("code", _) => (SearchKind.Token, "codes"),
            ("altid", _) => (SearchKind.Token, "who"),
            ("patient", _) when type == "AuditEvent" => (SearchKind.Reference, "patients"),
            ("type", SearchParamType.Token) when !names.Contains("code") => (SearchKind.Token, "codes"),
            ("patient" or "subject", _) when paths is [{ Segments: ["subject" or "patient"] }] => (SearchKind.Patient, "patient"),
            (_, SearchParamType.Date) when name == date => (SearchKind.Period, "date_from"),
            (_, SearchParamType.Reference) => (SearchKind.Reference, "refs"),
            (_, SearchParamType.Date) => (SearchKind.Date, "terms"),
            ("name" or "family" or "given", SearchParamType.String) when type is "Patient" or "Practitioner" => (SearchKind.String, "names"),
            (_, SearchParamType.String) => (SearchKind.String, "terms"),
            (_, SearchParamType.Quantity) => (SearchKind.Quantity, "terms"),
            (_, SearchParamType.Uri) => (SearchKind.Uri, "terms"),
            _ => (SearchKind.Token, "terms"),
        };

        // What is asked for as a patient is one, whatever else the definition, shared by many types, would allow.
        string[] targets = name == "patient" ? ["Patient"] : own.Targets ?? [.. (standard!.Target ?? []).Select(target => target.GetLiteral())];
        return new(name, kind, column, definition, paths, targets, []);
    }

    static SearchParameterInfo Plain(string name, SearchKind kind, string column, string definition) =>
        new(name, kind, column, definition, [], [], []);

    static string? StatusSystemOf(string type)
    {
        var code = ModelInfo.ModelInspector.FindClassMapping(type)?.FindMappedElementByName("status")?.ImplementingType;
        return code is { IsGenericType: true } && Enum.GetValues(code.GetGenericArguments()[0]).GetValue(0) is Enum value ? value.GetSystem() : null;
    }
}
