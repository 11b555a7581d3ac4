using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>What the browser itself says of headers, cookies and policy, and what of a patient is left where it should not be.</summary>
public sealed partial class BoardTests
{
    static readonly string[] PagesOfManagers =
    [
        "/chairs/A1", "/chairs/A1/handover", "/patients", "/patients/import", "/plans", "/calendar", "/sessions", "/duty", "/setup", "/chairs", "/displays", "/words", "/trace", "/protocols", "/forms/blank",
        "/charts", "/charts/keys", "/corrections", "/safety-tasks", "/reports/alarms", "/reports/doses", "/reports/shift", "/what-if", "/clients", "/",
    ];

    [Fact]
    public async Task No_page_breaks_its_policy_and_nothing_of_a_patient_is_left_in_the_browser_its_addresses_or_the_log()
    {
        var words = await WordsOfPatientsAsync();
        var page = await clinic.Browser.OpenAsync(clinic.Access.Url);
        var faults = new ConcurrentQueue<string>();
        var answers = new ConcurrentQueue<IResponse>();
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} at ${location.pathname}`))");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("policy", StringComparison.OrdinalIgnoreCase))
            {
                faults.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Response += (_, answer) => answers.Enqueue(answer);
        await page.GotoAsync("/");
        var manager = clinic.Access.Users.First(user => user.Role == "manager");
        await page.SignInAsync(manager.Name, manager.Password);
        await Expect(page.Link()).ToContainTextAsync("Live");
        foreach (var path in PagesOfManagers)
        {
            await GoAsync(page, path);
        }

        await ClientsAsync(page);

        // The policy holds: what it forbids does not run, and says so.
        await page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.inline = 1'; document.body.append(s); }");
        (await page.EvaluateAsync<bool>("'inline' in window")).ShouldBeFalse();
        await Eventually.Is(() => faults.Any(fault => fault.Contains("script-src", StringComparison.Ordinal)), "the browser reports the inline script");
        faults.Where(fault => !fault.Contains("script-src", StringComparison.Ordinal)).ShouldBeEmpty();

        await CookieAloneAsync(page);
        await HeadersAsync(answers);
        var kept = await page.EvaluateAsync<string>(
            "async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, (await indexedDB.databases()).map(d => d.name), await caches.keys()])");
        Found(words, kept).ShouldBeEmpty("in the browser's storage");
        kept.ShouldEndWith("\"\",[],[]]", Case.Sensitive, "no cookie that a script can read, no database, no cache");
        answers.Select(answer => answer.Url).SelectMany(url => Found(words, Uri.UnescapeDataString(url))).ShouldBeEmpty("in an address");
        Found(words, clinic.Server.Output).ShouldBeEmpty("in the server's log");

        await page.GetByRole(AriaRole.Button, new() { Name = "sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
        (await page.Context.CookiesAsync()).ShouldBeEmpty();
        Found(words, await page.ContentAsync()).ShouldBeEmpty("on the screen after the sign-out");
    }

    /// <summary>As a link within the dashboard does; each page says its name in the browser's tab when it is there.</summary>
    static async Task GoAsync(IPage page, string path)
    {
        var before = await page.TitleAsync();
        await page.EvaluateAsync("path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate', { state: {} })); }", path);
        await page.WaitForFunctionAsync("before => document.title !== before", before);
        await Expect(page.Locator("main:not(.waiting)").First).ToBeVisibleAsync();
        new Uri(page.Url).AbsolutePath.ShouldBe(path);
    }

    /// <summary>Nothing of the page has to be scrolled sideways, and no barrier stands.</summary>
    static async Task ClientsAsync(IPage page)
    {
        await GoAsync(page, "/clients");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Demo EHR" })).ToBeVisibleAsync();
        foreach (var width in (int[])[390, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, $"/clients at {width}");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"clients-{width}.png"), FullPage = true });
        }

        var seen = await page.RunAxe();
        seen.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        await GoAsync(page, "/");
    }

    static async Task CookieAloneAsync(IPage page)
    {
        var cookie = (await page.Context.CookiesAsync()).ShouldHaveSingleItem();
        (cookie.Name, cookie.HttpOnly, cookie.SameSite, cookie.Expires).ShouldBe(("infusion", true, SameSiteAttribute.Strict, -1f));
    }

    static async Task HeadersAsync(IEnumerable<IResponse> answers)
    {
        var seen = answers.Where(answer => answer.Url.StartsWith("http", StringComparison.Ordinal)).ToList();
        seen.Count.ShouldBeGreaterThan(30);
        foreach (var answer in seen)
        {
            var headers = await answer.AllHeadersAsync();
            headers.GetValueOrDefault("content-security-policy").ShouldNotBeNull(answer.Url).ShouldStartWith("default-src 'none'; script-src 'self';");
            headers.GetValueOrDefault("x-content-type-options").ShouldBe("nosniff", answer.Url);
            headers.GetValueOrDefault("referrer-policy").ShouldBe("no-referrer", answer.Url);
            var path = new Uri(answer.Url).AbsolutePath;
            if (path.StartsWith("/api/", StringComparison.Ordinal))
            {
                headers.GetValueOrDefault("cache-control").ShouldNotBeNull(answer.Url).ShouldContain("no-store");
            }
            else if (path.StartsWith("/assets/", StringComparison.Ordinal))
            {
                headers.GetValueOrDefault("cache-control").ShouldBe("public, max-age=31536000, immutable", answer.Url);
                headers.GetValueOrDefault("content-encoding").ShouldBe(Path.GetExtension(path) is ".js" or ".css" ? "gzip" : null, answer.Url);
            }
            else if (path == "/")
            {
                headers.GetValueOrDefault("cache-control").ShouldBe("no-cache");
            }
        }
    }

    /// <summary>By which the demo's patients would be known.</summary>
    async Task<List<string>> WordsOfPatientsAsync()
    {
        await using var nurse = await Person.SignInAsync(clinic.Access.Url, clinic.Access.Nurse);
        var found = await nurse.Http.GetFromJsonAsync<JsonElement>($"/api/clinics/{clinic.Access.Clinic}/patients?size=100");
        var words = found.GetProperty("patients").EnumerateArray()
            .SelectMany(patient => (string?[])[patient.GetProperty("familyName").GetString(), patient.GetProperty("mrn").GetString(), patient.GetProperty("birthDate").GetString()])
            .OfType<string>().Where(word => word.Length > 3).Distinct().ToList();
        words.Count.ShouldBeGreaterThan(12, "six patients with a name, a number and a birth date");
        return words;
    }

    static IEnumerable<string> Found(IEnumerable<string> words, string text) => words.Where(word => Regex.IsMatch(text, $@"\b{Regex.Escape(word)}\b"));
}
