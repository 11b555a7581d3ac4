using System.Text;
using System.Text.Json;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Charts;

/// <summary>A sealed version as a list shows it.</summary>
/// <param name="Changes">Against the version before.</param>
public sealed record ChartVersion(int Version, long Number, DateTimeOffset SealedAt, string Because, string Key, string Digest, ChartChanges Changes);

/// <summary>How much differs from the version before.</summary>
public sealed record ChartChanges(int Events, int Readings, int Notes, int Additions)
{
    public static ChartChanges None { get; } = new(0, 0, 0, 0);
}

/// <summary>Seals versions and reads them.</summary>
sealed class ChartBundles(IChartPrinter printer, ChartKeys keys)
{
    public const string BecauseSigned = "signed";
    public const string BecauseEntry = "entry-added";
    public const string BecauseChanged = "changed-after-signing";

    /// <summary>Within the transaction; a printer or a key that fails leaves nothing behind.</summary>
    public async Task SealAsync(
        NpgsqlConnection connection, ChartContent content, SealedVersion? before, int version, string because, Signature? added, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (clinic, session) = (content.About.Clinic, content.About.Session);
        var (publicKey, sign) = await keys.ActiveAsync(connection, clinic, now, cancellationToken);
        var (number, previous) = await EndOfChainAsync(connection, clinic, cancellationToken);
        IReadOnlyList<Signature> signatures = [.. before?.Manifest.Signatures ?? [], .. added is null ? Array.Empty<Signature>() : [added]];
        List<(string Name, byte[] Bytes)> files =
            [(SealedBundle.Pdf, Print(content, signatures)), .. content.Files.Select(file => (file.Name, file.Bytes))];
        var manifest = new Manifest(
            Manifest.FirstFormat, clinic, session, version, number + 1, previous, now, because, Manifest.Sha256(publicKey), content.Digest,
            [.. signatures], [.. files.Select(file => FileLines.Seal(file.Name, file.Bytes))]);
        var manifestBytes = manifest.ToBytes();
        var bundle = SealedBundle.Pack(
        [
            .. files,
            (Manifest.FileName, manifestBytes),
            (SealedBundle.SignatureFile, sign(manifestBytes)),
            (SealedBundle.KeyFile, Encoding.UTF8.GetBytes(Trust.Pem(publicKey))),
            (SealedBundle.SumsFile, SealedBundle.Sums(manifest, manifestBytes)),
        ]);
        await InsertAsync(connection, content, manifest, Manifest.Sha256(manifestBytes), ChartDifference.Count(before?.Files, content.Files), bundle, cancellationToken);
    }

    byte[] Print(ChartContent content, IReadOnlyList<Signature> signatures)
    {
        try
        {
            return printer.Print(content, signatures);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            throw new NotPrintedException(wrong);
        }
    }

    static async Task<(long Number, string? Manifest)> EndOfChainAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection, "select number, manifest from infusion.chart_bundle where clinic = $1 order by number desc limit 1", clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetString(1)) : (0, null);
    }

    static async Task InsertAsync(
        NpgsqlConnection connection, ChartContent content, Manifest manifest, string digest, ChartChanges changes, byte[] bundle,
        CancellationToken cancellationToken)
    {
        var associations = content.State.Associations;
        await using var command = ChartReader.Command(
            connection,
            """
            insert into infusion.chart_bundle
                (clinic, number, session, version, sealed_at, because, key, digest, manifest, previous,
                 stream_version, devices, readings_from, readings_to, input, changes, bundle)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17)
            """,
            manifest.Clinic, manifest.Number, manifest.Session, manifest.Version, manifest.SealedAt.UtcDateTime, manifest.Because, manifest.Key,
            manifest.Digest, digest);
        command.Parameters.Add(new() { Value = (object?)manifest.Previous ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = content.Events[^1].Version });
        command.Parameters.Add(new() { Value = associations.Select(each => each.Device).Distinct().ToArray() });
        command.Parameters.Add(new() { Value = associations.Select(each => each.From.UtcDateTime).DefaultIfEmpty(DateTime.UnixEpoch).Min() });
        command.Parameters.Add(new() { Value = associations.Select(each => each.To?.UtcDateTime ?? DateTime.MaxValue).DefaultIfEmpty(DateTime.UnixEpoch).Max() });
        command.Parameters.Add(new() { Value = content.Readings.Select(reading => reading.Input).DefaultIfEmpty(0).Max() });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(changes, QuantityConverters.Options) });
        command.Parameters.Add(new() { Value = bundle });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The newest version.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, string clinic, Guid session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            update infusion.chart_bundle set locked_at = $3
            where clinic = $1 and session = $2 and version = (select max(version) from infusion.chart_bundle where clinic = $1 and session = $2)
            """,
            clinic, session, now.UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Oldest first.</returns>
    public static async Task<IReadOnlyList<ChartVersion>> VersionsAsync(
        NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            select version, number, sealed_at, because, key, digest, changes::text from infusion.chart_bundle
            where clinic = $1 and session = $2 order by version
            """,
            clinic, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<ChartVersion>();
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add(new(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetString(4),
                reader.GetString(5), JsonSerializer.Deserialize<ChartChanges>(reader.GetString(6), QuantityConverters.Options)!));
        }

        return versions;
    }

    /// <param name="version">Null: the newest.</param>
    /// <returns>Null: there is none.</returns>
    public static async Task<byte[]?> BytesAsync(
        NpgsqlConnection connection, string clinic, Guid session, int? version, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            select bundle from infusion.chart_bundle where clinic = $1 and session = $2 and ($3 = 0 or version = $3)
            order by version desc limit 1
            """,
            clinic, session, version ?? 0);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }

    /// <exception cref="DamagedBundleException">It is there and cannot be read.</exception>
    public static async Task<SealedVersion?> ReadAsync(
        NpgsqlConnection connection, string clinic, Guid session, int? version, CancellationToken cancellationToken)
    {
        if (await BytesAsync(connection, clinic, session, version, cancellationToken) is not { } bundle)
        {
            return null;
        }

        return SealedBundle.Unpack(bundle) is { } files && files.TryGetValue(Manifest.FileName, out var bytes) && Manifest.Read(bytes) is { } manifest
            ? new SealedVersion(manifest, [.. files.Select(file => new ChartFile(file.Key, file.Value))])
            : throw new DamagedBundleException();
    }
}

/// <summary>A version that was sealed, unpacked.</summary>
sealed record SealedVersion(Manifest Manifest, IReadOnlyList<ChartFile> Files);

sealed class NotPrintedException(Exception reason) : Exception(reason.Message, reason);

sealed class DamagedBundleException() : Exception("the sealed version before cannot be read");
