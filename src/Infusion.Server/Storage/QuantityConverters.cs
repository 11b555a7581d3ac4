using System.Text.Json;
using System.Text.Json.Serialization;
using Infusion.Core.Quantities;

namespace Infusion.Server.Storage;

/// <summary>
/// A stored quantity names its unit: <c>{"mg": 35}</c>. A bare number, or another unit, is refused when read,
/// so that a stored dose can never be taken for a volume.
/// </summary>
sealed class QuantityConverter<T>(string unit, Func<T, decimal> value, Func<decimal, T> create) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals(unit) || !reader.Read())
        {
            throw new JsonException($"expected {{\"{unit}\": number}}");
        }

        var result = create(reader.GetDecimal());
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject
            ? result
            : throw new JsonException($"expected {{\"{unit}\": number}} and nothing else");
    }

    public override void Write(Utf8JsonWriter writer, T quantity, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(unit, value(quantity));
        writer.WriteEndObject();
    }
}

static class QuantityConverters
{
    public static IEnumerable<JsonConverter> All =>
    [
        new QuantityConverter<Mass>("mg", mass => mass.Milligrams, Mass.FromMilligrams),
        new QuantityConverter<Volume>("mL", volume => volume.Millilitres, Volume.FromMillilitres),
        new QuantityConverter<Rate>("mL/h", rate => rate.MillilitresPerHour, Rate.FromMillilitresPerHour),
        new QuantityConverter<DoseRate>("mg/h", rate => rate.MilligramsPerHour, DoseRate.FromMilligramsPerHour),
        new QuantityConverter<Concentration>(
            "mg/mL", concentration => concentration.MilligramsPerMillilitre, Concentration.FromMilligramsPerMillilitre),
        new QuantityConverter<BodyWeight>("kg", weight => weight.Kilograms, BodyWeight.FromKilograms),
        new QuantityConverter<Height>("cm", height => height.Centimetres, Height.FromCentimetres),
    ];

    /// <summary>Shared and read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The one way this server writes its own JSON: camel case, enums as snake-case words, quantities with units.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        foreach (var converter in All)
        {
            options.Converters.Add(converter);
        }
    }

    static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        return options;
    }
}
