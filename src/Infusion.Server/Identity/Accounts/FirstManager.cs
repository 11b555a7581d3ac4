using System.Text.RegularExpressions;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

/// <param name="ClinicName">Of the first clinic; where there are clinics already it is not asked.</param>
/// <param name="TimeZone">IANA, such as Europe/Vienna.</param>
sealed record FirstManagerRequest(string? Name, string? DisplayName, string? Password, string? ClinicName, string? TimeZone);

/// <summary>While a server has no manager, whoever opens its one-time link becomes one. There is no password that ships.</summary>
sealed partial class FirstManager(
    IdentityStore store, OneTimeLinks links, UserManager<Person> people, RoleManager<IdentityRole<Guid>> roles, ClinicStore clinics)
{
    /// <summary>Somebody who may sign in, and manage.</summary>
    public static Task<bool> ExistsAsync(IdentityStore store, CancellationToken cancellationToken) => (
        from held in store.UserRoles
        join role in store.Roles on held.RoleId equals role.Id
        join person in store.Users on held.UserId equals person.Id
        where role.Name == Roles.Manager && person.DeactivatedAt == null && person.PasswordHash != null
        select person.Id).AnyAsync(cancellationToken);

    /// <param name="isRenewed">Also when there is a link that can still be used; otherwise only when there is none.</param>
    /// <returns>Null: there is a manager, or a link.</returns>
    public static async Task<NewLink?> MakeLinkAsync(IdentityStore store, OneTimeLinks links, IdentityClock clock, bool isRenewed, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        await links.OneAtATimeAsync(cancellationToken);
        var now = clock.Now;
        if (await ExistsAsync(store, cancellationToken)
            || (!isRenewed && await store.OneTimeLinks.AnyAsync(link => link.Kind == LinkKind.FirstManager && link.ExpiresAt > now, cancellationToken)))
        {
            return null;
        }

        var made = await links.MakeAsync(LinkKind.FirstManager, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    public Task<IReadOnlyList<string>> ClinicsAsync(CancellationToken cancellationToken) => clinics.ClinicsAsync(cancellationToken);

    /// <returns>What is wrong, in a sentence; null: it is done.</returns>
    public async Task<string?> UseAsync(OneTimeLink link, FirstManagerRequest asked, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        await links.OneAtATimeAsync(cancellationToken);
        if (await ExistsAsync(store, cancellationToken) || !await links.TakeAsync(link, cancellationToken))
        {
            return LinkEndpoints.NotUsable;
        }

        var there = await clinics.ClinicsAsync(cancellationToken);
        if (PeopleDesk.NameFault(asked.Name, asked.DisplayName) is { } wrong)
        {
            return wrong;
        }

        ClinicConfiguration? clinic = null;
        if (there.Count == 0)
        {
            if (ClinicFault(asked) is { } fault)
            {
                return fault;
            }

            clinic = new ClinicConfiguration(Slug(asked.ClinicName!), asked.ClinicName!.Trim(), asked.TimeZone!, [], [], SampleLimits.Staged) { Protocols = [.. SampleProtocols.All] };
        }

        var fault2 = await MakePersonAsync(asked, clinic is null ? there : [clinic.Clinic], clinic?.Name, cancellationToken);
        if (fault2 is not null)
        {
            return fault2;
        }

        if (clinic is not null)
        {
            // In the store's own transaction; if ours then fails, the clinic is there and the link is not used.
            await clinics.CreateClinicAsync(clinic, simulated: false, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    async Task<string?> MakePersonAsync(FirstManagerRequest asked, IReadOnlyList<string> clinicIds, string? clinicName, CancellationToken cancellationToken)
    {
        await People.EnsureRolesAsync(roles);
        if (PasswordRules.Fault(asked.Password ?? "", PasswordRules.Words([asked.Name!, asked.DisplayName!, clinicName ?? "", .. clinicIds])) is { } weak)
        {
            return weak;
        }

        var person = new Person { UserName = asked.Name!.Trim(), DisplayName = asked.DisplayName!.Trim() };
        if (PeopleDesk.FaultOf(await people.CreateAsync(person, asked.Password!)) is { } fault)
        {
            return fault;
        }

        await people.AddToRoleAsync(person, Roles.Manager);
        store.Memberships.AddRange(clinicIds.Select(id => new ClinicMembership { PersonId = person.Id, Clinic = id }));
        await store.SaveChangesAsync(cancellationToken);
        return null;
    }

    static string? ClinicFault(FirstManagerRequest asked) =>
        ClinicName.Fault(asked.ClinicName, asked.TimeZone)?.Sentence ?? (Slug(asked.ClinicName!).Length == 0 ? "The clinic's name needs a letter a-z or a digit." : null);

    /// <summary>As in addresses and topics: harbor-street.</summary>
    static string Slug(string name)
    {
        var slug = NotInSlugs().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return slug.Length <= 40 ? slug : slug[..40].Trim('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlugs();
}
