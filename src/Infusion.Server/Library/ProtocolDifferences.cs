using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Storage;

namespace Infusion.Server.Library;

/// <summary>
/// What is different from one version to another, path by path. Limits and lines of the schedule are known by what they are about,
/// so that one more at the front does not make all of them different.
/// </summary>
static class ProtocolDifferences
{
    /// <summary>Of the version, not of what it says.</summary>
    static readonly string[] Left = ["version", "approval"];

    public static IReadOnlyList<ProtocolDifference> Between(InfusionProtocol before, InfusionProtocol after) => Between(Text(before), Text(after));

    /// <param name="after">As somebody writes it, whole or not: what cannot be read is a difference too.</param>
    public static IReadOnlyList<ProtocolDifference> Between(InfusionProtocol before, JsonObject after) => Between(Text(before), after.DeepClone().AsObject());

    static JsonObject Text(InfusionProtocol protocol) => JsonSerializer.SerializeToNode(protocol, QuantityConverters.Options)!.AsObject();

    static ProtocolDifference[] Between(JsonObject before, JsonObject after)
    {
        var (old, now) = (Leaves(before), Leaves(after));
        return [.. old.Keys.Union(now.Keys)
            .Where(path => !JsonNode.DeepEquals(old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
            .Select(path => new ProtocolDifference(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))];
    }

    static Dictionary<string, JsonNode> Leaves(JsonObject whole)
    {
        foreach (var name in Left)
        {
            whole.Remove(name);
        }

        var leaves = new Dictionary<string, JsonNode>();
        Collect(whole, "", leaves);
        return leaves;
    }

    static void Collect(JsonNode? node, string path, Dictionary<string, JsonNode> leaves)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Collect(value, path.Length == 0 ? name : $"{path}.{name}", leaves);
                }

                break;
            case JsonArray items:
                foreach (var (key, item) in items.Select((item, index) => (KeyOf(item, index), item)))
                {
                    Collect(item, $"{path}[{key}]", leaves);
                }

                break;
            default:
                // Two of one name: both are told.
                leaves[leaves.ContainsKey(path) ? path + " (again)" : path] = node.DeepClone();
                break;
        }
    }

    static string KeyOf(JsonNode? item, int index) => item switch
    {
        JsonObject limit when limit["metric"] is { } metric => $"{metric} {limit["side"]} {limit["priority"]}",
        JsonObject due when due["what"] is { } what => $"{what} {due["window"]} from {due["from"]}",
        JsonValue or JsonObject => item.ToJsonString(),
        _ => index.ToString(CultureInfo.InvariantCulture),
    };
}
