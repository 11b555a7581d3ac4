using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>A stale number must never look live, and the loss itself is heard.</summary>
[Collection(Collections.Pages)]
public sealed class ConnectionLostTests(TwoChairs clinic) : IClassFixture<TwoChairs>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => clinic.Browser.ClosePagesAsync();

    [Fact]
    public async Task A_killed_server_blanks_the_board_and_a_new_one_fills_it_without_a_reload()
    {
        var page = await LiveAsync();

        await clinic.Server.KillAsync();
        await SaysThatNothingIsCurrentAsync(page);
        await clinic.Server.StartAgainAsync();

        await IsCurrentAgainAsync(page);
    }

    [Fact]
    public async Task A_server_that_hangs_is_as_good_as_gone_until_it_goes_on()
    {
        var page = await LiveAsync();

        clinic.Server.Send(Signal.Stop);
        try
        {
            await SaysThatNothingIsCurrentAsync(page);
        }
        finally
        {
            clinic.Server.Send(Signal.Continue);
        }

        await IsCurrentAgainAsync(page);
    }

    [Fact]
    public async Task What_others_did_while_a_screen_was_cut_off_in_the_middle_of_an_alarm_stands_on_it_afterwards_and_nothing_else()
    {
        await using var nurse = await Person.SignInAsync(clinic.Access.Url, clinic.Access.Nurse);
        var sessions = (await nurse.GetAsync($"/api/clinics/{clinic.Access.Clinic}/sessions")).EnumerateArray()
            .ToDictionary(row => row.GetProperty("chair").GetString()!, row => row.GetProperty("id").GetGuid());
        await nurse.SendAsync(clinic.Access.Clinic, sessions["A2"], new { type = "call_emergency", kind = "help" });
        const string help = "help is called";
        var page = await clinic.SignInAsync("physician");
        var line = await CuttableLine.OfAsync(page);
        await page.ReloadAsync();
        await Expect(page.Chair("A2").Alarm(help).Button("Acknowledge")).ToBeVisibleAsync();
        await Expect(page.Chair("A1").HeartRate()).ToHaveTextAsync(Pages.Digits);

        // Longer than half a minute of the clinic's time passes before the screen has been silent long enough to say so.
        line.Cut();
        await Expect(page.GetByText("Nothing on this screen is current.").First).ToBeVisibleAsync();
        await Expect(page.Readings()).ToHaveCountAsync(0);
        await Expect(page.Chair("A2").Alarm(help)).ToContainTextAsync("Was active at");
        await Expect(page.Chair("A2").Alarm(help).Button("Acknowledge")).ToHaveCountAsync(0);
        await nurse.SendAsync(clinic.Access.Clinic, sessions["A2"], new { type = "end_emergency" });
        await nurse.SendAsync(clinic.Access.Clinic, sessions["A1"], new { type = "call_emergency", kind = "airway" });
        await Expect(page.Chair("A1").Alarm(help)).ToHaveCountAsync(0);

        line.Mend();
        await Expect(page.Link()).ToContainTextAsync("Live");
        await Expect(page.Chair("A1").Alarm(help).Button("Acknowledge")).ToBeVisibleAsync();
        await Expect(page.Chair("A2").Alarm(help)).ToHaveCountAsync(0);
        await Expect(page.GetByText("Was active at")).ToHaveCountAsync(0);
        var fresh = await clinic.SignInAsync("physician");
        await Eventually.Is(
            async () => await ToldAsync(page) == await ToldAsync(fresh), "the screen tells what one tells that was opened just now",
            () => $"{ToldAsync(page).Result}\n{ToldAsync(fresh).Result}");
        await nurse.SendAsync(clinic.Access.Clinic, sessions["A1"], new { type = "end_emergency" });
    }

    /// <summary>Every alarm with what can be done about it, each chair's phase, and where its past has a hole.</summary>
    static Task<string> ToldAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('article.strip')].map(row => [
            row.getAttribute('aria-label'), row.querySelector('.phase b')?.textContent, `${row.querySelectorAll('.l-gap').length} holes`,
            ...[...row.querySelectorAll('.band')].map(band => `${band.getAttribute('aria-label')} [${[...band.querySelectorAll('.acts button')].map(b => b.textContent.replace(/[\d:]+/, '')).join()}]`),
        ].join('; ')).sort().join('\n')
        """);

    async Task<IPage> LiveAsync()
    {
        var page = await clinic.SignInAsync();
        await Expect(page.Chair("A1").HeartRate()).ToHaveTextAsync(Pages.Digits);
        await page.EvaluateAsync("""
            () => {
                window.sameDocument = true;
                window.tones = 0;
                const { start } = OscillatorNode.prototype;
                OscillatorNode.prototype.start = function (...when) { window.tones++; return start.apply(this, when); };
            }
            """);
        return page;
    }

    static async Task SaysThatNothingIsCurrentAsync(IPage page)
    {
        await Expect(page.GetByText("Nothing on this screen is current.").First).ToBeVisibleAsync();
        await Expect(page.Link()).ToContainTextAsync("Not current");
        await Expect(page.Readings()).ToHaveCountAsync(0);
        await Eventually.Is(() => page.EvaluateAsync<bool>("window.tones >= 3"), "the loss of the connection is heard");
    }

    static async Task IsCurrentAgainAsync(IPage page)
    {
        await Expect(page.Link()).ToContainTextAsync("Live");
        await Expect(page.GetByText("Nothing on this screen is current.")).ToHaveCountAsync(0);
        await Expect(page.Chair("A1").HeartRate()).ToHaveTextAsync(Pages.Digits);
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
    }
}
