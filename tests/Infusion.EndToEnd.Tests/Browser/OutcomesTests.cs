using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>A patient answers on a tablet; what they answered waits with the discharge until a physician has looked.</summary>
[Collection(Collections.Pages)]
public sealed partial class OutcomesTests(TwoChairs clinic) : IClassFixture<TwoChairs>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => clinic.Browser.ClosePagesAsync();

    [Fact]
    public async Task Item_9_from_a_tablet_waits_with_the_discharge_until_a_physician_answers()
    {
        var nurse = await clinic.SignInAsync(width: 820);
        await nurse.GotoAsync("/patients");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Scores of Marlow, Jonas" }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Heading, new() { NameRegex = Phq9() })).ToBeVisibleAsync();
        await Expect(nurse.Locator(".series-plot canvas").First).ToBeVisibleAsync();
        await FitsAsync(nurse, "the scores");
        await HasNoSeriousBarrierAsync(nurse);
        await nurse.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "outcomes-820.png"), FullPage = true });

        await nurse.GetByRole(AriaRole.Checkbox, new() { NameRegex = Phq9() }).CheckAsync();
        await nurse.Button("Make a one-time link").ClickAsync();
        var link = await nurse.GetByLabel("Address").InputValueAsync();

        var tablet = await clinic.Browser.OpenAsync(clinic.Access.Url);
        await tablet.GotoAsync(link);
        await Expect(tablet.GetByText("For J.M.")).ToBeVisibleAsync();
        (await tablet.ContentAsync()).ShouldNotContain("Marlow");
        await tablet.Button("Begin").ClickAsync();
        for (var question = 1; question <= 9; question++)
        {
            await tablet.GetByRole(AriaRole.Radio, new() { Name = question == 9 ? "Several days" : "Not at all" }).CheckAsync();
            if (question == 9)
            {
                await HasNoSeriousBarrierAsync(tablet);
                await tablet.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "tablet-1280.png") });
            }

            await tablet.Button("Next").ClickAsync();
        }

        await tablet.Button("Hand in my answers").ClickAsync();
        await Expect(tablet.GetByText("Thank you for telling us.", new() { Exact = false })).ToBeVisibleAsync();
        await tablet.ReloadAsync();
        await Expect(tablet.GetByText("handed in already", new() { Exact = false })).ToBeVisibleAsync();

        await nurse.GotoAsync("/chairs/A1");
        await Expect(nurse.GetByRole(AriaRole.Heading, new() { NameRegex = SafetyTask() })).ToBeVisibleAsync();
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await nurse.GetByRole(AriaRole.Dialog).Button("Stop").ClickAsync();
        var task = nurse.Locator(".gate li").Filter(new() { HasText = "safety task" });
        await Expect(task).ToContainTextAsync("Open");
        await Expect(nurse.GetByText("A safety task is open: nobody discharges in spite of it, a physician answers it.")).ToBeVisibleAsync();

        var physician = await clinic.SignInAsync("physician");
        await physician.GotoAsync("/safety-tasks");
        await physician.GetByLabel("What was done").FillAsync("Spoke with him after the session; safety plan agreed");
        await physician.Button("Answer the safety task").ClickAsync();
        await Expect(physician.GetByText("No safety task is open.")).ToBeVisibleAsync();

        await Expect(task).ToContainTextAsync("Met");
        await Expect(nurse.GetByRole(AriaRole.Heading, new() { NameRegex = SafetyTask() })).ToHaveCountAsync(0);
    }

    static async Task FitsAsync(IPage page, string what)
    {
        var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        beyond.ShouldBe(0, $"{what} is wider than the window");
    }

    static async Task HasNoSeriousBarrierAsync(IPage page)
    {
        var seen = await page.RunAxe();
        seen.Passes.ShouldNotBeEmpty("else nothing was looked at");
        seen.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    [GeneratedRegex("^PHQ-9")]
    private static partial Regex Phq9();

    [GeneratedRegex("^Safety task")]
    private static partial Regex SafetyTask();
}
