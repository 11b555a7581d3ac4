using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>A device that sends and sees single packets, so that a test can say what went over the wire and in which order.</summary>
sealed class WireClient : IDisposable
{
    readonly TcpClient _tcp;
    readonly Stream _stream;
    readonly MqttPacketFormatterAdapter _formatter;

    WireClient(TcpClient tcp, Stream stream, MqttProtocolVersion version)
    {
        (_tcp, _stream) = (tcp, stream);
        _formatter = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(4096, 65535));
    }

    public static async Task<WireClient> OpenAsync(IPEndPoint address, MqttProtocolVersion version)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(address, Patience.Token);
        return new WireClient(tcp, tcp.GetStream(), version);
    }

    /// <param name="expected">The server's certificate.</param>
    /// <param name="own">The client's, with its key; null: it shows none.</param>
    public static async Task<WireClient> OpenWithTlsAsync(IPEndPoint address, X509Certificate2 expected, X509Certificate2? own)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(address, Patience.Token);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = own is null ? null : [own],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == expected.GetCertHashString(),
            },
            Patience.Token);
        return new WireClient(tcp, tls, MqttProtocolVersion.V500);
    }

    public async Task<MqttConnAckPacket> SignInAsync(
        string clientId, string? username = RunningBroker.Username, string password = RunningBroker.Password, string? willTopic = null, string will = "",
        ushort keepAlive = 600)
    {
        await SendAsync(new MqttConnectPacket
        {
            ClientId = clientId,
            CleanSession = true,
            KeepAlivePeriod = keepAlive,
            RequestProblemInformation = true,
            Username = username,
            Password = username is null ? null : Encoding.UTF8.GetBytes(password),
            WillFlag = willTopic is not null,
            WillTopic = willTopic,
            WillMessage = Encoding.UTF8.GetBytes(will),
            WillQoS = MqttQualityOfServiceLevel.AtLeastOnce,
            WillRetain = willTopic is not null,
        });
        return await ReceiveAsync<MqttConnAckPacket>();
    }

    public Task PublishAsync(ushort id, string payload, string topic = RunningBroker.Telemetry) =>
        PublishAsync(id, Encoding.UTF8.GetBytes(payload), topic);

    public Task PublishAsync(
        ushort id, byte[] payload, string topic = RunningBroker.Telemetry,
        MqttQualityOfServiceLevel qualityOfService = MqttQualityOfServiceLevel.AtLeastOnce) =>
        SendAsync(new MqttPublishPacket
        {
            PacketIdentifier = id,
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = qualityOfService,
        });

    public Task SendAsync(MqttPacket packet)
    {
        var buffer = _formatter.Encode(packet);
        byte[] bytes = [.. buffer.Packet, .. buffer.Payload.ToArray()];
        _formatter.Cleanup();
        return SendRawAsync(bytes);
    }

    public async Task SendRawAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Patience.Token);

    /// <summary>The next packet from the server, which has to be of this type.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : MqttPacket
    {
        var header = await ReadAsync(1);
        int length = 0, shift = 0;
        byte next;
        do
        {
            next = (await ReadAsync(1))[0];
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        var body = await ReadAsync(length);
        return _formatter.Decode(new ReceivedMqttPacket(header[0], body, length + 2)).ShouldBeOfType<T>();
    }

    public async Task<MqttPubAckPacket> AcknowledgementAsync(ushort id)
    {
        var acknowledgement = await ReceiveAsync<MqttPubAckPacket>();
        acknowledgement.PacketIdentifier.ShouldBe(id);
        return acknowledgement;
    }

    /// <summary>Returns when the server has ended the connection without saying more.</summary>
    public async Task EndsAsync()
    {
        try
        {
            (await _stream.ReadAsync(new byte[1], Patience.Token)).ShouldBe(0);
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }
    }

    /// <summary>Says that nothing more will come, and returns when the server has ended the connection, whatever it still said.</summary>
    public async Task EndsAfterLastWordAsync()
    {
        try
        {
            _tcp.Client.Shutdown(SocketShutdown.Send);
            var rest = new byte[1024];
            while (await _stream.ReadAsync(rest, Patience.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // A reset is an end as well.
        }
    }

    public void Dispose() => _tcp.Dispose();

    async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, Patience.Token);
        return bytes;
    }
}
