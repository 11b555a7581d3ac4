using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Infusion.Server.Identity;

static class SmartEndpoints
{
    const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapSmart(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(SmartTokenUrl.Path, TokenAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("Token", Actor.Client)).WithTags("SMART");
        endpoints.MapGet("/fhir/{clinic}/.well-known/smart-configuration", Configuration).AllowAnonymous().WithTags("SMART");
    }

    /// <summary>OpenIddict has authenticated the client by now; what is left is what it may have.</summary>
    static async Task<IResult> TokenAsync(HttpContext http, SmartClients clients, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var client = await clients.FindAsync(request.ClientId!, cancellationToken)
            ?? throw new InvalidOperationException($"The client {request.ClientId} was authenticated and is not registered.");
        var granted = SmartScope.Grant(request.GetScopes(), client.Scopes);
        if (granted.Count == 0)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidScope,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "A scope is missing, or none of them is among those that this client was given.",
                }),
                [Scheme]);
        }

        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId);
        identity.SetClaim(ClinicClaims.Clinic, client.Clinic);
        identity.SetClaim(ClientStandings.Claim, client.Standing);
        identity.SetScopes(granted.Select(scope => scope.ToString()));
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Scheme);
    }

    /// <summary>JSON whatever was asked for, readable by any page: it holds nothing but addresses.</summary>
    static IResult Configuration(HttpContext http, SmartTokenUrl tokenUrl)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Json(new Dictionary<string, object>
        {
            ["token_endpoint"] = tokenUrl.Announced(http.Request),
            ["token_endpoint_auth_methods_supported"] = new[] { "private_key_jwt" },
            ["token_endpoint_auth_signing_alg_values_supported"] = new[] { "RS384", "ES384" },
            ["grant_types_supported"] = new[] { "client_credentials" },
            ["scopes_supported"] = new[] { "system/*.rs", "system/*.read", "system/AuditEvent.rs" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
            ["capabilities"] = new[] { "client-confidential-asymmetric", "permission-v2", "permission-v1" },
        });
    }
}
