using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Infusion.Server.Registry;

/// <summary>
/// Makes, replaces and revokes the credentials of a clinic's devices. The clinic is a part of every name and of every question to the
/// store, so that nobody reaches another's. Times are real ones, also when the clinic's are simulated: certificates live in them.
/// </summary>
sealed class CredentialDesk(IdentityStore store, DeviceCredentials credentials, TimeProvider time)
{
    /// <summary>It takes a while to bring a new certificate to a device.</summary>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(30);

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<IReadOnlyList<CredentialView>> AllAsync(string clinic, CancellationToken cancellationToken)
    {
        var all = await store.DeviceCredentials.AsNoTracking().Where(each => each.Clinic == clinic).OrderBy(each => each.Username).ToListAsync(cancellationToken);
        var keys = (await store.DeviceKeys.AsNoTracking()
            .Join(store.DeviceCredentials.Where(each => each.Clinic == clinic), key => key.Username, each => each.Username, (key, _) => key)
            .ToListAsync(cancellationToken)).ToLookup(key => key.Username);
        return [.. all.Select(each => CredentialView.Of(each, keys[each.Username], Now))];
    }

    /// <returns>Null: the clinic has one of that name, or the certificate opens another credential.</returns>
    public async Task<IssuedCredential?> IssueAsync(DeviceGrant grant, DateTimeOffset? expiresAt, X509Certificate2? certificate, string by, CancellationToken cancellationToken)
    {
        store.DeviceCredentials.Add(new DeviceCredential
        {
            Username = grant.Username,
            Clinic = grant.Clinic,
            Kind = grant.Kind,
            Devices = [.. grant.Devices.Order(StringComparer.Ordinal)],
            MaySubscribe = grant.MaySubscribe,
            Version = 0,
            MadeAt = Now,
            MadeBy = by,
            ExpiresAt = expiresAt,
        });
        var secret = AddKey(grant.Username, certificate, by);
        return await SavedAsync(cancellationToken) ? Done(grant.Username, secret) : null;
    }

    /// <returns>Null: there is none that is good, or the certificate opens a credential already.</returns>
    public async Task<IssuedCredential?> ReplaceKeyAsync(
        string clinic, string username, TimeSpan overlap, X509Certificate2? certificate, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);

        // Holds the row: of two that replace at once, one comes after the other.
        if (await Good(clinic).Where(each => each.Username == username)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.Version, each => each.Version), cancellationToken) == 0)
        {
            return null;
        }

        var before = store.DeviceKeys.Where(key => key.Username == username);
        DateTimeOffset? ends = Now + overlap;
        await (overlap == TimeSpan.Zero
            ? before.ExecuteDeleteAsync(cancellationToken)
            : before.Where(key => key.EndsAt == null || key.EndsAt > ends).ExecuteUpdateAsync(set => set.SetProperty(key => key.EndsAt, ends), cancellationToken));
        var secret = AddKey(username, certificate, by);
        if (!await SavedAsync(cancellationToken))
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return Done(username, secret);
    }

    /// <returns>False: there is none that is good.</returns>
    public async Task<bool> CoverAsync(string clinic, string username, IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        var changed = await Good(clinic).Where(each => each.Username == username && each.Kind == GrantKind.Gateway).ExecuteUpdateAsync(
            set => set.SetProperty(each => each.Devices, devices.ToArray()).SetProperty(each => each.Version, each => each.Version + 1), cancellationToken);
        credentials.Forget(username);
        return changed > 0;
    }

    /// <summary>At once, on this server; on others within <see cref="Ingestion.Broker.CredentialWatch.Every"/>.</summary>
    /// <returns>False: there is none that is good.</returns>
    public async Task<bool> RevokeAsync(string clinic, string username, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var revoked = await Good(clinic).Where(each => each.Username == username).ExecuteUpdateAsync(
            set => set.SetProperty(each => each.RevokedAt, Now).SetProperty(each => each.RevokedBy, by).SetProperty(each => each.Version, each => each.Version + 1),
            cancellationToken);
        if (revoked > 0)
        {
            await store.DeviceKeys.Where(key => key.Username == username).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        credentials.Forget(username);
        return revoked > 0;
    }

    /// <summary>The device is no more: a credential of its own is revoked, and gateways speak for it no longer.</summary>
    public async Task DeviceGoneAsync(string clinic, string device, string by, CancellationToken cancellationToken)
    {
        foreach (var credential in await Good(clinic).AsNoTracking().Where(each => each.Devices.Contains(device)).ToListAsync(cancellationToken))
        {
            if (credential.Kind == GrantKind.Device)
            {
                await RevokeAsync(clinic, credential.Username, by, cancellationToken);
            }
            else
            {
                await CoverAsync(clinic, credential.Username, [.. credential.Devices.Where(each => each != device)], cancellationToken);
            }
        }
    }

    /// <summary>Who may be enrolled has changed: those who enrol are asked anew.</summary>
    public async Task EnrolmentChangedAsync(string clinic, CancellationToken cancellationToken)
    {
        var enrolling = Good(clinic).Where(each => each.Kind == GrantKind.Enrolment);
        var usernames = await enrolling.Select(each => each.Username).ToListAsync(cancellationToken);
        await enrolling.ExecuteUpdateAsync(set => set.SetProperty(each => each.Version, each => each.Version + 1), cancellationToken);
        usernames.ForEach(credentials.Forget);
    }

    IQueryable<DeviceCredential> Good(string clinic) => store.DeviceCredentials.Where(each => each.Clinic == clinic && each.RevokedAt == null);

    /// <returns>The secret; null: it is a certificate.</returns>
    string? AddKey(string username, X509Certificate2? certificate, string by)
    {
        var secret = certificate is null ? DeviceSecret.New() : null;
        store.DeviceKeys.Add(new DeviceKey
        {
            Id = Guid.NewGuid(),
            Username = username,
            Kind = certificate is null ? DeviceKeyKind.Secret : DeviceKeyKind.Certificate,
            Hash = certificate is null ? DeviceSecret.Hash(secret!) : DeviceCertificate.FingerprintOf(certificate),
            MadeAt = Now,
            MadeBy = by,
            ExpiresAt = certificate is null ? null : new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        });
        return secret;
    }

    async Task<bool> SavedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    IssuedCredential Done(string username, string? secret)
    {
        credentials.Forget(username);
        return new(username, secret);
    }
}
