using System.Security.Cryptography;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Infusion.Server.Charts.Bundles;

/// <summary>A key of a clinic, as it may be shown.</summary>
/// <param name="RetiredAt">It seals nothing any more; null: it is the active one.</param>
/// <param name="RevokedFrom">What it sealed from then on is not trusted.</param>
public sealed record ChartKeyView(
    string Fingerprint, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? RetiredAt, DateTimeOffset? RevokedFrom,
    DateTimeOffset? RevokedAt, string? RevokedBy, string? RevokedBecause);

/// <summary>No chart can be sealed by this clinic as it is; the message says what would help.</summary>
sealed class NoChartKeyException(string message) : Exception(message);

/// <summary>
/// The keys by which clinics seal their charts. The private half is stored under the server's data protection, so that the database
/// alone seals nothing, and is deleted when the key is retired or revoked.
/// </summary>
sealed class ChartKeys(IDataProtectionProvider protection)
{
    /// <returns>The active key's public half, and what signs with it. The first is made when it is first needed.</returns>
    /// <exception cref="NoChartKeyException"/>
    public async Task<(byte[] PublicKey, Func<byte[], byte[]> Sign)> ActiveAsync(
        NpgsqlConnection connection, string clinic, DateTimeOffset now, CancellationToken cancellationToken,
        DSASignatureFormat format = DSASignatureFormat.Rfc3279DerSequence)
    {
        var found = await ActiveRowAsync(connection, clinic, cancellationToken);
        if (found is null)
        {
            await using (var any = ChartReader.Command(connection, "select exists (select from infusion.chart_key where clinic = $1)", clinic))
            {
                if (await any.ExecuteScalarAsync(cancellationToken) is true)
                {
                    throw new NoChartKeyException("The clinic's key is revoked and there is no new one; a manager makes one, then the chart can be signed.");
                }
            }

            await MakeAsync(connection, clinic, "infusion", now, cancellationToken);
            found = await ActiveRowAsync(connection, clinic, cancellationToken);
        }

        var (publicKey, stored) = found!.Value;
        return (publicKey, data => Sign(clinic, stored, data, format));
    }

    static async Task<(byte[] PublicKey, byte[] Private)?> ActiveRowAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection, "select public_key, private_key from infusion.chart_key where clinic = $1 and retired_at is null and private_key is not null", clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    byte[] Sign(string clinic, byte[] stored, byte[] data, DSASignatureFormat format)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Protector(clinic).Unprotect(stored), out _);
            return key.SignData(data, HashAlgorithmName.SHA256, format);
        }
        catch (CryptographicException)
        {
            throw new NoChartKeyException(
                "The clinic's key cannot be read by this server (its data directory is not the one in which the key was made); "
                + "restore that directory, or a manager makes a new key.");
        }
    }

    /// <summary>Retires the active one, if there is any, and makes another.</summary>
    public async Task MakeAsync(NpgsqlConnection connection, string clinic, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        await RetireAsync(connection, clinic, now, cancellationToken);
        await using var insert = ChartReader.Command(
            connection,
            "insert into infusion.chart_key (clinic, fingerprint, public_key, private_key, made_at, made_by) values ($1, $2, $3, $4, $5, $6)",
            clinic, Manifest.Sha256(publicKey), publicKey, Protector(clinic).Protect(key.ExportPkcs8PrivateKey()), now.UtcDateTime, by);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task RetireAsync(NpgsqlConnection connection, string clinic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var retire = ChartReader.Command(
            connection, "update infusion.chart_key set retired_at = $2, private_key = null where clinic = $1 and retired_at is null", clinic, now.UtcDateTime);
        await retire.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>False: the clinic has no such key, or it is revoked from an earlier time already.</returns>
    public static async Task<bool> RevokeAsync(
        NpgsqlConnection connection, string clinic, string fingerprint, DateTimeOffset from, string because, string by, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            update infusion.chart_key
            set revoked_from = $3, revoked_because = $4, revoked_by = $5, revoked_at = $6, retired_at = coalesce(retired_at, $6), private_key = null
            where clinic = $1 and fingerprint = $2 and (revoked_from is null or revoked_from > $3)
            """,
            clinic, fingerprint, from.UtcDateTime, because, by, now.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <returns>Newest first, each with its public half.</returns>
    public static async Task<IReadOnlyList<(ChartKeyView View, TrustedKey Key)>> AllAsync(
        NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            select fingerprint, public_key, made_at, made_by, retired_at, revoked_from, revoked_at, revoked_by, revoked_because
            from infusion.chart_key where clinic = $1 order by made_at desc, fingerprint
            """,
            clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<(ChartKeyView, TrustedKey)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var view = new ChartKeyView(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.Instant(4), reader.Instant(5), reader.Instant(6),
                Text(reader, 7), Text(reader, 8));
            keys.Add((view, new TrustedKey(view.Fingerprint, reader.GetFieldValue<byte[]>(1), view.RevokedFrom, view.RevokedBecause)));
        }

        return keys;
    }

    static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    IDataProtector Protector(string clinic) => protection.CreateProtector("infusion.chart-key", clinic);
}
