using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

/// <param name="DisplayName">As it stands in a chart.</param>
sealed record StaffMember(string Name, string DisplayName, string Role, IReadOnlyList<string> Clinics);

/// <summary>Brings accounts to what they should be.</summary>
sealed class People(UserManager<Person> people, RoleManager<IdentityRole<Guid>> roles, IdentityStore store)
{
    public async Task<Person> EnsureAsync(StaffMember member, string password, CancellationToken cancellationToken)
    {
        await EnsureRolesAsync(roles);
        var person = await people.FindByNameAsync(member.Name);
        if (person is null)
        {
            person = new Person { UserName = member.Name, DisplayName = member.DisplayName };
            Check(await people.CreateAsync(person, password));
        }
        else if (!await people.CheckPasswordAsync(person, password))
        {
            Check(await people.RemovePasswordAsync(person));
            Check(await people.AddPasswordAsync(person, password));
        }

        if (!await people.IsInRoleAsync(person, member.Role))
        {
            Check(await people.AddToRoleAsync(person, member.Role));
        }

        var clinics = await store.Memberships.Where(m => m.PersonId == person.Id).Select(m => m.Clinic).ToListAsync(cancellationToken);
        store.Memberships.AddRange(member.Clinics.Except(clinics).Select(clinic => new ClinicMembership { PersonId = person.Id, Clinic = clinic }));
        await store.SaveChangesAsync(cancellationToken);
        return person;
    }

    /// <summary>The roles of the table stand in the store too, for accounts to hold.</summary>
    public static async Task EnsureRolesAsync(RoleManager<IdentityRole<Guid>> roles)
    {
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Check(await roles.CreateAsync(new(role)));
            }
        }
    }

    static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Description)));
        }
    }
}

/// <param name="Name">What they sign in with.</param>
/// <param name="Active">May sign in. Who may not is still named in charts.</param>
sealed record Colleague(string Name, string DisplayName, bool Active);
