using System.Globalization;
using Npgsql;

namespace Infusion.Server.Identity.Audit;

/// <param name="Number">Its place in the clinic's chain.</param>
/// <param name="Patients">Names where they are known, ids otherwise.</param>
/// <param name="Refused">It was tried and not allowed.</param>
public sealed record AuditLineView(
    long Number, DateTimeOffset At, Actor Kind, string Who, string Act, string What, IReadOnlyList<string> Patients, Guid? Session, string Origin, int Status, bool Refused);

/// <param name="Before">For the next page; null: there is none.</param>
public sealed record AuditPage(IReadOnlyList<AuditLineView> Lines, long? Before);

/// <param name="Who">A sign-in name or a client's id.</param>
/// <param name="Patient">An id, the whole number, or the family name.</param>
/// <param name="Before">A line's number: only older ones.</param>
sealed record AuditQuery(string? Who, string? Patient, string? Act, DateTimeOffset? From, DateTimeOffset? To, bool OnlyRefused, long? Before, int Size);

/// <summary>Reads a clinic's trail, newest first.</summary>
sealed class AuditSearch(NpgsqlDataSource database)
{
    public const string Columns = "select number, id, clinic, at, kind, who, act, what, patients, session, origin, status, digest";

    public static (long Number, AuditLine Line, byte[] Digest) Read(NpgsqlDataReader row) => (
        row.GetInt64(0),
        new AuditLine(
            row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), (Actor)row.GetInt16(4), row.GetString(5), row.GetString(6), row.GetString(7),
            row.GetFieldValue<string[]>(8), row.IsDBNull(9) ? null : row.GetGuid(9), row.GetString(10), row.GetInt16(11)),
        row.GetFieldValue<byte[]>(12));

    public async Task<AuditPage> PageAsync(string clinic, AuditQuery asked, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = AuditStore.Command(connection, "", [clinic]);
        var where = new List<string> { "clinic = $1" };
        void Ask(string sql, object value)
        {
            command.Parameters.Add(new() { Value = value });
            where.Add(sql.Replace("$n", string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}"), StringComparison.Ordinal));
        }

        if (asked.Who is { Length: > 0 } who)
        {
            Ask("who = $n", who);
        }

        if (asked.Act is { Length: > 0 } act)
        {
            Ask("act = $n", act);
        }

        if (asked.From is { } from)
        {
            Ask("at >= $n", from.ToUniversalTime());
        }

        if (asked.To is { } to)
        {
            Ask("at < $n", to.ToUniversalTime());
        }

        if (asked.Before is { } before)
        {
            Ask("number < $n", before);
        }

        if (asked.OnlyRefused)
        {
            where.Add("status in (401, 403)");
        }

        if (asked.Patient is { Length: > 0 } patient)
        {
            Ask(
                """
                patients && (select array_agg(p.id::text) || $n from infusion.mt_doc_patientdocument p
                    where p.tenant_id = $1 and (p.data ->> 'mrn' = $n or lower(p.data ->> 'familyName') = lower($n)))
                """,
                patient.Trim());
        }

        command.CommandText = $"{Columns} from infusion.audit where {string.Join(" and ", where)} order by number desc limit {asked.Size + 1}";
        var lines = new List<(long Number, AuditLine Line)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (number, line, _) = Read(reader);
                lines.Add((number, line));
            }
        }

        var page = lines.Take(asked.Size).ToList();
        var names = await NamesAsync(connection, clinic, page.SelectMany(each => each.Line.Patients), cancellationToken);
        return new AuditPage(
            [.. page.Select(each => ViewOf(each.Number, each.Line, names))],
            lines.Count > asked.Size ? page[^1].Number : null);
    }

    static AuditLineView ViewOf(long number, AuditLine line, Dictionary<string, string> names) => new(
        number, line.At, line.Kind, line.Who, line.Act, line.What, [.. line.Patients.Select(id => names.GetValueOrDefault(id, id))], line.Session, line.Origin, line.Status,
        line.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden);

    static async Task<Dictionary<string, string>> NamesAsync(
        NpgsqlConnection connection, string clinic, IEnumerable<string> patients, CancellationToken cancellationToken)
    {
        await using var command = AuditStore.Command(
            connection, "select id::text, data ->> 'familyName', data ->> 'givenName' from infusion.mt_doc_patientdocument where tenant_id = $1 and id::text = any($2)",
            [clinic, patients.Distinct().ToArray()]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            names[reader.GetString(0)] = $"{reader.GetString(1)}, {reader.GetString(2)}";
        }

        return names;
    }
}
