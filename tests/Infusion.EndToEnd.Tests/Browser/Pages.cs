using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>Where things are on the screen, by what people read there.</summary>
static partial class Pages
{
    [GeneratedRegex(@"^\d+$")]
    public static partial Regex Digits { get; }

    public static async Task SignInAsync(this IPage page, string name, string password)
    {
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>The place that says whether the screen is live.</summary>
    public static ILocator Link(this IPage page) => page.Locator(".s-conn");

    public static ILocator Chairs(this IPage page) => page.GetByRole(AriaRole.Article);

    public static ILocator Chair(this IPage page, string chair) =>
        page.GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = $"Chair {chair}", Exact = true });

    public static ILocator HeartRate(this ILocator chair) => chair.Locator(".v-hr .num.fig");

    /// <summary>Numbers of vitals that can be read now, anywhere on the screen.</summary>
    public static ILocator Readings(this IPage page) => page.Locator(".vital .num.fig");

    public static ILocator Alarm(this ILocator chair, string about) =>
        chair.Locator(".band").Filter(new LocatorFilterOptions { HasText = about });

    public static ILocator Button(this ILocator within, string name) =>
        within.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Button(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public static ILocator ChartList(this IPage page) => page.Locator("ol.events");
}
