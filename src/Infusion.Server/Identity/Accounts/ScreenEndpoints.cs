using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Infusion.Server.Identity.Accounts;

sealed record UnlockRequest(string? Password);

/// <summary>The lock of a shared workstation. The board goes on; nothing else does until the same person is back.</summary>
static class ScreenEndpoints
{
    public static void MapScreen(this IEndpointRouteBuilder endpoints)
    {
        var screen = endpoints.MapGroup("/api/screen").WithTags("screen");
        // Somebody moves, types or touches. Opens nothing that is locked.
        screen.MapPost("/touched", () => TypedResults.NoContent()).Requires(Act.LockScreen);
        var audited = screen.MapGroup("").WithMetadata(new AuditedAs(nameof(Act.LockScreen), Actor.Person));
        audited.MapPost("/lock", LockAsync).Requires(Act.LockScreen).StaysOpenWhenLocked();
        audited.MapPost("/unlock", UnlockAsync).Requires(Act.LockScreen).StaysOpenWhenLocked();
        audited.MapPost("/unlock/passkey", UnlockByPasskeyAsync).Requires(Act.LockScreen).StaysOpenWhenLocked();
        screen.MapPost("/unlock/passkey/options", OptionsAsync).Requires(Act.LockScreen).StaysOpenWhenLocked();
    }

    static async Task<NoContent> LockAsync(ClaimsPrincipal me, SignIns signIns, CancellationToken cancellationToken)
    {
        await signIns.SetLockAsync(me, true, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(
        UnlockRequest request, ClaimsPrincipal me, IReauthentication again, SignIns signIns, CancellationToken cancellationToken)
    {
        bool isPassword;
        try
        {
            isPassword = await again.IsPasswordAsync(me, request.Password);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            return TypedResults.Problem(
                "The store does not answer, so nobody can be recognized now. The screen stays locked.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Still locked");
        }

        if (!isPassword)
        {
            return Refused("This is not the password of who is signed in here, or the account is locked for some minutes after too many attempts.");
        }

        await signIns.SetLockAsync(me, false, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Results<ContentHttpResult, UnauthorizedHttpResult>> OptionsAsync(ClaimsPrincipal me, SignInManager<Person> signIn) =>
        await signIn.UserManager.GetUserAsync(me) is { } person
            ? TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(person), "application/json")
            : TypedResults.Unauthorized();

    static async Task<Results<NoContent, ProblemHttpResult>> UnlockByPasskeyAsync(
        PasskeyRequest request, ClaimsPrincipal me, SignInManager<Person> signIn, SignIns signIns, CancellationToken cancellationToken)
    {
        if (await Passkeys.OwnerAsync(signIn, request.Credential) is not { } owner || !await signIn.CanSignInAsync(owner)
            || owner.Id.ToString() != signIn.UserManager.GetUserId(me))
        {
            return Refused("This is not a passkey of who is signed in here.");
        }

        await signIns.SetLockAsync(me, false, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Not 401: the person is still signed in, and the board stays.</summary>
    static ProblemHttpResult Refused(string sentence) => TypedResults.Problem(
        sentence, statusCode: StatusCodes.Status422UnprocessableEntity, title: "Still locked", extensions: new Dictionary<string, object?> { ["code"] = "still-locked" });
}
