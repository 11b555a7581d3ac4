using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Infusion.Server.Identity;

/// <summary>The password once more, where an open screen is not enough to know who stands before it.</summary>
public interface IReauthentication
{
    /// <summary>Counts against the lockout like a sign-in.</summary>
    Task<bool> IsPasswordAsync(ClaimsPrincipal user, string? password);
}

sealed class Reauthentication(SignInManager<Person> signIn) : IReauthentication
{
    public async Task<bool> IsPasswordAsync(ClaimsPrincipal user, string? password) =>
        password is { Length: > 0 and <= SignInEndpoints.LongestInput }
        && await signIn.UserManager.GetUserAsync(user) is { } person
        && (await signIn.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true)).Succeeded;
}
