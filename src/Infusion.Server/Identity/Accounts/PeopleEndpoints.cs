using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

sealed record InviteRequest(string? Name, string? DisplayName, IReadOnlyList<string>? Roles);

sealed record SetRolesRequest(IReadOnlyList<string>? Roles);

sealed record NewLinkRequest(bool Everything);

sealed record IdleLockRequest(int? Minutes);

sealed record IdleLockView(int Minutes);

/// <param name="Path">To be put behind this server's address. It is shown now and never again.</param>
sealed record NewLinkView(string Path, DateTimeOffset ExpiresAt);

/// <param name="Clinics">Of those that the asking manager belongs to too.</param>
/// <param name="State">invited, active or deactivated.</param>
/// <param name="LockedUntil">After too many wrong passwords; null: not locked.</param>
/// <param name="LinkExpiresAt">A link that was made and not used; null: none.</param>
sealed record PersonView(
    Guid Id, string Name, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Clinics, string State, DateTimeOffset? LastSeenAt,
    DateTimeOffset? LockedUntil, DateTimeOffset? LinkExpiresAt, bool HasSecondFactor, int Passkeys, bool IsOneself);

/// <summary>The people of a clinic, for its manager.</summary>
static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder endpoints)
    {
        var clinic = endpoints.MapGroup("/api/clinics/{clinic}").WithTags("people");
        clinic.MapGet("/staff", ListAsync).Requires(Act.ManagePeople).Produces<IReadOnlyList<PersonView>>();
        clinic.MapPost("/staff", InviteAsync).Requires(Act.ManagePeople).Produces<NewLinkView>();
        clinic.MapPost("/staff/{person:guid}/link", LinkAsync).Requires(Act.ManagePeople).Produces<NewLinkView>();
        clinic.MapDelete("/staff/{person:guid}/link", async (string clinic, Guid person, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancel) =>
            Answer(await desk.WithdrawAsync(me, clinic, person, cancel))).Requires(Act.ManagePeople);
        clinic.MapPut("/staff/{person:guid}/roles", async (string clinic, Guid person, SetRolesRequest request, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancel) =>
            Answer(await desk.SetRolesAsync(me, clinic, person, request.Roles, cancel))).Requires(Act.ManagePeople);
        clinic.MapPost("/staff/{person:guid}/deactivate", async (string clinic, Guid person, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancel) =>
            Answer(await desk.SetActiveAsync(me, clinic, person, false, cancel))).Requires(Act.ManagePeople);
        clinic.MapPost("/staff/{person:guid}/reactivate", async (string clinic, Guid person, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancel) =>
            Answer(await desk.SetActiveAsync(me, clinic, person, true, cancel))).Requires(Act.ManagePeople);
        clinic.MapGet("/idle-lock", IdleLockAsync).Requires(Act.ManagePeople).Produces<IdleLockView>();
        clinic.MapPut("/idle-lock", SetIdleLockAsync).Requires(Act.ManagePeople);
    }

    static async Task<IReadOnlyList<PersonView>> ListAsync(
        string clinic, ClaimsPrincipal me, IdentityStore store, IdentityClock clock, CancellationToken cancellationToken)
    {
        var here = store.Memberships.Where(m => m.Clinic == clinic).Select(m => m.PersonId);
        var all = await store.Users.AsNoTracking().Where(person => here.Contains(person.Id)).OrderBy(person => person.DisplayName).ToListAsync(cancellationToken);
        var roles = (await (
            from held in store.UserRoles
            join role in store.Roles on held.RoleId equals role.Id
            where here.Contains(held.UserId)
            orderby role.Name
            select new { held.UserId, role.Name }).ToListAsync(cancellationToken)).ToLookup(each => each.UserId, each => each.Name!);
        var mine = me.Clinics().ToList();
        var clinics = (await store.Memberships.Where(m => here.Contains(m.PersonId) && mine.Contains(m.Clinic)).OrderBy(m => m.Clinic).ToListAsync(cancellationToken))
            .ToLookup(each => each.PersonId, each => each.Clinic);
        var links = await store.OneTimeLinks.Where(link => link.PersonId != null && here.Contains(link.PersonId.Value))
            .ToDictionaryAsync(link => link.PersonId!.Value, link => link.ExpiresAt, cancellationToken);
        var passkeys = await store.UserPasskeys.Where(passkey => here.Contains(passkey.UserId)).GroupBy(passkey => passkey.UserId)
            .Select(each => new { each.Key, Count = each.Count() }).ToDictionaryAsync(each => each.Key, each => each.Count, cancellationToken);
        return [.. all.Select(person => new PersonView(
            person.Id, person.UserName!, person.DisplayName, [.. roles[person.Id]], [.. clinics[person.Id]],
            person.DeactivatedAt is not null ? "deactivated" : person.PasswordHash is null ? "invited" : "active", person.LastSeenAt,
            person.LockoutEnd > clock.Now ? person.LockoutEnd : null, links.TryGetValue(person.Id, out var expires) ? expires : null, person.TwoFactorEnabled,
            passkeys.GetValueOrDefault(person.Id), person.UserName == me.Identity?.Name))];
    }

    static async Task<IResult> InviteAsync(string clinic, InviteRequest request, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.InviteAsync(me, clinic, request.Name, request.DisplayName, request.Roles, cancellationToken));

    static async Task<IResult> LinkAsync(string clinic, Guid person, NewLinkRequest request, ClaimsPrincipal me, PeopleDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.LinkAsync(me, clinic, person, request.Everything, cancellationToken));

    static async Task<IdleLockView> IdleLockAsync(string clinic, IdentityStore store, CancellationToken cancellationToken) =>
        new((await store.IdleLocks.FindAsync([clinic], cancellationToken))?.Minutes ?? IdleLock.Default);

    static async Task<IResult> SetIdleLockAsync(string clinic, IdleLockRequest request, IdentityStore store, CancellationToken cancellationToken)
    {
        if (request.Minutes is not (>= 1 and <= IdleLock.Longest))
        {
            return Answer(new PeopleRefusal(StatusCodes.Status400BadRequest, "invalid", $"A screen locks after 1 to {IdleLock.Longest} minutes."));
        }

        await SaveIdleLockAsync(store, clinic, (short)request.Minutes, cancellationToken);
        return Results.NoContent();
    }

    /// <summary>Counts from the next sign-in on.</summary>
    internal static Task SaveIdleLockAsync(IdentityStore store, string clinic, short minutes, CancellationToken cancellationToken) => store.Database.ExecuteSqlAsync(
        $"""insert into identity.idle_lock ("Clinic", "Minutes") values ({clinic}, {minutes}) on conflict ("Clinic") do update set "Minutes" = excluded."Minutes" """,
        cancellationToken);

    static IResult Answer(PeopleRefusal? refusal) => refusal is null
        ? Results.NoContent()
        : Results.Problem(refusal.Sentence, statusCode: refusal.Status, title: "Not done", extensions: new Dictionary<string, object?> { ["code"] = refusal.Code });

    static IResult Answer((NewLink? Link, PeopleRefusal? Refusal) made) =>
        made.Link is { } link ? Results.Ok(new NewLinkView(link.Path, link.ExpiresAt)) : Answer(made.Refusal);
}
