using System.Collections.Concurrent;
using System.Globalization;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Operations;

namespace Infusion.Server.Ingestion;

enum Verdict : byte { Unknown = 0, Accepted = 1, Quarantined = 2, Unauthorised = 3 }

/// <param name="Committed">Ends when the clinic has it on disk; only then may it be acknowledged.</param>
/// <param name="Explanation">For the device's log, when it was not accepted.</param>
readonly record struct Receipt(Verdict Verdict, Task Committed, string? Explanation = null);

/// <summary>
/// From a message and the identity of its sender to the clinic's inbox. Whatever arrives gets a verdict:
/// nothing an authorised sender says vanishes without a reason.
/// </summary>
sealed class Intake(IClinicInbox inbox, ClinicClock clock, TimeProvider time, IngestionMetrics metrics, ILogger<Intake> logger)
{
    public const int MaxPayload = 64 * 1024;

    /// <summary>What quarantine keeps of a payload that is too big.</summary>
    public const int OversizedExcerpt = 4 * 1024;

    readonly OccasionalLog _unauthorisedLog = new(time);

    // By credential and reason, so that a flood of refusals writes a line each ten seconds and cannot fill the trace.
    readonly ConcurrentDictionary<(string Username, string Reason), OccasionalLog> _traced = [];

    /// <param name="skippedPacketLength">Set when the packet was too big to be buffered; the payload is then its beginning.</param>
    public Receipt Receive(DeviceGrant grant, string topic, ReadOnlyMemory<byte> payload, int? skippedPacketLength = null)
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
            return Accept(grant.Clinic, Decode(parsed, payload.Span, receivedAt));
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

    /// <summary>Enters in the clinic's trace that a connection was ended for what it sent; now and then, not each time.</summary>
    public void Report(DeviceGrant grant, string reason, string detail) =>
        _ = Trace(grant, "", reason, detail).ContinueWith(
            task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    static bool IsForeign(DeviceGrant grant, DeviceTopic topic) =>
        (topic.Clinic is { } clinic && clinic != grant.Clinic)
        || (topic.Device is { } device && !grant.MayPublishFor(device));

    static Incoming Decode(DeviceTopic topic, ReadOnlySpan<byte> payload, DateTimeOffset receivedAt) =>
        topic.Kind == TopicKind.Telemetry
            ? TelemetryDecoder.Decode(payload, topic.Device!, receivedAt)
            : StatusDecoder.Decode(payload, topic.Device!, receivedAt);

    static void RefuseBadTopic(DeviceTopic topic)
    {
        if (!topic.IsComplete)
        {
            throw new PayloadRefusedException(
                RefusalReason.BadTopic,
                "The topic must be infusion/v1/{clinic}/{device}/telemetry or .../status, each id 1 to 64 of a-z, 0-9 and -.");
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

    Receipt Accept(string clinic, Incoming message)
    {
        metrics.Accepted(message is Incoming.Telemetry telemetry ? telemetry.UnknownKeys.Count : 0);
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

        const string Why = "The credential does not cover this topic.";
        return new Receipt(
            Verdict.Unauthorised, Trace(grant, topic, RefusalReason.NotAuthorised, Why), $"{RefusalReason.NotAuthorised}: {Why}");
    }

    /// <summary>Keeps nothing of what was sent but its topic.</summary>
    Task Trace(DeviceGrant grant, string topic, string reason, string detail)
    {
        if (!_traced.GetOrAdd((grant.Username, reason), _ => new OccasionalLog(time)).MayWrite(out var swallowed))
        {
            return Task.CompletedTask;
        }

        var more = swallowed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {swallowed} more since the last entry.");
        return Deliver(grant.Clinic, new Incoming.Quarantined(
            SafeText.Printable(topic), Device: null, clock.Now, reason, $"{SafeText.Printable(grant.Username)}: {detail}{more}", ReadOnlyMemory<byte>.Empty));
    }
}
