using System.Collections.Concurrent;
using System.Globalization;
using Infusion.Server.Ingestion.Decoding;
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
    IClinicInbox inbox, MessageDecoder decoder, ClinicClock clock, TimeProvider time, IngestionMetrics metrics, ILogger<Intake> logger)
{
    public const int MaxPayload = 64 * 1024;

    /// <summary>What quarantine keeps of a payload that is too big.</summary>
    public const int OversizedExcerpt = 4 * 1024;

    readonly OccasionalLog _unauthorisedLog = new(time);

    // By credential and reason, so that a flood of refusals writes a line each ten seconds and cannot fill the trace.
    readonly ConcurrentDictionary<(string Username, string Reason), OccasionalLog> _traced = [];

    /// <param name="skippedPacketLength">Set when the packet was too big to be buffered; the payload is then its beginning.</param>
    /// <param name="moreFollows">The sender has the next message at hand, and calls <see cref="Wake"/> after the last.</param>
    public Receipt Receive(
        DeviceGrant grant, string topic, ReadOnlyMemory<byte> payload, int? skippedPacketLength = null, Arrival arrival = Arrival.Live,
        bool moreFollows = false)
    {
        var parsed = DeviceTopic.Parse(topic);
        if (IsForeign(grant, parsed))
        {
            return RefuseUnauthorised(grant, topic);
        }

        var raw = new RawMessage(topic, payload, clock.Now, IsLate: arrival == Arrival.Queued);
        var message = Oversized(raw, parsed, skippedPacketLength) ?? Ghost(raw, parsed, arrival) ?? decoder.Decode(raw, parsed);
        switch (message)
        {
            case null:
                metrics.Empty();
                return new Receipt(Verdict.Accepted, Task.CompletedTask);
            case Incoming.Quarantined refused:
                metrics.Quarantined(refused.Reason);
                return new Receipt(Verdict.Quarantined, Deliver(grant.Clinic, refused, moreFollows), $"{refused.Reason}: {refused.Detail}");
            default:
                metrics.Accepted(message is Incoming.Telemetry telemetry ? telemetry.UnknownKeys.Count : 0);
                return new Receipt(Verdict.Accepted, Deliver(grant.Clinic, message, moreFollows));
        }
    }

    /// <inheritdoc cref="IClinicInbox.WaitForRoomAsync"/>
    public ValueTask WaitForRoomAsync(string clinic, CancellationToken cancellationToken) => inbox.WaitForRoomAsync(clinic, cancellationToken);

    public void Wake(string clinic) => inbox.Wake(clinic);

    /// <summary>Enters in the clinic's trace that a connection was ended for what it sent; now and then, not each time.</summary>
    public void Report(DeviceGrant grant, string reason, string detail) =>
        _ = Trace(grant, "", reason, detail).ContinueWith(
            task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    // Who enrols says what a device is, and nothing that could be charted.
    static bool IsForeign(DeviceGrant grant, DeviceTopic topic) =>
        (topic.Clinic is { } clinic && clinic != grant.Clinic)
        || (topic.Device is { } device && !grant.MayPublishFor(device))
        || (grant.Kind == GrantKind.Enrolment && topic is { Device: not null, Kind: not TopicKind.Status });

    static Incoming.Quarantined? Oversized(RawMessage raw, DeviceTopic topic, int? skippedPacketLength)
    {
        if (skippedPacketLength is null && raw.Payload.Length <= MaxPayload)
        {
            return null;
        }

        var what = skippedPacketLength is { } packet ? $"packet has {packet}" : $"payload has {raw.Payload.Length}";
        var beginning = raw with { Payload = raw.Payload[..Math.Min(raw.Payload.Length, OversizedExcerpt)] };
        return MessageDecoder.Refused(
            beginning, topic.Device, RefusalReason.Oversized, $"The {what} bytes; a payload may have {MaxPayload}.");
    }

    // What a device is may be told by a retained message: that is how a status works. What it measured may not.
    static Incoming.Quarantined? Ghost(RawMessage raw, DeviceTopic topic, Arrival arrival) =>
        arrival == Arrival.Retained && topic.Kind != TopicKind.Status
            ? MessageDecoder.Refused(
                raw, topic.Device, RefusalReason.Retained, "A broker kept this message as the last of its topic; nobody knows how old it is.")
            : null;

    Task Deliver(string clinic, Incoming message, bool moreFollows)
    {
        try
        {
            return moreFollows ? inbox.GatherAsync(clinic, message) : inbox.DeliverAsync(clinic, message);
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
            SafeText.Printable(topic), Device: null, clock.Now, reason, $"{SafeText.Printable(grant.Username)}: {detail}{more}", ReadOnlyMemory<byte>.Empty), moreFollows: false);
    }
}
