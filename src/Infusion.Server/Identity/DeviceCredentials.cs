using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Infusion.Server.Ingestion;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Identity;

/// <summary>Who may publish, from the tables <c>identity.device_credential</c> and <c>device_key</c>.</summary>
/// <remarks>
/// What was verified is kept for a moment, so that a thousand devices that reconnect at once cost a handful of queries,
/// and for longer as a reserve: while the database is down, devices that were known go on reaching the board.
/// </remarks>
sealed class DeviceCredentials(NpgsqlDataSource database, TimeProvider clock, ILogger<DeviceCredentials> logger) : IDeviceCredentials
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Reserve = TimeSpan.FromHours(12);

    /// <summary>Not revoked, not over: $2 is now.</summary>
    const string Live =
        """
        c."RevokedAt" is null and (c."ExpiresAt" is null or c."ExpiresAt" > $2)
        and (k."EndsAt" is null or k."EndsAt" > $2) and (k."ExpiresAt" is null or k."ExpiresAt" > $2)
        """;

    const string Keys =
        """
        select c."Username", c."Clinic", c."Kind", c."Devices", c."MaySubscribe", c."Version", k."Id", k."Hash", k."FirstUsedAt" is null and k."EndsAt" is null
        from identity.device_credential c join identity.device_key k using ("Username")
        """;

    readonly ConcurrentDictionary<string, Verified> _verified = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, long> _changedAt = new(StringComparer.Ordinal);
    long _changes;

    public event Action<string>? Changed;

    public ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken)
    {
        // Postgres has no such character, so no credential has it either.
        if (username.Contains('\0', StringComparison.Ordinal))
        {
            return default;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        return VerifyAsync(
            $"{username}\0{Convert.ToHexString(digest)}",
            $"""{Keys} where c."Username" = $1 and k."Kind" = {(int)DeviceKeyKind.Secret} and {Live}""",
            username, hash => DeviceSecret.Matches(hash, digest), cancellationToken);
    }

    public ValueTask<DeviceGrant?> AuthenticateAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var fingerprint = DeviceCertificate.FingerprintOf(certificate);
        return DeviceCertificate.IsInItsTime(certificate, clock.GetUtcNow())
            ? VerifyAsync(
                fingerprint, $"""{Keys} where k."Hash" = $1 and k."Kind" = {(int)DeviceKeyKind.Certificate} and {Live}""",
                fingerprint, _ => true, cancellationToken)
            : default;
    }

    public bool HasChangedSince(DeviceGrant grant) => _changedAt.GetValueOrDefault(grant.Username) > grant.ChangesSeen;

    public async Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<DeviceGrant> grants, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select c."Username", c."Version", k."Id" from identity.device_credential c left join identity.device_key k on k."Username" = c."Username" and {Live}
            where c."Username" = any($1) and c."RevokedAt" is null and (c."ExpiresAt" is null or c."ExpiresAt" > $2)
            """);
        command.Parameters.Add(new() { Value = grants.Select(grant => grant.Username).Distinct().ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new HashSet<string>();
        var good = new HashSet<(string, int, Guid)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
            if (!reader.IsDBNull(2))
            {
                good.Add((reader.GetString(0), reader.GetInt32(1), reader.GetGuid(2)));
            }
        }

        return [.. grants.Select(grant => !known.Contains(grant.Username) ? Standing.Revoked
            : good.Contains((grant.Username, grant.Version, grant.Key)) ? Standing.Good : Standing.Changed)];
    }

    /// <summary>Makes the credential, or replaces it: whatever opened it before opens it no more.</summary>
    public async Task SaveAsync(DeviceGrant grant, string secret, CancellationToken cancellationToken)
    {
        if (secret.Length < DeviceSecret.Shortest)
        {
            throw new ArgumentException($"A device's secret has at least {DeviceSecret.Shortest} characters.", nameof(secret));
        }

        await using var command = database.CreateCommand(
            $"""
            with credential as (
                insert into identity.device_credential ("Username", "Clinic", "Kind", "Devices", "MaySubscribe", "Version", "MadeAt", "MadeBy")
                values ($1, $2, $4, $5, $6, 0, $7, 'infusion')
                on conflict ("Username") do update set "Clinic" = excluded."Clinic", "Kind" = excluded."Kind", "Devices" = excluded."Devices",
                    "MaySubscribe" = excluded."MaySubscribe", "Version" = device_credential."Version" + 1, "ExpiresAt" = null, "RevokedAt" = null, "RevokedBy" = null),
            gone as (delete from identity.device_key where "Username" = $1)
            insert into identity.device_key ("Id", "Username", "Kind", "Hash", "MadeAt", "MadeBy")
            values (gen_random_uuid(), $1, {(int)DeviceKeyKind.Secret}, $3, $7, 'infusion')
            """);
        command.Parameters.Add(new() { Value = grant.Username });
        command.Parameters.Add(new() { Value = grant.Clinic });
        command.Parameters.Add(new() { Value = DeviceSecret.Hash(secret) });
        command.Parameters.Add(new() { Value = (short)grant.Kind });
        command.Parameters.Add(new() { Value = grant.Devices.Order(StringComparer.Ordinal).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = grant.MaySubscribe });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
        Forget(grant.Username);
    }

    /// <summary>What was known of the credential is known no more, and its connections are looked at: it was changed in the store.</summary>
    public void Forget(string username)
    {
        _changedAt[username] = Interlocked.Increment(ref _changes);
        foreach (var (key, known) in _verified)
        {
            if (known.Grant.Username == username)
            {
                _verified.TryRemove(key, out _);
            }
        }

        Changed?.Invoke(username);
    }

    async ValueTask<DeviceGrant?> VerifyAsync(string key, string sql, string parameter, Predicate<string> opens, CancellationToken cancellationToken, int tries = 3)
    {
        if (Known(key, Fresh) is { } fresh)
        {
            return fresh;
        }

        try
        {
            var changes = Volatile.Read(ref _changes);
            var (grant, isFirstUse) = await ReadAsync(sql, parameter, opens, cancellationToken);
            if (grant is null)
            {
                _verified.TryRemove(key, out _);
                return null;
            }

            grant = grant with { ChangesSeen = changes };
            _verified[key] = new(grant, clock.GetTimestamp());
            if (isFirstUse)
            {
                await FirstUseAsync(grant, cancellationToken);
            }

            if (!HasChangedSince(grant))
            {
                return grant;
            }

            // Changed while it was read, perhaps by this very use.
            _verified.TryRemove(key, out _);
            return tries > 0 ? await VerifyAsync(key, sql, parameter, opens, cancellationToken, tries - 1) : null;
        }
        catch (NpgsqlException) when (Known(key, Reserve) is { } known)
        {
            logger.LogWarning("The database is down; {Username} is let in as it was before", known.Username);
            return known;
        }
    }

    DeviceGrant? Known(string key, TimeSpan atMost) =>
        _verified.TryGetValue(key, out var known) && clock.GetElapsedTime(known.At) < atMost ? known.Grant : null;

    async Task<(DeviceGrant? Grant, bool IsFirstUse)> ReadAsync(string sql, string parameter, Predicate<string> opens, CancellationToken cancellationToken)
    {
        DeviceGrant? grant = null;
        var isFirstUse = false;
        await using (var command = database.CreateCommand(sql))
        {
            command.Parameters.Add(new() { Value = parameter });
            command.Parameters.Add(new() { Value = clock.GetUtcNow() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (grant is null && await reader.ReadAsync(cancellationToken))
            {
                if (opens(reader.GetString(7)))
                {
                    isFirstUse = reader.GetBoolean(8);
                    grant = new(
                        reader.GetString(0), reader.GetString(1), (GrantKind)reader.GetInt16(2),
                        reader.GetFieldValue<string[]>(3).ToFrozenSet(StringComparer.Ordinal), reader.GetBoolean(4))
                    {
                        Version = reader.GetInt32(5),
                        Key = reader.GetGuid(6),
                    };
                }
            }
        }

        return (grant is { Kind: GrantKind.Enrolment } ? grant with { Devices = await AcceptedAsync(grant.Clinic, cancellationToken) } : grant, isFirstUse);
    }

    /// <summary>Nobody enrols a device that the clinic has: that one has a credential of its own.</summary>
    async Task<FrozenSet<string>> AcceptedAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select coalesce(array_agg(device), '{}') from infusion.device where clinic = $1 and accepted");
        command.Parameters.Add(new() { Value = clinic });
        return ((string[])(await command.ExecuteScalarAsync(cancellationToken))!).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The new key has come to its device: the ones that it replaces are over.</summary>
    async Task FirstUseAsync(DeviceGrant grant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            with used as (update identity.device_key set "FirstUsedAt" = $3 where "Id" = $2 and "FirstUsedAt" is null),
            gone as (delete from identity.device_key where "Username" = $1 and "Id" <> $2 and "EndsAt" is not null returning 1)
            select count(*) from gone
            """);
        command.Parameters.Add(new() { Value = grant.Username });
        command.Parameters.Add(new() { Value = grant.Key });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            Forget(grant.Username);
        }
    }

    sealed record Verified(DeviceGrant Grant, long At);
}
