using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace Infusion.Server.Fhir;

/// <summary>The one way from a resource to its bytes, and back.</summary>
static class FhirBytes
{
    /// <summary>Never embedded in HTML, so "+" and "ë" may stand as they are.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="filter">Null: all of it.</param>
    public static byte[] Of(Resource resource, Func<SerializationFilter>? filter = null)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            FhirJsonSerializer.Default.Serialize(resource, writer, filter);
        }

        return buffer.WrittenSpan.ToArray();
    }

    static readonly FhirJsonDeserializer Parser = new();

    /// <summary>What was stored, read back.</summary>
    public static Resource Read(byte[] stored) => (Resource)Parser.DeserializeResource(System.Text.Encoding.UTF8.GetString(stored));
}
