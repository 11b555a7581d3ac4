using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion;

/// <summary>A message as it came: enough to decode it again.</summary>
/// <param name="IsLate">It waited somewhere before it came here, whatever it says itself: it is history.</param>
public sealed record RawMessage(string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset ReceivedAt, bool IsLate = false);

/// <summary>What ingestion hands to a clinic: decoded, or refused with its reason.</summary>
public abstract record Incoming
{
    public abstract DateTimeOffset ReceivedAt { get; }

    /// <summary>What it was decoded from; null: it cannot be decoded again (a refusal is already final).</summary>
    public RawMessage? Raw { get; init; }

    /// <param name="UnknownKeys">Keys that are not in the protocol's table: kept in the trace, counted, not charted.</param>
    public sealed record Telemetry(Reading Reading, IReadOnlyList<string> UnknownKeys) : Incoming
    {
        public override DateTimeOffset ReceivedAt => Reading.ReceivedAt;
    }

    public sealed record Status(DeviceReport Report) : Incoming
    {
        public override DateTimeOffset ReceivedAt => Report.ReceivedAt;
    }

    /// <param name="Reason">Stable code: not-json, not-utf8, wrong-shape, oversized, number-out-of-range, forbidden-character, retained, ...</param>
    /// <param name="Detail">A sentence that names what is wrong and where.</param>
    public sealed record Quarantined(
        string Topic,
        string? Device,
        DateTimeOffset ReceivedAt,
        string Reason,
        string Detail,
        ReadOnlyMemory<byte> Payload) : Incoming
    {
        public override DateTimeOffset ReceivedAt { get; } = ReceivedAt;
    }
}

/// <summary>The clinics, seen from ingestion.</summary>
public interface IClinicInbox
{
    /// <summary>
    /// Queues the message in order of the calls; it is evaluated and shown at once.
    /// The task ends when the message is committed, and fails only when this process gives up on it
    /// (then it must not be acknowledged: the device resends).
    /// </summary>
    Task DeliverAsync(string clinic, Incoming message);

    /// <summary>
    /// As <see cref="DeliverAsync"/>, and the sender has the next message at hand: the clinic need not be called before
    /// <see cref="Wake"/>. A call for each message costs more than all that is done with it.
    /// </summary>
    Task GatherAsync(string clinic, Incoming message);

    /// <summary>Ends when there is room for another message of this clinic; who has received one waits before he hands it over.</summary>
    ValueTask WaitForRoomAsync(string clinic, CancellationToken cancellationToken);

    /// <summary>Nothing more is at hand: what was gathered is evaluated now.</summary>
    void Wake(string clinic);
}

/// <summary>Broker: the clinic's own broker, which has checked its devices itself. Never a stored credential.</summary>
public enum GrantKind : byte { Unknown = 0, Device = 1, Gateway = 2, Enrolment = 3, Broker = 4 }

/// <summary>What a credential allows: publishing for its devices (enrolment: for any device of the clinic not yet known; broker: for any).</summary>
public sealed record DeviceGrant(string Username, string Clinic, GrantKind Kind, IReadOnlySet<string> Devices, bool MaySubscribe)
{
    public bool MayPublishFor(string device) => Kind is GrantKind.Enrolment or GrantKind.Broker || Devices.Contains(device);
}

public interface IDeviceCredentials
{
    /// <returns>Null when the user is unknown or the password is wrong.</returns>
    ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken);
}
