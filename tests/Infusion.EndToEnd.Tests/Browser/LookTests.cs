using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>Readable by everybody and on every screen of a clinic, live. What every page looks like otherwise, the golden pictures tell.</summary>
[Collection(Collections.Pages)]
public sealed class LookTests(SixChairs clinic) : IClassFixture<SixChairs>, IAsyncDisposable
{
    const string ChairPage = "/chairs/A2";

    public ValueTask DisposeAsync() => clinic.Browser.ClosePagesAsync();

    [Fact]
    public async Task The_board_with_an_alarm_has_no_serious_barrier()
    {
        var page = await clinic.SignInAsync();
        await Expect(page.Locator(".band").First).ToBeVisibleAsync();
        await HasNoSeriousBarrierAsync(page);
    }

    [Theory]
    [InlineData("/chairs/A2/handover", "Values now", "handover")]
    [InlineData("/reports/shift", "Who had which chair", "shift")]
    public async Task What_is_handed_over_is_read_on_a_telephone_and_printed_black_on_white_on_either_paper(string path, string words, string name)
    {
        var page = await clinic.SignInAsync();
        await page.GotoAsync(path);
        var paper = page.GetByRole(AriaRole.Article);
        await Expect(paper).ToContainTextAsync(words);
        await Expect(paper).ToContainTextAsync("True until");
        await HasNoSeriousBarrierAsync(page);
        await page.SetViewportSizeAsync(390, 900);
        await FitsAsync(page, path);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"{name}-390.png"), FullPage = true });

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        // A4 and Letter between margins of 10 mm, at 96 dots an inch.
        foreach (var (format, width) in new[] { ("A4", 718), ("Letter", 740) })
        {
            await page.SetViewportSizeAsync(width, 1000);
            await FitsAsync(page, $"{path} on {format}");
            (await page.PdfAsync(new() { Format = format })).Length.ShouldBeGreaterThan(5_000);
        }

        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        (await page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('article, article *')].filter(e => e.checkVisibility() && e.textContent.trim()).map(e => getComputedStyle(e).color))]"))
            .ShouldBe(["rgb(0, 0, 0)"]);
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"{name}-print.png"), FullPage = true });
    }

    [Fact]
    public async Task The_devices_talk_and_fit_a_telephone()
    {
        var page = await clinic.SignInAsync("manager");
        await page.GotoAsync("/devices");
        var row = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { Has = page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new(@"^monitor-2\b") }) });
        await Expect(row).ToContainTextAsync("Talks, last heard");
        await Expect(row).ToContainTextAsync("serial SIM-monitor-2");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "devices-1280.png"), FullPage = true });
        await page.SetViewportSizeAsync(390, 900);
        await FitsAsync(page, "the list of devices");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "devices-390.png"), FullPage = true });
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task A_live_board_and_chair_fit_the_window_and_fingers(int width)
    {
        var page = await clinic.SignInAsync(width: width);
        await Expect(page.Chair("A2").HeartRate()).ToHaveTextAsync(Pages.Digits);
        await Expect(page.Locator(".band").First).ToBeVisibleAsync();
        await FitsAsync(page, "the board");
        await FingersFitAsync(page, "the board");
        if (width == 390)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"board-{width}.png"), FullPage = true });
        }

        await page.GotoAsync(ChairPage);
        await DrawnAsync(page);
        await FitsAsync(page, "a chair");
        await FingersFitAsync(page, "a chair");
        if (width == 1280)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "chair-1280.png"), FullPage = true });
        }
    }

    [Fact]
    public async Task A_wall_shows_every_chair_and_every_alarm_in_one_window_has_no_button_and_ends_when_it_is_revoked()
    {
        var manager = await clinic.SignInAsync("manager");
        await manager.GotoAsync("/displays");
        await manager.GetByLabel("Where it hangs").FillAsync("Corridor");
        await manager.Button("Make its link").ClickAsync();
        var link = await manager.Locator(".one-time-link").TextContentAsync();
        var wall = await clinic.Browser.OpenAsync(clinic.Access.Url, 1920, 1080);
        await wall.GotoAsync(link!);
        await wall.Button("Show the chairs here").ClickAsync();

        await Expect(wall.Chair("A2").HeartRate()).ToHaveTextAsync(Pages.Digits);
        await Expect(wall.Locator(".wall-alarms .band").First).ToBeVisibleAsync();
        await Expect(wall.Locator("button, a, input, select, [tabindex]")).ToHaveCountAsync(0);
        (await wall.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.wall-tile, .wall-alarms .band')].every(e => { const r = e.getBoundingClientRect(); return r.height > 40 && r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth; })"))
            .ShouldBeTrue("a chair or an alarm is out of the window");
        await HasNoSeriousBarrierAsync(wall);
        await wall.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "wall-1920.png") });

        // The display is known by its cookie, and says who sits where only if the clinic wants it.
        await Expect(wall.Locator(".wall-initials")).ToHaveCountAsync(0);
        await manager.GetByRole(AriaRole.Checkbox).ClickAsync();
        await Expect(manager.GetByText("Walls show initials.")).ToBeVisibleAsync();
        await HasNoSeriousBarrierAsync(manager);
        await wall.ReloadAsync();
        await Expect(wall.Locator(".wall-initials").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^[A-Z]"));

        await manager.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Corridor" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(wall.GetByText("This display shows nothing.")).ToBeVisibleAsync();
        await Expect(wall.Chairs()).ToHaveCountAsync(0);
    }

    static async Task DrawnAsync(IPage page)
    {
        await Expect(page.Locator(".trends canvas").First).ToBeVisibleAsync();
        await Expect(page.ChartList().GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
    }

    static async Task FitsAsync(IPage page, string what)
    {
        var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        beyond.ShouldBe(0, $"{what} is wider than the window");
    }

    /// <summary>What is pressed is as large as a finger. A link within a line of text is as high as its line.</summary>
    static async Task FingersFitAsync(IPage page, string what)
    {
        var small = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, a, input:not([type=checkbox]), select, summary, textarea')]
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([e, r]) => r.width > 0 && (r.width < 43.5 || r.height < 43.5) && !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
                .map(([e, r]) => `${e.tagName} ${e.getAttribute('aria-label') ?? e.textContent} ${Math.round(r.width)}x${Math.round(r.height)}`)
            """);
        small.ShouldBeEmpty($"{what} at {page.ViewportSize!.Width} px");
    }

    static async Task HasNoSeriousBarrierAsync(IPage page)
    {
        var result = await page.RunAxe();
        result.Passes.ShouldNotBeEmpty("else nothing was looked at");
        result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Say).ShouldBeEmpty();
    }

    static string Say(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help} {string.Join(" ", violation.Nodes.Select(node => node.Html))}";
}
