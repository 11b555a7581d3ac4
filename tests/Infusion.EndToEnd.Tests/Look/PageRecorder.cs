using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infusion.EndToEnd.Tests.Browser;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>Opens every page of a running demo clinic once and keeps what it was answered.</summary>
static class PageRecorder
{
    public static async Task<Recording> RecordAsync()
    {
        await using var clinic = new SixChairs();
        await clinic.InitializeAsync();
        var answers = new ConcurrentDictionary<string, RecordedAnswer>();
        var recording = new Recording(await WithAlarmsAsync(clinic), []);
        var sessions = recording.Snapshot["chairs"]!.AsArray().Count(chair => chair!["session"] is not null);
        foreach (var ofRole in PageList.All.GroupBy(page => page.Role))
        {
            var page = await clinic.Browser.OpenAsync(clinic.Access.Url);
            if (clinic.Access.Users.FirstOrDefault(user => user.Role == ofRole.Key) is { } user)
            {
                await page.GotoAsync("/");
                await page.SignInAsync(user.Name, user.Password);
                await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("sign out") })).ToBeVisibleAsync();
            }

            await page.RouteAsync("**/api/**", async route =>
            {
                var answer = await route.FetchAsync();
                var key = Recording.Key(ofRole.Key, route.Request.Method, new Uri(route.Request.Url));
                answers[key] = new RecordedAnswer(key, answer.Status, answer.Headers.GetValueOrDefault("content-type"), await answer.TextAsync());
                await route.FulfillAsync(new() { Response = answer });
            });
            foreach (var wanted in ofRole)
            {
                await page.GotoAsync(recording.PathOf(wanted));
                await IdleAsync(page);
                if (wanted.Name == "board")
                {
                    await Eventually.Is(() => answers.Keys.Count(key => key.Contains("/trends", StringComparison.Ordinal)) >= sessions, "every chair's lanes are read");
                }
            }

            await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
            await page.Context.CloseAsync();
        }

        return recording with { Answers = new SortedDictionary<string, RecordedAnswer>(answers, StringComparer.Ordinal) };
    }

    /// <summary>Some pages ask again and again; by then they have asked for everything.</summary>
    static async Task IdleAsync(IPage page)
    {
        try
        {
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 4_000 });
        }
        catch (TimeoutException)
        {
            // It never rests.
        }
    }

    /// <summary>The board as the server sent it to a nurse when something was wrong at a chair.</summary>
    static async Task<JsonObject> WithAlarmsAsync(SixChairs clinic)
    {
        var first = await clinic.SignInAsync();
        await Expect(first.Chair("A2").HeartRate()).ToHaveTextAsync(Browser.Pages.Digits);
        await Expect(first.Locator(".band").First).ToBeVisibleAsync();
        var found = new TaskCompletionSource<JsonObject>();
        first.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            foreach (var message in (frame.Text ?? "").Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            {
                if (JsonNode.Parse(message)?["result"] is JsonObject snapshot && snapshot["chairs"] is not null)
                {
                    found.TrySetResult(snapshot.DeepClone().AsObject());
                }
            }
        };
        await first.ReloadAsync();
        var taken = await found.Task;
        await first.Context.CloseAsync();
        return taken;
    }
}
