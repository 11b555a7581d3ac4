using System.Diagnostics;
using Infusion.Server.Tests.Support;

namespace Infusion.Server.Tests.Patients.Peer;

/// <summary>An EHR that others wrote: Medplum's FHIR R4 server on its store in memory, as a process of its own.</summary>
sealed class FhirPeer : IAsyncDisposable
{
    readonly Process _process;

    FhirPeer(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>The base of its FHIR API.</summary>
    public string Url { get; }

    public static async Task<FhirPeer> StartAsync(string token)
    {
        var folder = Path.Combine(Repository.Root, "tests/Infusion.Server.Tests/Patients/Peer");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@medplum", "fhir-router")))
        {
            using var install = Start(folder, "npm", "ci", "--no-audit", "--no-fund");
            var said = await install.StandardError.ReadToEndAsync(TestContextToken);
            await install.WaitForExitAsync(TestContextToken);
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci failed in {folder}: {said}");
            }
        }

        var process = Start(folder, "node", ("TOKEN", token), "peer.mjs");
        return await process.StandardOutput.ReadLineAsync(TestContextToken) is { } url
            ? new FhirPeer(process, url)
            : throw new InvalidOperationException($"The FHIR peer did not start: {await process.StandardError.ReadToEndAsync(TestContextToken)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static CancellationToken TestContextToken => Xunit.TestContext.Current.CancellationToken;

    static Process Start(string folder, string program, params string[] arguments) => Start(folder, program, null, arguments);

    static Process Start(string folder, string program, (string Key, string Value)? setting, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting is { } set)
        {
            start.Environment[set.Key] = set.Value;
        }

        return Process.Start(start)!;
    }
}
