using System.Diagnostics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Architecture;

/// <summary>scripts/vulnerable.sh against feeds that know, that know something, and that know nothing.</summary>
public sealed class VulnerablePackagesTests : IDisposable
{
    const string Knows = """{"resources":[{"@type":"VulnerabilityInfo/6.7.0"}]}""";
    const string Clean = """{"projects":[{"frameworks":[{"topLevelPackages":[]}]}]}""";
    const string Bad = """{"projects":[{"frameworks":[{"transitivePackages":[{"id":"Bad.Package","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://advice.example"}]}]}]}]}""";
    const string CleanNpm = """{"vulnerabilities":{}}""";

    readonly TemporaryDirectory _tools = new();

    [Theory]
    [InlineData(Knows, Clean, CleanNpm, 0, "No package in use is known to be vulnerable.")]
    [InlineData(Knows, Bad, CleanNpm, 1, "Bad.Package 1.0.0: High https://advice.example")]
    [InlineData(Knows, Clean, """{"vulnerabilities":{"bad":{"name":"bad","severity":"critical","range":"<2"}}}""", 1, "bad <2: critical")]
    [InlineData("{}", Bad, CleanNpm, 3, "NOT SCANNED for known vulnerabilities: .NET packages")]
    [InlineData("", Clean, CleanNpm, 3, "NOT SCANNED for known vulnerabilities: .NET packages")]
    [InlineData(Knows, Clean, """{"message":"405 Method Not Allowed"}""", 3, "NOT SCANNED for known vulnerabilities: the dashboard's packages")]
    [InlineData(Knows, Clean, "", 3, "NOT SCANNED for known vulnerabilities: the dashboard's packages")]
    [InlineData(Knows, "no answer", CleanNpm, 3, "NOT SCANNED for known vulnerabilities: .NET packages")]
    [InlineData("{}", Clean, """{"vulnerabilities":{"bad":{"name":"bad","severity":"low","range":"<2"}}}""", 1, "bad <2: low")]
    public async Task What_is_vulnerable_fails_and_what_was_not_scanned_is_said(string feed, string dotnet, string npm, int code, string said)
    {
        Tool("curl", feed);
        Tool("dotnet", dotnet, "case \"$*\" in *'list source'*) echo 'E https://feed.example/index.json'; exit 0 ;; esac");
        Tool("npm", npm);
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "scripts", "vulnerable.sh")) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_tools.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var run = Process.Start(start)!;
        var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.ShouldContain(said, Case.Sensitive, await error);
        run.ExitCode.ShouldBe(code, output);
    }

    void Tool(string name, string answer, string first = "")
    {
        var path = Path.Combine(_tools.Path, name);
        File.WriteAllText(path, $"#!/bin/sh\n{first}\ncat <<'END'\n{answer}\nEND\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _tools.Dispose();
}
