using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Identity.Accounts;

/// <summary>Every way in ends here: each gives this browser a sign-in of its own, and ends the one it had.</summary>
sealed class PersonSignIn(
    UserManager<Person> people, IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<Person> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Person>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Person> confirmation, SignIns signIns)
    : SignInManager<Person>(people, accessor, claims, options, logger, schemes, confirmation)
{
    /// <summary>Asked by everything that takes a password: sign-in, signature, witness.</summary>
    public override Task<bool> CanSignInAsync(Person user) => Task.FromResult(user.DeactivatedAt is null);

    public override async Task SignInWithClaimsAsync(Person user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var before = SignIns.IdOf(Context.User);
        var given = additionalClaims.Where(claim => claim.Type != SignIns.Claim).ToList();
        var how = given.FirstOrDefault(claim => claim.Type == "amr")?.Value
            ?? given.FirstOrDefault(claim => claim.Type == ClaimTypes.AuthenticationMethod)?.Value ?? "mfa";
        var id = await signIns.BeginAsync(
            user.Id, how, Context.Connection.RemoteIpAddress?.ToString() ?? "", Context.Request.Headers.UserAgent.ToString(), Context.RequestAborted);
        if (before is { } ended)
        {
            await signIns.SucceedAsync(ended, id, user.Id, Context.RequestAborted);
            await signIns.EndAsync(ended, Context.RequestAborted);
        }

        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. given, new Claim(SignIns.Claim, id.ToString())]);
    }

    public override async Task SignOutAsync()
    {
        if (SignIns.IdOf(Context.User) is { } here)
        {
            await signIns.EndAsync(here, Context.RequestAborted);
        }

        await Context.SignOutAsync(IdentityConstants.ApplicationScheme);
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
    }
}
