using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;

namespace Infusion.Server.Library;

/// <summary>A draft to be tried, as somebody sends it.</summary>
/// <param name="Of">The protocol that the recorded sessions ran under; a copy has another id than what it was copied from.</param>
/// <param name="Faults">What has some is not tried.</param>
sealed record ProtocolPreview(string Of, string? From, string? To, InfusionProtocol? Protocol, ImmutableArray<ProtocolFault> Faults)
{
    /// <exception cref="MalformedProtocolException">It is no JSON, or not of this shape.</exception>
    public static Task<ProtocolPreview> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ProtocolSubmission.ReadAsync(body, "{ of, from, to, protocol }", Read, cancellationToken);

    static ProtocolPreview Read(JsonObject text)
    {
        // A version of its own is never compared here.
        var (protocol, faults) = ProtocolSubmission.ProtocolOf(text, 1);
        return new ProtocolPreview(
            ProtocolSubmission.Text(text["of"]) ?? protocol?.Id ?? "", ProtocolSubmission.Text(text["from"]), ProtocolSubmission.Text(text["to"]), protocol, faults);
    }
}
