using System.Globalization;
using System.Security.Cryptography;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Ingestion;
using Infusion.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Identity;

sealed record DemoUser(string Name, string Password, string Role);

sealed record DemoCredential(string Username, string Password);

sealed record DemoClient(string ClientId, string Scope, string PrivateKeyFile);

/// <summary>Everyone and everything that may sign in to the demo.</summary>
sealed record DemoAccess(
    string Clinic, IReadOnlyList<DemoUser> Users, DemoCredential Gateway, DemoCredential Enrolment, DemoClient Ehr);

static class DemoIdentity
{
    public const string Clinic = "harbor-street";

    /// <summary>Whoever plays with the demo looks away for longer than at work.</summary>
    const short IdleMinutes = 60;

    /// <summary>Everything there is to pull, and the trail, which everything is not.</summary>
    const string EhrScope = "system/*.rs system/AuditEvent.rs";

    static readonly IReadOnlyList<StaffMember> Staff =
    [
        new("nurse", "R. Okafor, RN", Roles.Nurse, [Clinic]),
        new("nurse-2", "T. Brandt, RN", Roles.Nurse, [Clinic]),
        new("physician", "Dr M. Hale", Roles.Physician, [Clinic]),
        new("therapist", "A. Moreau, LCSW", Roles.Therapist, [Clinic]),
        new("manager", "S. Lindqvist", Roles.Manager, [Clinic]),
        new("auditor", "E. Ferreira", Roles.Auditor, [Clinic]),
    ];

    /// <summary>Makes what is missing; what is there keeps its password. The gateway speaks for all chairs' devices.</summary>
    public static async Task<DemoAccess> EnsureAsync(IServiceProvider services, string dataDirectory, int chairs, CancellationToken cancellationToken)
    {
        var secrets = await DemoSecrets.LoadAsync(dataDirectory, [.. Staff.Select(s => s.Name)], cancellationToken);
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        foreach (var member in Staff)
        {
            await people.EnsureAsync(member, secrets.People[member.Name], cancellationToken);
        }

        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        if (await store.IdleLocks.FindAsync([Clinic], cancellationToken) is null)
        {
            await PeopleEndpoints.SaveIdleLockAsync(store, Clinic, IdleMinutes, cancellationToken);
        }

        var gateway = new DemoCredential($"{Clinic}-gateway", secrets.Gateway);
        var enrolment = new DemoCredential($"{Clinic}-enrolment", secrets.Enrolment);
        var credentials = scope.ServiceProvider.GetRequiredService<DeviceCredentials>();
        await EnsureAsync(credentials, new(gateway.Username, Clinic, GrantKind.Gateway, DevicesOf(chairs), MaySubscribe: false), gateway.Password, cancellationToken);
        await EnsureAsync(credentials, new(enrolment.Username, Clinic, GrantKind.Enrolment, new HashSet<string>(), MaySubscribe: false), enrolment.Password, cancellationToken);

        var ehr = new DemoClient($"{Clinic}-ehr", EhrScope, Path.Combine(dataDirectory, "demo-ehr.pem"));
        var keys = new JsonWebKeySet();
        keys.Keys.Add(await EhrKeyAsync(ehr.PrivateKeyFile, cancellationToken));
        var clients = scope.ServiceProvider.GetRequiredService<SmartClients>();
        var known = await clients.FindAsync(ehr.ClientId, cancellationToken);
        if (known?.Revoked is null)
        {
            await clients.SaveAsync(
                new(ehr.ClientId, Clinic, "Demo EHR", EhrScope.Split(' '), keys) { Registered = known?.Registered ?? new(TimeProvider.System.GetUtcNow(), "demo") }, cancellationToken);
        }

        return new(Clinic, [.. Staff.Select(s => new DemoUser(s.Name, secrets.People[s.Name], s.Role))], gateway, enrolment, ehr);
    }

    /// <summary>What is as it should be is not saved again: that would put out every device that came back before.</summary>
    static async Task EnsureAsync(DeviceCredentials credentials, DeviceGrant wanted, string secret, CancellationToken cancellationToken)
    {
        var known = await credentials.AuthenticateAsync(wanted.Username, secret, cancellationToken);
        if (known is null || known.Clinic != wanted.Clinic || known.Kind != wanted.Kind || known.MaySubscribe != wanted.MaySubscribe || !known.Devices.SetEquals(wanted.Devices))
        {
            await credentials.SaveAsync(wanted, secret, cancellationToken);
        }
    }

    static HashSet<string> DevicesOf(int chairs) =>
        [.. from chair in Enumerable.Range(1, chairs)
            from kind in (string[])["monitor", "pump"]
            select string.Create(CultureInfo.InvariantCulture, $"{kind}-{chair}")];

    static async Task<JsonWebKey> EhrKeyAsync(string path, CancellationToken cancellationToken)
    {
        var pem = await PrivateFiles.ReadOrMakeAsync(
            path,
            () =>
            {
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP384);
                return made.ExportPkcs8PrivateKeyPem();
            },
            cancellationToken);
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        using var publicPart = ECDsa.Create(key.ExportParameters(includePrivateParameters: false));
        var web = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(publicPart));
        web.KeyId = Base64UrlEncoder.Encode(web.ComputeJwkThumbprint());
        web.Alg = SecurityAlgorithms.EcdsaSha384;
        web.Use = JsonWebKeyUseNames.Sig;
        return web;
    }
}
