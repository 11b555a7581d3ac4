using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// A session's resources as one document: the Composition first, everything that is referred to beside it, and every reference within
/// the document by urn:uuid, so that it can be read without this server.
/// </summary>
static class ChartRecordBundle
{
    static readonly (string Title, Func<Resource, bool> Holds)[] Sections =
    [
        ("Visit and treatment", each => each is Encounter or Procedure),
        ("Consent", each => each is Consent),
        ("Order", each => each is MedicationRequest or DetectedIssue),
        ("Medication given", each => each is MedicationAdministration or MedicationDispense),
        ("Vital signs", each => IsOf(each, "vital-signs")),
        ("Scores", each => IsOf(each, "survey") || IsOf(each, "exam")),
        ("Alarms", each => each is Communication || IsAlarm(each)),
        ("Adverse events and warnings", each => each is AdverseEvent or Flag),
        ("Devices", each => each is DeviceUseStatement),
        ("Other observations", each => each is Observation { Category.Count: 0 } && !IsAlarm(each)),
    ];

    /// <param name="stored">As they are served: those of the session, and those that are referred to.</param>
    public static Bundle Of(SealedChart chart, IReadOnlyList<byte[]> stored)
    {
        var resources = stored.Select(FhirBytes.Read).OrderBy(each => each.TypeName, StringComparer.Ordinal).ThenBy(each => each.Id, StringComparer.Ordinal).ToList();
        Resource composition = CompositionOf(chart, resources);
        var known = resources.Append(composition).ToDictionary(Key, each => $"urn:uuid:{FhirId.Derive("entry", Key(each))}");
        var document = new Bundle
        {
            Id = FhirMapper.DocumentId(chart.Session, chart.Version),
            Identifier = new Identifier(FhirCodes.ChartIdentifier, FhirMapper.DocumentId(chart.Session, chart.Version)),
            Type = Bundle.BundleType.Document,
            Timestamp = chart.SealedAt,
            Entry = [.. resources.Prepend(composition).Select(each => new Bundle.EntryComponent { FullUrl = known[Key(each)], Resource = Within(each, known) })],
        };
        document.AddAnnotation(new RecordOf(chart.Patient));
        return document;
    }

    /// <summary>The document's first page as a resource of its own, which refers to what stands in the document where that is served.</summary>
    public static Composition FirstPage(Bundle document)
    {
        var places = document.Entry.ToDictionary(each => each.FullUrl!, each => Key(each.Resource!));
        var json = JsonNode.Parse(FhirBytes.Of(document.Entry[0].Resource!))!;
        foreach (var reference in References(json).ToList())
        {
            if (places.TryGetValue(reference.GetValue<string>(), out var place))
            {
                reference.Parent!["reference"] = place;
            }
        }

        return (Composition)FhirBytes.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>The references that a resource makes, as "Type/id".</summary>
    public static IEnumerable<string> ReferencesOf(byte[] stored) => References(JsonNode.Parse(stored)).Select(each => Bare(each.GetValue<string>())).Distinct();

    static string Key(Resource resource) => $"{resource.TypeName}/{resource.Id}";

    static Composition CompositionOf(SealedChart chart, IReadOnlyList<Resource> resources) => new()
    {
        Id = FhirId.Derive("composition", FhirMapper.ChartId(chart.Session, chart.Version)),
        Meta = FhirCodes.Claims("ket-chart-composition"),
        Identifier = new Identifier(FhirCodes.ChartIdentifier, FhirMapper.ChartId(chart.Session, chart.Version)),
        Status = chart switch
        {
            { Given.Count: 0 } => CompositionStatus.Preliminary,
            { Version: > 1 } => CompositionStatus.Amended,
            _ => CompositionStatus.Final,
        },
        Type = FhirCodes.Concept(FhirCodes.Loinc, "28570-0", "Procedure note"),
        Subject = FhirCodes.Patient(chart.Patient),
        Encounter = FhirCodes.Encounter(chart.Session),
        DateElement = FhirTime.DateTime(chart.SealedAt),
        Author = [.. FhirMapper.AuthorsOf(chart)],
        Title = "Ketamine infusion chart",
        Attester =
        [
            .. chart.Given.Select(given => new Composition.AttesterComponent
            {
                Mode = Composition.CompositionAttestationMode.Legal,
                TimeElement = FhirTime.DateTime(given.At),
                Party = FhirCodes.Person(chart.Clinic, given.By),
            }),
        ],
        Custodian = FhirCodes.Organization(chart.Clinic),
        RelatesTo = chart.Version > 1
            ?
            [
                new()
                {
                    Code = DocumentRelationshipType.Replaces,
                    Target = new Identifier(FhirCodes.ChartIdentifier, FhirMapper.ChartId(chart.Session, chart.Version - 1)),
                },
            ]
            : [],
        Section = [.. Sections.Select(section => (section.Title, Entries: resources.Where(section.Holds).ToList())).Where(each => each.Entries.Count > 0)
            .Select(each => new Composition.SectionComponent
            {
                Title = each.Title,
                Entry = [.. each.Entries.Select(entry => new ResourceReference(Key(entry)))],
            })],
    };

    static bool IsOf(Resource resource, string category) =>
        resource is Observation observation && observation.Category.Any(each => each.Coding.Any(coding => coding.Code == category));

    static bool IsAlarm(Resource resource) => resource is Observation observation
        && observation.Code?.Coding.Any(coding => coding.System == KetCodes.System && coding.Code == KetCodes.Alarm) is true;

    /// <summary>What is not in the document cannot be followed from it: the identifier beside it stays, or the words.</summary>
    static Resource Within(Resource resource, Dictionary<string, string> known)
    {
        var json = JsonNode.Parse(FhirBytes.Of(resource))!;
        foreach (var reference in References(json).ToList())
        {
            var (place, key) = (reference.Parent!.AsObject(), Bare(reference.GetValue<string>()));
            if (known.TryGetValue(key, out var url))
            {
                place["reference"] = url;
                continue;
            }

            place.Remove("reference");
            place["display"] ??= key;
        }

        return FhirBytes.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    static string Bare(string reference) => string.Join('/', reference.Split('/').Take(2));

    static IEnumerable<JsonValue> References(JsonNode? node) => node switch
    {
        JsonObject place => place.SelectMany(member => member is { Key: "reference", Value: JsonValue value } && value.TryGetValue<string>(out _)
            ? [value]
            : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
