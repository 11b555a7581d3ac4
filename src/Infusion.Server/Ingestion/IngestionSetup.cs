using System.Net;
using Infusion.Server.Ingestion.Broker;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MQTTnet.AspNetCore;

namespace Infusion.Server.Ingestion;

/// <summary>Composition of the intake. Needs an <see cref="IClinicInbox"/> and an <see cref="IDeviceCredentials"/>.</summary>
public static class IngestionSetup
{
    /// <summary>
    /// Adds the broker and its TCP port. Because that port is set in code, Kestrel takes no HTTP address from
    /// <c>urls</c>: the HTTP port has to be set in code or under <c>Kestrel:Endpoints</c> as well.
    /// </summary>
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddOptions<MqttSettings>().BindConfiguration(MqttSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MqttSettings>, ValidateMqttSettings>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddConnections();
        services.AddSingleton<IngestionMetrics>();
        services.AddSingleton<Intake>();
        services.TryAddSingleton<IntakeBudget>();
        services.TryAddSingleton<ConnectionQuota>();
        services.AddSingleton<DeviceConnections>();
        services.AddHostedService<DeviceBroker>();
        services.AddSingleton<MqttEndpoint>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<MqttEndpoint>());
        return services;
    }

    /// <summary>Maps MQTT over WebSocket. Open to all: a device signs in with its CONNECT.</summary>
    public static IEndpointConventionBuilder MapIngestion(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapConnectionHandler<DeviceConnections>("/mqtt", options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.WebSockets.SubProtocolSelector = MqttSubProtocolSelector.SelectSubProtocol;
        }).AllowAnonymous();

    /// <returns>Where devices connect, when the server has started.</returns>
    public static IPEndPoint MqttAddress(this IServiceProvider services) =>
        services.GetRequiredService<MqttEndpoint>().Address;
}
