using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>
/// A series of six over three weeks with talk therapy after each, one postponed over a change of the clocks and one declined,
/// through API and browser.
/// </summary>
[Collection(Collections.Pages)]
public sealed partial class CarePathwayTests : IAsyncLifetime
{
    const int Wide = 1280;
    const int Tablet = 820;

    Chromium? _browser;
    InfusionServer? _server;
    Person? _nurse;
    Person? _physician;

    [GeneratedRegex("/therapy$")]
    static partial Regex TherapyPage { get; }

    DemoAccess Access => _server!.Access;

    DemoUser Therapist => Access.Users.Single(user => user.Role == "therapist");

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=3");
        _nurse = await Person.SignInAsync(Access.Url, Access.Nurse);
        _physician = await Person.SignInAsync(Access.Url, Access.Physician);
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_nurse?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_physician?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_series_of_six_with_talk_therapy_after_each_one_postponed_over_a_change_of_the_clocks_one_declined()
    {
        var series = new SeriesOfSix(Access.Clinic, _nurse!, _physician!);
        await series.OpenAsync();
        await series.PlanTherapyAsync(leftOut: 5);
        var page = await _browser!.SignInAsync(Access.Url, Access.Nurse);
        await page.GotoAsync($"/patients/{series.Patient}/plan");

        await DeclineAsync(page, series);
        await PostponeAsync(page, series);
        await LookAsync("plan-conflict", Access.Nurse, $"/patients/{series.Patient}/plan", shown => Expect(shown.GetByText("no longer fits").First).ToBeVisibleAsync());
        await MoveTherapyAsync(page);

        var plan = await series.ReadAsync();
        var infusions = plan.GetProperty("infusions").EnumerateArray().ToList();
        var therapy = plan.GetProperty("therapy").EnumerateArray().ToList();
        infusions.Select(each => each.GetProperty("when").GetProperty("day").GetString())
            .ShouldBe([series.Day(-12), series.Day(-9), series.Day(-5), series.Day(1), series.Day(3), series.Day(5)]);
        infusions.Select(each => each.GetProperty("when").GetProperty("time").GetString()).Distinct().ShouldBe(["09:00:00"]);
        // The same hour on the wall is another one in UTC after the change.
        Hour(infusions[2]).ShouldNotBe(Hour(infusions[3]));
        therapy.Count.ShouldBe(5);
        therapy.ShouldAllBe(each => each.GetProperty("conflict").ValueKind == JsonValueKind.Null);
        therapy.Select(each => each.GetProperty("when").GetProperty("day").GetString())
            .Intersect(infusions.Select(each => each.GetProperty("when").GetProperty("day").GetString())).ShouldBeEmpty();
        plan.GetProperty("offers").EnumerateArray().Last().GetProperty("answer").GetString().ShouldBe("declined");

        await LookAsync("plan", Access.Nurse, $"/patients/{series.Patient}/plan", shown => Expect(shown.GetByText("Talk therapy declined").First).ToBeVisibleAsync());
        await LookAsync("plans", Access.Nurse, "/plans", shown => Expect(shown.GetByText(SeriesOfSix.PatientName)).ToBeVisibleAsync());
        foreach (var (view, by) in new[] { ("week", "patient"), ("week", "chair"), ("day", "chair") })
        {
            await LookAsync(
                $"calendar-{view}-{by}", Access.Nurse, $"/calendar?view={view}&by={by}&day={series.Day(1)}",
                shown => Expect(shown.GetByRole(AriaRole.Button, new() { Name = SeriesOfSix.PatientName }).First).ToBeVisibleAsync());
        }

        await TherapistAsync(series);
    }

    /// <summary>For the fifth alone; the others keep the general yes.</summary>
    static async Task DeclineAsync(IPage page, SeriesOfSix series)
    {
        var offer = page.GetByRole(AriaRole.Article, new() { Name = "Talk therapy" });
        await offer.GetByText("Record a new answer").ClickAsync();
        await offer.Button("Declined").ClickAsync();
        await offer.GetByLabel("For").SelectOptionAsync(series.Infusions[4].ToString());
        await offer.Button("Record").ClickAsync();
        await Expect(offer.GetByText("After infusion 5")).ToContainTextAsync("Declined, ask again on");
    }

    /// <summary>From Friday to Monday, over the night of the change: onto the talk therapy's day, which is refused and then left in conflict.</summary>
    static async Task PostponeAsync(IPage page, SeriesOfSix series)
    {
        await page.Button("Move or cancel Infusion 4").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Day").FillAsync(series.Day(2));
        await dialog.Button("Move").ClickAsync();
        await Expect(dialog.GetByText("at least 2 days apart")).ToBeVisibleAsync();
        await dialog.GetByLabel("Day").FillAsync(series.Day(1));
        await dialog.Button("Move").ClickAsync();
        await Expect(dialog.GetByText("not on the same day as an infusion")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Move to" })).ToBeVisibleAsync();
        await dialog.GetByText("Move it all the same").ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByText("Conflict", new() { Exact = true })).ToBeVisibleAsync();
    }

    static async Task MoveTherapyAsync(IPage page)
    {
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "The nearest time that works" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Move or cancel" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "suggested" }).First.ClickAsync();
        await dialog.Button("Move").ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByText("Conflict", new() { Exact = true })).ToBeHiddenAsync();
    }

    /// <summary>They see their own appointments and the hand-off, and no board.</summary>
    async Task TherapistAsync(SeriesOfSix series)
    {
        var page = await OpenAsync(Therapist, Wide);
        await Expect(page).ToHaveURLAsync(TherapyPage);
        await page.GotoAsync($"/patients/{series.Patient}/plan");
        await Expect(page).ToHaveURLAsync(TherapyPage);
        await page.Context.CloseAsync();
        await LookAsync("therapist-calendar", Therapist, $"/calendar?view=week&day={series.Day(1)}", shown => Expect(shown.GetByRole(AriaRole.Button, new() { Name = SeriesOfSix.PatientName }).First).ToBeVisibleAsync());
        await LookAsync("therapist", Therapist, "/therapy", async shown =>
        {
            await shown.GetByLabel("From").FillAsync(series.Day(2));
            await shown.GetByRole(AriaRole.Button, new() { Name = SeriesOfSix.PatientName }).First.ClickAsync();
            await Expect(shown.GetByText("Psychotherapy notes are kept outside")).ToBeVisibleAsync();
        });
    }

    static int Hour(JsonElement infusion) =>
        DateTimeOffset.Parse(infusion.GetProperty("when").GetProperty("at").GetString()!, CultureInfo.InvariantCulture).UtcDateTime.Hour;

    async Task<IPage> OpenAsync(DemoUser user, int width)
    {
        var page = await _browser!.OpenAsync(Access.Url, width);
        await page.GotoAsync("/");
        await page.SignInAsync(user.Name, user.Password);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "sign out" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>At both widths of the clinic, as paper: nothing has to be scrolled sideways, and no barrier stands.</summary>
    async Task LookAsync(string name, DemoUser user, string path, Func<IPage, Task> shows)
    {
        var page = await OpenAsync(user, Wide);
        await page.EvaluateAsync("localStorage.setItem('infusion.mode', 'light')");
        foreach (var width in new[] { Wide, Tablet })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync(path);
            await shows(page);
            var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            beyond.ShouldBe(0, $"{path} at {width}");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"pathway-{name}-{width}.png"), FullPage = true });
            if (width == Wide)
            {
                var found = await page.RunAxe();
                found.Violations.Where(each => each.Impact is "serious" or "critical")
                    .Select(each => $"{path}: {each.Id} {each.Help} {string.Join(" ", each.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
            }
        }

        await page.Context.CloseAsync();
    }
}
