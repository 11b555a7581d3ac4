using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Infusion.Server.Identity.Audit;

/// <param name="Number">Its place in the clinic's chain.</param>
/// <param name="Patients">Names where they are known, ids otherwise.</param>
/// <param name="Refused">It was tried and not allowed.</param>
public sealed record AuditLineView(
    long Number, DateTimeOffset At, Actor Kind, string Who, string Act, string What, IReadOnlyList<string> Patients, Guid? Session, string Origin, int Status, bool Refused);

/// <param name="Before">For the next page; null: there is none.</param>
public sealed record AuditPage(IReadOnlyList<AuditLineView> Lines, long? Before);

public enum AuditOutcome
{
    Done,

    /// <summary>It was tried and not allowed.</summary>
    Refused,

    /// <summary>It was allowed and could not be done.</summary>
    Failed,
}

/// <param name="Who">A sign-in name or a client's id.</param>
/// <param name="Patient">An id, the whole number, or the family name.</param>
/// <param name="Before">A line's number: only older ones.</param>
sealed record AuditQuery(
    string? Who = null, string? Patient = null, string? Act = null, Actor? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null, AuditOutcome? Outcome = null,
    long? Before = null, int Size = 50);

/// <summary>Reads a clinic's trail, newest first.</summary>
sealed class AuditSearch(NpgsqlDataSource database)
{
    const int AtOnce = 1_000;

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
        var lines = await LinesAsync(connection, clinic, asked, asked.Size + 1, cancellationToken);
        var page = lines.Take(asked.Size).ToList();
        var names = await NamesAsync(connection, clinic, page.SelectMany(each => each.Line.Patients), cancellationToken);
        return new AuditPage(
            [.. page.Select(each => ViewOf(each.Number, each.Line, names))],
            lines.Count > asked.Size ? page[^1].Number : null);
    }

    /// <summary>All that the query finds, newest first, with each line's digest and the names of its patients, where they are known.</summary>
    public async IAsyncEnumerable<(long Number, AuditLine Line, byte[] Digest, IReadOnlyList<string> Names)> AllAsync(
        string clinic, AuditQuery asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        while (await LinesAsync(connection, clinic, asked, AtOnce, cancellationToken) is [_, ..] lines)
        {
            var names = await NamesAsync(connection, clinic, lines.SelectMany(each => each.Line.Patients), cancellationToken);
            foreach (var (number, line, digest) in lines)
            {
                yield return (number, line, digest, [.. line.Patients.Select(id => names.GetValueOrDefault(id, ""))]);
            }

            asked = asked with { Before = lines[^1].Number };
        }
    }

    static async Task<List<(long Number, AuditLine Line, byte[] Digest)>> LinesAsync(
        NpgsqlConnection connection, string clinic, AuditQuery asked, int atMost, CancellationToken cancellationToken)
    {
        await using var command = AuditStore.Command(connection, "", [clinic]);
        var where = new List<string> { "clinic = $1" };
        void Ask<T>(string sql, T? value)
        {
            if (value is null or "")
            {
                return;
            }

            command.Parameters.Add(new() { Value = value });
            where.Add(sql.Replace("$n", string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}"), StringComparison.Ordinal));
        }

        Ask("who = $n", asked.Who);
        // A command stands with its kind: "Chart: MarkReady".
        Ask("(act = $n or starts_with(act, $n || ': '))", asked.Act);
        Ask("kind = $n", (short?)asked.Kind);
        Ask("at >= $n", asked.From?.ToUniversalTime());
        Ask("at < $n", asked.To?.ToUniversalTime());
        Ask("number < $n", asked.Before);
        where.AddRange(asked.Outcome switch
        {
            AuditOutcome.Done => ["status < 400"],
            AuditOutcome.Refused => ["status in (401, 403)"],
            AuditOutcome.Failed => ["status >= 400 and status not in (401, 403)"],
            _ => [],
        });
        Ask(
            """
            patients && (select array_agg(p.id::text) || $n from infusion.mt_doc_patientdocument p
                where p.tenant_id = $1 and (p.data ->> 'mrn' = $n or lower(p.data ->> 'familyName') = lower($n)))
            """,
            asked.Patient?.Trim());
        command.CommandText = $"{Columns} from infusion.audit where {string.Join(" and ", where)} order by number desc limit {atMost}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<(long Number, AuditLine Line, byte[] Digest)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(Read(reader));
        }

        return lines;
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
