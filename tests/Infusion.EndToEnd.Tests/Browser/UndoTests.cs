using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>What is charted can be taken back for a minute, so the clock runs as it does in a clinic.</summary>
[Collection(Collections.Pages)]
public sealed class UndoTests : IAsyncLifetime
{
    Chromium? _chromium;
    InfusionServer? _server;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
    }

    public async ValueTask DisposeAsync()
    {
        await (_chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_score_that_was_charted_by_mistake_is_taken_back_by_one_key_and_stands_struck_out()
    {
        var page = await _chromium!.SignInAsync(_server!.Access.Url, _server.Access.Nurse);
        await page.GotoAsync("/chairs/A1");
        var observations = page.GetByRole(AriaRole.Region, new() { Name = "Observations" });
        await observations.Button("Sedation").ClickAsync();
        await observations.GetByRole(AriaRole.Group, new() { NameRegex = new("^Sedation") }).Button("3").ClickAsync();

        var undo = page.Button("Undo: Sedation 3");
        await Expect(undo).ToBeVisibleAsync();
        await Expect(page.GetByText("Sedation 3 charted. Undo with U.")).ToBeAttachedAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "undo-1280.png") });

        await page.Keyboard.PressAsync("u");
        var entry = page.ChartList().GetByRole(AriaRole.Listitem).Filter(new() { HasText = "entered in error: taken back" });
        await Expect(entry.Locator("s")).ToContainTextAsync("Sedation");
        await Expect(entry).ToContainTextAsync("by R. Okafor, RN");
        await Expect(undo).ToBeHiddenAsync();
    }
}
