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
