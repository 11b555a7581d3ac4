namespace Infusion.Server.Ingestion.Decoding;

/// <summary>From a message as it came to what a clinic takes in. Whatever comes is decoded or refused with a reason.</summary>
static class MessageDecoder
{
    public static Incoming Decode(RawMessage raw)
    {
        var topic = DeviceTopic.Parse(raw.Topic);
        try
        {
            Incoming decoded = topic switch
            {
                { IsComplete: false } => throw new PayloadRefusedException(
                    RefusalReason.BadTopic,
                    "The topic must be infusion/v1/{clinic}/{device}/telemetry or .../status, each id 1 to 64 of a-z, 0-9 and -."),
                { Kind: TopicKind.Telemetry } => TelemetryDecoder.Decode(raw.Payload.Span, topic.Device!, raw.ReceivedAt),
                _ => StatusDecoder.Decode(raw.Payload.Span, topic.Device!, raw.ReceivedAt),
            };
            return decoded with { Raw = raw };
        }
        catch (PayloadRefusedException refused)
        {
            return Refused(raw, topic.Device, refused.Reason, refused.Message);
        }
    }

    public static Incoming.Quarantined Refused(RawMessage raw, string? device, string reason, string detail) =>
        new(SafeText.Printable(raw.Topic), device, raw.ReceivedAt, reason, detail, raw.Payload);
}
