using System.Text.Json;

namespace Infusion.Server.Fhir.Rest;

/// <summary>A Parameters resource as names and values, as they would stand in an address.</summary>
static class OperationParameters
{
    static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 12 };

    public static IEnumerable<(string Name, string Value)> Parse(string json)
    {
        using var document = Document(json);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("resourceType", out var type) || !IsText(type, "Parameters"))
        {
            throw Wrong("The body is no Parameters resource.", "Parameters.resourceType");
        }

        if (!root.TryGetProperty("parameter", out var parameters))
        {
            return [];
        }

        return parameters.ValueKind is JsonValueKind.Array
            ? [.. parameters.EnumerateArray().Select((parameter, place) => Of(parameter, $"Parameters.parameter[{place}]")).ToList()]
            : throw Wrong("parameter is a list.", "Parameters.parameter");
    }

    static JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Shallow);
        }
        catch (JsonException wrong)
        {
            throw new FhirFault(
                StatusCodes.Status400BadRequest, "structure",
                $"The body is no JSON, or nested too deep (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}).", "Parameters");
        }
    }

    static (string Name, string Value) Of(JsonElement parameter, string at)
    {
        if (parameter.ValueKind is not JsonValueKind.Object || !parameter.TryGetProperty("name", out var name) || name.ValueKind is not JsonValueKind.String
            || Text(name) is not { Length: > 0 } named)
        {
            throw Wrong("A parameter has a name.", $"{at}.name");
        }

        var values = parameter.EnumerateObject().Where(each => each.Name.StartsWith("value", StringComparison.Ordinal)).ToList();
        var value = values is [var only] ? Written(only.Value) : null;
        return value is { Length: > 0 } && !value.Contains('\0', StringComparison.Ordinal)
            ? (named, value)
            : throw Wrong("A parameter has one value that can be read here: a primitive, a Coding, a CodeableConcept of one coding or a Reference.", $"{at}.value");
    }

    static string? Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("coding", out var coding) && coding.ValueKind is JsonValueKind.Array && coding.GetArrayLength() == 1 => Written(coding[0]),
        JsonValueKind.Object when value.TryGetProperty("code", out var code) && code.ValueKind is JsonValueKind.String && Text(code) is { } token =>
            value.TryGetProperty("system", out var system) && system.ValueKind is JsonValueKind.String ? $"{Escaped(Text(system) ?? "")}|{Escaped(token)}" : Escaped(token),
        JsonValueKind.Object when value.TryGetProperty("reference", out var reference) && reference.ValueKind is JsonValueKind.String => Text(reference),
        _ => null,
    };

    static bool IsText(JsonElement element, string text) => element.ValueKind is JsonValueKind.String && Text(element) == text;

    /// <returns>Null: half a surrogate pair, which is no text.</returns>
    static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static string Escaped(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    static FhirFault Wrong(string diagnostics, string at) => new(StatusCodes.Status400BadRequest, "structure", diagnostics, at);
}
