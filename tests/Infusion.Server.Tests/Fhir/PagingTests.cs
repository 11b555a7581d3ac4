using System.Net;
using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

public sealed class PagingTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    const int Rows = 40;

    readonly FhirHost _host = new(postgres);

    /// <summary>Four rows share each minute and each commit, so that a page always ends among equals.</summary>
    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        for (var minute = 0; minute < Rows / 4; minute++)
        {
            await CommitMinuteAsync(minute);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("_sort=-date&")]
    [InlineData("_sort=-date,_id&")]
    [InlineData("_sort=date&")]
    [InlineData("_sort=_lastUpdated&")]
    [InlineData("_sort=-_lastUpdated&")]
    [InlineData("_sort=_id&")]
    public async Task Every_row_that_was_there_comes_once_and_as_it_was_while_others_are_written_and_all_are_changed(string sort)
    {
        var start = (await _host.SearchAsync("Observation?_count=1000")).Entry;
        var there = start.Select(Id).ToHashSet();
        var seen = new List<string>();
        DateTimeOffset? began = null;
        string? link = $"Observation?{sort}patient={SearchData.Ana}&foo=1&_count=7";
        for (var page = 0; link is not null; page++)
        {
            var bundle = await _host.SearchAsync(link);
            began ??= bundle.Meta!.LastUpdated;
            bundle.Meta!.LastUpdated.ShouldBe(began, "a later page says up to when the first one was");
            bundle.SelfLink!.ToString().ShouldBe(page == 0 ? $"{_host.Base}/{link}".Replace("foo=1&", "", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal) : link);
            seen.AddRange(bundle.Entry.Where(e => e.Search!.Mode == Bundle.SearchEntryMode.Match).Select(Id));
            link = bundle.NextLink?.ToString();

            // A row that was on a page, and one that is on a later one, change: status, date and patient.
            foreach (var entry in new[] { start[(3 * page) % Rows], start[((3 * page) + 20) % Rows] })
            {
                var changed = (Observation)entry.Resource!.DeepCopy();
                changed.Status = ObservationStatus.Amended;
                changed.Effective = new FhirDateTime($"20{10 + page}-01-01");
                changed.Subject = new ResourceReference($"Patient/{SearchData.Ben}");
                await _host.CommitAsync(Infusions.Clinic, SearchData.Three.AddDays(1).AddMinutes(page), changed);
            }

            // Newer than all there is, older than all there is, and among them.
            await CommitMinuteAsync(100 + page);
            await CommitMinuteAsync(-100 - page);
            await _host.CommitAsync(
                Infusions.Clinic,
                SearchData.Three.AddHours(5 + page),
                SearchData.Vital(SearchData.Ana, ChartedKind.HeartRate, SearchData.Three.AddMinutes(3).AddSeconds(1 + page)));
            if (page == 20)
            {
                break;
            }
        }

        seen.Order(StringComparer.Ordinal).ShouldBe(there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_over_takes_nothing_from_whoever_has_its_connection_next()
    {
        var grant = new FhirGrant([new SmartScope("*", SmartPermissions.Read | SmartPermissions.Search, null)]);
        var query = SearchQuery.Parse(SearchTable.Types["Observation"], [("patient", SearchData.Ana.ToString()), ("_count", "10")], strict: true);
        var first = await PageAsync();
        await first.DisposeAsync();
        await using var second = await PageAsync();
        await first.DisposeAsync();

        var ids = new HashSet<string>();
        for (; second.HasRow; await second.NextAsync(CancellationToken.None))
        {
            ids.Add(second.Id);
        }

        ids.Count.ShouldBe(11, "ten, and the one that says that there are more");

        Task<SearchPage> PageAsync() => _host.Reader.SearchAsync(query, Infusions.Clinic, _host.Base, grant, CancellationToken.None);
    }

    [Fact]
    public async Task A_page_under_another_token_goes_on_and_shows_no_more_than_that_token_may()
    {
        var first = await _host.SearchAsync($"Observation?patient={SearchData.Ana}&_sort=date&_count=3&_total=accurate");
        var next = first.NextLink!.ToString();
        await CommitMinuteAsync(-5);

        using var renewed = await _host.SendAsync(HttpMethod.Get, next, "harbor;system/Observation.rs");
        var second = FhirJson.Parse<Bundle>(await renewed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        second.Entry.Select(Id).Intersect(first.Entry.Select(Id)).ShouldBeEmpty();
        (second.Entry.Count, second.Total).ShouldBe((3, first.Total));

        using var other = await _host.SendAsync(HttpMethod.Get, next, "harbor;system/Patient.rs");
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var narrowed = await _host.SendAsync(HttpMethod.Get, next, "harbor;system/Observation.rs?category=laboratory");
        FhirJson.Parse<Bundle>(await narrowed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Entry.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_are_in_order_and_the_last_has_no_next()
    {
        var first = await _host.SearchAsync($"Observation?_sort=date&_count={Rows - 1}");
        var dates = first.Entry.Select(e => ((FhirDateTime)((Observation)e.Resource!).Effective!).Value).ToList();
        dates.ShouldBe(dates.Order(StringComparer.Ordinal));

        var second = await _host.SearchAsync(first.NextLink!.ToString());
        second.Entry.ShouldHaveSingleItem();
        second.NextLink.ShouldBeNull();
        (await _host.SearchAsync($"Observation?_count={Rows}")).NextLink.ShouldBeNull();
    }

    [Fact]
    public async Task A_cursor_that_was_changed_or_moved_to_another_search_is_refused()
    {
        var next = (await _host.SearchAsync($"Observation?patient={SearchData.Ana}&_count=3")).NextLink!.ToString();
        var last = next[^1] == 'A' ? 'Q' : 'A';

        foreach (var link in new[]
        {
            next[..^1] + last,
            next[..^8],
            next.Replace("_count=3", "_count=4", StringComparison.Ordinal),
            next.Replace("/Observation?", "/MedicationAdministration?", StringComparison.Ordinal),
            next.Replace(SearchData.Ana.ToString("D"), SearchData.Ben.ToString("D"), StringComparison.Ordinal),
        })
        {
            using var response = await _host.GetAsync(link);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, link);
        }
    }

    [Fact]
    public async Task A_poller_that_asks_from_the_bundles_time_on_misses_nothing()
    {
        var first = await _host.SearchAsync("Observation?_sort=_lastUpdated&_count=1000");
        await CommitMinuteAsync(200);
        var since = first.Meta!.LastUpdated!.Value.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);

        var news = await _host.SearchAsync($"Observation?_sort=_lastUpdated&_lastUpdated=gt{since}");

        news.Entry.Count.ShouldBe(4);
        news.Entry.Select(Id).Intersect(first.Entry.Select(Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_page_comes_whole()
    {
        for (var hour = 1; hour <= 3; hour++)
        {
            await _host.CommitAsync(
                Infusions.Clinic,
                SearchData.Three.AddHours(hour),
                Enumerable.Range(0, 60).Select(minute => SearchData.Vital(
                    SearchData.Ben, ChartedKind.HeartRate, SearchData.Three.AddHours(hour).AddMinutes(minute))));
        }

        (await _host.SearchAsync($"Observation?patient={SearchData.Ben}&_count=1000")).Entry.Count.ShouldBe(180);
    }

    async Task CommitMinuteAsync(int minute)
    {
        var at = SearchData.Three.AddMinutes(minute);
        await _host.CommitAsync(
            Infusions.Clinic,
            at.AddSeconds(2).AddTicks(1230),
            new[] { ChartedKind.HeartRate, ChartedKind.SpO2, ChartedKind.RespiratoryRate, ChartedKind.Temperature }
                .Select(kind => SearchData.Vital(SearchData.Ana, kind, at)));
    }

    static string Id(Bundle.EntryComponent entry) => entry.Resource!.Id!;
}
