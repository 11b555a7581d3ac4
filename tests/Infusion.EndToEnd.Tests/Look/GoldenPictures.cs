using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>Compares pages with their golden pictures. UPDATE_GOLDEN=1 takes these anew: look at them.</summary>
public abstract class GoldenPictures(ReplayedClinic clinic)
{
    /// <summary>Of some eighteen thousand: what another version of the browser may draw otherwise, and less than a word.</summary>
    const int TilesThatMayDiffer = 12;

    static readonly AxeRunOptions Wcag22 = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    protected ReplayedClinic Clinic => clinic;

    public static TheoryData<string> Pages => [.. PageList.All.Select(page => page.Name)];

    protected static async Task HasNoBarrierAsync(IPage page)
    {
        var result = await page.RunAxe(Wcag22);
        result.Passes.ShouldNotBeEmpty("else nothing was looked at");
        result.Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {violation.Help} {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    protected async Task LooksAsBeforeAsync(IPage page, string name)
    {
        var seen = await SeenAsync(page);
        var golden = Path.Combine(Repository.Root, "tests/Infusion.EndToEnd.Tests/Look/Golden", $"{name}.jpg");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            await File.WriteAllBytesAsync(golden, seen);
            return;
        }

        File.Exists(golden).ShouldBeTrue($"{golden} is not there: UPDATE_GOLDEN=1");
        var before = Convert.ToBase64String(await File.ReadAllBytesAsync(golden));
        var different = await DifferentAsync();
        for (var again = 0; again < 20 && (different is < 0 or > TilesThatMayDiffer); again++)
        {
            // What comes late on a slow machine is there then.
            await page.Clock.RunForAsync(10);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            seen = await SeenAsync(page);
            different = await DifferentAsync();
        }

        if (different is < 0 or > TilesThatMayDiffer)
        {
            var beside = Path.Combine(Repository.Screenshots, $"{name}-differs.jpg");
            await File.WriteAllBytesAsync(beside, seen);
            Assert.Fail($"{name} looks otherwise in {different} tiles: {beside} against {golden}. If it should, UPDATE_GOLDEN=1.");
        }

        Task<int> DifferentAsync() => clinic.Blank.EvaluateAsync<int>(Script("compare.js"), new[] { before, Convert.ToBase64String(seen) });
    }

    static Task<byte[]> SeenAsync(IPage page) =>
        page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Type = ScreenshotType.Jpeg, Quality = 60 });

    protected static string Script(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests/Infusion.EndToEnd.Tests/Look", name));
}
