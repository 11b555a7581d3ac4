using System.Net;
using Infusion.Server.Operations;

namespace Infusion.Server.Identity;

/// <summary>
/// Fetches a client's key set from the address it is registered with. Whoever registers a client chooses the address, so this
/// server must not be a way into its own network: https, no redirect, no proxy, only addresses of the public internet, except hosts
/// that whoever runs the server names.
/// </summary>
sealed class ClientKeyUrl : IDisposable
{
    public const string HostsKey = "Infusion:ClientKeyHosts";
    const int LongestUrl = 500;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly PublicHosts _hosts;
    readonly HttpClient _http;

    /// <param name="hosts">Names that are asked although their address is not public.</param>
    public ClientKeyUrl(IEnumerable<string> hosts)
    {
        _hosts = new PublicHosts(hosts);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancellationToken) => _hosts.ConnectAsync(
                context,
                host => new ClientKeysException($"{host} is not on the public internet. Whoever runs this server can allow it by its name ({HostsKey})."),
                cancellationToken),
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = ClientKeySet.LargestBytes,
        };
    }

    /// <exception cref="StartupException">A name is no host.</exception>
    public static IEnumerable<string> HostsOf(IConfiguration configuration) => PublicHosts.Read(configuration, HostsKey);

    /// <exception cref="ClientKeysException">Says why it is no address to fetch keys from.</exception>
    public Uri Read(string? text)
    {
        if (text is not { Length: > 0 and <= LongestUrl } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ClientKeysException($"The address of the keys must be a whole one, https://..., of at most {LongestUrl} characters, without a user and without #.");
        }

        return _hosts.MayAsk(url)
            ? url
            : throw new ClientKeysException("The address of the keys must begin with https://.");
    }

    /// <exception cref="ClientKeysException">Nothing that can be used came, and why. No word of the answer is repeated.</exception>
    public async Task<string> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(url, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK
                ? await answer.Content.ReadAsStringAsync(cancellationToken)
                : throw new ClientKeysException($"{url.Host} answered {(int)answer.StatusCode} where its keys should be{((int)answer.StatusCode is >= 300 and < 400 ? "; it is not followed elsewhere" : "")}.");
        }
        catch (HttpRequestException reason) when (reason.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ClientKeysException($"What {url.Host} answers is larger than {ClientKeySet.LargestBytes / 1024} KiB.");
        }
        catch (HttpRequestException reason)
        {
            throw reason.GetBaseException() as ClientKeysException
                ?? new ClientKeysException(reason.HttpRequestError is HttpRequestError.SecureConnectionError
                    ? $"{url.Host} has no certificate that is trusted here."
                    : $"{url.Host} cannot be reached.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClientKeysException($"{url.Host} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (InvalidOperationException)
        {
            throw new ClientKeysException($"{url.Host} answered with text that cannot be read.");
        }
    }

    public void Dispose() => _http.Dispose();
}
