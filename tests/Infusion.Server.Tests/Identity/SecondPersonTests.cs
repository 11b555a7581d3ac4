using System.Net;
using Infusion.Server.Identity;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class SecondPersonTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    [Fact]
    public async Task A_nurse_or_physician_of_the_clinic_is_known_by_their_own_password_under_the_name_of_the_account()
    {
        await app.AddPersonAsync("grace", Roles.Physician, "harbor-street");
        await app.AddPersonAsync("ada", Roles.Nurse, "harbor-street");

        (await VerifyAsync("GRACE", IdentityApp.Password)).ShouldBe("grace");
        (await VerifyAsync("ada", IdentityApp.Password)).ShouldBe("ada");
    }

    [Theory]
    [InlineData("manager", Roles.Manager, "harbor-street", IdentityApp.Password)]
    [InlineData("elsewhere", Roles.Physician, "other-street", IdentityApp.Password)]
    [InlineData("wrong", Roles.Physician, "harbor-street", "incorrect horse battery")]
    [InlineData("empty", Roles.Physician, "harbor-street", "")]
    [InlineData("none", Roles.Physician, "harbor-street", null)]
    public async Task Nobody_else_is(string name, string role, string clinic, string? password)
    {
        await app.AddPersonAsync(name, role, clinic);

        (await VerifyAsync(name, password)).ShouldBeNull();
    }

    [Theory]
    [InlineData("nobody-there")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\0b")]
    public async Task A_name_that_is_not_there_is_refused(string? name) => (await VerifyAsync(name, IdentityApp.Password)).ShouldBeNull();

    [Fact]
    public async Task Wrong_passwords_count_towards_the_lockout_of_the_sign_in()
    {
        await app.AddPersonAsync("guessed", Roles.Physician, "harbor-street");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await VerifyAsync("guessed", "incorrect horse battery")).ShouldBeNull();
        }

        (await VerifyAsync("guessed", IdentityApp.Password)).ShouldBeNull();
        using var client = app.NewClient();
        (await IdentityApp.SignInAsync(client, "guessed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task<string?> VerifyAsync(string? name, string? password)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISecondPerson>()
            .VerifyAsync("harbor-street", name, password, TestContext.Current.CancellationToken);
    }
}
