using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Infusion.Server.Identity;

/// <summary>What SMART asks of a client's assertion where OpenIddict follows the newer RFC 7523bis draft: typ and aud.</summary>
sealed class SmartAssertionParameters(SmartTokenUrl tokenUrl) : IOpenIddictServerHandler<ValidateTokenContext>
{
    internal const string AssertionType = "urn:openiddict:params:oauth:token-type:client_assertion";

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.Contains(AssertionType))
        {
            return default;
        }

        if (context.Transaction.GetHttpRequest() is not { } request || tokenUrl.For(request) is not { } audience)
        {
            context.Reject(Errors.InvalidClient, "This server does not know under which name it is called; set Infusion:PublicUrl.");
            return default;
        }

        context.ValidAudiences.Clear();
        context.ValidAudiences.Add(audience);
        context.TokenValidationParameters.ValidTypes = [.. context.TokenValidationParameters.ValidTypes ?? [], "JWT"];
        context.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384];
        return default;
    }
}

/// <summary>Short life and single use, checked once the signature has proved who the client is.</summary>
sealed class SmartAssertionRules(UsedAssertions used, Microsoft.Extensions.Options.IOptionsMonitor<OpenIddictServerOptions> options)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    const int LongestJti = 256;

    static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>A client whose clock is a little ahead and uses all of its five minutes.</summary>
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is not { } principal || !context.ValidTokenTypes.Contains(SmartAssertionParameters.AssertionType))
        {
            return;
        }

        // OpenIddict takes "typ: JWT" for an ID token.
        principal.SetTokenType(SmartAssertionParameters.AssertionType);
        var now = options.CurrentValue.TimeProvider!.GetUtcNow();
        var clientId = principal.GetClaim(Claims.Issuer);
        var jti = principal.GetClaim(Claims.JwtId);
        if (string.IsNullOrEmpty(clientId) || principal.GetClaim(Claims.Subject) != clientId)
        {
            context.Reject(Errors.InvalidClient, "iss and sub must both be the client's id.");
        }
        else if (principal.GetExpirationDate() is not { } expires || expires > now + LongestLife + ClockSkew)
        {
            context.Reject(Errors.InvalidClient, "exp must be there and at most five minutes ahead.");
        }
        else if (expires <= now)
        {
            context.Reject(Errors.InvalidClient, "The assertion has expired.");
        }
        else if (jti is not { Length: > 0 and <= LongestJti } || jti.Contains('\0', StringComparison.Ordinal))
        {
            context.Reject(Errors.InvalidClient, "jti must be there and have at most 256 characters.");
        }
        else if (!await used.TryUseAsync(clientId, jti, expires, now, context.CancellationToken))
        {
            context.Reject(Errors.InvalidClient, "This assertion was used before.");
        }
    }
}

/// <summary>In the database, so that an assertion that one server took is refused by every other.</summary>
sealed class UsedAssertions(IdentityStore store)
{
    public async Task<bool> TryUseAsync(string clientId, string jti, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await store.UsedAssertions.Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        return await store.Database.ExecuteSqlAsync(
            $"""
            insert into identity.used_assertion ("ClientId", "Jti", "ExpiresAt") values ({clientId}, {jti}, {expires.ToUniversalTime()})
            on conflict do nothing
            """,
            cancellationToken) == 1;
    }
}

/// <summary>SMART requires the granted scope in the answer, and one error for whatever is wrong with an assertion.</summary>
sealed class SmartTokenAnswer : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Response.AccessToken is not null)
        {
            context.Response.Scope ??= context.Request?.Scope;
        }
        else if (context.Response.Error == Errors.InvalidToken)
        {
            context.Response.Error = Errors.InvalidClient;
        }

        return default;
    }
}
