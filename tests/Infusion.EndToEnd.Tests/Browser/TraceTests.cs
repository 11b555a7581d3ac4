using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>What became of a message, where somebody looks for it.</summary>
[Collection(Collections.Pages)]
public sealed partial class TraceTests(TwoChairs clinic) : IClassFixture<TwoChairs>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => clinic.Browser.ClosePagesAsync();

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task A_message_of_the_simulator_is_found_from_the_menu_with_its_times_and_values(int width)
    {
        var page = await clinic.SignInAsync(width: width);
        await Expect(page.Chair("A1").HeartRate()).ToHaveTextAsync(Pages.Digits);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = SignOut() }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Trace of messages" }).ClickAsync();

        await page.GetByLabel("Device").SelectOptionAsync("monitor-1");
        await page.GetByLabel("Outcome").SelectOptionAsync("live");
        await Expect(page.GetByText("charted at A1").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Line() }).First.ClickAsync();

        await Expect(page.GetByText("What it says")).ToBeVisibleAsync();
        await Expect(page.GetByText("Committed", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Heart rate")).ToBeVisibleAsync();
        var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        beyond.ShouldBe(0, "the trace is wider than the window");
        var seen = await page.RunAxe();
        seen.Passes.ShouldNotBeEmpty("else nothing was looked at");
        seen.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    [GeneratedRegex("sign out")]
    private static partial Regex SignOut();

    [GeneratedRegex(@"\d\d:\d\d:\d\d\.\d{3}")]
    private static partial Regex Line();
}
