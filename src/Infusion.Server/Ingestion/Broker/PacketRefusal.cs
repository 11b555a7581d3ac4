using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>Why a connection is ended: as a code for MQTT 5, for the counter and the trace, and as a sentence for its sender.</summary>
sealed record PacketRefusal(MqttDisconnectReasonCode Code, string Reason, string Detail)
{
    public static readonly PacketRefusal Malformed =
        new(MqttDisconnectReasonCode.MalformedPacket, "malformed-packet", "A packet was not MQTT; the connection was ended.");

    public static readonly PacketRefusal OutOfPlace =
        new(MqttDisconnectReasonCode.ProtocolError, "protocol-error", "A packet of this type is not for a device to send; the connection was ended.");

    public static readonly PacketRefusal TooLarge =
        new(MqttDisconnectReasonCode.PacketTooLarge, "packet-too-large", $"A packet was announced that is too large; a packet may have {PacketGuard.MaxPacket} bytes.");

    public static readonly PacketRefusal Silent =
        new(MqttDisconnectReasonCode.KeepAliveTimeout, "silent", "Nothing whole was heard within one and a half times the keep alive.");

    public static readonly PacketRefusal QualityOfService2 =
        new(MqttDisconnectReasonCode.QoSNotSupported, "qos-2", "Quality of service 2 is not supported; publish with 1.");

    public static readonly PacketRefusal TopicAlias =
        new(MqttDisconnectReasonCode.TopicAliasInvalid, "topic-alias", "A topic alias was used; none is allowed.");

    public static readonly PacketRefusal DoesNotRead =
        new(MqttDisconnectReasonCode.QuotaExceeded, "does-not-read", "The answers that wait for the client were not read.");

    public static readonly PacketRefusal Revoked =
        new(MqttDisconnectReasonCode.NotAuthorized, "credential-revoked", "The credential was revoked or has expired; the connection was ended.");

    public static readonly PacketRefusal Changed =
        new(MqttDisconnectReasonCode.AdministrativeAction, "credential-changed", "The credential was changed or replaced; connect again with what opens it now.");

    /// <returns>Null: the connection broke by itself, and nobody is there to be told.</returns>
    public static PacketRefusal? Of(Exception failure) => failure switch
    {
        PacketRefusedException refused => refused.Refusal,
        OperationCanceledException or MqttCommunicationException or IOException or ObjectDisposedException => null,
        // Whatever MQTTnet's decoder stumbles over.
        _ => Malformed,
    };
}

/// <summary>The connection has to end, and its sender is told why.</summary>
sealed class PacketRefusedException(PacketRefusal refusal) : MqttProtocolViolationException(refusal.Detail)
{
    public PacketRefusal Refusal => refusal;
}
