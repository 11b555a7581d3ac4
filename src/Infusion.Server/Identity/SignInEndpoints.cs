using System.Security.Claims;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

sealed record SignInRequest(string? Name, string? Password);

/// <param name="Locked">Nobody has touched this browser for <paramref name="IdleMinutes"/>, or somebody has locked it.</param>
sealed record MeResponse(string Name, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<MyClinic> Clinics, bool Locked, int IdleMinutes);

/// <param name="Code">Of the authenticator, or one of the recovery codes.</param>
sealed record SecondFactorRequest(string? Code);

/// <param name="Credential">What the browser's navigator.credentials gave, as JSON.</param>
sealed record PasskeyRequest(string? Credential);

sealed record MyClinic(string Id, string Name);

static class SignInEndpoints
{
    /// <summary>Longer than any password that people type, and short enough to hash.</summary>
    public const int LongestInput = 256;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("SignIn", Actor.Person)).WithTags("Sign-in");
        endpoints.MapPost("/api/sign-in/second-factor", SecondFactorAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("SignIn", Actor.Person)).WithTags("Sign-in");
        endpoints.MapPost("/api/sign-in/passkey/options", PasskeyOptionsAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries).WithTags("Sign-in");
        endpoints.MapPost("/api/sign-in/passkey", PasskeyAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("SignIn", Actor.Person)).WithTags("Sign-in");
        endpoints.MapPost("/api/sign-out", SignOutAsync).AllowAnonymous().WithMetadata(new AuditedAs("SignOut", Actor.Person)).WithTags("Sign-in");
        endpoints.MapGet("/api/me", MeAsync).Requires(Act.ReadOwnAccount).StaysOpenWhenLocked().WithTags("Sign-in");
    }

    static async Task<Results<NoContent, Accepted, ProblemHttpResult>> SignInAsync(
        SignInRequest request, SignInManager<Person> signIn, IPasswordHasher<Person> hasher, IdentityStore store, HttpContext http)
    {
        if (request is not { Name.Length: > 0 and <= LongestInput, Password.Length: > 0 and <= LongestInput }
            || request.Name.Contains('\0', StringComparison.Ordinal))
        {
            return Refused();
        }

        if (await signIn.UserManager.FindByNameAsync(request.Name) is not { } person)
        {
            // As slow as a wrong password, so that the time of the answer does not tell which names exist.
            hasher.HashPassword(new Person(), request.Password);
            return Refused();
        }

        // Only now: what is no name here may be a password in the wrong field.
        await NoteAsync(http, store, person);

        // The cookie ends with the browser: workstations are shared.
        var result = await signIn.PasswordSignInAsync(person, request.Password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded ? TypedResults.NoContent() : result.RequiresTwoFactor ? TypedResults.Accepted((string?)null) : Refused();
    }

    /// <summary>After the password, by the cookie it left. A recovery code works once, an authenticator's code too.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> SecondFactorAsync(
        SecondFactorRequest request, SignInManager<Person> signIn, IdentityStore store, HttpContext http)
    {
        if (request.Code is not { Length: > 0 and <= LongestInput } code || code.Contains('\0', StringComparison.Ordinal)
            || await signIn.GetTwoFactorAuthenticationUserAsync() is not { } person)
        {
            return RefusedCode();
        }

        await NoteAsync(http, store, person);
        var result = await SecondFactor.SignInAsync(signIn, person, code);
        return result ? TypedResults.NoContent() : RefusedCode();
    }

    static async Task<ContentHttpResult> PasskeyOptionsAsync(SignInManager<Person> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    /// <summary>A passkey is something one has, opened by finger, face or PIN: it needs no second factor, and nobody guesses it, so it is not locked out.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> PasskeyAsync(
        PasskeyRequest request, SignInManager<Person> signIn, IdentityStore store, HttpContext http)
    {
        if (await Passkeys.OwnerAsync(signIn, request.Credential) is not { } person)
        {
            return RefusedPasskey();
        }

        await NoteAsync(http, store, person);
        if (!await signIn.CanSignInAsync(person))
        {
            return RefusedPasskey();
        }

        await signIn.SignInWithClaimsAsync(person, isPersistent: false, [new Claim("amr", "passkey")]);
        return TypedResults.NoContent();
    }

    static async Task NoteAsync(HttpContext http, IdentityStore store, Person person)
    {
        var note = http.AuditNote();
        (note.Who, note.Clinics) = (person.UserName, await store.Memberships.Where(m => m.PersonId == person.Id).Select(m => m.Clinic).ToListAsync());
    }

    static async Task<NoContent> SignOutAsync(SignInManager<Person> signIn, HttpContext http)
    {
        (http.AuditNote().Who, http.AuditNote().Clinics) = (http.User.Identity?.Name, [.. http.User.Clinics()]);
        await signIn.SignOutAsync();
        return TypedResults.NoContent();
    }

    static async Task<MeResponse> MeAsync(ClaimsPrincipal me, ClinicNames names, SignIns signIns, CancellationToken cancellationToken)
    {
        var clinics = me.Clinics().ToList();
        var known = await names.OfAsync(clinics, cancellationToken);
        return new(
            me.Identity?.Name ?? "",
            me.DisplayNameOf(),
            [.. me.FindAll(ClaimTypes.Role).Select(c => c.Value)],
            [.. clinics.Select(id => new MyClinic(id, known.GetValueOrDefault(id, id)))],
            signIns.IsLocked(me),
            signIns.Of(me)?.IdleMinutes ?? IdleLock.Default);
    }

    /// <summary>One answer for a wrong name, a wrong password and a locked account.</summary>
    static ProblemHttpResult Refused() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: "Not signed in",
        detail: "The name or the password is wrong, or the account is locked for some minutes after too many attempts.");

    static ProblemHttpResult RefusedCode() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in",
        detail: "The code is wrong, was used already, or came too late. Wait for the next one, or begin again with your password.");

    static ProblemHttpResult RefusedPasskey() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in",
        detail: "This passkey opens no account here. Sign in with your name and password.");
}
