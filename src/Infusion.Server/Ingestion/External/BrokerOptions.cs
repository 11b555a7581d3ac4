using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Ingestion.Decoding;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Infusion.Server.Ingestion.External;

/// <summary>What is asked of the external broker.</summary>
static class BrokerOptions
{
    /// <summary>As many as a device may have under way at our own broker.</summary>
    public const ushort ReceiveMaximum = PendingAcknowledgements.Max;

    /// <summary>
    /// A bigger packet the broker drops without a word, so this is well above what a device may send: up to here it is
    /// quarantined with its reason.
    /// </summary>
    const uint MaxPacket = 1024 * 1024;

    static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker keeps messages for a server that is away: as long as a late one is charted by its own time.</summary>
    static readonly TimeSpan SessionExpiry = TimeSpan.FromDays(7);

    static readonly string[] DeviceTopics = ["telemetry", "status", "vscapture/Numeric"];

    /// <summary>Where we mark the end of what was queued. No device's topic: one level shorter.</summary>
    public static string MarkTopic(string clinic) => $"{DeviceTopic.Prefix}{clinic}/caught-up";

    public static MqttClientOptions Of(ExternalBrokerSettings settings, string clientId)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(settings.Host, settings.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)SessionExpiry.TotalSeconds)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithMaximumPacketSize(MaxPacket)
            .WithKeepAlivePeriod(KeepAlive);
        options = settings.Username.Length > 0 ? options.WithCredentials(settings.Username, settings.Password) : options;
        return (settings.Tls ? options.WithTlsOptions(Tls(settings)) : options).Build();
    }

    public static MqttClientSubscribeOptions Subscription(string clinic)
    {
        var options = new MqttClientSubscribeOptionsBuilder();
        foreach (var kind in DeviceTopics)
        {
            options.WithTopicFilter(Filter($"{DeviceTopic.Prefix}{clinic}/+/{kind}"));
        }

        return options.WithTopicFilter(Filter(MarkTopic(clinic))).Build();
    }

    /// <summary>
    /// The retain flag then means one thing only: this was there before we came. A session that the broker still has
    /// missed nothing, so the retained messages are not sent again to it.
    /// </summary>
    static MqttTopicFilter Filter(string topic) => new()
    {
        Topic = topic,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        RetainAsPublished = false,
        RetainHandling = MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly,
    };

    static MqttClientTlsOptions Tls(ExternalBrokerSettings settings)
    {
        var tls = new MqttClientTlsOptions { UseTls = true };
        if (settings.CaFile.Length > 0)
        {
            // A house's own authority has no list of what it revoked.
            tls.IgnoreCertificateRevocationErrors = true;
            tls.TrustChain = [];
            tls.TrustChain.ImportFromPemFile(settings.CaFile);
        }

        return tls;
    }
}
