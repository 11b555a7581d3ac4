using Infusion.Server.Ingestion.VsCapture;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>From a message as it came to what a clinic takes in. Whatever comes is decoded or refused with a reason.</summary>
sealed class MessageDecoder(FeedZones zones, TimeProvider time, ILogger<MessageDecoder> logger)
{
    readonly OccasionalLog _noZoneLog = new(time);

    /// <returns>Null when the message says nothing at all.</returns>
    public Incoming? Decode(RawMessage raw) => Decode(raw, DeviceTopic.Parse(raw.Topic));

    /// <param name="topic">The message's, taken apart already.</param>
    /// <inheritdoc cref="Decode(RawMessage)"/>
    public Incoming? Decode(RawMessage raw, in DeviceTopic topic)
    {
        try
        {
            return DecodeKind(raw, topic) switch
            {
                Incoming.Telemetry telemetry when raw.IsLate =>
                    telemetry with { Raw = raw, Reading = telemetry.Reading with { FlaggedLate = true } },
                { } decoded => decoded with { Raw = raw },
                null => null,
            };
        }
        catch (PayloadRefusedException refused)
        {
            return Refused(raw, topic.Device, refused.Reason, refused.Message);
        }
    }

    public static Incoming.Quarantined Refused(RawMessage raw, string? device, string reason, string detail) =>
        new(SafeText.Printable(raw.Topic), device, raw.ReceivedAt, reason, detail, raw.Payload);

    Incoming? DecodeKind(RawMessage raw, DeviceTopic topic) => topic switch
    {
        { IsComplete: false } => throw new PayloadRefusedException(
            RefusalReason.BadTopic,
            "The topic must be infusion/v1/{clinic}/{device}/telemetry, .../status or .../vscapture/Numeric, each id 1 to 64 of a-z, 0-9 and -."),
        { Kind: TopicKind.Telemetry } => TelemetryDecoder.Decode(raw.Payload.Span, topic.Device!, raw.ReceivedAt),
        { Kind: TopicKind.VsCapture } => VsCaptureDecoder.Decode(raw.Payload.Span, topic.Device!, ZoneOf(topic), raw.ReceivedAt),
        _ => StatusDecoder.Decode(raw.Payload.Span, topic.Device!, raw.ReceivedAt),
    };

    TimeZoneInfo? ZoneOf(DeviceTopic topic)
    {
        var zone = zones.Of(topic.Clinic!, topic.Device!);
        if (zone is null && _noZoneLog.MayWrite(out var swallowed))
        {
            logger.LogWarning(
                "The monitor {Device} of clinic {Clinic} sends local time, and no time zone is set for it (Mqtt:TimeZone): it is charted at receipt; {Swallowed} more since the last line",
                topic.Device, topic.Clinic, swallowed);
        }

        return zone;
    }
}
