using System.Net;

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

        var addresses = (builder.Configuration[Key] ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var text in addresses)
            {
                var address = Parse(text);
                if (address.Host is "localhost" && address.Port != 0)
                {
                    kestrel.ListenLocalhost(address.Port);
                }
                else if (address.Host is "localhost")
                {
                    kestrel.Listen(IPAddress.Loopback, 0);
                }
                else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
                {
                    kestrel.Listen(ip, address.Port);
                }
                else
                {
                    kestrel.ListenAnyIP(address.Port);
                }
            }
        });
        foreach (var text in addresses)
        {
            Parse(text);
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
