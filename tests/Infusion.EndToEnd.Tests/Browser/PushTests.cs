using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Server.Tests.Push;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>A real service worker shows what was pushed and says so; only the way through the browser's maker is ours.</summary>
[Collection(Collections.Pages)]
public sealed class PushTests : IAsyncLifetime
{
    Chromium? _chromium;
    InfusionServer? _server;
    PushService? _service;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync(notifies: true);
        _service = await PushService.StartAsync();
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1", "--Push:Hosts=127.0.0.1");
    }

    public async ValueTask DisposeAsync()
    {
        await (_chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_service?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_browser_is_turned_on_is_told_shows_it_and_the_receipt_reaches_the_page()
    {
        var browser = _service!.NewBrowser();
        var url = _server!.Access.Url;
        var page = await _chromium!.SignInAsync(url, _server.Access.Users.First(user => user.Role == "nurse"), width: 390, height: 844);
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = url.GetLeftPart(UriPartial.Authority) });
        await page.AddInitScriptAsync(SubscribesAt(browser));
        await page.GotoAsync("/account");
        await page.GetByLabel("Name of this browser").FillAsync("Telephone");
        await page.Button("Tell this browser").ClickAsync();
        await page.Button("Try Telephone").ClickAsync();

        var words = (await browser.ReadAsync((await _service.NextAsync(browser)).Body)).GetRawText();
        await Expect(page.GetByText("not confirmed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Alarms pushed to me" }).ScrollIntoViewIfNeededAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "account-push-390.png") });
        await DeliverAsync(page, url, words);

        await Expect(page.GetByText(", received ")).ToBeVisibleAsync();
        (await page.EvaluateAsync<string[]>("async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((each) => `${each.title} ${each.body}`)"))
            .ShouldHaveSingleItem().ShouldMatch("^Trial: this browser is told No alarm.*not the alarm of record");
        await page.Button("Remove Telephone").ClickAsync();
        await Expect(page.Button("Tell this browser")).ToBeVisibleAsync();
    }

    /// <summary>As the browser's maker would: by its own tools.</summary>
    static async Task DeliverAsync(IPage page, Uri url, string words)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var known = new TaskCompletionSource<string>();
        devtools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told?.GetProperty("registrations").EnumerateArray().Select(each => each.GetProperty("registrationId").GetString()!).FirstOrDefault() is { } id)
            {
                known.TrySetResult(id);
            }
        };
        await devtools.SendAsync("ServiceWorker.enable");
        await devtools.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
        {
            ["origin"] = url.GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await known.Task.WaitAsync(Eventually.Patience),
            ["data"] = words,
        });
    }

    /// <summary>No browser subscribes without its maker's service; this one does at ours.</summary>
    static string SubscribesAt(PushedBrowser browser) =>
        $$"""
        const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0)).buffer;
        let isOn = false;
        const told = {
          endpoint: {{JsonSerializer.Serialize(browser.Endpoint)}},
          options: { applicationServerKey: null },
          getKey: (name) => bytes(name === "auth" ? "{{browser.Auth}}" : "{{browser.P256dh}}"),
          unsubscribe: async () => !(isOn = false),
        };
        PushManager.prototype.subscribe = async () => { isOn = true; return told; };
        PushManager.prototype.getSubscription = async () => (isOn ? told : null);
        """;
}
