using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Sessions;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Registry;

/// <summary>Credentials of devices, gateways and enrolment, by the manager or the integrator. A secret is shown once.</summary>
static class CredentialEndpoints
{
    /// <summary>With the clinic's before it, it fits the store.</summary>
    const int LongestName = 48;
    const int MostDevices = 1_000;
    const int EnrolmentHours = 24;
    const int MostHours = 7 * 24;

    public static void MapCredentials(this RouteGroupBuilder clinic)
    {
        var managed = clinic.MapGroup("/device-credentials").Requires(Act.ManageDeviceCredentials);
        managed.MapGet("", AllAsync).Produces<IReadOnlyList<CredentialView>>();
        managed.MapGet("/connection", Connection).Produces<ConnectionView>();
        managed.MapPost("", IssueAsync).Produces<IssuedCredential>().ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPost("/{username}/replace", ReplaceAsync).Produces<IssuedCredential>().ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPut("/{username}/devices", CoverAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPost("/{username}/revoke", RevokeAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IReadOnlyList<CredentialView>> AllAsync(string clinic, CredentialDesk desk, OpenSignIns signIns, CancellationToken cancellationToken)
    {
        var open = signIns.CountsOf(clinic);
        return [.. (await desk.AllAsync(clinic, cancellationToken)).Select(each => each with { Connections = open.GetValueOrDefault(each.Username) })];
    }

    static ConnectionView Connection(string clinic, MqttEndpoint mqtt, IOptions<MqttSettings> settings) => new(
        mqtt.Address.Port, IPAddress.IsLoopback(mqtt.Address.Address), mqtt.TlsAddress?.Port, mqtt.TlsAddress is { } tls && IPAddress.IsLoopback(tls.Address),
        "/mqtt", settings.Value.External.Host is { Length: > 0 } host ? host : null);

    static async Task<IResult> IssueAsync(string clinic, CredentialRequest request, ClaimsPrincipal user, CredentialDesk desk, CancellationToken cancellationToken)
    {
        var devices = (request.Devices ?? []).ToHashSet(StringComparer.Ordinal);
        if (!DeviceTopic.IsId(request.Name) || request.Name!.Length > LongestName)
        {
            return Refused("credential-name", $"A credential's name has 1 to {LongestName} characters of a-z, 0-9 and -, such as gateway-1.");
        }

        if (FaultOf(request, devices) is { } fault)
        {
            return fault;
        }

        var (certificate, unread) = Read(request.Certificate, desk.Now);
        using var held = certificate;
        if (unread is not null)
        {
            return unread;
        }

        DateTimeOffset? expiresAt = request.Kind == GrantKind.Enrolment ? desk.Now.AddHours(request.Hours ?? EnrolmentHours) : null;
        var grant = new DeviceGrant($"{clinic}.{request.Name}", clinic, request.Kind!.Value, devices, request.MaySubscribe);
        return await desk.IssueAsync(grant, expiresAt, certificate, user.Identity!.Name!, cancellationToken) is { } issued
            ? Results.Ok(issued)
            : Refused("credential-taken", "The clinic has, or had, a credential of that name, or the certificate opens one already: choose another.");
    }

    static async Task<IResult> ReplaceAsync(
        string clinic, string username, ReplaceKeyRequest request, ClaimsPrincipal user, CredentialDesk desk, CancellationToken cancellationToken)
    {
        if (request.OverlapHours is not (>= 0 and <= MostHours))
        {
            return Refused("overlap-hours", $"Say for how many hours the one before still opens: 0 to {MostHours}.");
        }

        var (certificate, unread) = Read(request.Certificate, desk.Now);
        using var held = certificate;
        return unread ?? (await desk.ReplaceKeyAsync(
            clinic, username, TimeSpan.FromHours(request.OverlapHours.Value), certificate, user.Identity!.Name!, cancellationToken) is { } issued
            ? Results.Ok(issued)
            : Refused("credential-unknown", "The clinic has no such credential that is good, or the certificate opens one already."));
    }

    static async Task<IResult> CoverAsync(
        string clinic, string username, CoveredDevicesRequest request, CredentialDesk desk, CancellationToken cancellationToken)
    {
        var devices = (request.Devices ?? []).Distinct().Order(StringComparer.Ordinal).ToList();
        return AreDevices(devices, MostDevices) ?? (await desk.CoverAsync(clinic, username, devices, cancellationToken)
            ? Results.NoContent()
            : Refused("credential-unknown", "The clinic has no such gateway's credential that is good."));
    }

    static async Task<IResult> RevokeAsync(string clinic, string username, ClaimsPrincipal user, CredentialDesk desk, CancellationToken cancellationToken) =>
        await desk.RevokeAsync(clinic, username, user.Identity!.Name!, cancellationToken)
            ? Results.NoContent()
            : Refused("credential-unknown", "The clinic has no such credential that is good.");

    static IResult? FaultOf(CredentialRequest request, HashSet<string> devices) => request.Kind switch
    {
        GrantKind.Device when devices.Count != 1 => Refused("credential-devices", "Name the one device that the credential is of."),
        GrantKind.Device or GrantKind.Gateway => AreDevices([.. devices], MostDevices),
        GrantKind.Enrolment when devices.Count > 0 || request.MaySubscribe =>
            Refused("credential-devices", "An enrolment credential is for devices that are not known yet: it names none and reads nothing."),
        GrantKind.Enrolment when request.Hours is < 1 or > MostHours => Refused("credential-hours", $"An enrolment credential is good for 1 to {MostHours} hours."),
        GrantKind.Enrolment => null,
        _ => Refused("credential-kind", "A credential is of a device, of a gateway, or for enrolment."),
    };

    static IResult? AreDevices(List<string> devices, int most) => devices.Count > most
        ? Refused("credential-devices", $"A gateway's credential names at most {most} devices.")
        : devices.Find(device => !DeviceTopic.IsId(device)) is { } wrong
            ? Refused("device-name", $"\"{SafeText.Printable(wrong)}\" is no device's name: 1 to 64 characters of a-z, 0-9 and -.")
            : null;

    static (X509Certificate2? Certificate, IResult? Fault) Read(string? pem, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(pem))
        {
            return (null, null);
        }

        var (certificate, fault) = DeviceCertificate.Read(pem, now);
        return (certificate, fault is null ? null : Refused("certificate", fault));
    }

    static IResult Refused(string code, string reason) => SessionEndpoints.Refused(code, reason);
}
