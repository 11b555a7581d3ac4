using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Infusion.Core.Safety;

namespace Infusion.Core.Tests.Safety;

/// <summary>docs/safety/hazards.md says which tests hold which rule. This holds the page to it.</summary>
public partial class HazardTableTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "hazards.md"));

    static readonly ILookup<string, Row> Rows = Line().Matches(Page).Select(Read).ToLookup(row => row.Rule);

    public static TheoryData<string> Rules() => [.. SafetyRules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EachRuleHasOneRow_ThatNamesItsCode_AHazardOfThePage_AndTests(string id)
    {
        var row = Rows[id].ShouldHaveSingleItem();

        row.Code.ShouldBe(SafetyRules.All.Single(rule => rule.Id == id).Code);
        Page.ShouldContain($"\n| {row.Hazard} |");
        row.Classes.ShouldNotBeEmpty();
        row.Classes.ShouldAllBe(name => TestClasses(name).Any());
    }

    [Fact]
    public void NoRowIsAboutARuleThatIsNotThere() =>
        Rows.Select(row => row.Key).ShouldBeSubsetOf(SafetyRules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task WithoutTheRule_EachOfItsTestClassesFails(string id) =>
        Rows[id].Single().Classes.ShouldBeSubsetOf(await WithoutRule.Failed[id], $"these pass without {id}, so they do not hold it");

    /// <summary>The runs without one rule, as many at once as there are processors: each is a process, which mostly starts and ends.</summary>
    static class WithoutRule
    {
        static readonly SemaphoreSlim s_turn = new(Environment.ProcessorCount);

        /// <summary>By the rule's id, the test classes that failed.</summary>
        public static Dictionary<string, Task<HashSet<string>>> Failed { get; } =
            Rows.ToDictionary(rows => rows.Key, rows => Task.Run(() => FailedAsync(rows.Key, rows.First().Classes)));

        static async Task<HashSet<string>> FailedAsync(string id, IReadOnlyList<string> classes)
        {
            var results = Path.Combine(Path.GetTempPath(), $"infusion-{id}-{Guid.NewGuid():N}.xml");
            await s_turn.WaitAsync();
            try
            {
                await RunAsync(id, classes, results);
                return [.. XDocument.Load(results).Descendants("test")
                    .Where(test => (string?)test.Attribute("result") == "Fail")
                    .Select(test => ((string)test.Attribute("type")!).Split('.')[^1])];
            }
            finally
            {
                s_turn.Release();
                File.Delete(results);
            }
        }

        static async Task RunAsync(string id, IReadOnlyList<string> classes, string results)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            start.ArgumentList.Add(typeof(HazardTableTests).Assembly.Location);
            foreach (var name in classes)
            {
                start.ArgumentList.Add("-class");
                start.ArgumentList.Add($"*.{name}");
            }

            start.ArgumentList.Add("-result-xml");
            start.ArgumentList.Add(results);
            start.Environment[RuleSwitchedOff.Variable] = id;
            using var run = Process.Start(start)!;
            await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
        }
    }

    static IEnumerable<Type> TestClasses(string name) =>
        typeof(HazardTableTests).Assembly.GetTypes().Where(type => type.Name == name);

    static Row Read(Match line) => new(
        line.Groups["rule"].Value, line.Groups["code"].Value, line.Groups["hazard"].Value,
        [.. Name().Matches(line.Groups["classes"].Value).Select(name => name.Groups[1].Value)]);

    [GeneratedRegex(@"^\| (?<rule>SR-\d{3}) \| `(?<code>[^`]+)` \| [^|]+ \| (?<hazard>H-\d+) \| (?<classes>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Name();

    sealed record Row(string Rule, string Code, string Hazard, IReadOnlyList<string> Classes);
}
