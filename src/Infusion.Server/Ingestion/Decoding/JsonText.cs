using System.Text.Json;
using System.Text.Unicode;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>What holds for every payload of the protocol, before its shape is looked at.</summary>
static class JsonText
{
    static readonly JsonReaderOptions Strict = new() { MaxDepth = 8 };

    /// <exception cref="PayloadRefusedException">Not UTF-8, or a string holds U+0000 or half a surrogate pair.</exception>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
        {
            throw new PayloadRefusedException(RefusalReason.NotUtf8, "The payload is not UTF-8.");
        }

        // Unescaped, both are malformed already. Only an escape can smuggle them in.
        if (payload.Contains((byte)'\\'))
        {
            RefuseForbiddenCharacters(payload);
        }

        return new Utf8JsonReader(payload, Strict);
    }

    public static PayloadRefusedException NotJson(JsonException malformed) => new(
        RefusalReason.NotJson,
        $"The payload is not JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}).");

    static void RefuseForbiddenCharacters(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, Strict);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                && reader.ValueIsEscaped && HoldsForbidden(ref reader))
            {
                throw new PayloadRefusedException(
                    RefusalReason.ForbiddenCharacter,
                    $"A string near byte {reader.TokenStartIndex} holds U+0000 or a lone surrogate.");
            }
        }
    }

    static bool HoldsForbidden(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            // This is how the reader says that an escape is half a surrogate pair.
            return true;
        }
    }
}
