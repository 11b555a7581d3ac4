using Infusion.Core.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Clinics;

/// <summary>The many rows: one a message, by COPY.</summary>
static class ReadingRows
{
    public static async Task CopyAsync(
        NpgsqlConnection connection, List<CommitUnit> units, IReadOnlyDictionary<string, Raised> raised, CancellationToken cancellationToken)
    {
        if (units.All(unit => unit.Readings.Count == 0))
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy infusion.reading
                (clinic, device, boot, seq, device_at, at, received_at, input, flags, body, evaluated_at, committed_at, unknown_keys)
            from stdin (format binary)
            """,
            cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(JournalTransaction.CommandTimeoutSeconds);
        foreach (var unit in units)
        {
            var committedAt = raised[unit.Clinic].Updated.UtcDateTime;
            foreach (var row in unit.Readings)
            {
                await WriteAsync(copy, unit.Clinic, row, committedAt, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    static async Task WriteAsync(
        NpgsqlBinaryImporter copy, string clinic, ReadingRow row, DateTime committedAt, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(clinic, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Reading.Device, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Reading.Boot, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Reading.Seq, NpgsqlDbType.Bigint, cancellationToken);
        if (row.Reading.At is { } deviceAt)
        {
            await copy.WriteAsync(deviceAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(row.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(row.Reading.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(row.Input, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync((short)row.Flags, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(ReadingCodec.Encode(row.Reading), NpgsqlDbType.Bytea, cancellationToken);
        await copy.WriteAsync(row.EvaluatedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(committedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        if (row.UnknownKeys is { } unknown)
        {
            await copy.WriteAsync(unknown.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }
    }
}
