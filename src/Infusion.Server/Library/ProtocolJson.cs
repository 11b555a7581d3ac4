using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Server.Storage;

namespace Infusion.Server.Library;

/// <summary>
/// Reads a protocol that a person wrote. What is missing, null, misspelt or a word that is not known does not end the reading,
/// so that the validation can name all of it at once; what is no JSON, or a text where a number belongs, does.
/// </summary>
static class ProtocolJson
{
    static readonly JsonSerializerOptions Lenient = CreateOptions();

    /// <param name="version">It takes; what the text says of its version and its approval counts for nothing.</param>
    /// <returns>With the faults of the text first.</returns>
    /// <exception cref="MalformedProtocolException">A value cannot be read at all.</exception>
    public static (InfusionProtocol? Protocol, ImmutableArray<ProtocolFault> Faults) Read(JsonObject? written, int version)
    {
        if (written is null)
        {
            return (null, ProtocolValidation.Validate(null));
        }

        var text = written.DeepClone().AsObject();
        RemoveNulls(text);
        text.Remove("approval");
        text["version"] = version;
        InfusionProtocol protocol;
        try
        {
            protocol = text.Deserialize<InfusionProtocol>(Lenient)!;
        }
        catch (JsonException reason)
        {
            throw MalformedProtocolException.At(reason);
        }

        var faults = ImmutableArray.CreateBuilder<ProtocolFault>();
        FindUnknown(text, JsonSerializer.SerializeToNode(protocol, Lenient), "", faults);
        faults.AddRange(ProtocolValidation.Validate(protocol));
        return (protocol, faults.ToImmutable());
    }

    /// <summary>A member that nothing was read from: a limit that is misspelt would be no limit.</summary>
    static void FindUnknown(JsonNode? written, JsonNode? read, string path, ImmutableArray<ProtocolFault>.Builder faults)
    {
        if (written is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                var here = path.Length == 0 ? name : $"{path}.{name}";
                if (read is not JsonObject known || !known.TryGetPropertyValue(name, out var same))
                {
                    faults.Add(new ProtocolFault(here, "is not known here"));
                }
                else
                {
                    FindUnknown(value, same, here, faults);
                }
            }
        }
        else if (written is JsonArray items && read is JsonArray others)
        {
            for (var index = 0; index < Math.Min(items.Count, others.Count); index++)
            {
                FindUnknown(items[index], others[index], $"{path}[{index}]", faults);
            }
        }
    }

    static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null)
                {
                    members.Remove(name);
                }

                RemoveNulls(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                RemoveNulls(item);
            }
        }
    }

    static JsonSerializerOptions CreateOptions()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(static type =>
        {
            foreach (var property in type.Properties)
            {
                property.IsRequired = false;
                if (property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
                {
                    // A list that was not written is none at all, and cannot be written out.
                    var isDefault = list.GetProperty(nameof(ImmutableArray<int>.IsDefault))!;
                    property.ShouldSerialize = (_, value) => value is not null && !(bool)isDefault.GetValue(value)!;
                }
            }
        });
        var options = new JsonSerializerOptions { TypeInfoResolver = resolver };
        options.Converters.Add(new WordConverter());
        options.Converters.Add(new QuantityConverter<Concentration>(
            "mg/mL", concentration => concentration.MilligramsPerMillilitre,
            milligrams => milligrams > 0 ? Concentration.FromMilligramsPerMillilitre(milligrams) : default));
        QuantityConverters.Apply(options);
        return options;
    }

    /// <summary>A word that is not known is the unknown one, which no validation lets pass.</summary>
    sealed class WordConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(typeToConvert))!;
    }

    sealed class WordConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        static readonly Dictionary<string, T> Known = Enum.GetValues<T>()
            .ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? Known.GetValueOrDefault(reader.GetString()!)
                : throw new JsonException("expected a word");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

/// <summary>The text cannot be read as a protocol.</summary>
/// <param name="line">From 1; null: the text as a whole was JSON.</param>
sealed class MalformedProtocolException(string path, string message, long? line) : Exception(message)
{
    public ProtocolFault Fault => new(path, Message);

    public long? Line { get; } = line;

    /// <summary>The reason without its own "Path: ... | LineNumber: ...", which counts from 0.</summary>
    public static MalformedProtocolException At(JsonException reason, bool isSyntax = false)
    {
        var path = reason.Path is { Length: > 2 } full ? full[(full[1] == '.' ? 2 : 1)..] : "protocol";
        var message = reason.Message.Split([" Path: ", " LineNumber: "], StringSplitOptions.None)[0];
        return isSyntax ? new(path, "is no JSON: " + message, reason.LineNumber + 1)
            : new(
                path,
                message.StartsWith("expected", StringComparison.Ordinal) ? "cannot be read: " + message
                : message.Contains("TimeSpan", StringComparison.Ordinal) ? "must be a time as hh:mm:ss"
                : "cannot be read: something of another kind belongs there",
                null);
    }
}
