using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Identity;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

/// <summary>One's own password, second factor and sign-ins.</summary>
public sealed class AccountTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_factor_is_asked_after_the_password_and_each_code_counts_once()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        (await nurse.PostAsync("/api/account/second-factor/begin", new { password = "not my password" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var begun = await ReadAsync(await nurse.PostAsync("/api/account/second-factor/begin", new { password = IdentityApp.Password }));
        var secret = begun.GetProperty("secret").GetString()!;
        begun.GetProperty("uri").GetString().ShouldBe($"otpauth://totp/Infusion%3A{person.UserName}?secret={secret}&issuer=Infusion&digits=6&period=30");
        (await nurse.PostAsync("/api/account/second-factor", new { code = Guest.Code(secret, 40) })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var meanwhile = await Guest.ComeAsync(app, person.UserName!))
        {
            (await meanwhile.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK, "nothing is asked until a code was right");
        }

        var confirmed = Guest.Code(secret);
        var codes = (await ReadAsync(await nurse.PostAsync("/api/account/second-factor", new { code = $"{confirmed[..3]} {confirmed[3..]}" })))
            .GetProperty("codes").EnumerateArray().Select(code => code.GetString()!).ToList();
        codes.Distinct().Count().ShouldBe(10);

        using var guest = await HalfwayAsync(person);
        (await guest.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized, "the password alone opens nothing");
        (await guest.PostAsync("/api/sign-in/second-factor", new { code = confirmed })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "it was used to confirm");
        (await guest.PostAsync("/api/sign-in/second-factor", new { code = Guest.Code(secret, 1) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await guest.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK);

        using var withCode = await HalfwayAsync(person);
        (await withCode.PostAsync("/api/sign-in/second-factor", new { code = codes[0] })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await HalfwayAsync(person);
        (await again.PostAsync("/api/sign-in/second-factor", new { code = codes[0] })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nurse.GetAsync("/api/account")).GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(9);

        (await nurse.PostAsync("/api/account/second-factor/remove", new { password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var plain = await Guest.ComeAsync(app, person.UserName!);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_account_as_wrong_passwords_do()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        var secret = (await ReadAsync(await nurse.PostAsync("/api/account/second-factor/begin", new { password = IdentityApp.Password }))).GetProperty("secret").GetString()!;
        var codes = (await ReadAsync(await nurse.PostAsync("/api/account/second-factor", new { code = Guest.Code(secret) }))).GetProperty("codes");
        using var guest = await HalfwayAsync(person);
        foreach (var wrong in (string[])[Guest.Code(secret, 50), "wrong-code1", Guest.Code(secret, 60), "wrong-code2", Guest.Code(secret, 70)])
        {
            (await guest.PostAsync("/api/sign-in/second-factor", new { code = wrong })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await guest.PostAsync("/api/sign-in/second-factor", new { code = codes[0].GetString() })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_browser_and_keeps_this_one()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        using var atHome = await Guest.ComeAsync(app, person.UserName!);
        (await nurse.GetAsync("/api/account")).GetProperty("signIns").EnumerateArray().Count(each => each.GetProperty("isThis").GetBoolean()).ShouldBe(1);
        (await nurse.GetAsync("/api/account")).GetProperty("signIns").GetArrayLength().ShouldBe(2);

        (await nurse.PostAsync("/api/account/password", new { current = "not my password", @new = "seven quiet lanterns" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Guest.DetailAsync(await nurse.PostAsync("/api/account/password", new { current = IdentityApp.Password, @new = "short" }))).ShouldContain("at least 12");
        (await atHome.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK);
        (await nurse.PostAsync("/api/account/password", new { current = IdentityApp.Password, @new = "seven quiet lanterns" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK);
        (await atHome.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        using var by = await Guest.ComeAsync(app, person.UserName!, "seven quiet lanterns");
    }

    [Fact]
    public async Task One_signs_out_another_browser_of_ones_own_or_all_and_nobody_elses()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        using var atHome = await Guest.ComeAsync(app, person.UserName!);
        var (other, _) = await Guest.NewAsync(app, Roles.Nurse);
        using var __ = other;
        var home = (await atHome.GetAsync("/api/account")).GetProperty("signIns").EnumerateArray().Single(each => each.GetProperty("isThis").GetBoolean()).GetProperty("id").GetString();

        (await other.DeleteAsync($"/api/account/sign-ins/{home}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await atHome.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK);
        (await nurse.DeleteAsync($"/api/account/sign-ins/{home}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await atHome.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);

        using var third = await Guest.ComeAsync(app, person.UserName!);
        (await nurse.PostAsync("/api/account/sign-out-everywhere")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await third.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await other.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/sign-in/passkey")]
    [InlineData("/api/links/use")]
    [InlineData("/api/links/read")]
    [InlineData("/api/sign-in/second-factor")]
    public async Task What_answers_no_question_opens_nothing(string path)
    {
        using var guest = new Guest(app);
        foreach (var body in (object[])[new { }, new { credential = "{}", secret = "x", code = "123456" }, new { credential = "no json", secret = "", code = "a\0b" }])
        {
            ((int)(await guest.PostAsync(path, body)).StatusCode).ShouldBeOneOf(401, 410);
        }
    }

    /// <summary>The password is given, the code is not.</summary>
    async Task<Guest> HalfwayAsync(Person person)
    {
        var guest = new Guest(app);
        (await guest.PostAsync("/api/sign-in", new { name = person.UserName, password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return guest;
    }

    static Task<JsonElement> ReadAsync(HttpResponseMessage answer) => answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel);
}
