using System.Net;
using Infusion.Server.Ingestion;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Infusion.Server.Operations;

static class HttpAddresses
{
    const string Key = "Urls";
    const string Default = "http://localhost:5080";

    /// <summary>
    /// Listens where <c>Urls</c> says. Kestrel itself would ignore that setting, because the devices' port is set in code.
    /// Certificates and finer settings stand under <c>Kestrel:Endpoints</c>, which then replaces <c>Urls</c>.
    /// </summary>
    /// <exception cref="StartupException">An address cannot be understood.</exception>
    public static void UseHttpAddresses(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return;
        }

        var addresses = Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in addresses)
            {
                Listen(kestrel, address);
            }
        });
    }

    /// <summary>Where somebody at this machine finds the pages, when the server has started; without TLS where it has the choice.</summary>
    internal static Uri ReachedAt(IServiceProvider services)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var http = addresses.Select(BindingAddress.Parse).Where(address => !services.IsMqttPort(address.Port)).OrderBy(address => address.Scheme != "http").First();
        return new Uri($"{http.Scheme}://{(IPAddress.TryParse(http.Host.Trim('[', ']'), out var ip) ? Reachable(ip) : "localhost")}:{http.Port}");
    }

    /// <summary>An address that listens everywhere is reached on this machine by its loopback.</summary>
    internal static string Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : address.ToString();

    internal static IReadOnlyList<BindingAddress> Read(IConfiguration configuration) =>
        [.. (configuration[Key] ?? Default)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port);
        }
        else if (address.Host is not "localhost")
        {
            kestrel.ListenAnyIP(address.Port);
        }
        else if (address.Port == 0)
        {
            // Two loopbacks cannot share a port that is yet to be chosen.
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else
        {
            kestrel.ListenLocalhost(address.Port);
        }
    }

    static BindingAddress Parse(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            return address.Scheme == "http"
                ? address
                : throw new StartupException(
                    $"{Key} is \"{text}\"; it must begin with http://. Addresses with a certificate stand under Kestrel:Endpoints.", ExitCode.Settings);
        }
        catch (FormatException)
        {
            throw new StartupException($"{Key} is \"{text}\"; it must be an address such as {Default}.", ExitCode.Settings);
        }
    }
}
