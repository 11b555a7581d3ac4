using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

/// <summary>Who is invited, what they may do, and how they leave.</summary>
public sealed class PeopleTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    const string Staff = "/api/clinics/harbor-street/staff";
    const string Another = "seven quiet lanterns";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_invited_sets_a_password_by_a_link_that_works_once()
    {
        using var manager = (await Guest.NewAsync(app, Roles.Manager)).Guest;
        using var guest = new Guest(app);
        var secret = await Guest.SecretAsync(await manager.PostAsync(Staff, new { name = "invited", displayName = "I. Vited, RN", roles = new[] { "nurse" } }));
        (await PersonAsync(manager, "invited")).GetProperty("state").GetString().ShouldBe("invited");
        (await guest.PostAsync("/api/sign-in", new { name = "invited", password = "" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var read = await (await guest.PostAsync("/api/links/read", new { secret })).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        (read.GetProperty("name").GetString(), read.GetProperty("displayName").GetString()).ShouldBe(("invited", "I. Vited, RN"));
        var weak = await guest.PostAsync("/api/links/use", new { secret, password = "invited by mail" });
        weak.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Guest.DetailAsync(weak)).ShouldContain("must not contain \"invited\"");
        (await guest.PostAsync("/api/links/use", new { secret, password = Another })).StatusCode.ShouldBe(HttpStatusCode.NoContent, "a refused password does not use the link up");
        (await guest.PostAsync("/api/links/use", new { secret, password = "another of the same" })).StatusCode.ShouldBe(HttpStatusCode.Gone);

        (await guest.PostAsync("/api/sign-in", new { name = "invited", password = Another })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await guest.GetAsync("/api/me")).GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["nurse"]);
        (await PersonAsync(manager, "invited")).GetProperty("state").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task A_link_ends_with_its_time_with_a_newer_one_and_when_it_is_withdrawn()
    {
        var (manager, person) = await Guest.NewAsync(app, Roles.Manager);
        using var _ = manager;
        using var guest = new Guest(app);
        var first = await Guest.SecretAsync(await manager.PostAsync(Staff, new { name = "late", displayName = "L. Ate", roles = new[] { "nurse" } }));
        var id = (await PersonAsync(manager, "late")).GetProperty("id").GetString();
        var second = await Guest.SecretAsync(await manager.PostAsync($"{Staff}/{id}/link", new { everything = false }));
        (await guest.PostAsync("/api/links/read", new { secret = first })).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await guest.PostAsync("/api/links/read", new { secret = second })).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using (var scope = app.Services.CreateAsyncScope())
        {
            // As three days later.
            await scope.ServiceProvider.GetRequiredService<IdentityStore>().OneTimeLinks.Where(link => link.PersonId == Guid.Parse(id!))
                .ExecuteUpdateAsync(link => link.SetProperty(each => each.ExpiresAt, each => each.ExpiresAt - OneTimeLinks.ForPeople), Cancel);
        }

        (await guest.PostAsync("/api/links/use", new { secret = second, password = Another })).StatusCode.ShouldBe(HttpStatusCode.Gone);
        var third = await Guest.SecretAsync(await manager.PostAsync($"{Staff}/{id}/link", new { everything = false }));
        (await manager.DeleteAsync($"{Staff}/{id}/link")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await guest.PostAsync("/api/links/use", new { secret = third, password = Another })).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await manager.GetAsync(Staff)).EnumerateArray().ShouldNotContain(each => each.GetProperty("name").GetString() == "late", "who never came is gone with the invitation");
        person.UserName.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("x", "X. Y", "nurse", HttpStatusCode.BadRequest, "sign-in name")]
    [InlineData("with space", "X. Y", "nurse", HttpStatusCode.BadRequest, "sign-in name")]
    [InlineData("valid.name", "", "nurse", HttpStatusCode.BadRequest, "as it stands in charts")]
    [InlineData("valid.name", "X. Y", "emperor", HttpStatusCode.BadRequest, "no role \"emperor\"")]
    [InlineData("valid.name", "X. Y", null, HttpStatusCode.BadRequest, "at least one role")]
    [InlineData("taken", "X. Y", "nurse", HttpStatusCode.Conflict, "is taken")]
    public async Task An_invitation_that_says_nothing_sensible_is_refused_in_words(string name, string displayName, string? role, HttpStatusCode status, string sentence)
    {
        await app.AddPersonAsync("taken");
        using var manager = (await Guest.NewAsync(app, Roles.Manager)).Guest;
        var refused = await manager.PostAsync(Staff, new { name, displayName, roles = role is null ? [] : new[] { role } });
        refused.StatusCode.ShouldBe(status);
        (await Guest.DetailAsync(refused)).ShouldContain(sentence);
    }

    [Fact]
    public async Task Nobody_changes_oneself_and_nobody_whom_another_clinic_knows_too()
    {
        var (manager, self) = await Guest.NewAsync(app, Roles.Manager);
        using var _ = manager;
        var both = await app.AddPersonAsync("in-both", Roles.Physician, "harbor-street", "elsewhere");
        var stranger = await app.AddPersonAsync("stranger", Roles.Physician, "elsewhere");

        (await Guest.DetailAsync(await manager.PutAsync($"{Staff}/{self.Id}/roles", new { roles = Roles.All }))).ShouldContain("Nobody changes their own roles");
        (await Guest.DetailAsync(await manager.PostAsync($"{Staff}/{self.Id}/deactivate"))).ShouldContain("Nobody changes their own roles");
        (await Guest.DetailAsync(await manager.PostAsync($"{Staff}/{both.Id}/deactivate"))).ShouldContain("belongs to other clinics too");
        (await manager.PostAsync($"{Staff}/{stranger.Id}/deactivate")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await manager.GetAsync(Staff)).EnumerateArray().Single(each => each.GetProperty("name").GetString() == "in-both").GetProperty("clinics").GetArrayLength()
            .ShouldBe(1, "of the clinics of others nothing is said");
    }

    [Fact]
    public async Task Of_two_managers_who_deactivate_each_other_one_remains()
    {
        var (one, first) = await Guest.NewAsync(app, Roles.Manager, "duel");
        var (other, second) = await Guest.NewAsync(app, Roles.Manager, "duel");
        using (one)
        using (other)
        {
            await Task.WhenAll(
                one.PostAsync($"/api/clinics/duel/staff/{second.Id}/deactivate"), other.PostAsync($"/api/clinics/duel/staff/{first.Id}/deactivate"));
        }

        await using var scope = app.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        (await store.Users.CountAsync(each => (each.Id == first.Id || each.Id == second.Id) && each.DeactivatedAt == null, Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_deactivated_is_out_at_once_everywhere_and_back_when_reactivated()
    {
        using var manager = (await Guest.NewAsync(app, Roles.Manager)).Guest;
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        using var atHome = await Guest.ComeAsync(app, person.UserName!);

        (await manager.PostAsync($"{Staff}/{person.Id}/deactivate")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await atHome.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await nurse.PostAsync("/api/sign-in", new { name = person.UserName, password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<ISecondPerson>().VerifyAsync("harbor-street", person.UserName, IdentityApp.Password, Cancel)).ShouldBeNull("no witness either");
            var colleagues = scope.ServiceProvider.GetRequiredService<IColleagues>();
            (await colleagues.UnknownAsync("harbor-street", [person.UserName!], Cancel)).ShouldBe([person.UserName!], "nobody is called who cannot come");
            (await colleagues.NamesAsync("harbor-street", Cancel)).Keys.ShouldContain(person.UserName!, "charts name them still");
        }

        (await manager.PostAsync($"{Staff}/{person.Id}/link", new { everything = true })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await manager.PostAsync($"{Staff}/{person.Id}/reactivate")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await nurse.PostAsync("/api/sign-in", new { name = person.UserName, password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_role_that_is_lost_is_lost_at_once_and_one_that_is_gained_comes_within_a_minute()
    {
        using var manager = (await Guest.NewAsync(app, Roles.Manager)).Guest;
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        (await manager.PutAsync($"{Staff}/{person.Id}/roles", new { roles = new[] { "nurse", "charge_nurse" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        (await nurse.GetAsync("/api/me")).GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["charge_nurse", "nurse"], ignoreOrder: true);
        (await nurse.GetAsync("/api/me")).GetProperty("locked").GetBoolean().ShouldBeFalse("the sign-in is the same");

        (await manager.PutAsync($"{Staff}/{person.Id}/roles", new { roles = new[] { "charge_nurse" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_lost_phone_and_password_are_replaced_by_one_link_and_nobody_else_learns_a_password()
    {
        using var manager = (await Guest.NewAsync(app, Roles.Manager)).Guest;
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        var begun = await (await nurse.PostAsync("/api/account/second-factor/begin", new { password = IdentityApp.Password })).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        (await nurse.PostAsync("/api/account/second-factor", new { code = Guest.Code(begun.GetProperty("secret").GetString()!) })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var secret = await Guest.SecretAsync(await manager.PostAsync($"{Staff}/{person.Id}/link", new { everything = true }));
        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK, "until the link is used");
        using var guest = new Guest(app);
        (await guest.PostAsync("/api/links/use", new { secret, password = Another })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await guest.PostAsync("/api/sign-in", new { name = person.UserName, password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await guest.PostAsync("/api/sign-in", new { name = person.UserName, password = Another })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    static async Task<JsonElement> PersonAsync(Guest manager, string name) =>
        (await manager.GetAsync(Staff)).EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
}
