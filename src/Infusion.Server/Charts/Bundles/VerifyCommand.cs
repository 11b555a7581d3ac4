using System.Globalization;

namespace Infusion.Server.Charts.Bundles;

/// <summary>
/// The command line: whether a bundle is what was sealed. Reads two files and nothing else. Ends with 0 when it is, with 1 when
/// it is not, with 2 when the arguments say nothing that can be done.
/// </summary>
sealed class VerifyCommand(TextWriter output, TextWriter error)
{
    public const string Name = "verify";
    const string Usage = "Usage: verify BUNDLE.zip --trust KEYS.pem";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            if (arguments is not [var file, "--trust", var keys])
            {
                throw new FormatException("The bundle and the keys that you trust are needed.");
            }

            var trust = Trust.Read(await File.ReadAllTextAsync(keys, cancellationToken));
            return await TellAsync(BundleVerifier.Verify(await File.ReadAllBytesAsync(file, cancellationToken), trust));
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(wrong.Message);
            await error.WriteLineAsync(Usage);
            return 2;
        }
    }

    async Task<int> TellAsync(BundleVerdict verdict)
    {
        if (verdict.Manifest is { } manifest)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Chart of session {manifest.Session}, clinic {manifest.Clinic}, version {manifest.Version}, number {manifest.Number}, sealed {Time(manifest.SealedAt)} by key {manifest.Key}"));
            foreach (var signature in manifest.Signatures)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Signed by {signature.Name} ({signature.By}): {signature.Meaning}, {Time(signature.At)}, version {signature.Version}"));
            }

            if (manifest.Signatures.All(each => each.Version != manifest.Version))
            {
                await output.WriteLineAsync("Nobody signed this version itself: it holds what arrived after signing.");
            }
        }

        foreach (var fault in verdict.Faults)
        {
            await output.WriteLineAsync(fault.Text);
        }

        await output.WriteLineAsync(verdict.Faults.Count == 0 ? "Whole: every byte is as it was sealed." : $"Not whole: {verdict.Faults.Count} found.");
        return verdict.Faults.Count == 0 ? 0 : 1;
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
