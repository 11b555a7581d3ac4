using System.Text;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace Infusion.Server.Fhir.Rest;

/// <summary>A part of each resource, for _summary and _elements. It is marked as one, so that nobody stores it as the whole.</summary>
sealed class FhirProjection
{
    static readonly FhirJsonDeserializer Parser = new(new DeserializerSettings().UsingMode(DeserializationMode.Recoverable));
    static readonly Coding Subsetted = new("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED", "subsetted");

    readonly Func<SerializationFilter> _filter;

    FhirProjection(Func<SerializationFilter> filter) => _filter = filter;

    /// <returns>Null: the whole.</returns>
    public static FhirProjection? OfSummary(string value) => value switch
    {
        "false" or "count" => null,
        "true" => new(SerializationFilter.ForSummary),
        "text" => new(SerializationFilter.ForText),
        "data" => new(SerializationFilter.ForData),
        _ => throw FhirFault.Invalid("_summary is true, text, data, count or false.", "http._summary"),
    };

    /// <summary>Elements by name, of this type only where a type stands before it; those that must be there come along.</summary>
    public static FhirProjection OfElements(FhirTypeInfo type, string value)
    {
        var mapping = ModelInfo.ModelInspector.FindClassMapping(type.Name)!;
        var names = value.Split(',').Select(name => name.StartsWith(type.Name + ".", StringComparison.Ordinal) ? name[(type.Name.Length + 1)..] : name).ToArray();
        return names.All(name => mapping.FindMappedElementByName(name)?.Name == name)
            ? new(SerializationFilter.ForElementsFactory([.. names, "id", "meta"]))
            : throw FhirFault.Invalid("_elements names an element that the type does not have.", "http._elements");
    }

    public byte[] Of(byte[] content)
    {
        var resource = (Resource)Parser.DeserializeResource(Encoding.UTF8.GetString(content));
        (resource.Meta ??= new Meta()).Tag.Add(Subsetted);
        return FhirBytes.Of(resource, _filter);
    }
}
