using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Infusion.Server.Charts.Bundles;

/// <summary>The public half of a clinic's key, as whoever verifies has it.</summary>
/// <param name="Fingerprint">SHA-256 of the key's SubjectPublicKeyInfo.</param>
/// <param name="RevokedFrom">What was sealed from then on is not trusted; null: it is not revoked.</param>
sealed record TrustedKey(string Fingerprint, byte[] PublicKey, DateTimeOffset? RevokedFrom, string? Reason);

/// <summary>The keys that whoever verifies trusts: PEM, each with the lines before it that say whether and from when it is revoked.</summary>
sealed class Trust(IReadOnlyList<TrustedKey> keys)
{
    const string Begin = "-----BEGIN PUBLIC KEY-----";
    const string End = "-----END PUBLIC KEY-----";
    const string RevokedFrom = "Revoked-From:";
    const string RevokedBecause = "Revoked-Because:";

    public TrustedKey? Find(string fingerprint) => keys.FirstOrDefault(key => key.Fingerprint == fingerprint);

    /// <exception cref="FormatException">There is no key in it, or something that is none.</exception>
    public static Trust Read(string text)
    {
        var (keys, at) = (new List<TrustedKey>(), 0);
        for (var begin = text.IndexOf(Begin, StringComparison.Ordinal); begin >= 0; begin = text.IndexOf(Begin, at, StringComparison.Ordinal))
        {
            var end = text.IndexOf(End, begin, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new FormatException("a public key has a beginning and no end");
            }

            end += End.Length;
            var publicKey = Decode(text[begin..end]);
            var said = text[at..begin].Split('\n', StringSplitOptions.TrimEntries);
            var revoked = Said(said, RevokedFrom);
            keys.Add(new TrustedKey(
                Manifest.Sha256(publicKey), publicKey,
                revoked is null ? null : DateTimeOffset.Parse(revoked, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Said(said, RevokedBecause)));
            at = end;
        }

        return keys.Count > 0 ? new Trust(keys) : throw new FormatException("there is no public key in it (PEM, \"BEGIN PUBLIC KEY\")");
    }

    public static string Write(IEnumerable<TrustedKey> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"Key: {key.Fingerprint}\n");
            if (key.RevokedFrom is { } from)
            {
                text.Append(CultureInfo.InvariantCulture, $"{RevokedFrom} {from.UtcDateTime:O}\n");
                text.Append(CultureInfo.InvariantCulture, $"{RevokedBecause} {key.Reason?.ReplaceLineEndings(" ")}\n");
            }

            text.Append(Pem(key.PublicKey)).Append('\n');
        }

        return text.ToString();
    }

    public static string Pem(byte[] publicKey) => PemEncoding.WriteString("PUBLIC KEY", publicKey);

    static byte[] Decode(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? key.ExportSubjectPublicKeyInfo() : throw new FormatException("a public key in it is not of P-256");
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new FormatException("a public key in it cannot be read");
        }
    }

    static string? Said(string[] lines, string name) => lines.LastOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();
}
