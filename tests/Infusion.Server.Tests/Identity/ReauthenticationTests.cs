using System.Security.Claims;
using Infusion.Server.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class ReauthenticationTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    [Theory]
    [InlineData(IdentityApp.Password, true)]
    [InlineData("wrong horse battery", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Only_the_persons_own_password_counts(string? password, bool isPerson)
    {
        await app.AddPersonAsync("hale", Roles.Physician, "harbor-street");

        (await AskAsync("hale", password)).ShouldBe(isPerson);
    }

    [Fact]
    public async Task Guessing_locks_the_account_like_a_sign_in()
    {
        await app.AddPersonAsync("guessed", Roles.Physician, "harbor-street");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await AskAsync("guessed", "not it, not it");
        }

        (await AskAsync("guessed", IdentityApp.Password)).ShouldBeFalse();
    }

    async Task<bool> AskAsync(string name, string? password)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var person = await services.GetRequiredService<UserManager<Person>>().FindByNameAsync(name);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person!.Id.ToString())], "test"));
        return await services.GetRequiredService<IReauthentication>().IsPasswordAsync(user, password);
    }
}
