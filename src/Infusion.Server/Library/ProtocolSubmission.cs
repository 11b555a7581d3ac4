using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;

namespace Infusion.Server.Library;

/// <summary>
/// A protocol as somebody sends it: <c>{ "commandId", "basedOn", "reason", "protocol" }</c>.
/// </summary>
/// <param name="CommandId">Made by the client; a second copy changes nothing. Null: it is not there, or no id.</param>
/// <param name="Protocol">Null: it is not there.</param>
/// <param name="Faults">Of the protocol, by their paths in it.</param>
sealed record ProtocolSubmission(Guid? CommandId, string? Reason, InfusionProtocol? Protocol, ImmutableArray<ProtocolFault> Faults)
{
    public const int LongestBody = 512 * 1024;
    const int LongestReason = 400;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="MalformedProtocolException">It is no JSON, or not of this shape.</exception>
    public static Task<ProtocolSubmission> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ReadAsync(body, "{ commandId, basedOn, reason, protocol }", Of, cancellationToken);

    /// <exception cref="MalformedProtocolException">It is no JSON, or not of this shape.</exception>
    internal static async Task<T> ReadAsync<T>(Stream body, string shape, Func<JsonObject, T> of, CancellationToken cancellationToken)
    {
        try
        {
            return of(await JsonNode.ParseAsync(body, null, Strict, cancellationToken) as JsonObject
                ?? throw new MalformedProtocolException("protocol", $"is not there: an object {shape} is expected", null));
        }
        catch (JsonException reason)
        {
            throw MalformedProtocolException.At(reason, isSyntax: true);
        }
        catch (InvalidOperationException)
        {
            // What the reader says of an escape such as \ud800 alone.
            throw new MalformedProtocolException("protocol", "holds half a character", null);
        }
    }

    static ProtocolSubmission Of(JsonObject text)
    {
        // 0 and absent: a new protocol.
        var basedOn = text["basedOn"] is null ? 0
            : Value<int>(text["basedOn"]) is >= 0 and < int.MaxValue and var version ? version
            : throw new MalformedProtocolException("basedOn", "must be the number of a version", null);
        var (protocol, faults) = ProtocolOf(text, basedOn + 1);
        return new ProtocolSubmission(
            Guid.TryParse(Text(text["commandId"]), out var id) ? id : null, Text(text["reason"])?.Trim(), protocol, faults)
        {
            Written = text["protocol"] as JsonObject,
        };
    }

    internal static (InfusionProtocol? Protocol, ImmutableArray<ProtocolFault> Faults) ProtocolOf(JsonObject text, int version) =>
        text["protocol"] is null or JsonObject
            ? ProtocolJson.Read(text["protocol"] as JsonObject, version)
            : throw new MalformedProtocolException("protocol", "must be an object", null);

    /// <summary>The protocol as it was sent; null: it is not there.</summary>
    public JsonObject? Written { get; private init; }

    /// <summary>Also of what comes with the protocol when it is to be stored.</summary>
    public ImmutableArray<ProtocolFault> AllFaults
    {
        get
        {
            var all = Faults.ToBuilder();
            if (CommandId is null)
            {
                all.Insert(0, new ProtocolFault("commandId", "is missing"));
            }

            if (string.IsNullOrEmpty(Reason) || Reason.Length > LongestReason || Reason.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            {
                all.Insert(0, new ProtocolFault("reason", $"must say in 1 to {LongestReason} characters why"));
            }

            return all.ToImmutable();
        }
    }

    static T? Value<T>(JsonNode? node) where T : struct => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : null;

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var found) ? found : null;
}
