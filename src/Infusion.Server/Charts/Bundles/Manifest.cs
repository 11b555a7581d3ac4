using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Storage;

namespace Infusion.Server.Charts.Bundles;

/// <summary>A file of a bundle, as it was when it was sealed.</summary>
/// <param name="Lines">SHA-256 of each line of events, notes and additions, and of each 60 lines of readings: so that what was touched can be named. Empty: no lines.</param>
public sealed record SealedFile(string Name, long Bytes, string Sha256, ImmutableArray<string> Lines);

/// <summary>What a bundle holds: the one file that is signed.</summary>
/// <param name="Number">The clinic's how-manieth bundle, from 1.</param>
/// <param name="Previous">SHA-256 of the manifest of the clinic's bundle before; null: this is the first.</param>
/// <param name="Key">The fingerprint of the clinic's key.</param>
/// <param name="Digest">What the people below signed, where they signed this version.</param>
/// <param name="Signatures">All that were given on this chart, in order.</param>
public sealed record Manifest(
    string Format, string Clinic, Guid Session, int Version, long Number, string? Previous, DateTimeOffset SealedAt, string Because,
    string Key, string Digest, ImmutableArray<Signature> Signatures, ImmutableArray<SealedFile> Files)
{
    public const string FirstFormat = "infusion-chart-bundle/1";
    public const string FileName = "manifest.json";

    static readonly JsonSerializerOptions Options = new(QuantityConverters.Options) { WriteIndented = true };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <returns>Null: these bytes are no manifest.</returns>
    public static Manifest? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(bytes, Options) is { Format: not null, Digest: not null, Key: not null } read
                && !read.Files.IsDefault && !read.Signatures.IsDefault
                && read.Files.All(file => file is { Name: not null, Sha256: not null } && !file.Lines.IsDefault) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
