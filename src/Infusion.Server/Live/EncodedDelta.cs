using System.Text.Json;
using System.Text.Json.Serialization;
using Infusion.Server.Storage;

namespace Infusion.Server.Live;

/// <summary>
/// A delta as the bytes that every screen gets: written once, and kept for those that missed it without keeping
/// its objects alive.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct EncodedDelta(long N, ReadOnlyMemory<byte> Json)
{
    public static EncodedDelta Of(Delta delta) => new(delta.N, JsonSerializer.SerializeToUtf8Bytes(delta, QuantityConverters.Options));

    sealed class Converter : JsonConverter<EncodedDelta>
    {
        public override EncodedDelta Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var delta = JsonElement.ParseValue(ref reader);
            return new EncodedDelta(delta.GetProperty("n").GetInt64(), JsonSerializer.SerializeToUtf8Bytes(delta));
        }

        public override void Write(Utf8JsonWriter writer, EncodedDelta value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
