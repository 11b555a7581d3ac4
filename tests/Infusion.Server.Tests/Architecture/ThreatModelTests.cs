using System.Text.RegularExpressions;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Architecture;

/// <summary>SECURITY.md says which tests hold which control. This holds the page to it.</summary>
public sealed partial class ThreatModelTests
{
    static readonly string Tests = Path.Combine(Repository.Root, "tests");

    static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "SECURITY.md")).Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_control_names_a_test()
    {
        Rows.Length.ShouldBeGreaterThan(20);
        Rows.Where(row => row.Length < 3 || !Name().IsMatch(row[^1])).Select(row => string.Join(" | ", row)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var there = Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Class().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet();
        Rows.SelectMany(row => Name().Matches(row[^1]).Select(match => match.Groups[1].Value)).Where(name => !there.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_letter_of_STRIDE_is_thought_of()
    {
        var threats = string.Join('\n', Rows.Select(row => row[^3].ToLowerInvariant()));
        foreach (var threat in (string[])["spoofing", "tampering", "repudiation", "information", "denial", "elevation"])
        {
            threats.ShouldContain(threat);
        }
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*Tests)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bclass ([A-Z][A-Za-z0-9]*Tests)\b")]
    private static partial Regex Class();
}
