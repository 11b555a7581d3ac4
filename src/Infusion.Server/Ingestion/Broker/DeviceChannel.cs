using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// MQTTnet's view of one connection, with the acknowledgement taken out of its hands. MQTTnet would hold the next
/// packet back until the last one is acknowledged, so that one slow commit would stop the device and its pings.
/// Here a PUBLISH is evaluated as it arrives, goes on to MQTTnet as QoS 0, and is acknowledged from
/// <see cref="PendingAcknowledgements"/> when it is committed.
/// </summary>
sealed class DeviceChannel : IMqttChannelAdapter
{
    /// <summary>Set on a PUBLISH that MQTTnet should hand to subscribers. Known by reference, so no device can forge it.</summary>
    public static readonly List<MqttUserProperty> Relay = [];

    /// <summary>Set on a PUBLISH that is only a sign of life for MQTTnet's keep-alive.</summary>
    public static readonly List<MqttUserProperty> SignOfLife = [];

    /// <summary>Below this a client's own limit may be smaller than an explanation.</summary>
    const uint RoomForExplanation = 4096;

    readonly IMqttChannelAdapter _inner;
    readonly PacketGuard _guard;
    readonly Intake _intake;
    readonly PendingAcknowledgements _pending;
    DeviceGrant? _grant;
    bool _explains;
    bool _hasGathered;

    public DeviceChannel(IMqttChannelAdapter inner, PacketGuard guard, HeldOutput output, Intake intake, IngestionMetrics metrics)
    {
        (_inner, _guard, _intake) = (inner, guard, intake);
        // MQTTnet's adapter takes a lock around each packet it sends, so both may send.
        _pending = new PendingAcknowledgements(inner.SendPacketAsync, output, metrics);
    }

    bool IsVersion5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    /// <summary>From here on the connection may publish for these devices.</summary>
    public void SignedIn(DeviceGrant grant)
    {
        _grant = grant;
        _guard.SignedIn(hasProperties: IsVersion5);
    }

    /// <inheritdoc cref="PendingAcknowledgements.AcknowledgeInOrderAsync"/>
    public Task AcknowledgeInOrderAsync(CancellationToken cancellationToken) =>
        _pending.AcknowledgeInOrderAsync(cancellationToken);

    /// <summary>What was gathered does not wait any longer. To be called at the connection's end as well.</summary>
    public void WakeClinic()
    {
        if (_hasGathered && _grant is { } grant)
        {
            _hasGathered = false;
            _intake.Wake(grant.Clinic);
        }
    }

    // MQTTnet reads null as the end of the connection; its interface is not annotated.
    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await _inner.ReceivePacketAsync(cancellationToken);
        if (packet is MqttConnectPacket connect)
        {
            Prepare(connect);
        }

        return packet is MqttPublishPacket publish && _grant is { } grant
            ? (await ReceiveAsync(publish, grant, cancellationToken))!
            : packet;
    }

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted)
        {
            accepted.MaximumPacketSize = PacketGuard.MaxPacket;
            accepted.ReceiveMaximum = PendingAcknowledgements.Max;
            accepted.MaximumQoS = MqttQualityOfServiceLevel.AtLeastOnce;
            // An alias is resolved behind this channel, which needs the topic itself.
            accepted.TopicAliasMaximum = 0;
            accepted.RetainAvailable = true;
        }

        return _inner.SendPacketAsync(packet, cancellationToken);
    }

    void Prepare(MqttConnectPacket connect)
    {
        _explains = connect.RequestProblemInformation
            && connect.MaximumPacketSize is 0 or >= RoomForExplanation;
        // Nobody can take over another credential's connection by guessing its client id.
        if (!string.IsNullOrEmpty(connect.ClientId))
        {
            connect.ClientId = $"{connect.Username}/{connect.ClientId}";
        }

        // The journal remembers, not the broker: what is unacknowledged is sent again.
        connect.CleanSession = true;
    }

    /// <returns>Null when the connection has to end.</returns>
    async Task<MqttPublishPacket?> ReceiveAsync(
        MqttPublishPacket publish, DeviceGrant grant, CancellationToken cancellationToken)
    {
        if (publish.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtLeastOnce)
        {
            return await EndAsync(MqttDisconnectReasonCode.QoSNotSupported, cancellationToken);
        }

        if (string.IsNullOrEmpty(publish.Topic))
        {
            return await EndAsync(MqttDisconnectReasonCode.TopicAliasInvalid, cancellationToken);
        }

        var room = _pending.WaitForRoomAsync(cancellationToken);
        if (!room.IsCompleted)
        {
            // Room is made by commits, and perhaps only by those of what was gathered.
            WakeClinic();
        }

        await room;
        var moreFollows = _guard.IsPublishAtHand;
        _hasGathered |= moreFollows;
        var receipt = _intake.Receive(grant, publish.Topic, SinglePayload(publish), _guard.TakeSkippedLength(), moreFollows: moreFollows);
        if (!moreFollows)
        {
            WakeClinic();
        }

        if (receipt.Verdict == Verdict.Unauthorised && !IsVersion5)
        {
            // MQTT 3.1.1 has no refusal: the choice is to acknowledge, which would be a lie, or to end the connection.
            return null;
        }

        ushort? packetId = publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
            ? null
            : publish.PacketIdentifier;
        _pending.Add(new PendingAcknowledgement(
            packetId, receipt.Committed, Code(receipt.Verdict), _explains ? receipt.Explanation : null));
        return PassedOn(publish, receipt.Verdict);
    }

    static MqttPubAckReasonCode Code(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => MqttPubAckReasonCode.Success,
        Verdict.Unauthorised => MqttPubAckReasonCode.NotAuthorized,
        _ => MqttPubAckReasonCode.PayloadFormatInvalid,
    };

    static MqttPublishPacket PassedOn(MqttPublishPacket publish, Verdict verdict)
    {
        publish.QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce;
        publish.PacketIdentifier = 0;
        publish.Retain = false;
        publish.TopicAlias = 0;
        publish.UserProperties = verdict == Verdict.Accepted ? Relay : SignOfLife;
        return publish;
    }

    static ReadOnlyMemory<byte> SinglePayload(MqttPublishPacket publish) =>
        publish.Payload.IsSingleSegment ? publish.Payload.First : System.Buffers.BuffersExtensions.ToArray(publish.Payload);

    async Task<MqttPublishPacket?> EndAsync(MqttDisconnectReasonCode reason, CancellationToken cancellationToken)
    {
        if (IsVersion5)
        {
            await _inner.SendPacketAsync(new MqttDisconnectPacket { ReasonCode = reason }, cancellationToken);
        }

        return null;
    }

    public long BytesReceived => _inner.BytesReceived;

    public long BytesSent => _inner.BytesSent;

    public X509Certificate2 ClientCertificate => _inner.ClientCertificate;

    public EndPoint RemoteEndPoint => _inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => _inner.LocalEndPoint;

    public bool IsSecureConnection => _inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => _inner.PacketFormatterAdapter;

    public Task ConnectAsync(CancellationToken cancellationToken) => _inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => _inner.DisconnectAsync(cancellationToken);

    public void ResetStatistics() => _inner.ResetStatistics();

    public void Dispose() => _inner.Dispose();
}
