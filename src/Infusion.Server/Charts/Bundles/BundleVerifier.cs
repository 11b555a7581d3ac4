using System.Security.Cryptography;
using System.Text;
using Infusion.Core.SignOff;

namespace Infusion.Server.Charts.Bundles;

/// <summary>What is wrong with a bundle.</summary>
/// <param name="Subject">What was touched: a file's name, "signature", "key", "bundle".</param>
/// <param name="Text">A sentence.</param>
public sealed record BundleFault(string Subject, string Text);

/// <param name="Manifest">Null: it cannot be read.</param>
/// <param name="Faults">Empty: every byte is as it was sealed, by a key that is trusted.</param>
sealed record BundleVerdict(Manifest? Manifest, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<BundleFault> Faults);

/// <summary>Whether a bundle is what was sealed. Needs nothing but the bundle and the keys that are trusted: no store, no network, no clock.</summary>
static class BundleVerifier
{
    static readonly string[] Around = [Manifest.FileName, SealedBundle.SignatureFile, SealedBundle.KeyFile, SealedBundle.SumsFile];
    static readonly string[] Wanted = [SealedBundle.Pdf, ChartFiles.About, .. ChartFiles.Signed];

    public static BundleVerdict Verify(byte[] bundle, Trust trust)
    {
        if (SealedBundle.Unpack(bundle) is not { } files)
        {
            return new(null, new Dictionary<string, byte[]>(), [new("bundle", "This is no bundle, or it is damaged: the zip cannot be unpacked.")]);
        }

        var faults = new List<BundleFault>();
        faults.AddRange(Around.Where(name => !files.ContainsKey(name)).Select(name => new BundleFault(name, $"{name} is missing.")));
        if (!files.TryGetValue(Manifest.FileName, out var manifestBytes))
        {
            return new(null, files, faults);
        }

        // The key by its fingerprint among those that are trusted, never the one in the bundle.
        var manifest = Manifest.Read(manifestBytes);
        CheckSeal(files, manifestBytes, manifest, trust, faults);
        if (manifest is null)
        {
            faults.Add(new(Manifest.FileName, "manifest.json was changed: it is no manifest that this program knows."));
            return new(null, files, faults);
        }

        if (faults.Exists(fault => fault.Subject == Manifest.FileName))
        {
            // What a manifest says that was touched blames nobody.
            CheckSums(files, faults);
            return new(manifest, files, faults);
        }

        CheckFiles(files, manifest, faults);
        CheckDigests(manifest, faults);
        return new(manifest, files, faults);
    }

    static void CheckSeal(
        Dictionary<string, byte[]> files, byte[] manifestBytes, Manifest? manifest, Trust trust, List<BundleFault> faults)
    {
        var inBundle = files.TryGetValue(SealedBundle.KeyFile, out var pem) ? Fingerprint(pem) : null;
        if (((manifest is null ? null : trust.Find(manifest.Key)) ?? (inBundle is null ? null : trust.Find(inBundle))) is not { } trusted)
        {
            faults.Add(new("key", $"The key {manifest?.Key ?? inBundle ?? "of this bundle"} is not among those you trust; this bundle proves nothing."));
            return;
        }

        if (pem is not null && !pem.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Trust.Pem(trusted.PublicKey))))
        {
            faults.Add(new(SealedBundle.KeyFile, $"key.pem was changed: it is not, byte for byte, the key {trusted.Fingerprint} by which this was sealed."));
        }

        if (files.TryGetValue(SealedBundle.SignatureFile, out var signature) && !IsBy(trusted, manifestBytes, signature))
        {
            faults.Add(Unsealed(files, manifestBytes));
        }
        else if (manifest is not null && trusted.RevokedFrom is { } revoked && manifest.SealedAt >= revoked)
        {
            faults.Add(new(
                "key",
                $"The key {trusted.Fingerprint} is revoked from {revoked.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({trusted.Reason}), and this was sealed at "
                + $"{manifest.SealedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."));
        }
    }

    /// <summary>Manifest and signature do not belong together. The sums, which are not signed, tell which of them was touched by accident.</summary>
    static BundleFault Unsealed(Dictionary<string, byte[]> files, byte[] manifest)
    {
        const string torn = "The signature does not belong to this manifest";
        var sums = files.TryGetValue(SealedBundle.SumsFile, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
        return sums.Contains(SealedBundle.Sum(Manifest.FileName, Manifest.Sha256(manifest)), StringComparison.Ordinal)
            ? new(SealedBundle.SignatureFile, $"manifest.sig was changed. {torn}, which is as SHA256SUMS has it.")
            : new(Manifest.FileName, $"manifest.json was changed. {torn}, and it is not as SHA256SUMS has it.");
    }

    static void CheckFiles(Dictionary<string, byte[]> files, Manifest manifest, List<BundleFault> faults)
    {
        foreach (var known in manifest.Files)
        {
            if (!files.TryGetValue(known.Name, out var bytes))
            {
                faults.Add(new(known.Name, $"{known.Name} is missing."));
            }
            else if (Manifest.Sha256(bytes) is var found && found != known.Sha256)
            {
                var where = string.Join("; ", FileLines.Differences(known, bytes));
                faults.Add(new(known.Name, $"{known.Name} was changed: SHA-256 {found} in place of {known.Sha256}{(where.Length > 0 ? $"; {where}" : "")}."));
            }
        }

        if (files.TryGetValue(SealedBundle.SumsFile, out var sums)
            && !sums.AsSpan().SequenceEqual(SealedBundle.Sums(manifest, files[Manifest.FileName])) && faults.Count == 0)
        {
            faults.Add(new(SealedBundle.SumsFile, "SHA256SUMS was changed: it is not what the manifest says."));
        }

        faults.AddRange(Wanted.Where(name => manifest.Files.All(file => file.Name != name))
            .Select(name => new BundleFault(Manifest.FileName, $"manifest.json was changed: it does not name {name}.")));
        faults.AddRange(files.Keys.Where(name => !Around.Contains(name) && manifest.Files.All(file => file.Name != name))
            .Select(name => new BundleFault(name, $"{name} was added: the manifest does not name it.")));
    }

    static void CheckSums(Dictionary<string, byte[]> files, List<BundleFault> faults)
    {
        var sums = files.TryGetValue(SealedBundle.SumsFile, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
        faults.AddRange(files.Where(file => !Around.Contains(file.Key) && !sums.Contains(SealedBundle.Sum(file.Key, Manifest.Sha256(file.Value)), StringComparison.Ordinal))
            .Select(file => new BundleFault(file.Key, $"{file.Key} was changed: it is not as SHA256SUMS has it.")));
    }

    static void CheckDigests(Manifest manifest, List<BundleFault> faults)
    {
        var parts = ChartFiles.Signed.Select(name => (name, manifest.Files.FirstOrDefault(file => file.Name == name)?.Sha256 ?? "")).ToList();
        if (manifest.Format != Manifest.FirstFormat)
        {
            faults.Add(new(Manifest.FileName, $"manifest.json is of the format {manifest.Format}, which this program does not know."));
        }
        else if (ChartFiles.Digest(parts) != manifest.Digest)
        {
            faults.Add(new(Manifest.FileName, "manifest.json was changed: the digest that people signed is not that of the files it names."));
        }

        faults.AddRange(manifest.Signatures
            .Where(each => each.Version == manifest.Version && each.Digest != manifest.Digest || each.Meaning is SignatureMeaning.Unknown)
            .Select(each => new BundleFault(Manifest.FileName, $"manifest.json was changed: the signature of {each.Name} is not on what it names.")));
    }

    static bool IsBy(TrustedKey key, byte[] manifest, byte[] signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
        return ecdsa.VerifyData(manifest, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    static string? Fingerprint(byte[] pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(Encoding.UTF8.GetString(pem));
            return Manifest.Sha256(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
