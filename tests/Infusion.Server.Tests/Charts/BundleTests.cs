using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Infusion.Core.SignOff;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>Every class of byte of a bundle: what was touched is named.</summary>
public sealed class BundleTests
{
    static readonly DateTimeOffset SealedAt = new(2026, 11, 23, 18, 0, 0, TimeSpan.Zero);
    static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    static readonly byte[] Public = Key.ExportSubjectPublicKeyInfo();
    static readonly Lazy<byte[]> One = new(() => Sealed(null));
    static readonly string Events = string.Concat(Enumerable.Range(1, 9).Select(n => $$"""{"id":"00000000-0000-0000-0000-00000000000{{n}}","version":{{n}} }""" + "\n"));
    static readonly string Readings = string.Concat(Enumerable.Range(1, 130).Select(n => $$"""{"device":"monitor-1","boot":"b","seq":{{n}},"values":{"SPO2":97} }""" + "\n"));

    [Fact]
    public void WhatWasSealedIsWhole()
    {
        var verdict = BundleVerifier.Verify(Sealed(), Trusting());

        verdict.Faults.ShouldBeEmpty();
        verdict.Manifest!.Number.ShouldBe(4);
    }

    [Theory]
    [InlineData(SealedBundle.Pdf, "chart.pdf was changed: SHA-256 ")]
    [InlineData(ChartFiles.About, "about.json was changed: SHA-256 ")]
    [InlineData(ChartFiles.Events, "events.ndjson was changed: SHA-256 ")]
    [InlineData(ChartFiles.Readings, "readings.ndjson was changed: SHA-256 ")]
    [InlineData(ChartFiles.Notes, "notes.ndjson was changed: SHA-256 ")]
    [InlineData(ChartFiles.Additions, "additions.ndjson was changed: SHA-256 ")]
    [InlineData(Manifest.FileName, "manifest.json was changed. ")]
    [InlineData(SealedBundle.SignatureFile, "manifest.sig was changed. ")]
    [InlineData(SealedBundle.KeyFile, "key.pem was changed: ")]
    [InlineData(SealedBundle.SumsFile, "SHA256SUMS was changed: ")]
    public void AnyByteOfAFileThatIsChangedIsFoundAndTheFileIsNamed(string name, string word)
    {
        var length = SealedBundle.Unpack(Sealed())![name].Length;
        foreach (var at in Enumerable.Range(0, 16).Select(n => n * (length - 1) / 15).Distinct())
        {
            var faults = BundleVerifier.Verify(Touched(name, bytes => bytes[at] ^= 1), Trusting()).Faults;

            faults.ShouldContain(fault => fault.Subject == name && fault.Text.StartsWith(word), $"byte {at}: {string.Join(" / ", faults)}");
            faults.ShouldAllBe(fault => fault.Subject == name, $"byte {at}");
        }
    }

    [Fact]
    public void AnEventThatIsChangedIsNamedByItsLine_AReadingByItsBlock()
    {
        Fault(Touched(ChartFiles.Events, bytes => bytes[Events.IndexOf("\"version\":7", StringComparison.Ordinal) + 10] = (byte)'8'))
            .ShouldEndWith("; line 7 is not what was sealed.");
        Fault(Touched(ChartFiles.Readings, bytes => bytes[Readings.IndexOf("\"seq\":100,", StringComparison.Ordinal) + 6] = (byte)'2'))
            .ShouldEndWith("; lines 61 to 120 are not what was sealed.");
        Fault(With(ChartFiles.Events, Encoding.UTF8.GetBytes(Events + "{}\n"))).ShouldEndWith("; it was sealed with 9 lines and has 10.");
    }

    [Fact]
    public void AFileThatIsMissingOrAddedIsNamed()
    {
        foreach (var name in SealedBundle.Unpack(Sealed())!.Keys)
        {
            BundleVerifier.Verify(Repacked(files => files.Remove(name)), Trusting()).Faults
                .ShouldContain(fault => fault.Subject == name && fault.Text == $"{name} is missing.", name);
        }

        Fault(With("more.txt", [1])).ShouldBe("more.txt was added: the manifest does not name it.");
    }

    [Fact]
    public void WhereManifestAndFileWereTouchedBothAreNamed()
    {
        var version = Encoding.UTF8.GetString(SealedBundle.Unpack(Sealed())![Manifest.FileName]).IndexOf("\"version\": 1", StringComparison.Ordinal) + 11;

        BundleVerifier.Verify(Repacked(files => (files[Manifest.FileName][version], files[SealedBundle.Pdf][3]) = ((byte)'2', (byte)'x')), Trusting()).Faults
            .Select(fault => fault.Text).ShouldBe(
            [
                "manifest.json was changed. The signature does not belong to this manifest, and it is not as SHA256SUMS has it.",
                "chart.pdf was changed: it is not as SHA256SUMS has it.",
            ]);
    }

    [Fact]
    public void AManifestThatWasMadeAnewByAnotherKeyProvesNothing()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Fault(Sealed(other)).ShouldContain("is not among those you trust; this bundle proves nothing.");
        Fault(With(SealedBundle.KeyFile, Encoding.UTF8.GetBytes(Trust.Pem(other.ExportSubjectPublicKeyInfo())))).ShouldStartWith("key.pem was changed: ");
    }

    [Fact]
    public void ASealOfARevokedKeyCountsUntilItWasRevokedFrom()
    {
        BundleVerifier.Verify(Sealed(), Trusting(SealedAt.AddSeconds(1))).Faults.ShouldBeEmpty();
        BundleVerifier.Verify(Sealed(), Trusting(SealedAt)).Faults.ShouldHaveSingleItem().Text.ShouldBe(
            $"The key {Manifest.Sha256(Public)} is revoked from 2026-11-23 18:00:00 UTC (Laptop lost), and this was sealed at 2026-11-23 18:00:00 UTC.");
    }

    [Fact]
    public void ASignatureOnSomethingElseIsFound_AlsoWhereTheSealIsRight()
    {
        var lying = Sealed(null, manifest => manifest with { Signatures = [manifest.Signatures[0] with { Digest = "00" }] });

        Fault(lying).ShouldBe("manifest.json was changed: the signature of P. Example, MD is not on what it names.");
        Fault(Sealed(null, manifest => manifest with { Digest = "00", Signatures = [] }))
            .ShouldBe("manifest.json was changed: the digest that people signed is not that of the files it names.");
        Fault(Sealed(null, manifest => manifest with { Format = "infusion-chart-bundle/9" }))
            .ShouldBe("manifest.json is of the format infusion-chart-bundle/9, which this program does not know.");
    }

    [Fact]
    public void WhatIsNoBundleIsSaidToBeNone() =>
        BundleVerifier.Verify([1, 2, 3], Trusting()).Faults.ShouldHaveSingleItem().Subject.ShouldBe("bundle");

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void KeysThatCannotBeReadAreRefused(string text) => Should.Throw<FormatException>(() => Trust.Read(text));

    [Fact]
    public void KeysAreReadAsTheyAreWritten()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var second = other.ExportSubjectPublicKeyInfo();
        var read = Trust.Read(Trust.Write(
            [new(Manifest.Sha256(Public), Public, SealedAt, "Laptop\nlost"), new(Manifest.Sha256(second), second, null, null)]));

        (read.Find(Manifest.Sha256(Public))!.RevokedFrom, read.Find(Manifest.Sha256(Public))!.Reason).ShouldBe((SealedAt, "Laptop lost"));
        read.Find(Manifest.Sha256(second))!.RevokedFrom.ShouldBeNull();
    }

    [Fact]
    public async Task TheCommandSaysWhatItFound()
    {
        using var folder = new Support.TemporaryDirectory();
        var (whole, touched, keys) = (Path.Combine(folder.Path, "a.zip"), Path.Combine(folder.Path, "b.zip"), Path.Combine(folder.Path, "keys.pem"));
        await File.WriteAllBytesAsync(whole, Sealed(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(touched, Touched(SealedBundle.Pdf, bytes => bytes[3] ^= 1), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(keys, Trust.Write([new(Manifest.Sha256(Public), Public, null, null)]), TestContext.Current.CancellationToken);

        var (code, said, _) = await RunAsync(whole, "--trust", keys);
        code.ShouldBe(0);
        said.ShouldContain("P. Example, MD");
        said.ShouldContain("Whole: every byte is as it was sealed.");
        (code, said, _) = await RunAsync(touched, "--trust", keys);
        code.ShouldBe(1);
        said.ShouldContain("chart.pdf was changed: SHA-256 ");
        foreach (var wrong in new[] { new[] { whole }, [whole, "--trust"], [whole, "--trust", "none.pem"], ["none.zip", "--trust", keys], [whole, "--trust", whole], [whole, "--key", keys] })
        {
            (code, _, said) = await RunAsync(wrong);
            (code, said.Contains("Usage: verify", StringComparison.Ordinal)).ShouldBe((2, true));
        }
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new VerifyCommand(output, error).RunAsync(arguments, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    static Trust Trusting(DateTimeOffset? revokedFrom = null) => new([new TrustedKey(Manifest.Sha256(Public), Public, revokedFrom, "Laptop lost")]);

    static string Fault(byte[] bundle) => BundleVerifier.Verify(bundle, Trusting()).Faults.ShouldHaveSingleItem().Text;

    static byte[] Touched(string name, Action<byte[]> touch) => Repacked(files => touch(files[name]));

    static byte[] With(string name, byte[] bytes) => Repacked(files => files[name] = bytes);

    static byte[] Repacked(Action<Dictionary<string, byte[]>> change)
    {
        var files = SealedBundle.Unpack(Sealed())!;
        change(files);
        return SealedBundle.Pack(files.Select(file => (file.Key, file.Value)));
    }

    static byte[] Sealed() => One.Value;

    static byte[] Sealed(ECDsa? by, Func<Manifest, Manifest>? change = null)
    {
        var key = by ?? Key;
        var publicKey = key.ExportSubjectPublicKeyInfo();
        List<(string Name, byte[] Bytes)> files =
        [
            (SealedBundle.Pdf, "%PDF-1.4 and so on\n"u8.ToArray()),
            (ChartFiles.About, "{}"u8.ToArray()),
            (ChartFiles.Events, Encoding.UTF8.GetBytes(Events)),
            (ChartFiles.Readings, Encoding.UTF8.GetBytes(Readings)),
            (ChartFiles.Notes, "{\"id\":\"00000000-0000-0000-0000-000000000011\",\"text\":\"Comfortable\"}\n"u8.ToArray()),
            (ChartFiles.Additions, "{\"id\":\"00000000-0000-0000-0000-000000000012\"}\n"u8.ToArray()),
        ];
        var digest = ChartFiles.Digest(files.Select(file => new ChartFile(file.Name, file.Bytes)));
        var manifest = new Manifest(
            Manifest.FirstFormat, "here", new Guid(1, 2, 3, new byte[8]), 1, 4, "ab", SealedAt, ChartBundles.BecauseSigned, Manifest.Sha256(publicKey), digest,
            [new Signature("physician", "P. Example, MD", SignatureMeaning.Approval, SealedAt, digest, 1)],
            [.. files.Select(file => FileLines.Seal(file.Name, file.Bytes))]);
        manifest = change?.Invoke(manifest) ?? manifest;
        var bytes = manifest.ToBytes();
        return SealedBundle.Pack(
        [
            .. files, (Manifest.FileName, bytes), (SealedBundle.SignatureFile, key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            (SealedBundle.KeyFile, Encoding.UTF8.GetBytes(Trust.Pem(publicKey))), (SealedBundle.SumsFile, SealedBundle.Sums(manifest, bytes)),
        ]);
    }
}
