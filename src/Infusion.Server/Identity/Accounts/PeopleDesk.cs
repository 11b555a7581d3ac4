using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

/// <summary>Why a manager's wish is not done.</summary>
sealed record PeopleRefusal(int Status, string Code, string Sentence);

/// <summary>
/// Who belongs to a clinic and may do what there. One change at a time on all servers, and each asks anew whether who makes it is still a
/// manager who may sign in. Nobody changes themselves, so a manager always remains.
/// </summary>
sealed partial class PeopleDesk(IdentityStore store, UserManager<Person> people, RoleManager<IdentityRole<Guid>> roles, OneTimeLinks links, SignIns signIns, IdentityClock clock)
{
    const int LongestDisplayName = 200;

    /// <returns>A sentence; null: both will do.</returns>
    public static string? NameFault(string? name, string? displayName) =>
        name?.Trim() is not { } sign || !SignInNames().IsMatch(sign) ? "The sign-in name has 2 to 40 letters, digits, dots, dashes or underscores, and begins with a letter."
        : displayName?.Trim() is not { Length: > 1 and <= LongestDisplayName } shown || shown.Any(char.IsControl) ? $"The name as it stands in charts has 2 to {LongestDisplayName} characters."
        : null;

    public static string? FaultOf(IdentityResult result) =>
        result.Succeeded ? null : string.Join(" ", result.Errors.Select(error => error.Code == "DuplicateUserName" ? "This sign-in name is taken." : error.Description).Distinct());

    public async Task<(NewLink? Link, PeopleRefusal? Refusal)> InviteAsync(
        ClaimsPrincipal by, string clinic, string? name, string? displayName, IReadOnlyList<string>? wanted, CancellationToken cancellationToken)
    {
        if (NameFault(name, displayName) is { } wrong)
        {
            return (null, Invalid(wrong));
        }

        if (RoleFault(wanted) is { } unknown)
        {
            return (null, Invalid(unknown));
        }

        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        await links.OneAtATimeAsync(cancellationToken);
        if (!await IsManagerNowAsync(by, [clinic], cancellationToken))
        {
            return (null, NoManager);
        }

        await People.EnsureRolesAsync(roles);
        var person = new Person { UserName = name!.Trim(), DisplayName = displayName!.Trim() };
        if (FaultOf(await people.CreateAsync(person)) is { } fault)
        {
            return (null, new(StatusCodes.Status409Conflict, "name-taken", fault));
        }

        await people.AddToRolesAsync(person, wanted!.Distinct());
        store.Memberships.Add(new ClinicMembership { PersonId = person.Id, Clinic = clinic });
        await store.SaveChangesAsync(cancellationToken);
        var link = await links.MakeAsync(LinkKind.Invitation, person.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (link, null);
    }

    /// <summary>For who was invited, the invitation again; for who has a password, the way to another.</summary>
    /// <param name="everything">Their second factor and passkeys go too, when the link is used.</param>
    public async Task<(NewLink? Link, PeopleRefusal? Refusal)> LinkAsync(ClaimsPrincipal by, string clinic, Guid id, bool everything, CancellationToken cancellationToken)
    {
        NewLink? link = null;
        var refusal = await ChangeAsync(
            by, clinic, id,
            async person =>
            {
                if (person.DeactivatedAt is not null)
                {
                    return new(StatusCodes.Status409Conflict, "deactivated", $"{person.DisplayName} is deactivated. Reactivate the account first.");
                }

                var kind = person.PasswordHash is null ? LinkKind.Invitation : everything ? LinkKind.Everything : LinkKind.NewPassword;
                link = await links.MakeAsync(kind, person.Id, cancellationToken);
                return null;
            },
            cancellationToken);
        return (link, refusal);
    }

    /// <summary>The link is worth nothing any more. Who was invited and never came is gone with it.</summary>
    public Task<PeopleRefusal?> WithdrawAsync(ClaimsPrincipal by, string clinic, Guid id, CancellationToken cancellationToken) => ChangeAsync(
        by, clinic, id,
        async person =>
        {
            await store.OneTimeLinks.Where(link => link.PersonId == person.Id).ExecuteDeleteAsync(cancellationToken);
            if (person.PasswordHash is null && person.LastSeenAt is null)
            {
                await people.DeleteAsync(person);
            }

            return null;
        },
        cancellationToken);

    public Task<PeopleRefusal?> SetRolesAsync(ClaimsPrincipal by, string clinic, Guid id, IReadOnlyList<string>? wanted, CancellationToken cancellationToken) =>
        RoleFault(wanted) is { } fault
            ? Task.FromResult<PeopleRefusal?>(Invalid(fault))
            : ChangeAsync(
                by, clinic, id,
                async person =>
                {
                    await People.EnsureRolesAsync(roles);
                    var held = await people.GetRolesAsync(person);
                    var lost = held.Except(wanted!).ToList();
                    await people.RemoveFromRolesAsync(person, lost);
                    await people.AddToRolesAsync(person, wanted!.Except(held));
                    if (lost.Count > 0)
                    {
                        // What is gained shows within a minute; what is lost is over at once, at every browser.
                        await people.UpdateSecurityStampAsync(person);
                    }

                    return null;
                },
                cancellationToken);

    public Task<PeopleRefusal?> SetActiveAsync(ClaimsPrincipal by, string clinic, Guid id, bool isActive, CancellationToken cancellationToken) => ChangeAsync(
        by, clinic, id,
        async person =>
        {
            person.DeactivatedAt = isActive ? null : person.DeactivatedAt ?? clock.Now;
            await people.UpdateAsync(person);
            if (!isActive)
            {
                await store.OneTimeLinks.Where(link => link.PersonId == person.Id).ExecuteDeleteAsync(cancellationToken);
                await people.UpdateSecurityStampAsync(person);
            }

            return null;
        },
        cancellationToken);

    async Task<PeopleRefusal?> ChangeAsync(ClaimsPrincipal by, string clinic, Guid id, Func<Person, Task<PeopleRefusal?>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        await links.OneAtATimeAsync(cancellationToken);
        var clinics = await store.Memberships.Where(m => m.PersonId == id).Select(m => m.Clinic).ToListAsync(cancellationToken);
        if (!clinics.Contains(clinic) || await people.FindByIdAsync(id.ToString()) is not { } person)
        {
            return new(StatusCodes.Status404NotFound, "person-unknown", "Nobody of this clinic has this id.");
        }

        if (people.GetUserId(by) == id.ToString())
        {
            return new(StatusCodes.Status409Conflict, "oneself", "Nobody changes their own roles or account here: another manager does. Your password and keys are on your account page.");
        }

        if (!await IsManagerNowAsync(by, clinics, cancellationToken))
        {
            return clinics.Count == 1 ? NoManager : new(
                StatusCodes.Status409Conflict, "other-clinics", $"{person.DisplayName} belongs to other clinics too. Only a manager of all of them changes the account.");
        }

        var stamp = person.SecurityStamp;
        if (await change(person) is { } refusal)
        {
            return refusal;
        }

        await transaction.CommitAsync(cancellationToken);
        if (person.SecurityStamp != stamp)
        {
            await signIns.EndAllAsync(id, cancellationToken);
        }

        return null;
    }

    /// <summary>By the store, not by the cookie: two managers may deactivate each other at the same moment.</summary>
    async Task<bool> IsManagerNowAsync(ClaimsPrincipal by, List<string> clinics, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(people.GetUserId(by)!);
        var isManager = await (
            from held in store.UserRoles
            join role in store.Roles on held.RoleId equals role.Id
            join person in store.Users on held.UserId equals person.Id
            where held.UserId == id && role.Name == Roles.Manager && person.DeactivatedAt == null
            select held.UserId).AnyAsync(cancellationToken);
        return isManager && await store.Memberships.CountAsync(m => m.PersonId == id && clinics.Contains(m.Clinic), cancellationToken) == clinics.Count;
    }

    static string? RoleFault(IReadOnlyList<string>? wanted) =>
        wanted is not { Count: > 0 } ? "Choose at least one role."
        : wanted.Except(Roles.All).ToList() is { Count: > 0 } unknown ? $"There is no role \"{unknown[0]}\"."
        : null;

    static PeopleRefusal Invalid(string sentence) => new(StatusCodes.Status400BadRequest, "invalid", sentence);

    static PeopleRefusal NoManager => new(StatusCodes.Status403Forbidden, "not-allowed", "You are no manager of this clinic any more.");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._-]{1,39}$")]
    private static partial Regex SignInNames();
}
