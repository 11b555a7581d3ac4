using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Identity;

/// <summary>
/// The keys by which a client's assertion is checked: those it was registered with, or those that its address gives. Those are kept
/// for a while, fetched anew when an assertion names a key that is not among them, and never more often than once in
/// <see cref="Between"/>, since whoever asks for a token has not proved anything yet.
/// </summary>
sealed partial class ClientKeys(ClientKeyUrl address, TimeProvider clock, ILogger<ClientKeys> logger)
{
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>While the address does not answer, its keys go on for this long: its owner may have taken one out meanwhile.</summary>
    static readonly TimeSpan Reserve = TimeSpan.FromHours(1);

    internal static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <returns>What an assertion that names this key can be signed by. Empty: nothing.</returns>
    public async ValueTask<IReadOnlyList<SecurityKey>> OfAsync(SmartClient client, string? kid, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(kid))
        {
            return [];
        }

        var set = client.KeysUrl is { } url ? await AtAsync(client.ClientId, url, kid, cancellationToken) : client.Keys;
        return [.. set?.Keys.Where(key => key.Kid == kid) ?? []];
    }

    async ValueTask<JsonWebKeySet?> AtAsync(string clientId, Uri url, string kid, CancellationToken cancellationToken)
    {
        if (IsEnough(clientId, url, kid))
        {
            return Kept(clientId, url, Reserve);
        }

        // Whoever waits here for the same keys finds them afterwards.
        var turn = _turns.GetOrAdd(clientId, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsEnough(clientId, url, kid))
            {
                await FetchAsync(clientId, url, cancellationToken);
            }

            return Kept(clientId, url, Reserve);
        }
        finally
        {
            turn.Release();
        }
    }

    async Task FetchAsync(string clientId, Uri url, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        JsonWebKeySet? fetched = null;
        try
        {
            fetched = ClientKeySet.Read(await address.FetchAsync(url, cancellationToken));
        }
        catch (ClientKeysException reason)
        {
            LogNotFetched(clientId, reason.Message);
        }
        finally
        {
            // Also when whoever asked has gone meanwhile. Not before: who waits for this fetch is not too soon.
            var before = _known.TryGetValue(clientId, out var known) && known.Url == url ? known : new Known(url, null, now, now);
            _known[clientId] = fetched is null ? before with { Tried = now } : new Known(url, fetched, now, now);
        }
    }

    /// <summary>The key is here and fresh, or the address was asked only just now.</summary>
    bool IsEnough(string clientId, Uri url, string kid) =>
        Kept(clientId, url, Fresh)?.Keys.Any(key => key.Kid == kid) is true
        || (_known.TryGetValue(clientId, out var known) && known.Url == url && clock.GetElapsedTime(known.Tried) < Between);

    JsonWebKeySet? Kept(string clientId, Uri url, TimeSpan atMost) =>
        _known.TryGetValue(clientId, out var known) && known.Url == url && clock.GetElapsedTime(known.At) < atMost ? known.Set : null;

    sealed record Known(Uri Url, JsonWebKeySet? Set, long At, long Tried);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the client {Client} were not fetched: {Reason}")]
    partial void LogNotFetched(string client, string reason);
}
