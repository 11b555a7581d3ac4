using System.Security.Cryptography.X509Certificates;
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

/// <summary>What a credential allows: publishing for its devices; enrolment: the status of any device that is not among these, those
/// that the clinic has accepted; broker: for any.</summary>
public sealed record DeviceGrant(string Username, string Clinic, GrantKind Kind, IReadOnlySet<string> Devices, bool MaySubscribe)
{
    /// <summary>By which of the credential's keys it was proven.</summary>
    public Guid Key { get; init; }

    /// <summary>Of the credential, when it was proven.</summary>
    public int Version { get; init; }

    /// <summary>How many changes of credentials this server had seen before it asked for this one.</summary>
    public long ChangesSeen { get; init; }

    public bool MayPublishFor(string device) => Kind switch
    {
        GrantKind.Enrolment => !Devices.Contains(device),
        GrantKind.Broker => true,
        _ => Devices.Contains(device),
    };
}

/// <summary>Whether a sign-in that was good once still is.</summary>
public enum Standing : byte { Unknown = 0, Good = 1, Changed = 2, Revoked = 3 }

public interface IDeviceCredentials
{
    /// <summary>A credential, by its user name, is not what it was.</summary>
    event Action<string>? Changed;

    /// <returns>Null when the user is unknown or the password is wrong.</returns>
    ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken);

    /// <param name="certificate">The one whose private key the client has proven to hold.</param>
    /// <returns>Null when the certificate is no credential's, or it is over.</returns>
    ValueTask<DeviceGrant?> AuthenticateAsync(X509Certificate2 certificate, CancellationToken cancellationToken);

    /// <summary>True: what the grant says may be old, and has to be asked for again.</summary>
    bool HasChangedSince(DeviceGrant grant);

    /// <summary>How each of these stands now, in their order.</summary>
    Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<DeviceGrant> grants, CancellationToken cancellationToken);
}
