using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>Every page, quiet: as its golden picture has it, legible at every width, and without a barrier.</summary>
[Collection(Collections.Starts)]
public sealed class GoldenTests(ReplayedClinic clinic) : GoldenPictures(clinic), IClassFixture<ReplayedClinic>
{
    /// <summary>640 px is what 1280 px are at a zoom of 200 %.</summary>
    static readonly int[] Widths = [1920, 820, 640, 390, 1280];

    [Fact]
    public void Every_route_of_the_dashboard_has_its_page_here()
    {
        var routes = PageList.Routes();
        routes.Count.ShouldBeGreaterThan(30);
        routes.Where(route => !PageList.All.Any(page => PageList.IsOf(page, route))).ShouldBeEmpty();
        PageList.All.Where(page => !routes.Any(route => PageList.IsOf(page, route))).Select(page => page.Path).ShouldBeEmpty("a page that no route leads to");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Quiet_it_is_legible_at_every_width_and_has_no_barrier(string name)
    {
        var wanted = PageList.All.Single(page => page.Name == name);
        var quiet = await Clinic.OpenAsync(wanted, alarms: false);
        quiet.Unanswered.ShouldBeEmpty("the recording is older than the page: RECORD_PAGES=1");
        await LooksAsBeforeAsync(quiet.Page, $"{name}-quiet");
        var wrong = new List<string>();
        foreach (var width in Widths)
        {
            await quiet.Page.SetViewportSizeAsync(width, 900);
            await quiet.Page.Clock.RunForAsync(20);
            wrong.AddRange((await quiet.Page.EvaluateAsync<string[]>(Script("boxes.js"))).Select(what => $"{width} px: {what}"));
        }

        wrong.ShouldBeEmpty();
        // What looks for barriers waits with the page's own clock.
        await quiet.Page.Clock.ResumeAsync();
        await HasNoBarrierAsync(quiet.Page);
        if (wanted.IsOtherOnATelephone)
        {
            await quiet.Page.SetViewportSizeAsync(390, 900);
            await HasNoBarrierAsync(quiet.Page);
        }

        await quiet.Page.Context.CloseAsync();
    }
}
