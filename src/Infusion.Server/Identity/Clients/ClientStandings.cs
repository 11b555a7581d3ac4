using System.Collections.Concurrent;
using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace Infusion.Server.Identity;

/// <summary>
/// Which registration each client stands under now, asked at every FHIR request: from memory for a second, and anew at once after a
/// change by this server. Another server's change is known here within that second.
/// </summary>
sealed class ClientStandings(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The claim of a token that says under which registration it was given.</summary>
    public const string Claim = "registration";

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    long _changes;

    /// <returns>Null: it is not registered, or revoked.</returns>
    public async ValueTask<string?> OfAsync(string clientId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(clientId, out var known) && clock.GetElapsedTime(known.At) < Fresh)
        {
            return known.Standing;
        }

        var (at, changes) = (clock.GetTimestamp(), Volatile.Read(ref _changes));
        var standing = await SmartClients.FindAsync(database, clientId, cancellationToken) is { Revoked: null } client ? client.Standing : null;
        _known[clientId] = new(standing, at);
        // What was read before a change came is not kept over it.
        if (changes != Volatile.Read(ref _changes))
        {
            _known.TryRemove(clientId, out _);
        }

        return standing;
    }

    /// <summary>A token is good while its client stands as it stood when the token was given.</summary>
    public async ValueTask<bool> StandsAsync(ClaimsPrincipal token, CancellationToken cancellationToken) =>
        await OfAsync(token.GetClaim(Claims.Subject) ?? "", cancellationToken) is { } standing && standing == token.GetClaim(Claim);

    public void Forget(string clientId)
    {
        Interlocked.Increment(ref _changes);
        _known.TryRemove(clientId, out _);
    }

    public sealed class StillStands(ClientStandings standings) : IOpenIddictValidationHandler<ValidateTokenContext>
    {
        public async ValueTask HandleAsync(ValidateTokenContext context)
        {
            if (context.Principal is not { } principal || await standings.StandsAsync(principal, context.CancellationToken))
            {
                return;
            }

            if (context.Transaction.GetHttpRequest() is { HttpContext: var http })
            {
                // The token proves whose it was.
                http.AuditNote().Who = principal.GetClaim(Claims.Subject) ?? "";
            }

            context.Reject(Errors.InvalidToken, "The client was revoked or changed since the token was given.");
        }
    }

    sealed record Known(string? Standing, long At);
}
