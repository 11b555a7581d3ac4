using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

sealed record SignInRequest(string? Name, string? Password);

sealed record MeResponse(string Name, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<MyClinic> Clinics);

sealed record MyClinic(string Id, string Name);

static class SignInEndpoints
{
    /// <summary>Longer than any password that people type, and short enough to hash.</summary>
    public const int LongestInput = 256;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("SignIn", Actor.Person)).WithTags("Sign-in");
        endpoints.MapPost("/api/sign-out", SignOutAsync).AllowAnonymous().WithMetadata(new AuditedAs("SignOut", Actor.Person)).WithTags("Sign-in");
        endpoints.MapGet("/api/me", MeAsync).Requires(Act.ReadOwnAccount).WithTags("Sign-in");
    }

    static async Task<Results<NoContent, ProblemHttpResult>> SignInAsync(
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
        var note = http.AuditNote();
        (note.Who, note.Clinics) = (person.UserName, await store.Memberships.Where(m => m.PersonId == person.Id).Select(m => m.Clinic).ToListAsync());

        // The cookie ends with the browser: workstations are shared.
        var result = await signIn.PasswordSignInAsync(person, request.Password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded ? TypedResults.NoContent() : Refused();
    }

    static async Task<NoContent> SignOutAsync(SignInManager<Person> signIn, HttpContext http)
    {
        (http.AuditNote().Who, http.AuditNote().Clinics) = (http.User.Identity?.Name, [.. http.User.Clinics()]);
        await signIn.SignOutAsync();
        return TypedResults.NoContent();
    }

    static async Task<MeResponse> MeAsync(ClaimsPrincipal me, ClinicNames names, CancellationToken cancellationToken)
    {
        var clinics = me.Clinics().ToList();
        var known = await names.OfAsync(clinics, cancellationToken);
        return new(
            me.Identity?.Name ?? "",
            me.DisplayNameOf(),
            [.. me.FindAll(ClaimTypes.Role).Select(c => c.Value)],
            [.. clinics.Select(id => new MyClinic(id, known.GetValueOrDefault(id, id)))]);
    }

    /// <summary>One answer for a wrong name, a wrong password and a locked account.</summary>
    static ProblemHttpResult Refused() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: "Not signed in",
        detail: "The name or the password is wrong, or the account is locked for some minutes after too many attempts.");
}
