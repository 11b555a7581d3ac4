using System.Globalization;
using Infusion.Server.Identity;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>A history as it was asked for.</summary>
/// <param name="Path">Below the base.</param>
/// <param name="Since">Only versions of this instant or later.</param>
sealed record HistoryQuery(string Path, int Count, DateTimeOffset? Since, string? Format, SearchCursor? Cursor, string Asked)
{
    public static HistoryQuery Parse(string path, List<(string Name, string Value)> parameters)
    {
        var query = new HistoryQuery(path, SearchQuery.DefaultCount, null, null, null, "");
        string? cursor = null;
        foreach (var (name, value) in parameters)
        {
            query = name switch
            {
                "_count" => query with
                {
                    Count = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                        ? Math.Min(count, SearchQuery.MaxCount)
                        : throw FhirFault.Invalid("_count is not a whole number above 0.", "http._count"),
                },
                "_since" => query with
                {
                    Since = DateInterval.TryParse(value.Replace(' ', '+'), out var since) ? since.From : throw FhirFault.Invalid("_since is not an instant.", "http._since"),
                },
                "_format" => query with { Format = value },
                "_pretty" or "_cursor" => query,
                _ => throw FhirFault.Invalid($"{SearchQuery.Shown(name)} is not a parameter of a history.", SearchQuery.At(name)),
            };
            if (name == "_cursor")
            {
                cursor = value;
            }
            else
            {
                query = query with { Asked = $"{query.Asked}{(query.Asked.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}" };
            }
        }

        return query with { Cursor = cursor is null ? null : SearchCursor.Decode(cursor, path + query.Asked) };
    }

    public string SelfLink() => Cursor is { } cursor ? LinkAfter(cursor) : Path + Asked;

    public string LinkAfter(SearchCursor cursor) => $"{Path}{Asked}{(Asked.Length == 0 ? '?' : '&')}_cursor={cursor.Encode(Path + Asked)}";

    public NpgsqlBatchCommand Sql(
        IReadOnlyList<FhirTypeInfo> types, string? id, string clinic, string baseUrl, FhirGrant grant, SmartPermissions permission)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        var where = sql.AnyOf(types, permission);
        if (id is not null)
        {
            where.Append(" and ").Append(sql.HasId(types[0], "r", [id]));
        }

        if (Since is { } since)
        {
            where.Append(" and r.last_updated >= ").Append(sql.Add(since));
        }

        if (Cursor is { } at)
        {
            var (key, type, last, version) = (sql.Add(at.Key), sql.Add(at.Type), sql.Add(at.Id), sql.Add(at.Version));
            where.Append($" and r.last_updated <= {key} and (r.last_updated < {key} or (r.type, r.id) > ({type}, {last}) or (r.type = {type} and r.id = {last} and r.version < {version}))");
        }

        var source = types[0].Source;
        return sql.Command(
            $"select {SearchSql.Columns("r.last_updated", withRefs: false, source)} from {source.Rows} r where {where} order by r.last_updated desc, r.type, r.id, r.version desc limit {sql.Add(Count + 1)}");
    }
}
