using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;

namespace Infusion.Server.Tests.Fhir;

/// <summary>The examples of fhir-profiles: the good ones as they were built, and each bad one as a good one with something changed.</summary>
static class ProfileExamples
{
    static readonly string Folder = Path.Combine(Repository.Root, "fhir-profiles");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Path.Combine(Folder, "fsh-generated/resources")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, "fsh-generated/resources", name + ".json"));

    public static IEnumerable<JsonNode> Bad => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "invalid.json")))!.AsArray()!;

    /// <summary>The example that a bad one is made of, changed: at each path another value stands, or none.</summary>
    public static JsonNode Broken(JsonNode bad)
    {
        var resource = JsonNode.Parse(Read((string)bad["of"]!))!;
        foreach (var change in bad["change"]!.AsArray())
        {
            var steps = ((string)change!["path"]!).Split('/')[1..];
            var at = steps[..^1].Aggregate(resource, (node, step) => (node is JsonArray list ? list[Number(step)] : node[step])!);
            var value = change["value"]?.DeepClone();
            switch (at)
            {
                case JsonArray list when value is null:
                    list.RemoveAt(Number(steps[^1]));
                    break;
                case JsonArray list when list.Count == Number(steps[^1]):
                    list.Add(value);
                    break;
                case JsonArray list:
                    list[Number(steps[^1])] = value;
                    break;
                case var node when value is null:
                    node.AsObject().Remove(steps[^1]);
                    break;
                default:
                    at[steps[^1]] = value;
                    break;
            }
        }

        return resource;
    }

    static int Number(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
