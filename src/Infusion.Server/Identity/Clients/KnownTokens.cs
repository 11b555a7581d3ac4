using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using OpenIddict.Abstractions;

namespace Infusion.Server.Identity;

/// <summary>
/// Tokens whose signature and content were found good, each by its digest until it expires, so that a client that asks a hundred times
/// a second is not checked a hundred times. Whether its client still stands is asked every time all the same.
/// </summary>
sealed class KnownTokens(ClientStandings standings, TimeProvider clock)
{
    /// <summary>A client has one or two at a time; what is beyond is checked each time.</summary>
    internal const int Most = 1_000;

    readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    internal int Count => _known.Count;

    /// <returns>Null: it was never found good, has expired, or its client no longer stands as it did.</returns>
    public async ValueTask<ClaimsPrincipal?> FindAsync(string token, CancellationToken cancellationToken) =>
        _known.TryGetValue(DigestOf(token), out var known) && clock.GetUtcNow() < known.Until && await standings.StandsAsync(known.Principal, cancellationToken)
            ? known.Principal
            : null;

    /// <param name="principal">Which the token was found to be, just now.</param>
    public void Add(string token, ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        foreach (var (digest, known) in _known)
        {
            if (known.Until <= now)
            {
                _known.TryRemove(digest, out _);
            }
        }

        if (principal.GetExpirationDate() is { } until && _known.Count < Most)
        {
            _known[DigestOf(token)] = new(principal, until);
        }
    }

    static string DigestOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    sealed record Known(ClaimsPrincipal Principal, DateTimeOffset Until);
}
