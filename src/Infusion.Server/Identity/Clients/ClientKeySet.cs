using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Identity;

/// <param name="Kind">RS384 or ES384.</param>
/// <param name="Thumbprint">RFC 7638, so that two people can compare what they have.</param>
public sealed record ClientKeyView(string Kid, string Kind, string Thumbprint);

/// <summary>What was given as a client's keys, and cannot be.</summary>
sealed class ClientKeysException(string message) : Exception(message);

/// <summary>A client's public keys, checked. Pure.</summary>
static class ClientKeySet
{
    public const int LargestBytes = 64 * 1024;
    const int MostKeys = 20;
    const int LongestKid = 200;
    const int LeastRsaBits = 2048;
    const int MostRsaBits = 8192;

    /// <summary>The keys that can sign an assertion; what is for something else (encryption, other curves) is left out.</summary>
    /// <exception cref="ClientKeysException">Says what is wrong with the set, or that none of its keys will do.</exception>
    public static JsonWebKeySet Read(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > LargestBytes)
        {
            throw new ClientKeysException($"The key set is larger than {LargestBytes / 1024} KiB.");
        }

        var keys = KeysIn(text);
        if (keys.FirstOrDefault(key => key.D is not null || key.K is not null) is { } secret)
        {
            throw new ClientKeysException(
                $"The key \"{Short(secret.Kid)}\" is a private one. It has left its owner now: make a new pair, and give only the public part.");
        }

        var faults = keys.Where(key => key.Use is not "enc").Select(FaultOf).ToList();
        var usable = keys.Where(key => key.Use is not "enc" && FaultOf(key) is null).ToList();
        if (usable.Count == 0)
        {
            throw new ClientKeysException(
                $"No key of the set will do: RSA of {LeastRsaBits} bits or more (RS384) or EC on P-384 (ES384) is needed, with a kid. {string.Join(" ", faults.OfType<string>())}".TrimEnd());
        }

        if (usable.GroupBy(key => key.Kid).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ClientKeysException($"The set has two keys with the kid \"{Short(twice.Key)}\".");
        }

        var set = new JsonWebKeySet();
        usable.ForEach(set.Keys.Add);
        return set;
    }

    public static IReadOnlyList<ClientKeyView> Views(JsonWebKeySet keys) =>
        [.. keys.Keys.Select(key => new ClientKeyView(key.Kid ?? "", key.Kty == "EC" ? "ES384" : "RS384", Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())))];

    static IList<JsonWebKey> KeysIn(string text)
    {
        try
        {
            // A single key that was pasted is meant as a set of one.
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            var set = root.ValueKind is JsonValueKind.Object && root.TryGetProperty("kty", out _) ? $$"""{"keys":[{{text}}]}""" : text;
            if (root.ValueKind is not JsonValueKind.Object || !(root.TryGetProperty("keys", out var keys) ? keys.ValueKind is JsonValueKind.Array : root.TryGetProperty("kty", out _)))
            {
                throw new ClientKeysException("This is no JSON Web Key Set: an object with an array \"keys\" is needed.");
            }

            var read = new JsonWebKeySet(set).Keys;
            return read.Count switch
            {
                0 => throw new ClientKeysException("The key set is empty."),
                > MostKeys => throw new ClientKeysException($"The key set has more than {MostKeys} keys."),
                _ => read,
            };
        }
        catch (Exception reason) when (reason is JsonException or ArgumentException)
        {
            throw new ClientKeysException("This is no JSON Web Key Set: it cannot be read as JSON with an array \"keys\" of keys.");
        }
    }

    /// <returns>Null: an assertion may be signed with it.</returns>
    static string? FaultOf(JsonWebKey key)
    {
        var name = $"The key \"{Short(key.Kid)}\"";
        if (key.Kid is not { Length: > 0 and <= LongestKid })
        {
            return $"{name} has no kid of 1 to {LongestKid} characters.";
        }

        try
        {
            return key.Kty switch
            {
                "RSA" => Base64UrlEncoder.DecodeBytes(key.N).Length * 8 is var bits and >= LeastRsaBits and <= MostRsaBits && Base64UrlEncoder.DecodeBytes(key.E).Length is > 0 and <= 8
                    ? null
                    : $"{name} is RSA of a size or exponent that is not taken.",
                "EC" when key.Crv == "P-384" => IsPoint(key) ? null : $"{name} has no point of P-384.",
                "EC" => $"{name} is on the curve {Short(key.Crv)}; ES384 is on P-384.",
                _ => $"{name} is of the kind {Short(key.Kty)}.",
            };
        }
        catch (Exception reason) when (reason is FormatException or ArgumentException)
        {
            return $"{name} cannot be decoded.";
        }
    }

    static bool IsPoint(JsonWebKey key)
    {
        try
        {
            using var point = System.Security.Cryptography.ECDsa.Create(new System.Security.Cryptography.ECParameters
            {
                Curve = System.Security.Cryptography.ECCurve.NamedCurves.nistP384,
                Q = new() { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            });
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    static string Short(string? text) => text is null ? "" : text.Length <= 40 ? text : text[..40];
}
