using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

/// <summary>Somebody beside the one who is signed in, at the same workstation, by their own password.</summary>
public interface ISecondPerson
{
    /// <returns>Their user name as it stands in the accounts; null: no nurse or physician of this clinic by this name and password.</returns>
    Task<string?> VerifyAsync(string clinic, string? name, string? password, CancellationToken cancellationToken);
}

/// <summary>Signs nobody in. A wrong password counts towards the lockout as at the sign-in.</summary>
sealed class SecondPerson(SignInManager<Person> signIn, IdentityStore store, IPasswordHasher<Person> hasher) : ISecondPerson
{
    public async Task<string?> VerifyAsync(string clinic, string? name, string? password, CancellationToken cancellationToken)
    {
        if (name is not { Length: > 0 and <= SignInEndpoints.LongestInput } || password is not { Length: > 0 and <= SignInEndpoints.LongestInput }
            || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (await signIn.UserManager.FindByNameAsync(name) is not { } person)
        {
            // As slow as a wrong password, so that the time of the answer does not tell which names exist.
            hasher.HashPassword(new Person(), password);
            return null;
        }

        if (!(await signIn.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true)).Succeeded)
        {
            return null;
        }

        var isMember = await store.Memberships.AnyAsync(m => m.PersonId == person.Id && m.Clinic == clinic, cancellationToken);
        var roles = await signIn.UserManager.GetRolesAsync(person);
        return isMember && roles.Intersect(Rights.RolesFor(Act.Witness)).Any() ? person.UserName : null;
    }
}
