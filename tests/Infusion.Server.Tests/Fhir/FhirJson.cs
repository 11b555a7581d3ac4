using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Infusion.Server.Fhir;

namespace Infusion.Server.Tests.Fhir;

/// <summary>An independent and unforgiving reader of what we write.</summary>
static class FhirJson
{
    static readonly JsonSerializerOptions Strict =
        new JsonSerializerOptions().ForFhir(ModelInfo.ModelInspector).UsingMode(DeserializationMode.Strict);

    public static T Parse<T>(ReadOnlySpan<byte> json)
        where T : Resource => JsonSerializer.Deserialize<T>(json, Strict)!;

    public static byte[] Write(Resource resource) => FhirBytes.Of(resource);
}
