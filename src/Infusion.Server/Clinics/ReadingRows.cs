using System.Buffers;
using Infusion.Core.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Clinics;

/// <summary>The many rows: one a message, by COPY.</summary>
static class ReadingRows
{
    public static void Copy(
        NpgsqlConnection connection, List<CommitUnit> units, IReadOnlyDictionary<string, Raised> raised, int commandTimeoutSeconds)
    {
        if (units.All(unit => unit.Readings.Count == 0))
        {
            return;
        }

        using var copy = connection.BeginBinaryImport(
            """
            copy infusion.reading
                (clinic, device, boot, seq, device_at, at, received_at, input, flags, body, evaluated_at, committed_at, unknown_keys)
            from stdin (format binary)
            """);
        copy.Timeout = TimeSpan.FromSeconds(commandTimeoutSeconds);
        var body = new ArrayBufferWriter<byte>(1024);
        foreach (var unit in units)
        {
            var committedAt = raised[unit.Clinic].Updated.UtcDateTime;
            foreach (var row in unit.Readings)
            {
                copy.StartRow();
                Write(copy, unit.Clinic, row, committedAt, body);
            }
        }

        copy.Complete();
    }

    static void Write(NpgsqlBinaryImporter copy, string clinic, in ReadingRow row, DateTime committedAt, ArrayBufferWriter<byte> body)
    {
        copy.Write(clinic, NpgsqlDbType.Text);
        copy.Write(row.Reading.Device, NpgsqlDbType.Text);
        copy.Write(row.Reading.Boot, NpgsqlDbType.Text);
        copy.Write(row.Reading.Seq, NpgsqlDbType.Bigint);
        if (row.Reading.At is { } deviceAt)
        {
            copy.Write(deviceAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        else
        {
            copy.WriteNull();
        }

        copy.Write(row.At.UtcDateTime, NpgsqlDbType.TimestampTz);
        copy.Write(row.Reading.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        copy.Write(row.Input, NpgsqlDbType.Bigint);
        copy.Write((short)row.Flags, NpgsqlDbType.Smallint);
        body.ResetWrittenCount();
        ReadingCodec.Encode(row.Reading, body);
        copy.Write(body.WrittenMemory, NpgsqlDbType.Bytea);
        copy.Write(row.EvaluatedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        copy.Write(committedAt, NpgsqlDbType.TimestampTz);
        if (row.UnknownKeys is { } unknown)
        {
            copy.Write(unknown.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
