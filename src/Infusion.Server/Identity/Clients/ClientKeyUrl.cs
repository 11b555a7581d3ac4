using System.Net;
using System.Net.Sockets;
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

    readonly HashSet<string> _hosts;
    readonly HttpClient _http;

    /// <param name="hosts">Names that are asked although their address is not public.</param>
    public ClientKeyUrl(IEnumerable<string> hosts)
    {
        _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 16,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = ClientKeySet.LargestBytes,
        };
    }

    /// <exception cref="StartupException">A name is no host.</exception>
    public static IEnumerable<string> HostsOf(IConfiguration configuration)
    {
        var hosts = (configuration[HostsKey] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return hosts.FirstOrDefault(host => Uri.CheckHostName(host) is UriHostNameType.Unknown) is { } wrong
            ? throw new StartupException($"{HostsKey} has \"{wrong}\"; it must be names of hosts, separated by commas.", ExitCode.Settings)
            : hosts;
    }

    /// <exception cref="ClientKeysException">Says why it is no address to fetch keys from.</exception>
    public Uri Read(string? text)
    {
        if (text is not { Length: > 0 and <= LongestUrl } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ClientKeysException($"The address of the keys must be a whole one, https://..., of at most {LongestUrl} characters, without a user and without #.");
        }

        // Unencrypted only within this machine, where somebody who runs the server named it.
        return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && _hosts.Contains(url.Host))
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

    /// <summary>The address that is checked is the one that is connected to: a name cannot point elsewhere in between.</summary>
    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = _hosts.Contains(host) ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
        {
            throw new ClientKeysException(
                $"{host} is not on the public internet. Whoever runs this server can allow it by its name ({HostsKey}).");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublic.Any(network => network.Contains(address)),
            // Global unicast, without what carries an IPv4 address or is for documents.
            AddressFamily.InterNetworkV6 => (bytes[0] & 0xE0) == 0x20 && !NotPublic6.Any(network => network.Contains(address)),
            _ => false,
        };
    }

    static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"]).Select(IPNetwork.Parse),
    ];

    static readonly IPNetwork[] NotPublic6 = [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse)];
}
