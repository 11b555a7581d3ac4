using System.Net;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Operations;

/// <summary>Prepares the demo once the server answers, and writes demo.json last: it is there exactly when all is ready.</summary>
static class Demo
{
    public static async Task PrepareAsync(WebApplication application, InfusionOptions options, CancellationToken cancellationToken)
    {
        var services = application.Services;
        var access = await DemoIdentity.EnsureAsync(services, options.DataDirectory, options.DemoChairs, cancellationToken);
        await DemoClinic.EnsureAsync(
            services.GetRequiredService<ClinicStore>(), services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<ClinicClock>(),
            options.DemoChairs, cancellationToken);
        var mqtt = services.MqttAddress();
        await DemoFile.WriteAsync(
            options.DataDirectory, HttpAddress(services, mqtt), Reachable(mqtt.Address), mqtt.Port, access, cancellationToken);
    }

    internal static Uri HttpAddress(IServiceProvider services, IPEndPoint mqtt)
    {
        var tls = services.GetRequiredService<IOptions<MqttSettings>>().Value.Tls;
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var http = addresses.Select(BindingAddress.Parse).Where(address => address.Port != mqtt.Port && !(tls.IsSet && address.Port == tls.Port)).OrderBy(address => address.Scheme != "http").First();
        return new Uri($"{http.Scheme}://{(IPAddress.TryParse(http.Host.Trim('[', ']'), out var ip) ? Reachable(ip) : "localhost")}:{http.Port}");
    }

    /// <summary>An address that listens everywhere is reached on this machine by its loopback.</summary>
    static string Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : address.ToString();
}
