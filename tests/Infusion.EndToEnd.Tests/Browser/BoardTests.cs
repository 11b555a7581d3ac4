using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>What a nurse does all day, in a real browser.</summary>
[Collection(Collections.Pages)]
public sealed partial class BoardTests(SixChairs clinic) : IClassFixture<SixChairs>, IAsyncDisposable
{
    static readonly string[] Chairs = ["A1", "A2", "A3", "B1", "B2", "B3"];

    public ValueTask DisposeAsync() => clinic.Browser.ClosePagesAsync();

    [Fact]
    public async Task A_wrong_password_is_refused_in_words_and_nobody_is_signed_in()
    {
        var page = await clinic.Browser.OpenAsync(clinic.Access.Url);
        await page.GotoAsync("/");
        await page.SignInAsync("nurse", "not the password");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Name or password is wrong");
        await Expect(page.Chairs()).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Signed_in_all_six_chairs_are_there_with_live_numbers()
    {
        var page = await clinic.SignInAsync();

        await Expect(page.Chairs()).ToHaveCountAsync(Chairs.Length);
        foreach (var chair in Chairs)
        {
            await Expect(page.Chair(chair).HeartRate()).ToHaveTextAsync(Pages.Digits);
        }

        await Expect(page.GetByText("SIMULATED TIME x10")).ToBeVisibleAsync();
        await Expect(page.GetByText("The bedside monitor is the alarm of record.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_alarm_comes_to_every_screen_and_one_acknowledgement_settles_it_on_all()
    {
        var nurse = await clinic.SignInAsync();
        var physician = await clinic.SignInAsync("physician");
        // One that does not grow worse: an alarm that did would be asked about again.
        const string about = "line is blocked";
        await Expect(physician.Chair("B1").Alarm(about).Button("Acknowledge")).ToBeVisibleAsync();

        await nurse.Chair("B1").Alarm(about).Button("Acknowledge").ClickAsync();

        // It stays, marked, while the condition lasts, and goes with it; either way nobody is asked any more.
        await Expect(nurse.Chair("B1").Alarm(about).Button("Acknowledge")).ToHaveCountAsync(0);
        await Expect(physician.Chair("B1").Alarm(about).Button("Acknowledge")).ToHaveCountAsync(0);
        await physician.Chair("B1").GetByRole(AriaRole.Link, new() { Name = "Open chair B1" }).ClickAsync();
        await Expect(physician.ChartList().GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Acknowledged: " }).Filter(new() { HasText = about }).First)
            .ToContainTextAsync("R. Okafor, RN");
    }

    [Fact]
    public async Task A_note_stands_in_the_chart_beside_the_trends()
    {
        var page = await clinic.SignInAsync();
        await page.GotoAsync("/chairs/B3");

        await Expect(page.Locator(".trends canvas").First).ToBeVisibleAsync();
        var note = $"Talks, oriented, comfortable {Guid.NewGuid():N}";
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note" }).FillAsync(note);
        await page.Button("Write note").ClickAsync();

        await Expect(page.ChartList()).ToContainTextAsync(note);
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Note" })).ToHaveValueAsync("");
    }

    [Fact]
    public async Task An_infusion_is_paused_and_resumed_and_both_are_charted()
    {
        var page = await clinic.SignInAsync();
        await page.GotoAsync("/chairs/A1");

        await page.Button("Pause").ClickAsync();
        await Expect(page.Button("Resume")).ToBeVisibleAsync();
        await Expect(page.ChartList()).ToContainTextAsync("Infusion paused");

        await page.Button("Resume").ClickAsync();
        await Expect(page.Button("Pause")).ToBeVisibleAsync();
        await Expect(page.ChartList()).ToContainTextAsync("Infusion resumed");
    }
}
