using System.Net;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.External;
using Infusion.Server.Ingestion.VsCapture;
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
        services.AddDecoding();
        services.AddSingleton<Intake>();
        services.AddSingleton<ExternalBroker>();
        services.TryAddSingleton<IntakeBudget>();
        services.TryAddSingleton<ConnectionQuota>();
        services.AddSingleton<OpenSignIns>();
        services.AddSingleton<DeviceConnections>();
        services.AddHostedService<DeviceBroker>();
        services.AddHostedService<CredentialWatch>();
        services.AddSingleton<BrokerCertificate>();
        services.AddSingleton<MqttEndpoint>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<MqttEndpoint>());
        return services;
    }

    /// <summary>What the clinics need of it as well, to decode what the spool kept.</summary>
    public static void AddDecoding(this IServiceCollection services)
    {
        services.TryAddSingleton<FeedZones>();
        services.TryAddSingleton<MessageDecoder>();
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

    /// <returns>Whether a port that the server listens on is a devices' one, when it has started.</returns>
    public static bool IsMqttPort(this IServiceProvider services, int port) =>
        services.GetRequiredService<MqttEndpoint>() is var mqtt && (mqtt.Address.Port == port || mqtt.TlsAddress?.Port == port);
}
