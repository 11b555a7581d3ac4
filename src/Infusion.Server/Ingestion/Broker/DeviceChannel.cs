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

    /// <summary>The longest silence a client may ask for: one that asks for more, or for none at all, gets this.</summary>
    const ushort LongestKeepAliveSeconds = 300;

    /// <summary>Answers of MQTTnet's own (to pings and subscriptions) that may be under way; it would queue any number.</summary>
    const int MaxAnswers = 32;

    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Below this a client's own limit may be smaller than an explanation.</summary>
    const uint RoomForExplanation = 4096;

    readonly IMqttChannelAdapter _inner;
    readonly PacketGuard _guard;
    readonly Intake _intake;
    readonly IntakeBudget _budget;
    readonly IngestionMetrics _metrics;
    readonly PendingAcknowledgements _pending;
    readonly SemaphoreSlim _answers = new(MaxAnswers, MaxAnswers);
    ushort _keepAliveSeconds;
    bool _explains;
    bool _explainsEnd;
    bool _hasGathered;

    public DeviceChannel(
        IMqttChannelAdapter inner, PacketGuard guard, HeldOutput output, Intake intake, IntakeBudget budget, IngestionMetrics metrics,
        TimeProvider time)
    {
        (_inner, _guard, _intake, _budget, _metrics) = (inner, guard, intake, budget, metrics);
        // MQTTnet's adapter takes a lock around each packet it sends, so both may send.
        _pending = new PendingAcknowledgements(inner.SendPacketAsync, output, metrics, time);
    }

    bool IsVersion5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    /// <summary>Null until the connection has signed in.</summary>
    public DeviceGrant? Grant { get; private set; }

    /// <summary>What the client has shown and holds the private key of; null: nothing, or the connection has no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Nothing is taken from it any more, its last will included.</summary>
    public bool IsRevoked { get; private set; }

    /// <summary>Ends the connection before its next packet, with the reason.</summary>
    public void End(PacketRefusal refusal)
    {
        IsRevoked |= refusal == PacketRefusal.Revoked;
        _guard.End(refusal);
    }

    /// <summary>From here on the connection may publish for these devices.</summary>
    public void SignedIn(DeviceGrant grant)
    {
        Grant = grant;
        _guard.SignedIn(hasProperties: IsVersion5, TimeSpan.FromSeconds(1.5 * _keepAliveSeconds));
    }

    /// <inheritdoc cref="PendingAcknowledgements.AcknowledgeInOrderAsync"/>
    public Task AcknowledgeInOrderAsync(CancellationToken cancellationToken) =>
        _pending.AcknowledgeInOrderAsync(cancellationToken);

    /// <summary>What was gathered does not wait any longer. To be called at the connection's end as well.</summary>
    public void WakeClinic()
    {
        if (_hasGathered && Grant is { } grant)
        {
            _hasGathered = false;
            _intake.Wake(grant.Clinic);
        }
    }

    // MQTTnet reads null as the end of the connection; its interface is not annotated.
    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        MqttPacket? packet;
        try
        {
            packet = await _inner.ReceivePacketAsync(cancellationToken);
        }
        catch (Exception failure) when (PacketRefusal.Of(failure) is { } refusal)
        {
            await EndAsync(refusal);
            throw;
        }

        if (Grant is { } grant)
        {
            return (await ReceiveAsync(packet, grant, cancellationToken))!;
        }

        if (packet is MqttConnectPacket connect)
        {
            Prepare(connect);
        }

        return packet!;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted)
        {
            accepted.MaximumPacketSize = PacketGuard.MaxPacket;
            accepted.ReceiveMaximum = PendingAcknowledgements.Max;
            accepted.MaximumQoS = MqttQualityOfServiceLevel.AtLeastOnce;
            // An alias is resolved behind this channel, which needs the topic itself.
            accepted.TopicAliasMaximum = 0;
            accepted.RetainAvailable = true;
            accepted.ServerKeepAlive = _keepAliveSeconds;
        }
        else if (packet is MqttConnAckPacket refused && !_explainsEnd)
        {
            refused.ReasonString = null;
        }

        try
        {
            await _inner.SendPacketAsync(packet, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The connection is over. MQTTnet would keep the failure in a task that nobody looks at.
            throw new OperationCanceledException("The connection is over.", failure);
        }
        finally
        {
            if (packet is MqttPingRespPacket or MqttSubAckPacket or MqttUnsubAckPacket)
            {
                _answers.Release();
            }
        }
    }

    void Prepare(MqttConnectPacket connect)
    {
        _explainsEnd = connect.MaximumPacketSize is 0 or >= RoomForExplanation;
        _explains = _explainsEnd && connect.RequestProblemInformation;
        _keepAliveSeconds = connect.KeepAlivePeriod is 0 or > LongestKeepAliveSeconds
            ? LongestKeepAliveSeconds
            : connect.KeepAlivePeriod;
        // The guard watches, not MQTTnet.
        connect.KeepAlivePeriod = 0;
        // Nobody can take over another credential's connection by guessing its client id.
        if (!string.IsNullOrEmpty(connect.ClientId))
        {
            connect.ClientId = $"{connect.Username}/{connect.ClientId}";
        }

        // The journal remembers, not the broker: what is unacknowledged is sent again.
        connect.CleanSession = true;
    }

    /// <returns>Null when the connection has to end.</returns>
    async Task<MqttPacket?> ReceiveAsync(MqttPacket? packet, DeviceGrant grant, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtLeastOnce }:
                return await EndAsync(PacketRefusal.QualityOfService2);
            case MqttPublishPacket publish when string.IsNullOrEmpty(publish.Topic):
                return await EndAsync(PacketRefusal.TopicAlias);
            case MqttPublishPacket publish:
                return await ReceiveAsync(publish, grant, cancellationToken);
            case MqttPingReqPacket or MqttSubscribePacket or MqttUnsubscribePacket:
                // A client that asks and does not read the answers is not read either.
                return await _answers.WaitAsync(PendingAcknowledgements.ReadingPatience, cancellationToken)
                    ? packet
                    : await EndAsync(PacketRefusal.DoesNotRead);
            case MqttPubAckPacket or MqttDisconnectPacket or null:
                return packet;
            default:
                return await EndAsync(PacketRefusal.OutOfPlace);
        }
    }

    /// <summary>Room is made by commits, and perhaps only by those of what was gathered.</summary>
    async ValueTask WithoutHoldingAsync(ValueTask room)
    {
        if (!room.IsCompleted)
        {
            WakeClinic();
        }

        await room;
    }

    /// <returns>Null when the connection has to end.</returns>
    async Task<MqttPublishPacket?> ReceiveAsync(
        MqttPublishPacket publish, DeviceGrant grant, CancellationToken cancellationToken)
    {
        var payload = SinglePayload(publish);
        await WithoutHoldingAsync(_pending.WaitForRoomAsync(cancellationToken));
        await WithoutHoldingAsync(_intake.WaitForRoomAsync(grant.Clinic, cancellationToken));
        await WithoutHoldingAsync(_budget.TakeAsync(payload.Length, cancellationToken));
        var moreFollows = _guard.IsPublishAtHand;
        _hasGathered |= moreFollows;
        var receipt = _intake.Receive(grant, publish.Topic, payload, _guard.TakeSkippedLength(), moreFollows: moreFollows);
        _budget.GiveBackAfter(receipt.Committed, payload.Length);
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

    /// <summary>Ends the connection with its reason: to the sender where MQTT has words for it, to the counter, to the trace.</summary>
    async Task<MqttPublishPacket?> EndAsync(PacketRefusal refusal)
    {
        _metrics.ConnectionEnded(refusal.Reason);
        if (Grant is not { } grant)
        {
            return null;
        }

        _intake.Report(grant, refusal.Reason, refusal.Detail);
        if (IsVersion5)
        {
            try
            {
                using var patience = new CancellationTokenSource(LastWords);
                await _inner.SendPacketAsync(
                    new MqttDisconnectPacket { ReasonCode = refusal.Code, ReasonString = _explainsEnd ? refusal.Detail : null },
                    patience.Token);
            }
            catch (Exception)
            {
                // It does not read, or is gone.
            }
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

    // The semaphore is left alone: MQTTnet may still send, and it holds nothing to give back.
    public void Dispose() => _inner.Dispose();
}
