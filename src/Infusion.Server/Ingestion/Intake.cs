using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.VsCapture;
using Infusion.Server.Operations;

namespace Infusion.Server.Ingestion;

enum Verdict : byte { Unknown = 0, Accepted = 1, Quarantined = 2, Unauthorised = 3 }

/// <summary>
/// How a message came here. Queued: a broker kept it while nobody listened, so it may be old. Retained: a broker keeps it
/// as the last of its topic, and nobody knows how old it is.
/// </summary>
enum Arrival : byte { Unknown = 0, Live = 1, Queued = 2, Retained = 3 }

/// <param name="Committed">Ends when the clinic has it on disk; only then may it be acknowledged.</param>
/// <param name="Explanation">For the device's log, when it was not accepted.</param>
readonly record struct Receipt(Verdict Verdict, Task Committed, string? Explanation = null);

/// <summary>
/// From a message and the identity of its sender to the clinic's inbox. Whatever arrives gets a verdict:
/// nothing an authorised sender says vanishes without a reason.
/// </summary>
sealed class Intake(
    IClinicInbox inbox, FeedZones zones, ClinicClock clock, TimeProvider time, IngestionMetrics metrics, ILogger<Intake> logger)
{
    public const int MaxPayload = 64 * 1024;

    /// <summary>What quarantine keeps of a payload that is too big.</summary>
    public const int OversizedExcerpt = 4 * 1024;

    readonly OccasionalLog _unauthorisedLog = new(time);
    readonly OccasionalLog _noZoneLog = new(time);

    /// <param name="skippedPacketLength">Set when the packet was too big to be buffered; the payload is then its beginning.</param>
    public Receipt Receive(
        DeviceGrant grant, string topic, ReadOnlyMemory<byte> payload, int? skippedPacketLength = null, Arrival arrival = Arrival.Live)
    {
        var receivedAt = clock.Now;
        var parsed = DeviceTopic.Parse(topic);
        if (IsForeign(grant, parsed))
        {
            return RefuseUnauthorised(grant, topic);
        }

        try
        {
            RefuseBadTopic(parsed);
            RefuseOversized(payload.Length, skippedPacketLength);
            RefuseGhost(parsed.Kind, arrival);
            return Accept(grant.Clinic, Decode(parsed, payload.Span, receivedAt), arrival);
        }
        catch (PayloadRefusedException refused)
        {
            metrics.Quarantined(refused.Reason);
            var excerpt = refused.Reason == RefusalReason.Oversized && payload.Length > OversizedExcerpt
                ? payload[..OversizedExcerpt]
                : payload;
            var quarantined = new Incoming.Quarantined(
                SafeText.Printable(topic), parsed.Device, receivedAt, refused.Reason, refused.Message, excerpt);
            return new Receipt(
                Verdict.Quarantined, Deliver(grant.Clinic, quarantined), $"{refused.Reason}: {refused.Message}");
        }
    }

    static bool IsForeign(DeviceGrant grant, DeviceTopic topic) =>
        (topic.Clinic is { } clinic && clinic != grant.Clinic)
        || (topic.Device is { } device && !grant.MayPublishFor(device));

    /// <returns>Null when the message says nothing at all.</returns>
    Incoming? Decode(DeviceTopic topic, ReadOnlySpan<byte> payload, DateTimeOffset receivedAt) => topic.Kind switch
    {
        TopicKind.Telemetry => TelemetryDecoder.Decode(payload, topic.Device!, receivedAt),
        TopicKind.VsCapture => VsCaptureDecoder.Decode(payload, topic.Device!, ZoneOf(topic), receivedAt),
        _ => StatusDecoder.Decode(payload, topic.Device!, receivedAt),
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

    static void RefuseBadTopic(DeviceTopic topic)
    {
        if (!topic.IsComplete)
        {
            throw new PayloadRefusedException(
                RefusalReason.BadTopic,
                "The topic must be infusion/v1/{clinic}/{device}/telemetry, .../status or .../vscapture/Numeric, each id 1 to 64 of a-z, 0-9 and -.");
        }
    }

    static void RefuseOversized(int payloadLength, int? skippedPacketLength)
    {
        if (skippedPacketLength is not null || payloadLength > MaxPayload)
        {
            var what = skippedPacketLength is { } packet ? $"packet has {packet}" : $"payload has {payloadLength}";
            throw new PayloadRefusedException(
                RefusalReason.Oversized, $"The {what} bytes; a payload may have {MaxPayload}.");
        }
    }

    // What a device is may be told by a retained message: that is how a status works. What it measured may not.
    static void RefuseGhost(TopicKind kind, Arrival arrival)
    {
        if (arrival == Arrival.Retained && kind != TopicKind.Status)
        {
            throw new PayloadRefusedException(
                RefusalReason.Retained, "A broker kept this message as the last of its topic; nobody knows how old it is.");
        }
    }

    Receipt Accept(string clinic, Incoming? message, Arrival arrival)
    {
        if (message is null)
        {
            metrics.Empty();
            return new Receipt(Verdict.Accepted, Task.CompletedTask);
        }

        if (message is Incoming.Telemetry telemetry)
        {
            metrics.Accepted(telemetry.UnknownKeys.Count);
            message = arrival == Arrival.Queued ? telemetry with { Reading = telemetry.Reading with { FlaggedLate = true } } : message;
        }
        else
        {
            metrics.Accepted(0);
        }

        return new Receipt(Verdict.Accepted, Deliver(clinic, message));
    }

    Task Deliver(string clinic, Incoming message)
    {
        try
        {
            return inbox.DeliverAsync(clinic, message);
        }
        catch (Exception failure)
        {
            // A throw and a failed task mean the same to the sender: not stored, send it again.
            return Task.FromException(failure);
        }
    }

    Receipt RefuseUnauthorised(DeviceGrant grant, string topic)
    {
        metrics.Unauthorised();
        if (_unauthorisedLog.MayWrite(out var swallowed))
        {
            logger.LogWarning(
                "{Username} of clinic {Clinic} may not publish to {Topic}; {Swallowed} more since the last line",
                grant.Username, grant.Clinic, SafeText.Printable(topic), swallowed);
        }

        return new Receipt(Verdict.Unauthorised, Task.CompletedTask, "not-authorised: the credential does not cover this topic.");
    }
}
