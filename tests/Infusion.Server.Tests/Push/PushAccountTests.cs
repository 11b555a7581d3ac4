using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Operations;
using Infusion.Server.Push;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Push;

/// <summary>Which browsers may be told, by whose wish, and what ends it.</summary>
public sealed class PushAccountTests(PushServer server) : IClassFixture<PushServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://push.example/x")]
    [InlineData("https://127.0.0.2/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://8.8.8.8/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://intranet/x")]
    [InlineData("https://push.example:8443/x")]
    [InlineData("https://somebody@push.example/x")]
    [InlineData("ftp://push.example/x")]
    [InlineData("/x")]
    [InlineData("")]
    public async Task An_address_that_is_no_push_service_of_the_public_internet_is_refused(string endpoint)
    {
        var nurse = await server.ComeAsync(await server.NewClinicAsync());
        var browser = server.Service.NewBrowser();
        using var answer = await nurse.Http.PostAsJsonAsync("/api/account/push", new { name = "x", endpoint, p256dh = browser.P256dh, auth = browser.Auth }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!.ShouldContain("endpoint");
    }

    /// <summary>A public name may point anywhere: what counts is the address that is connected to.</summary>
    [Fact]
    public async Task A_name_that_leads_into_the_house_is_not_connected_to()
    {
        var keys = server.Services.GetRequiredService<PushClient>();
        keys.MayBe("https://updates.push.services.mozilla.com/wpush/v2/x").ShouldBeTrue();
        using var self = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var strict = new PushClient(self, new PushSettings(true, [], "mailto:it@harbor.example"), TimeProvider.System);
        var browser = server.Service.NewBrowser();
        var target = new PushTarget(Guid.NewGuid(), "x", "x", "x", browser.Endpoint.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), browser.P256dh, browser.Auth);
        var answer = await strict.SendAsync(target, "{}", "topic", TimeSpan.FromMinutes(1), true, Cancel);
        (answer.Kind, answer.Reason).ShouldBe((PushAnswerKind.Refused, "localhost is not on the public internet"));
        server.Service.Asked(browser).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_browser_is_refused_with_what_is_wrong()
    {
        var nurse = await server.ComeAsync(await server.NewClinicAsync());
        var browser = server.Service.NewBrowser();
        foreach (var (name, p256dh, auth, named) in (IEnumerable<(string?, string?, string?, string)>)
            [
                (" ", browser.P256dh, browser.Auth, "name"),
                (new string('x', 61), browser.P256dh, browser.Auth, "name"),
                ("a\u0007b", browser.P256dh, browser.Auth, "name"),
                ("x", null, browser.Auth, "p256dh"),
                ("x", browser.Auth, browser.Auth, "p256dh"),
                ("x", browser.P256dh, "not base64url!", "auth"),
                ("x", browser.P256dh, browser.P256dh, "auth"),
            ])
        {
            using var answer = await nurse.Http.PostAsJsonAsync("/api/account/push", new { name, endpoint = browser.Endpoint, p256dh, auth }, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!.ShouldContain(named);
        }
    }

    [Fact]
    public async Task A_person_has_ten_browsers_at_most_the_same_one_again_is_the_same_and_it_belongs_to_who_turned_it_on_last()
    {
        var clinic = await server.NewClinicAsync();
        var nurse = await server.ComeAsync(clinic);
        var first = server.Service.NewBrowser();
        await PushServer.TurnOnAsync(nurse, first, "First");
        for (var more = 1; more < PushSubscriptions.Most; more++)
        {
            await PushServer.TurnOnAsync(nurse, server.Service.NewBrowser());
        }

        using var eleventh = await nurse.Http.PostAsJsonAsync("/api/account/push", server.Service.NewBrowser().Request(), Cancel);
        eleventh.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await PushServer.TurnOnAsync(nurse, first, "First, renamed");
        var browsers = await PushServer.BrowsersAsync(nurse);
        browsers.Count.ShouldBe(PushSubscriptions.Most);
        browsers[0].GetProperty("name").GetString().ShouldBe("First, renamed");

        var other = await server.ComeAsync(clinic);
        await PushServer.TurnOnAsync(other, first, "Mine now");
        (await PushServer.BrowsersAsync(nurse)).Count.ShouldBe(PushSubscriptions.Most - 1);
        (await PushServer.BrowsersAsync(other)).Single().GetProperty("id").GetGuid().ShouldNotBe(browsers[0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Who_signs_out_there_everywhere_or_is_deactivated_is_told_nothing_any_more()
    {
        var clinic = await server.NewClinicAsync();
        var (manager, nurse, everywhere, leaving) = (
            await server.ComeAsync(clinic, Roles.Manager), await server.ComeAsync(clinic), await server.ComeAsync(clinic), await server.ComeAsync(clinic));
        foreach (var person in (OnDuty[])[nurse, everywhere, leaving])
        {
            await PushServer.TurnOnAsync(person, server.Service.NewBrowser());
        }

        var subscriptions = server.Services.GetRequiredService<PushSubscriptions>();
        async Task<int> CountAsync(OnDuty person) => (await subscriptions.ListAsync(person.Person.Id, Cancel)).Count;
        await subscriptions.AddAsync(
            nurse.Person.Id, Guid.NewGuid(), "At another sign-in", "https://push.example/other", server.Service.NewBrowser().P256dh, "x", TimeProvider.System.GetUtcNow(), Cancel);

        (await nurse.Http.PostAsync("/api/sign-out", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CountAsync(nurse)).ShouldBe(1, "the other browser's sign-in goes on");
        (await everywhere.Http.PostAsync("/api/account/sign-out-everywhere", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CountAsync(everywhere)).ShouldBe(0);
        (await subscriptions.OfAsync(clinic, [leaving.Person.UserName!], Cancel)).Count.ShouldBe(1);
        (await subscriptions.OfAsync("elsewhere", [leaving.Person.UserName!], Cancel)).ShouldBeEmpty("no member of that clinic");
        (await manager.Http.PostAsync($"/api/clinics/{clinic}/staff/{leaving.Person.Id}/deactivate", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CountAsync(leaving)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_signs_in_again_at_the_same_browser_goes_on_being_told_there()
    {
        var nurse = await server.ComeAsync(await server.NewClinicAsync());
        var subscriptions = server.Services.GetRequiredService<PushSubscriptions>();
        var signIns = server.Services.GetRequiredService<SignIns>();
        var (before, after) = (Guid.NewGuid(), Guid.NewGuid());
        await subscriptions.AddAsync(
            nurse.Person.Id, before, "x", "https://push.example/again", server.Service.NewBrowser().P256dh, "x", TimeProvider.System.GetUtcNow(), Cancel);
        await signIns.SucceedAsync(before, after, nurse.Person.Id, Cancel);
        await signIns.EndAsync(before, Cancel);
        (await subscriptions.ListAsync(nurse.Person.Id, Cancel)).Count.ShouldBe(1);
        await signIns.SucceedAsync(after, Guid.NewGuid(), Guid.NewGuid(), Cancel);
        await signIns.EndAsync(after, Cancel);
        (await subscriptions.ListAsync(nurse.Person.Id, Cancel)).ShouldBeEmpty("somebody else signed in there");
    }

    [Theory]
    [InlineData(PushSettings.EnabledKey, "perhaps")]
    [InlineData(PushSettings.HostsKey, "no host!")]
    [InlineData(PushSettings.ContactKey, "http://clinic.example")]
    [InlineData(PushSettings.ContactKey, "https://clinic.example/\"")]
    public void A_setting_that_cannot_be_meant_is_refused_by_its_name(string key, string value) =>
        Should.Throw<StartupException>(() => PushSettings.Read(Configuration(key, value), null)).Message.ShouldStartWith(key);

    [Fact]
    public void Whom_a_push_service_may_write_to_is_the_clinics_word_or_its_address()
    {
        PushSettings.Read(Configuration("x", "x"), new Uri("https://infusion.example.org")).Contact.ShouldBe("https://infusion.example.org/");
        PushSettings.Read(Configuration(PushSettings.ContactKey, "mailto:it@clinic.example"), new Uri("https://infusion.example.org")).Contact.ShouldBe("mailto:it@clinic.example");
        PushSettings.Read(Configuration("x", "x"), new Uri("http://localhost")).ShouldSatisfyAllConditions(
            settings => settings.Contact.ShouldStartWith("mailto:"), settings => settings.IsEnabled.ShouldBeTrue(), settings => settings.Hosts.ShouldBeEmpty());
        PushSettings.Read(Configuration(PushSettings.EnabledKey, "false"), null).IsEnabled.ShouldBeFalse();
    }

    static IConfiguration Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
}
