using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>The system's own Chromium: Playwright brings none with it here.</summary>
sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        // Letters stand where they stand in a Chromium with windows, and the golden pictures are of either.
        "--font-render-hinting=none",
    ];

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;

    Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <param name="notifies">It shows notifications. One that does not ends where a page asks for them, and costs half as much a page.</param>
    public static async Task<Chromium> StartAsync(bool notifies = false)
    {
        Repository.RequireDashboard();
        var path = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : notifies ? "/usr/bin/chromium" : "/usr/bin/chromium-headless-shell";
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is not there; install Chromium (Debian: apt-get install chromium chromium-headless-shell), or set CHROMIUM to its path.");
        }

        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
            return new Chromium(playwright, browser);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A browser of somebody's own: no cookie is shared with another.</summary>
    public async Task<IPage> OpenAsync(Uri server, int width = 1280, int height = 900)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            // What flashes would be caught in any phase.
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async Task<IPage> SignInAsync(Uri server, DemoUser user, int width = 1280, int height = 900)
    {
        var page = await OpenAsync(server, width, height);
        await page.GotoAsync("/");
        await page.SignInAsync(user.Name, user.Password);
        await Assertions.Expect(page.Link()).ToContainTextAsync("Live");
        return page;
    }

    /// <summary>A live page that nobody looks at any more draws every number all the same, beside the next test's.</summary>
    public async ValueTask ClosePagesAsync()
    {
        foreach (var context in _browser.Contexts.ToList())
        {
            await context.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
