using System.Security.Claims;
using System.Text.Json;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

/// <param name="How">pwd, mfa or passkey.</param>
sealed record SignInView(Guid Id, DateTimeOffset BeganAt, DateTimeOffset LastSeenAt, string How, string Origin, string Browser, bool IsThis);

sealed record AccountView(
    string Name, string DisplayName, bool HasSecondFactor, int RecoveryCodesLeft, IReadOnlyList<PasskeyView> Passkeys, IReadOnlyList<SignInView> SignIns);

sealed record ChangePasswordRequest(string? Current, string? New);

sealed record PasswordRequest(string? Password);

sealed record AddPasskeyRequest(string? Credential, string? Name);

sealed record NamePasskeyRequest(string? Name);

sealed record SecretView(string Secret, string Uri);

sealed record RecoveryCodesView(IReadOnlyList<string> Codes);

/// <summary>One's own password, second factor, passkeys and sign-ins. What makes an account weaker or opens another way in asks for the password.</summary>
static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/account", ReadAsync).Requires(Act.ReadOwnAccount).WithTags("account").Produces<AccountView>();
        var account = endpoints.MapGroup("/api/account").WithTags("account").WithMetadata(new AuditedAs(nameof(Act.ChangeOwnAccount), Actor.Person));
        account.MapPost("/password", PasswordAsync).Requires(Act.ChangeOwnAccount);
        account.MapPost("/second-factor/begin", BeginSecondFactorAsync).Requires(Act.ChangeOwnAccount).Produces<SecretView>();
        account.MapPost("/second-factor", ConfirmSecondFactorAsync).Requires(Act.ChangeOwnAccount).Produces<RecoveryCodesView>();
        account.MapPost("/second-factor/remove", RemoveSecondFactorAsync).Requires(Act.ChangeOwnAccount);
        account.MapPost("/recovery-codes", RecoveryCodesAsync).Requires(Act.ChangeOwnAccount).Produces<RecoveryCodesView>();
        account.MapPost("/passkeys/options", PasskeyOptionsAsync).Requires(Act.ChangeOwnAccount);
        account.MapPost("/passkeys", AddPasskeyAsync).Requires(Act.ChangeOwnAccount);
        account.MapPut("/passkeys/{passkey}", NamePasskeyAsync).Requires(Act.ChangeOwnAccount);
        account.MapDelete("/passkeys/{passkey}", RemovePasskeyAsync).Requires(Act.ChangeOwnAccount);
        account.MapDelete("/sign-ins/{signIn:guid}", EndSignInAsync).Requires(Act.ChangeOwnAccount);
        account.MapPost("/sign-out-everywhere", SignOutEverywhereAsync).Requires(Act.ChangeOwnAccount);
    }

    static async Task<IResult> ReadAsync(ClaimsPrincipal me, UserManager<Person> people, IdentityStore store, CancellationToken cancellationToken)
    {
        if (await people.GetUserAsync(me) is not { } person)
        {
            return Results.Unauthorized();
        }

        var here = SignIns.IdOf(me);
        var signIns = await store.SignIns.AsNoTracking().Where(each => each.PersonId == person.Id && each.EndedAt == null)
            .OrderByDescending(each => each.LastSeenAt).Take(50).ToListAsync(cancellationToken);
        return Results.Ok(new AccountView(
            person.UserName!, person.DisplayName, person.TwoFactorEnabled, await people.CountRecoveryCodesAsync(person),
            [.. (await people.GetPasskeysAsync(person)).OrderBy(each => each.CreatedAt).Select(each => new PasskeyView(Passkeys.IdOf(each), each.Name ?? "Passkey", each.CreatedAt))],
            [.. signIns.Select(each => new SignInView(each.Id, each.BeganAt, each.LastSeenAt, each.How, each.Origin, each.Browser, each.Id == here))]));
    }

    /// <summary>Every other browser is signed out with it.</summary>
    static Task<IResult> PasswordAsync(
        ChangePasswordRequest request, ClaimsPrincipal me, IReauthentication again, SignInManager<Person> signIn, SignIns signIns, CancellationToken cancellationToken) =>
        WithPasswordAsync(me, request.Current, again, signIn.UserManager, async person =>
        {
            if (PeopleDesk.FaultOf(await signIn.UserManager.ChangePasswordAsync(person, request.Current!, request.New ?? "")) is { } fault)
            {
                return Refused(fault);
            }

            await signIns.EndAllAsync(person.Id, cancellationToken);
            await signIn.RefreshSignInAsync(person);
            return Results.NoContent();
        });

    static Task<IResult> BeginSecondFactorAsync(PasswordRequest request, ClaimsPrincipal me, IReauthentication again, SignInManager<Person> signIn) =>
        WithPasswordAsync(me, request.Password, again, signIn.UserManager, async person =>
        {
            if (person.TwoFactorEnabled)
            {
                return Refused("There is a second factor already. Remove it first.");
            }

            var (secret, uri) = await SecondFactor.BeginAsync(signIn.UserManager, person);
            await signIn.RefreshSignInAsync(person);
            return Results.Ok(new SecretView(secret, uri));
        });

    static async Task<IResult> ConfirmSecondFactorAsync(SecondFactorRequest request, ClaimsPrincipal me, SignInManager<Person> signIn)
    {
        if (await signIn.UserManager.GetUserAsync(me) is not { TwoFactorEnabled: false } person
            || await SecondFactor.ConfirmAsync(signIn.UserManager, person, request.Code) is not { } codes)
        {
            return Refused("The code is not right. Look whether this device and the phone show the same time, and type the code that is shown now.");
        }

        await signIn.RefreshSignInAsync(person);
        return Results.Ok(new RecoveryCodesView(codes));
    }

    static Task<IResult> RemoveSecondFactorAsync(PasswordRequest request, ClaimsPrincipal me, IReauthentication again, SignInManager<Person> signIn) =>
        WithPasswordAsync(me, request.Password, again, signIn.UserManager, async person =>
        {
            await SecondFactor.RemoveAsync(signIn.UserManager, person);
            await signIn.RefreshSignInAsync(person);
            return Results.NoContent();
        });

    static Task<IResult> RecoveryCodesAsync(PasswordRequest request, ClaimsPrincipal me, IReauthentication again, UserManager<Person> people) =>
        WithPasswordAsync(me, request.Password, again, people, async person => person.TwoFactorEnabled
            ? Results.Ok(new RecoveryCodesView([.. await people.GenerateNewTwoFactorRecoveryCodesAsync(person, SecondFactor.RecoveryCodes) ?? []]))
            : Refused("There is no second factor to recover."));

    static Task<IResult> PasskeyOptionsAsync(PasswordRequest request, ClaimsPrincipal me, IReauthentication again, SignInManager<Person> signIn) =>
        WithPasswordAsync(me, request.Password, again, signIn.UserManager, async person =>
            (await signIn.UserManager.GetPasskeysAsync(person)).Count >= Passkeys.Most
                ? Refused($"There are {Passkeys.Most} passkeys already. Remove one first.")
                : Results.Content(
                    await signIn.MakePasskeyCreationOptionsAsync(new() { Id = person.Id.ToString(), Name = person.UserName!, DisplayName = person.DisplayName }), "application/json"));

    static async Task<IResult> AddPasskeyAsync(AddPasskeyRequest request, ClaimsPrincipal me, SignInManager<Person> signIn)
    {
        if (await signIn.UserManager.GetUserAsync(me) is not { } person || await Passkeys.MadeAsync(signIn, person, request.Credential) is not { } passkey)
        {
            return Refused("The passkey was not taken. Begin again.");
        }

        passkey.Name = NameOf(request.Name) ?? "Passkey";
        return PeopleDesk.FaultOf(await signIn.UserManager.AddOrUpdatePasskeyAsync(person, passkey)) is { } fault
            ? Refused(fault)
            : Results.Ok(new PasskeyView(Passkeys.IdOf(passkey), passkey.Name, passkey.CreatedAt));
    }

    static async Task<IResult> NamePasskeyAsync(string passkey, NamePasskeyRequest request, ClaimsPrincipal me, UserManager<Person> people)
    {
        if (NameOf(request.Name) is not { } name)
        {
            return Refused($"A passkey's name has 1 to {Passkeys.LongestName} characters.");
        }

        if (await people.GetUserAsync(me) is not { } person || Passkeys.Read(passkey) is not { } id || await people.GetPasskeyAsync(person, id) is not { } found)
        {
            return Results.NotFound();
        }

        found.Name = name;
        await people.AddOrUpdatePasskeyAsync(person, found);
        return Results.NoContent();
    }

    static async Task<IResult> RemovePasskeyAsync(string passkey, ClaimsPrincipal me, UserManager<Person> people)
    {
        if (await people.GetUserAsync(me) is not { } person || Passkeys.Read(passkey) is not { } id || await people.GetPasskeyAsync(person, id) is null)
        {
            return Results.NotFound();
        }

        await people.RemovePasskeyAsync(person, id);
        return Results.NoContent();
    }

    static async Task<IResult> EndSignInAsync(Guid signIn, ClaimsPrincipal me, UserManager<Person> people, IdentityStore store, SignIns signIns, CancellationToken cancellationToken)
    {
        var own = Guid.Parse(people.GetUserId(me)!);
        if (!await store.SignIns.AnyAsync(each => each.Id == signIn && each.PersonId == own, cancellationToken))
        {
            return Results.NotFound();
        }

        await signIns.EndAsync(signIn, cancellationToken);
        return Results.NoContent();
    }

    static async Task<IResult> SignOutEverywhereAsync(ClaimsPrincipal me, SignInManager<Person> signIn, SignIns signIns, CancellationToken cancellationToken)
    {
        if (await signIn.UserManager.GetUserAsync(me) is { } person)
        {
            await signIn.UserManager.UpdateSecurityStampAsync(person);
            await signIns.EndAllAsync(person.Id, cancellationToken);
        }

        await signIn.SignOutAsync();
        return Results.NoContent();
    }

    static async Task<IResult> WithPasswordAsync(ClaimsPrincipal me, string? password, IReauthentication again, UserManager<Person> people, Func<Person, Task<IResult>> act) =>
        await again.IsPasswordAsync(me, password) && await people.GetUserAsync(me) is { } person
            ? await act(person)
            : Refused("This is not your password, or the account is locked for some minutes after too many attempts.");

    static string? NameOf(string? name) => name?.Trim() is { Length: > 0 and <= Passkeys.LongestName } given && !given.Any(char.IsControl) ? given : null;

    static IResult Refused(string sentence) => Results.Problem(
        sentence, statusCode: StatusCodes.Status422UnprocessableEntity, title: "Not done", extensions: new Dictionary<string, object?> { ["code"] = "not-done" });
}
