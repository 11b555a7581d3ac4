using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

/// <summary>The people of a clinic, for what names some of them.</summary>
public interface IColleagues
{
    /// <returns>Those of the names by which nobody may sign in to this clinic.</returns>
    Task<IReadOnlyList<string>> UnknownAsync(string clinic, IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <returns>Names as they stand in a chart, by user name: of everybody who belongs to this clinic, or did.</returns>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(string clinic, CancellationToken cancellationToken);

    /// <returns>Roles by user name; of more than one, with commas between.</returns>
    Task<IReadOnlyDictionary<string, string>> RolesAsync(string clinic, CancellationToken cancellationToken);
}

sealed class Colleagues(IdentityStore store) : IColleagues
{
    public async Task<IReadOnlyList<string>> UnknownAsync(
        string clinic, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var known = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            where membership.Clinic == clinic && person.DeactivatedAt == null
            select person.UserName).ToListAsync(cancellationToken);
        return [.. names.Except(known.OfType<string>(), StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(string clinic, CancellationToken cancellationToken)
    {
        var people = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            where membership.Clinic == clinic
            select new { person.UserName, person.DisplayName }).ToListAsync(cancellationToken);
        return people.ToDictionary(person => person.UserName!, person => person.DisplayName, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyDictionary<string, string>> RolesAsync(string clinic, CancellationToken cancellationToken)
    {
        var roles = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            join held in store.UserRoles on person.Id equals held.UserId
            join role in store.Roles on held.RoleId equals role.Id
            where membership.Clinic == clinic
            orderby role.Name
            select new { person.UserName, role.Name }).ToListAsync(cancellationToken);
        return roles.GroupBy(each => each.UserName!, StringComparer.Ordinal)
            .ToDictionary(person => person.Key, person => string.Join(", ", person.Select(each => each.Name)), StringComparer.Ordinal);
    }
}
