using System.Security.Claims;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;

namespace Infusion.Server.Tests.Support;

/// <summary>Somebody new at the doors of a running server.</summary>
static class SignedIn
{
    /// <summary>A cookie as the sign-in gives it.</summary>
    /// <param name="age">How long ago it was given.</param>
    public static async Task<(Person Person, HttpClient Http)> ComeAsync(
        IServiceProvider services, Uri url, string clinic, IEnumerable<string> roles, TimeSpan age = default, bool isRevoked = false)
    {
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var roleManager = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
        var person = new Person { UserName = $"p{Guid.NewGuid():N}", DisplayName = "Somebody" };
        (await people.CreateAsync(person)).Succeeded.ShouldBeTrue();
        foreach (var role in roles)
        {
            if (!await roleManager.RoleExistsAsync(role))
            {
                await roleManager.CreateAsync(new(role));
            }

            await people.AddToRoleAsync(person, role);
        }

        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        store.Memberships.Add(new ClinicMembership { PersonId = person.Id, Clinic = clinic });
        await store.SaveChangesAsync();
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Person>>().CreateAsync(person);
        var signIn = await services.GetRequiredService<SignIns>().BeginAsync(person.Id, "pwd", "", "", CancellationToken.None);
        principal.Identities.First().AddClaim(new Claim(SignIns.Claim, signIn.ToString()));
        if (isRevoked)
        {
            await people.UpdateSecurityStampAsync(person);
        }

        var options = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var given = TimeProvider.System.GetUtcNow() - age;
        var ticket = new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = given, ExpiresUtc = given + options.ExpireTimeSpan }, IdentityConstants.ApplicationScheme);
        var client = NewClient(url);
        client.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}");
        return (person, client);
    }

    public static HttpClient NewClient(Uri url) => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url };
}
