using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>Adds the MQTT ports to Kestrel, and knows which ones they became.</summary>
sealed class MqttEndpoint(IOptions<MqttSettings> settings, BrokerCertificate certificate) : IConfigureOptions<KestrelServerOptions>
{
    ListenOptions? _listening;
    ListenOptions? _listeningWithTls;

    /// <summary>Where devices connect. Known when the server has started; with port 0 not before.</summary>
    public IPEndPoint Address => _listening?.IPEndPoint
        ?? throw new InvalidOperationException("The server does not listen for MQTT yet.");

    /// <summary>Where they connect with TLS; null: there is no such port.</summary>
    public IPEndPoint? TlsAddress => _listeningWithTls?.IPEndPoint;

    public void Configure(KestrelServerOptions options)
    {
        var wanted = settings.Value;
        Listen(options, wanted.Host, wanted.Port, listening =>
        {
            _listening = listening;
            listening.UseConnectionHandler<DeviceConnections>();
        });
        if (wanted.Tls.IsSet)
        {
            certificate.ReadFirst();
            Listen(options, wanted.Tls.Host, wanted.Tls.Port, listening =>
            {
                _listeningWithTls = listening;
                listening.UseHttps(certificate.Handshake);
                listening.UseConnectionHandler<DeviceConnections>();
            });
        }
    }

    static void Listen(KestrelServerOptions options, string host, int port, Action<ListenOptions> speak)
    {
        if (MqttSettings.IsAll(host))
        {
            options.ListenAnyIP(port, speak);
        }
        else
        {
            options.Listen(MqttSettings.AddressOf(host)!, port, speak);
        }
    }
}
