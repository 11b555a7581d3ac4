using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>
/// Every page, quiet, with alarms and without a server: as its golden picture has it, legible at every width, and without a barrier.
/// UPDATE_GOLDEN=1 takes the pictures anew: look at them.
/// </summary>
[Collection(Collections.Starts)]
public sealed class GoldenTests(ReplayedClinic clinic) : IClassFixture<ReplayedClinic>
{
    /// <summary>Of some eighteen thousand: what another version of the browser may draw otherwise, and less than a word.</summary>
    const int TilesThatMayDiffer = 12;

    /// <summary>640 px is what 1280 px are at a zoom of 200 %.</summary>
    static readonly int[] Widths = [1920, 820, 640, 390, 1280];

    static readonly AxeRunOptions Wcag22 = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    public static TheoryData<string> Pages => [.. PageList.All.Select(page => page.Name)];

    [Fact]
    public void Every_route_of_the_dashboard_has_its_page_here()
    {
        var routes = PageList.Routes();
        routes.Count.ShouldBeGreaterThan(30);
        routes.Where(route => !PageList.All.Any(page => PageList.IsOf(page, route))).ShouldBeEmpty();
        PageList.All.Where(page => !routes.Any(route => PageList.IsOf(page, route))).Select(page => page.Path).ShouldBeEmpty("a page that no route leads to");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Quiet_it_is_legible_at_every_width_and_has_no_barrier(string name)
    {
        var wanted = PageList.All.Single(page => page.Name == name);
        var quiet = await clinic.OpenAsync(wanted, alarms: false);
        quiet.Unanswered.ShouldBeEmpty("the recording is older than the page: RECORD_PAGES=1");
        await LooksAsBeforeAsync(quiet.Page, $"{name}-quiet");
        var wrong = new List<string>();
        foreach (var width in Widths)
        {
            await quiet.Page.SetViewportSizeAsync(width, 900);
            await quiet.Page.Clock.RunForAsync(20);
            wrong.AddRange((await quiet.Page.EvaluateAsync<string[]>(Script("boxes.js"))).Select(what => $"{width} px: {what}"));
        }

        wrong.ShouldBeEmpty();
        // What looks for barriers waits with the page's own clock.
        await quiet.Page.Clock.ResumeAsync();
        await HasNoBarrierAsync(quiet.Page);
        if (wanted.IsOtherOnATelephone)
        {
            await quiet.Page.SetViewportSizeAsync(390, 900);
            await HasNoBarrierAsync(quiet.Page);
        }

        await quiet.Page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task With_alarms_and_without_a_server_it_looks_as_before(string name)
    {
        var wanted = PageList.All.Single(page => page.Name == name);
        var open = await clinic.OpenAsync(wanted, alarms: true);
        if (wanted.IsLive)
        {
            await LooksAsBeforeAsync(open.Page, $"{name}-alarm");
        }

        await open.CutAsync();
        await LooksAsBeforeAsync(open.Page, $"{name}-disconnected");
        var wrong = await open.Page.EvaluateAsync<string[]>(Script("boxes.js"));
        wrong.ShouldBeEmpty();
        await open.Page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_board_whose_data_are_not_whole_says_so_and_a_telephone_folds_what_has_ended(int width)
    {
        var board = PageList.All.Single(page => page.Name == "board");
        var open = await clinic.OpenAsync(board, alarms: true, width, NotWhole);
        await open.Page.GetByRole(AriaRole.Region, new() { Name = "Data that are not whole" }).WaitForAsync();
        await LooksAsBeforeAsync(open.Page, $"board-not-whole-{width}");
        var wrong = await open.Page.EvaluateAsync<string[]>(Script("boxes.js"));
        wrong.ShouldBeEmpty();
        await open.Page.Clock.ResumeAsync();
        await HasNoBarrierAsync(open.Page);
        await open.Page.Context.CloseAsync();
    }

    /// <summary>A device of each kind of trouble, and a chair at which many alarms have ended.</summary>
    static void NotWhole(JsonObject snapshot)
    {
        var chairs = snapshot["chairs"]!.AsArray();
        var pattern = chairs.SelectMany(chair => chair!["alarms"]!.AsArray()).First()!;
        void Add(int chair, string code, string headline, string source, string presence = "active", string priority = "low")
        {
            var alarm = pattern.DeepClone().AsObject();
            alarm["id"] = $"{code}-{source}-{headline}";
            (alarm["chair"], alarm["code"], alarm["headline"], alarm["source"]) = ((string)chairs[chair]!["chair"]!, code, headline, source);
            (alarm["metric"], alarm["presence"], alarm["priority"]) = (null, presence, priority);
            chairs[chair]!["alarms"]!.AsArray().Add(alarm);
        }

        Add(0, "telemetry-lost", "Nothing heard from monitor-1 for 15 s", "monitor-1", priority: "medium");
        Add(4, "device-clock-jumped", "Clock of pump-5 jumped from 0 s behind to 2 h 3 min behind", "pump-5");
        foreach (var limit in (string[])["58", "57", "56", "55"])
        {
            Add(1, "heart-rate-low", $"HR {limit} /min, limit 60 /min", "monitor-2", presence: "latched", priority: "medium");
        }

        foreach (var (chair, device) in (ReadOnlySpan<(int, string)>)[(1, "monitor-2"), (3, "pump-4")])
        {
            chairs[chair]!["session"]!["gaps"] = new JsonArray(new JsonObject { ["device"] = device, ["at"] = snapshot["serverTime"]!.DeepClone() });
        }
    }

    static async Task HasNoBarrierAsync(IPage page)
    {
        var result = await page.RunAxe(Wcag22);
        result.Passes.ShouldNotBeEmpty("else nothing was looked at");
        result.Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {violation.Help} {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    async Task LooksAsBeforeAsync(IPage page, string name)
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

    static string Script(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests/Infusion.EndToEnd.Tests/Look", name));
}
