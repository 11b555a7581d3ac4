using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infusion.Simulator.Scripts;

/// <summary>A script that cannot be played; the message names the file and what is wrong in it.</summary>
public sealed class ScriptException(string message) : Exception(message);

/// <summary>A session written down second by second: what its monitor, its pump and the people at the chair do.</summary>
/// <param name="Given">What must be true before: "ready" or "infusing".</param>
/// <param name="Until">The second at which it ends.</param>
/// <param name="Limits">Under which limits its events are expected: "basic" or "staged".</param>
public sealed record Script(string Given, decimal Until, IReadOnlyList<ScriptStep> Steps, string Limits = "basic")
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Script Read(string file)
    {
        try
        {
            var script = JsonSerializer.Deserialize<Script>(File.ReadAllText(file), Options)
                ?? throw new ScriptException($"{file} holds no object.");
            _ = script.Timeline().ToList();
            return script;
        }
        catch (JsonException problem)
        {
            throw new ScriptException($"{file}: {problem.Message}");
        }
        catch (KeyNotFoundException problem)
        {
            throw new ScriptException($"{file}: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException($"{file} cannot be read: {problem.Message}");
        }
    }

    /// <summary>Every act in the order of its second; at one second in the order of the file.</summary>
    public IEnumerable<ScriptAct> Timeline() => Steps.SelectMany(step => step.Acts()).OrderBy(act => act.At);
}
