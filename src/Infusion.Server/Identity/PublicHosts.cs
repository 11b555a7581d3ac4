using System.Net;
using System.Net.Sockets;
using Infusion.Server.Operations;

namespace Infusion.Server.Identity;

/// <summary>
/// Which hosts this server connects to when somebody else has chosen the address, so that it is no way into its own network: those of
/// the public internet, and those that whoever runs it names.
/// </summary>
sealed class PublicHosts(IEnumerable<string> named)
{
    readonly HashSet<string> _named = new(named, StringComparer.OrdinalIgnoreCase);

    /// <param name="key">Of the setting: names of hosts, separated by commas.</param>
    /// <exception cref="StartupException">A name is no host.</exception>
    public static IEnumerable<string> Read(IConfiguration configuration, string key)
    {
        var hosts = (configuration[key] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return hosts.FirstOrDefault(host => Uri.CheckHostName(host) is UriHostNameType.Unknown) is { } wrong
            ? throw new StartupException($"{key} has \"{wrong}\"; it must be names of hosts, separated by commas.", ExitCode.Settings)
            : hosts;
    }

    public bool IsNamed(string host) => _named.Contains(host);

    /// <summary>Encrypted; unencrypted only within this machine, where somebody who runs the server named it.</summary>
    public bool MayAsk(Uri url) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && IsNamed(url.Host));

    /// <summary>The address that is checked is the one that is connected to: a name cannot point elsewhere in between.</summary>
    /// <param name="refused">Made for a host that has no address which may be connected to.</param>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Func<string, Exception> refused, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = IsNamed(host) ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
        {
            throw refused(host);
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
