using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Storage;

/// <summary>A writer's input as it is stored. Readings have a table of their own.</summary>
static class ClinicInputJson
{
    static readonly JsonSerializerOptions Options = CreateOptions();

    public static string Write(ClinicInput input) => JsonSerializer.Serialize(input, Options);

    /// <exception cref="JsonException">The text is no input of a known kind.</exception>
    public static ClinicInput Read(string text) =>
        JsonSerializer.Deserialize<ClinicInput>(text, Options) ?? throw new JsonException("an input is not null");

    static JsonSerializerOptions CreateOptions()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(static type => type.PolymorphismOptions = Kinds(type.Type));
        // jsonb keeps no order of members, so the kind may come last.
        var options = new JsonSerializerOptions { TypeInfoResolver = resolver, AllowOutOfOrderMetadataProperties = true };
        QuantityConverters.Apply(options);
        return options;
    }

    static JsonPolymorphismOptions? Kinds(Type type)
    {
        if (type == typeof(ClinicInput))
        {
            return Kinds(
                (typeof(ClinicInput.Reported), "reported"), (typeof(ClinicInput.Commanded), "commanded"),
                (typeof(ClinicInput.Configured), "configured"), (typeof(ClinicInput.Begun), "begun"),
                (typeof(ClinicInput.Corrected), "corrected"));
        }

        return type == typeof(SessionCommand) ? Kinds([.. SessionCommandNames.All.Select(named => (named.Key, named.Value))]) : null;
    }

    static JsonPolymorphismOptions Kinds(params IReadOnlyList<(Type Type, string Name)> kinds)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$kind" };
        foreach (var (type, name) in kinds)
        {
            options.DerivedTypes.Add(new JsonDerivedType(type, name));
        }

        return options;
    }
}
