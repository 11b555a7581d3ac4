using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>Adds the MQTT port to Kestrel, and knows which one it became.</summary>
sealed class MqttEndpoint(IOptions<MqttSettings> settings) : IConfigureOptions<KestrelServerOptions>
{
    ListenOptions? _listening;

    /// <summary>Where devices connect. Known when the server has started; with port 0 not before.</summary>
    public IPEndPoint Address => _listening?.IPEndPoint
        ?? throw new InvalidOperationException("The server does not listen for MQTT yet.");

    public void Configure(KestrelServerOptions options)
    {
        var wanted = settings.Value;
        if (wanted.ListensOnAll)
        {
            options.ListenAnyIP(wanted.Port, Speak);
        }
        else
        {
            options.Listen(wanted.Address!, wanted.Port, Speak);
        }
    }

    void Speak(ListenOptions listening)
    {
        _listening = listening;
        listening.UseConnectionHandler<DeviceConnections>();
    }
}
