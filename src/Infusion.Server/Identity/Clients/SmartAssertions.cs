using System.Globalization;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Infusion.Server.Identity;

/// <summary>
/// By what an assertion is checked: this client's own keys, and typ and aud as SMART asks for them, where OpenIddict follows the newer
/// RFC 7523bis draft.
/// </summary>
sealed class SmartAssertionParameters(SmartTokenUrl tokenUrl, SmartClients clients, ClientKeys keys) : IOpenIddictServerHandler<ValidateTokenContext>
{
    internal const string AssertionType = "urn:openiddict:params:oauth:token-type:client_assertion";

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.Contains(AssertionType))
        {
            return;
        }

        if (context.Transaction.GetHttpRequest() is not { } request || tokenUrl.For(request) is not { } audience)
        {
            context.Transaction.Properties[SmartTokenAnswer.Told] = true;
            context.Reject(Errors.InvalidClient, "This server does not know under which name it is called; set Infusion:PublicUrl.");
            return;
        }

        var (client, kid) = await ClaimedAsync(context);
        if (client is not null)
        {
            // Not proved yet, and written down as a try all the same: whoever manages the client sees it.
            var note = request.HttpContext.AuditNote();
            (note.Who, note.Clinics) = (client.ClientId, [client.Clinic]);
        }

        context.ValidAudiences.Clear();
        context.ValidAudiences.Add(audience);
        var parameters = context.TokenValidationParameters;
        parameters.ValidTypes = [.. parameters.ValidTypes ?? [], "JWT"];
        parameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384];
        parameters.IssuerSigningKeyResolver = null;
        parameters.IssuerSigningKeys = client is { Revoked: null } ? await keys.OfAsync(client, kid, context.CancellationToken) : [];
    }

    /// <summary>Whose the assertion says it is, and which key it names.</summary>
    async Task<(SmartClient? Client, string? Kid)> ClaimedAsync(ValidateTokenContext context)
    {
        try
        {
            var token = new JsonWebToken(context.Token);
            return (await clients.FindAsync(token.Issuer, context.CancellationToken), token.Kid);
        }
        catch (Exception reason) when (reason is ArgumentException or SecurityTokenException)
        {
            return (null, null);
        }
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

        context.Transaction.Properties[SmartTokenAnswer.Told] = true;
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
        else if (principal.GetClaim(Claims.IssuedAt) is { } issued && !(long.TryParse(issued, CultureInfo.InvariantCulture, out var at) && at <= (now + ClockSkew).ToUnixTimeSeconds()))
        {
            context.Reject(Errors.InvalidClient, "iat is in the future.");
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

/// <summary>
/// SMART requires the granted scope in the answer. What is wrong with an assertion is told to whom its signature proved; anybody else
/// gets one sentence, whether there is no such client, no such key, or a signature that does not fit.
/// </summary>
sealed class SmartTokenAnswer : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    /// <summary>The property of a transaction whose fault may be told.</summary>
    internal const string Told = "infusion:told";

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        var response = context.Response;
        if (response.AccessToken is not null)
        {
            response.Scope ??= context.Request?.Scope;
            return default;
        }

        response.ErrorUri = null;
        if (response.Error is Errors.InvalidToken or Errors.InvalidClient)
        {
            response.Error = Errors.InvalidClient;
            if (!context.Transaction.Properties.ContainsKey(Told))
            {
                response.ErrorDescription = "The client, its key or its assertion is not accepted.";
            }
        }

        return default;
    }
}
