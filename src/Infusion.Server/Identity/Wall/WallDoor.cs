using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Npgsql;

namespace Infusion.Server.Identity.Wall;

/// <summary>
/// How a wall display comes in: by a cookie of its own, which no other door knows. It is nobody's sign-in, has no role and so no act, and
/// does not lock itself (docs/adr/0035-wall-displays.md).
/// </summary>
static class WallDoor
{
    public const string Scheme = "wall-display";

    /// <summary>On what a display reads, and on nothing else.</summary>
    public const string Policy = "wall-display";

    /// <summary>As long as browsers keep one; renewed whenever half of it has gone.</summary>
    static readonly TimeSpan CookieLives = TimeSpan.FromDays(400);

    public static void AddWallDisplays(this IServiceCollection services)
    {
        services.AddSingleton<WallDisplays>();
        services.AddHostedService<WallDisplayKeeper>();
        services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.Cookie.Name = "infusion.wall";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = CookieLives;
            options.SlidingExpiration = true;
            options.Events = new CookieAuthenticationEvents
            {
                OnValidatePrincipal = ValidateAsync,
                OnRedirectToLogin = refused => Results.Problem(
                    "This display is not enrolled here, or it was revoked. A clinic manager makes a link for it.",
                    statusCode: StatusCodes.Status401Unauthorized, title: "Not enrolled").ExecuteAsync(refused.HttpContext),
            };
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());
    }

    static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        try
        {
            if (context.Principal is not { } display
                || !await context.HttpContext.RequestServices.GetRequiredService<WallDisplays>().IsLetInAsync(display, context.HttpContext.RequestAborted))
            {
                context.RejectPrincipal();
            }
        }
        catch (NpgsqlException)
        {
            // Unknown here, and nobody can say: it comes again.
            context.RejectPrincipal();
        }
    }
}
