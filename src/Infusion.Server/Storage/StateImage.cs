using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json.Serialization;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Storage;

/// <summary>
/// The whole state of a clinic as bytes: every field of every object of Core, by reflection, so that none can be forgotten;
/// only what is marked as not serialized is left out, and made anew from the rest.
/// Only the build that wrote an image reads it: with other code the same inputs may give another state.
/// </summary>
static class StateImage
{
    static readonly JsonSerializerOptions Options = CreateOptions();

    /// <summary>Names the build of the engine; any change of its code changes it.</summary>
    public static Guid Engine { get; } = typeof(ClinicEngine).Module.ModuleVersionId;

    public static byte[] Write(ClinicState state)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(packed, state, Options);
        }

        return bytes.ToArray();
    }

    /// <exception cref="JsonException">The bytes are no image.</exception>
    /// <exception cref="InvalidDataException">The bytes are not even packed as one.</exception>
    public static ClinicState Read(byte[] image)
    {
        using var packed = new BrotliStream(new MemoryStream(image), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ClinicState>(packed, Options) ?? throw new JsonException("an image is not null");
    }

    static JsonSerializerOptions CreateOptions()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(FieldsOnly);
        var options = new JsonSerializerOptions { TypeInfoResolver = resolver, IncludeFields = true };
        foreach (var converter in QuantityConverters.All)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    static void FieldsOnly(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(ClinicState).Assembly)
        {
            return;
        }

        type.Properties.Clear();
        if (type.Type == typeof(SessionEvent))
        {
            type.PolymorphismOptions = Events();
            return;
        }

        type.CreateObject = () => RuntimeHelpers.GetUninitializedObject(type.Type);
        foreach (var field in FieldsOf(type.Type)
            .Where(field => !field.IsDefined(typeof(NonSerializedAttribute), inherit: false)))
        {
            var property = type.CreateJsonPropertyInfo(field.FieldType, field.Name);
            (property.Get, property.Set, property.IsRequired) = (field.GetValue, field.SetValue, true);
            type.Properties.Add(property);
        }
    }

    /// <summary>Those of its bases too, which reflection does not give with it.</summary>
    static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var each = type; each is not null && each.Assembly == typeof(ClinicState).Assembly; each = each.BaseType)
        {
            foreach (var field in each.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    /// <summary>What people charted in the last minute is kept as it happened, each by its stored name.</summary>
    static JsonPolymorphismOptions Events()
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$event" };
        foreach (var (type, name) in SessionEventNames.All)
        {
            options.DerivedTypes.Add(new JsonDerivedType(type, name));
        }

        return options;
    }
}
