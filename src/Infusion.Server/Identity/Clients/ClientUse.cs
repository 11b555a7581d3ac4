using Infusion.Server.Identity.Audit;
using Npgsql;

namespace Infusion.Server.Identity;

/// <summary>When clients were last here and how often they were turned away: the audit trail knows.</summary>
sealed class ClientUse(NpgsqlDataSource database, AuditClock clock)
{
    const int DaysOfRefusals = 30;

    public sealed record Known(DateTimeOffset? LastUsedAt, long Refused, DateTimeOffset? LastRefusedAt);

    public async Task<IReadOnlyDictionary<string, Known>> OfAsync(string clinic, string[] clients, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = AuditStore.Command(
            connection,
            """
            select c.id,
                (select a.at from infusion.audit a where a.clinic = $1 and a.who = c.id and a.kind = $4 and a.status < 400 order by a.number desc limit 1),
                r.tries, r.last
            from unnest($2::text[]) c(id)
            cross join lateral (
                select count(*) as tries, max(a.at) as last from infusion.audit a
                where a.clinic = $1 and a.who = c.id and a.kind = $4 and a.at >= $3
                    and a.status in (400, 401, 403) and (a.status <> 400 or a.act = 'Token')) r
            """,
            [clinic, clients, clock.Now.AddDays(-DaysOfRefusals), (short)Actor.Client]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            known[reader.GetString(0)] = new(
                reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));
        }

        return known;
    }
}
