using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Infusion.Server.Ingestion;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Identity;

/// <summary>Who may publish, from the table <c>identity.device_credential</c>.</summary>
/// <remarks>
/// What was verified is kept for a moment, so that a thousand devices that reconnect at once cost a handful of queries,
/// and for longer as a reserve: while the database is down, devices that were known go on reaching the board.
/// </remarks>
sealed class DeviceCredentials(NpgsqlDataSource database, TimeProvider clock, ILogger<DeviceCredentials> logger) : IDeviceCredentials
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Reserve = TimeSpan.FromHours(12);

    readonly ConcurrentDictionary<string, Verified> _verified = new(StringComparer.Ordinal);

    public async ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken)
    {
        // Postgres has no such character, so no credential has it either.
        if (username.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        if (Known(username, digest, Fresh) is { } fresh)
        {
            return fresh;
        }

        try
        {
            var (grant, secretHash) = await ReadAsync(username, cancellationToken);
            if (grant is null)
            {
                _verified.TryRemove(username, out _);
                return null;
            }

            if (!DeviceSecret.Matches(secretHash, digest))
            {
                return null;
            }

            _verified[username] = new(grant, digest, clock.GetTimestamp());
            return grant;
        }
        catch (NpgsqlException) when (Known(username, digest, Reserve) is not null)
        {
            logger.LogWarning("The database is down; {Username} is let in as it was before", username);
            return Known(username, digest, Reserve);
        }
    }

    /// <summary>Makes the credential, or replaces it.</summary>
    public async Task SaveAsync(DeviceGrant grant, string secret, CancellationToken cancellationToken)
    {
        if (secret.Length < DeviceSecret.Shortest)
        {
            throw new ArgumentException($"A device's secret has at least {DeviceSecret.Shortest} characters.", nameof(secret));
        }

        await using var command = database.CreateCommand(
            """
            insert into identity.device_credential ("Username", "Clinic", "SecretHash", "Kind", "Devices", "MaySubscribe")
            values ($1, $2, $3, $4, $5, $6)
            on conflict ("Username") do update set "Clinic" = excluded."Clinic", "SecretHash" = excluded."SecretHash",
                "Kind" = excluded."Kind", "Devices" = excluded."Devices", "MaySubscribe" = excluded."MaySubscribe"
            """);
        command.Parameters.Add(new() { Value = grant.Username });
        command.Parameters.Add(new() { Value = grant.Clinic });
        command.Parameters.Add(new() { Value = DeviceSecret.Hash(secret) });
        command.Parameters.Add(new() { Value = (short)grant.Kind });
        command.Parameters.Add(new() { Value = grant.Devices.Order(StringComparer.Ordinal).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = grant.MaySubscribe });
        await command.ExecuteNonQueryAsync(cancellationToken);
        _verified.TryRemove(grant.Username, out _);
    }

    DeviceGrant? Known(string username, byte[] digest, TimeSpan atMost) =>
        _verified.TryGetValue(username, out var known)
        && clock.GetElapsedTime(known.At) < atMost
        && CryptographicOperations.FixedTimeEquals(known.Digest, digest)
            ? known.Grant
            : null;

    async Task<(DeviceGrant? Grant, string SecretHash)> ReadAsync(string username, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """select "Clinic", "SecretHash", "Kind", "Devices", "MaySubscribe" from identity.device_credential where "Username" = $1""");
        command.Parameters.Add(new() { Value = username });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return (null, "");
        }

        var devices = reader.GetFieldValue<string[]>(3).ToFrozenSet(StringComparer.Ordinal);
        return (new(username, reader.GetString(0), (GrantKind)reader.GetInt16(2), devices, reader.GetBoolean(4)), reader.GetString(1));
    }

    sealed record Verified(DeviceGrant Grant, byte[] Digest, long At);
}
