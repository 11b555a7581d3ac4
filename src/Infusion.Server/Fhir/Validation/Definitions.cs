using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Source;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Fhir.Validation;

/// <summary>
/// The definitions of R4 and our own, by canonical URL. R4's stand in the zip beside the program; they are read through once, kept
/// packed, and parsed one by one when they are asked for: most never are. Nothing is unpacked on disk.
/// </summary>
sealed partial class Definitions : IAsyncResourceResolver, IResourceResolver
{
    const string Own = "Infusion.Server.Fhir.Profiles.";
    const string BloodPressure = "http://hl7.org/fhir/StructureDefinition/bp";

    static readonly string[] Bundles =
    [
        "profiles-types.xml", "profiles-resources.xml", "profiles-others.xml", "extension-definitions.xml", "valuesets.xml", "v3-codesystems.xml",
        "v2-tables.xml",
    ];

    // They are HL7's and ours, and read as they are: what is not quite right in them is not the client's fault.
    static readonly DeserializerSettings AsItIs = new DeserializerSettings().UsingMode(DeserializationMode.Ostrich);
    static readonly FhirXmlDeserializer Xml = new(AsItIs);
    static readonly FhirJsonDeserializer Json = new(AsItIs);

    readonly Dictionary<string, byte[]> _packed = new(StringComparer.Ordinal);
    readonly Dictionary<string, Resource> _own = new(StringComparer.Ordinal);

    /// <param name="zip">HL7's specification.zip.</param>
    public Definitions(string zip)
    {
        using var archive = ZipFile.OpenRead(zip);
        foreach (var bundle in Bundles)
        {
            using var stream = archive.GetEntry(bundle)?.Open() ?? throw new InvalidDataException($"{zip} has no {bundle}.");
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { IgnoreComments = true });
            while (reader.ReadToFollowing("resource"))
            {
                Keep(reader);
            }
        }

        foreach (var resource in OwnOnes())
        {
            _own.Add(((IConformanceResource)resource).Url!, resource);
        }
    }

    /// <summary>Those of this project, as they were built from fhir-profiles.</summary>
    public static IEnumerable<Resource> OwnOnes()
    {
        var assembly = typeof(Definitions).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Own, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return Json.DeserializeResource(reader.ReadToEnd());
        }
    }

    public Resource? ResolveByCanonicalUri(string uri)
    {
        var (url, version) = uri.Split('|') switch { [var plain] => (plain, null), var parts => (parts[0], parts[1]) };
        var found = _own.GetValueOrDefault(url) ?? Unpack(url);
        return version is null || (found as IVersionableConformanceResource)?.Version == version ? found : null;
    }

    public Resource? ResolveByUri(string uri) => ResolveByCanonicalUri(uri);

    public Task<Resource?> ResolveByUriAsync(string uri) => Task.FromResult(ResolveByUri(uri));

    public Task<Resource?> ResolveByCanonicalUriAsync(string uri) => Task.FromResult(ResolveByCanonicalUri(uri));

    void Keep(XmlReader reader)
    {
        while (reader.NodeType is not XmlNodeType.Element || reader.LocalName == "resource")
        {
            reader.Read();
        }

        if (reader.LocalName is not ("StructureDefinition" or "ValueSet" or "CodeSystem"))
        {
            return;
        }

        var definition = reader.ReadOuterXml();
        if (UrlPattern().Match(definition) is { Success: true } url)
        {
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
            {
                deflate.Write(Encoding.UTF8.GetBytes(definition));
            }

            _packed.TryAdd(url.Groups[1].Value, packed.ToArray());
        }
    }

    Resource? Unpack(string url)
    {
        if (!_packed.TryGetValue(url, out var packed))
        {
            return null;
        }

        using var inflated = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = XmlReader.Create(inflated);
        var definition = Xml.DeserializeResource(reader);
        return url == BloodPressure ? Translatable((StructureDefinition)definition) : definition;
    }

    /// <summary>
    /// R4 tells the components of a blood pressure apart by code.coding.code and code.coding.system, which have one value only where
    /// there is one coding. A device's own code beside LOINC's is allowed, so they are told apart by the LOINC coding as a pattern.
    /// </summary>
    static StructureDefinition Translatable(StructureDefinition pressure)
    {
        foreach (var element in pressure.Snapshot!.Element.Concat(pressure.Differential!.Element))
        {
            if (element.ElementId == "Observation.component" && element.Slicing is { } slicing)
            {
                slicing.Discriminator = [new() { Type = ElementDefinition.DiscriminatorType.Pattern, Path = "code" }];
            }
            else if (element.ElementId is "Observation.component:SystolicBP.code" or "Observation.component:DiastolicBP.code")
            {
                var code = element.ElementId.Contains("Systolic", StringComparison.Ordinal) ? "8480-6" : "8462-4";
                element.Pattern = new CodeableConcept { Coding = [new Coding("http://loinc.org", code)] };
            }
        }

        return pressure;
    }

    /// <summary>A definition's own url comes before any other element of that name.</summary>
    [GeneratedRegex("<url value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPattern();
}
