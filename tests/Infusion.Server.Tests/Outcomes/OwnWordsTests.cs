using System.Text.RegularExpressions;
using Infusion.Core.Wording;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Outcomes;

/// <summary>The product itself says none of the words that it marks in what others write.</summary>
public sealed class OwnWordsTests
{
    /// <summary>Sources whose subject the words are, and "round trip", which is none of a patient's.</summary>
    static readonly string[] AboutWords = ["ClinicWords.cs", "wording.test.tsx"];

    static readonly Regex Discouraged = new(
        $@"(?<!round )(?<![\p{{L}}\p{{N}}])(?:{string.Join("|", ClinicWords.Default.Discouraged.Select(word => Regex.Escape(word.Text).Replace(@"\ ", @"\s+", StringComparison.Ordinal)))})(?:s|es)?(?![\p{{L}}\p{{N}}])",
        RegexOptions.IgnoreCase);

    [Theory]
    [InlineData("src/Infusion.Core", "*.cs", 100)]
    [InlineData("src/Infusion.Server", "*.cs", 100)]
    [InlineData("src/Infusion.Dashboard/src", "*.ts*", 100)]
    public void No_source_says_a_discouraged_word(string folder, string files, int atLeast)
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, folder), files, SearchOption.AllDirectories)
            .Where(file => !AboutWords.Contains(Path.GetFileName(file)) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();

        sources.Count.ShouldBeGreaterThan(atLeast, "else nothing was looked at");
        sources.SelectMany(file => Discouraged.Matches(File.ReadAllText(file)).Select(found => $"{Path.GetFileName(file)}: {found.Value}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a long trip", true)]
    [InlineData("The TRIPS began", true)]
    [InlineData("two failed treatments", true)]
    [InlineData("in one round trip", false)]
    [InlineData("triple, strip, tripod", false)]
    [InlineData("a high pressure", false)]
    public void A_word_is_found_as_a_whole_word_in_any_case(string text, bool isFound) => Discouraged.IsMatch(text).ShouldBe(isFound);

    [Fact]
    public void What_ships_may_be_kept()
    {
        ClinicWords.Default.Faults().ShouldBeEmpty();
        (ClinicWords.Default with { Discouraged = [new("trip", ""), new("Sitter", "x"), new("sitter", "y")] }).Faults().Count.ShouldBe(2);
        (ClinicWords.Default with { Discouraged = default, Tablet = null! }).Faults().Count.ShouldBe(2);
    }
}
