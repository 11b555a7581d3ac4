using System.Data;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Identity.Audit;

/// <summary>The table <c>infusion.audit</c>: append only, numbered and chained for each clinic.</summary>
sealed class AuditStore(NpgsqlDataSource database)
{
    const int TimeoutSeconds = 10;

    /// <summary>All or none. A line that is there already, because the answer to its commit was lost, is left out.</summary>
    public async Task WriteAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var known = await KnownClinicsAsync(connection, lines, cancellationToken);
        var patients = await PatientsOfSessionsAsync(connection, lines, cancellationToken);
        await AppendAsync(connection, [.. lines.Select(line => Placed(line, known, patients))], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Lets go what is older. The chain then begins at what is kept; a line of it says what was let go and by which digest the rest
    /// follows, so that nobody can take away more than that and call it age.
    /// </summary>
    public async Task RetainAsync(DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var allow = Command(connection, "select set_config('infusion.audit_retention', 'on', true)", []))
        {
            await allow.ExecuteNonQueryAsync(cancellationToken);
        }

        var anchors = await CutAsync(connection, before, now, cancellationToken);
        await AppendAsync(connection, anchors, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <returns>For each clinic of which something went, the line that says so.</returns>
    static async Task<List<AuditLine>> CutAsync(NpgsqlConnection connection, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            """
            with held as (select clinic, number from infusion.audit_head order by clinic for update),
            kept as (
                select clinic, coalesce((select min(a.number) from infusion.audit a where a.clinic = held.clinic and a.at >= $1), number + 1) as first
                from held),
            cut as (
                update infusion.audit_head h set first = kept.first, before = a.digest
                from kept join infusion.audit a on a.clinic = kept.clinic and a.number = kept.first - 1
                where h.clinic = kept.clinic
                returning h.clinic, h.first, h.before),
            gone as (delete from infusion.audit a using cut where a.clinic = cut.clinic and a.number < cut.first)
            select clinic, first, before from cut order by clinic
            """,
            [before]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var anchors = new List<AuditLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            anchors.Add(AuditChain.Anchor(reader.GetString(0), reader.GetInt64(1) - 1, reader.GetFieldValue<byte[]>(2), now));
        }

        return anchors;
    }

    static async Task AppendAsync(NpgsqlConnection connection, List<AuditLine> placed, CancellationToken cancellationToken)
    {
        if (placed.Count == 0)
        {
            return;
        }

        var heads = await HeadsAsync(connection, [.. placed.Select(line => line.Clinic).Distinct().Order(StringComparer.Ordinal)], cancellationToken);
        var there = await ThereAlreadyAsync(connection, placed, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy infusion.audit (clinic, number, id, at, kind, who, act, what, patients, session, origin, status, digest, written) from stdin (format binary)", cancellationToken))
        {
            foreach (var line in placed.Where(line => !there.Contains(line.Id)))
            {
                var head = heads[line.Clinic];
                head = heads[line.Clinic] = new(head.Number + 1, line.Digest(head.Number + 1, head.Digest), head.Written.AddMicroseconds(1));
                await WriteRowAsync(copy, line, head, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var raise = Command(
            connection,
            """
            update infusion.audit_head h set number = u.number, digest = u.digest, written = u.written
            from unnest($1::text[], $2::bigint[], $3::bytea[], $4::timestamptz[]) u(clinic, number, digest, written) where h.clinic = u.clinic
            """,
            [
                heads.Keys.ToArray(), heads.Values.Select(head => head.Number).ToArray(), heads.Values.Select(head => head.Digest).ToArray(),
                heads.Values.Select(head => head.Written).ToArray(),
            ]);
        await raise.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A session's patient is the line's; what is about no clinic of ours goes to the trail that belongs to none.</summary>
    static AuditLine Placed(AuditLine line, HashSet<string> known, Dictionary<(string Clinic, Guid Session), string> patients)
    {
        var placed = known.Contains(line.Clinic) ? line : line with { Clinic = "" };
        return placed.Session is { } session && patients.TryGetValue((placed.Clinic, session), out var patient) && !placed.Patients.Contains(patient)
            ? placed with { Patients = [.. placed.Patients, patient] }
            : placed;
    }

    static async Task<HashSet<string>> KnownClinicsAsync(NpgsqlConnection connection, IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, "select clinic from infusion.clinic where clinic = any($1)", [lines.Select(line => line.Clinic).Distinct().ToArray()]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    static async Task<Dictionary<(string, Guid), string>> PatientsOfSessionsAsync(
        NpgsqlConnection connection, IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        var patients = new Dictionary<(string, Guid), string>();
        var sessions = lines.Select(line => line.Session).OfType<Guid>().Distinct().ToArray();
        if (sessions.Length == 0)
        {
            return patients;
        }

        await using var command = Command(connection, "select tenant_id, id, data ->> 'patient' from infusion.mt_doc_sessionrow where id = any($1)", [sessions]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            patients[(reader.GetString(0), reader.GetGuid(1))] = reader.GetString(2);
        }

        return patients;
    }

    /// <param name="Written">Later lines are written later, whatever the clock says: who follows the trail by it misses none.</param>
    readonly record struct Head(long Number, byte[] Digest, DateTimeOffset Written);

    /// <summary>Holds the end of each chain until the commit: two servers write one after the other.</summary>
    static async Task<Dictionary<string, Head>> HeadsAsync(NpgsqlConnection connection, string[] clinics, CancellationToken cancellationToken)
    {
        await using var make = Command(connection, "insert into infusion.audit_head (clinic) select unnest($1::text[]) on conflict do nothing", [clinics]);
        await make.ExecuteNonQueryAsync(cancellationToken);
        await using var hold = Command(connection, "select clinic, number, digest, greatest(written, clock_timestamp()) from infusion.audit_head where clinic = any($1) order by clinic for update", [clinics]);
        await using var reader = await hold.ExecuteReaderAsync(cancellationToken);
        var heads = new Dictionary<string, Head>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            heads[reader.GetString(0)] = new(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<DateTimeOffset>(3));
        }

        return heads;
    }

    static async Task<HashSet<Guid>> ThereAlreadyAsync(NpgsqlConnection connection, List<AuditLine> lines, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, "select id from infusion.audit where clinic = any($1) and at between $2 and $3 and id = any($4)",
            [lines.Select(line => line.Clinic).Distinct().ToArray(), lines.Min(line => line.At), lines.Max(line => line.At), lines.Select(line => line.Id).ToArray()]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    static async Task WriteRowAsync(NpgsqlBinaryImporter copy, AuditLine line, Head head, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(line.Clinic, cancellationToken);
        await copy.WriteAsync(head.Number, cancellationToken);
        await copy.WriteAsync(line.Id, cancellationToken);
        await copy.WriteAsync(line.At, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync((short)line.Kind, cancellationToken);
        await copy.WriteAsync(line.Who, cancellationToken);
        await copy.WriteAsync(line.Act, cancellationToken);
        await copy.WriteAsync(line.What, cancellationToken);
        await copy.WriteAsync(line.Patients.ToArray(), cancellationToken);
        if (line.Session is { } session)
        {
            await copy.WriteAsync(session, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(line.Origin, cancellationToken);
        await copy.WriteAsync(line.Status, cancellationToken);
        await copy.WriteAsync(head.Digest, cancellationToken);
        await copy.WriteAsync(head.Written, NpgsqlDbType.TimestampTz, cancellationToken);
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values) =>
        new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds }.With(values);
}
