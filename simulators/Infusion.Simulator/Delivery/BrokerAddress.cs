using Infusion.Simulator.Protocol;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Infusion.Simulator.Delivery;

/// <summary>Where the broker is and what opens its door. With a WebSocket the port is the server's HTTP port.</summary>
public sealed record BrokerAddress(string Host, int Port, string? Username, string? Password, bool WebSocket)
{
    public override string ToString() => WebSocket ? $"ws://{Host}:{Port}/mqtt" : $"{Host}:{Port}";

    /// <summary>The will says "offline" when the connection ends without goodbye.</summary>
    public MqttClientOptions OptionsFor(DeviceIdentity device)
    {
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(device.ClientId)
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(TimeSpan.FromSeconds(10))
            .WithWillTopic(device.StatusTopic)
            .WithWillPayload(device.Status(online: false, battery: null))
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (Username is not null)
        {
            options.WithCredentials(Username, Password ?? "");
        }

        return (WebSocket ? options.WithWebSocketServer(o => o.WithUri(ToString())) : options.WithTcpServer(Host, Port)).Build();
    }
}

/// <summary>The broker does not accept the user name or password: trying again cannot help.</summary>
public sealed class CredentialsRefusedException(string message) : Exception(message);
