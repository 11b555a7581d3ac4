using Infusion.Server.Identity;
using Infusion.Server.Ingestion;

namespace Infusion.Server.Registry;

/// <param name="Name">Becomes the user name, behind the clinic's.</param>
/// <param name="Devices">One for a device, any for a gateway, none for enrolment.</param>
/// <param name="Hours">How long an enrolment credential is good.</param>
/// <param name="Certificate">PEM of a client certificate that opens it in place of a secret; null: a secret is made.</param>
public sealed record CredentialRequest(GrantKind? Kind, string? Name, IReadOnlyList<string>? Devices, bool MaySubscribe, int? Hours, string? Certificate);

/// <param name="OverlapHours">How long the one before still opens, unless the new one is used earlier; 0: no longer.</param>
/// <param name="Certificate">As in <see cref="CredentialRequest"/>.</param>
public sealed record ReplaceKeyRequest(int? OverlapHours, string? Certificate);

/// <summary>Where a device connects, for whoever sets one up. The host is the one by which this server is reached.</summary>
/// <param name="TlsPort">Null: there is no port with TLS.</param>
/// <param name="OnlyThisMachine">The port without TLS is closed to other machines.</param>
/// <param name="TlsOnlyThisMachine">So is the one with TLS.</param>
/// <param name="OtherBroker">Host of a broker of the clinic's own that is read too; null: none.</param>
public sealed record ConnectionView(int Port, bool OnlyThisMachine, int? TlsPort, bool TlsOnlyThisMachine, string WebSocketPath, string? OtherBroker);

public sealed record CoveredDevicesRequest(IReadOnlyList<string>? Devices);

/// <param name="Secret">Shown this once; null: it is opened by a certificate.</param>
public sealed record IssuedCredential(string Username, string? Secret);

/// <param name="Fingerprint">Of a certificate, SHA-256; null: it is a secret.</param>
/// <param name="EndsAt">It was replaced, and opens until then at most.</param>
public sealed record KeyView(
    string? Fingerprint, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? FirstUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? EndsAt)
{
    /// <summary>It is over by its own date, or within the time that it takes to bring a new one to a device.</summary>
    public bool ExpiresSoon { get; init; }
}

/// <param name="PublishTopics">Where it may publish.</param>
/// <param name="SubscribeTopics">What it may read.</param>
public sealed record CredentialView(
    string Username, GrantKind Kind, IReadOnlyList<string> Devices, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt, string? RevokedBy, IReadOnlyList<KeyView> Keys, IReadOnlyList<string> PublishTopics, IReadOnlyList<string> SubscribeTopics)
{
    /// <summary>Open connections to this server.</summary>
    public int Connections { get; init; }

    internal static CredentialView Of(DeviceCredential credential, IEnumerable<DeviceKey> keys, DateTimeOffset now) => new(
        credential.Username, credential.Kind, credential.Devices, credential.MadeAt, credential.MadeBy, credential.ExpiresAt, credential.RevokedAt,
        credential.RevokedBy, [.. keys.OrderByDescending(key => key.MadeAt).Select(key => Of(key, now))], Topics(credential),
        credential.MaySubscribe ? [$"infusion/v1/{credential.Clinic}/#"] : []);

    static KeyView Of(DeviceKey key, DateTimeOffset now) => new(
        key.Kind == DeviceKeyKind.Certificate ? key.Hash : null, key.MadeAt, key.MadeBy, key.FirstUsedAt, key.ExpiresAt, key.EndsAt)
    {
        ExpiresSoon = key.EndsAt is null && key.ExpiresAt - now < CredentialDesk.WarnBefore,
    };

    static IReadOnlyList<string> Topics(DeviceCredential credential) => credential.Kind == GrantKind.Enrolment
        ? [$"infusion/v1/{credential.Clinic}/+/status"]
        : [.. credential.Devices.SelectMany(device => (string[])["telemetry", "status", "vscapture/Numeric"], (device, kind) => $"infusion/v1/{credential.Clinic}/{device}/{kind}")];
}
