using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>A browser that is told: its keys, and what it reads.</summary>
sealed class PushedBrowser
{
    static readonly SemaphoreSlim Installing = new(1);

    readonly ECParameters _key;

    public PushedBrowser(Uri endpoint)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        _key = key.ExportParameters(includePrivateParameters: true);
        Endpoint = endpoint.ToString();
    }

    public string Endpoint { get; }

    public string P256dh => Base64Url.EncodeToString([4, .. _key.Q.X!, .. _key.Q.Y!]);

    public string Auth { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public object Request(string name = "Telephone") => new { name, endpoint = Endpoint, p256dh = P256dh, auth = Auth };

    public async Task<JsonElement> ReadAsync(byte[] body)
    {
        var folder = Path.Combine(Repository.Root, "tests/Infusion.Server.Tests/Push/Browser");
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "http_ece")))
            {
                await RunAsync(folder, "npm", "", "ci", "--no-audit", "--no-fund");
            }
        }
        finally
        {
            Installing.Release();
        }

        var asked = JsonSerializer.Serialize(new { privateKey = Base64Url.EncodeToString(_key.D!), auth = Auth, body = Base64Url.EncodeToString(body) });
        return JsonDocument.Parse(await RunAsync(folder, "node", asked, "decrypt.mjs")).RootElement;
    }

    static async Task<string> RunAsync(string folder, string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var wrong = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await wrong);
        return said;
    }
}
