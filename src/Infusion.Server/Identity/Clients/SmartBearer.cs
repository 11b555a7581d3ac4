using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Validation.AspNetCore;

namespace Infusion.Server.Identity;

/// <summary>
/// Who a FHIR request is from. A token that was found good is known again by <see cref="KnownTokens"/>; whatever is not goes the whole
/// way through OpenIddict, and so does everything that is refused: one place says why.
/// </summary>
sealed class SmartBearer(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, KnownTokens known)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "smart-bearer";

    const string Whole = OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;
    const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return await WholeWayAsync();
        }

        var token = header[Prefix.Length..];
        if (await known.FindAsync(token, Context.RequestAborted) is { } again)
        {
            return AuthenticateResult.Success(new(again, Scheme.Name));
        }

        var result = await WholeWayAsync();
        if (result is { Succeeded: true, Principal: { } principal })
        {
            known.Add(token, principal);
        }

        return result;
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await ShowRequestAsync();
        await Context.ChallengeAsync(Whole, properties);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        await ShowRequestAsync();
        await Context.ForbidAsync(Whole, properties);
    }

    async Task<AuthenticateResult> WholeWayAsync()
    {
        await ShowRequestAsync();
        return await Context.AuthenticateAsync(Whole);
    }

    /// <summary>OpenIddict wants to have seen a request before it judges it; beneath /fhir nothing shows it what is known already.</summary>
    async Task ShowRequestAsync()
    {
        var handlers = Context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(Context, Whole) is IAuthenticationRequestHandler handler)
        {
            await handler.HandleRequestAsync();
        }
    }
}
