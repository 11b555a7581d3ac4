using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Infusion.Benchmarks.Yardstick;

/// <summary>
/// Takes each PUBLISH for itself and acknowledges it, in order, when it is committed. MQTTnet sees none of them, which is
/// less than a real broker has to do.
/// </summary>
sealed class BareChannel : IMqttChannelAdapter
{
    const int MaxUnacknowledged = 1_000;

    readonly IMqttChannelAdapter _inner;
    readonly Func<MqttPublishPacket, Task> _receive;
    readonly Channel<(ushort PacketId, Task Committed)> _pending =
        Channel.CreateBounded<(ushort, Task)>(new BoundedChannelOptions(MaxUnacknowledged) { SingleReader = true, SingleWriter = true });

    public BareChannel(IMqttChannelAdapter inner, Func<MqttPublishPacket, Task> receive)
    {
        (_inner, _receive) = (inner, receive);
        _ = AcknowledgeInOrderAsync();
    }

    public long BytesReceived => _inner.BytesReceived;

    public long BytesSent => _inner.BytesSent;

    public X509Certificate2 ClientCertificate => _inner.ClientCertificate;

    public EndPoint RemoteEndPoint => _inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => _inner.LocalEndPoint;

    public bool IsSecureConnection => _inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => _inner.PacketFormatterAdapter;

    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var packet = await _inner.ReceivePacketAsync(cancellationToken);
            if (packet is not MqttPublishPacket publish)
            {
                return packet;
            }

            await _pending.Writer.WriteAsync((publish.PacketIdentifier, _receive(publish)), cancellationToken);
        }
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => _inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => _inner.DisconnectAsync(cancellationToken);

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) =>
        _inner.SendPacketAsync(packet, cancellationToken);

    public void ResetStatistics() => _inner.ResetStatistics();

    public void Dispose()
    {
        _pending.Writer.TryComplete();
        _inner.Dispose();
    }

    async Task AcknowledgeInOrderAsync()
    {
        await foreach (var (packetId, committed) in _pending.Reader.ReadAllAsync())
        {
            await committed;
            var acknowledgement = new MqttPubAckPacket { PacketIdentifier = packetId, ReasonCode = MqttPubAckReasonCode.Success };
            await _inner.SendPacketAsync(acknowledgement, CancellationToken.None);
        }
    }
}
