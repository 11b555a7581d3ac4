using Infusion.Server.Identity;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// Collects what the entries of a page refer to, and makes the statements that fetch it. Under the same grant as the matches: a
/// type that the token does not open stays out, and what narrows it narrows it here too.
/// </summary>
sealed class Includes(FhirGrant grant, string clinic, string baseUrl)
{
    /// <summary>So many come along with a page; what would be more is told.</summary>
    public const int Most = 10_000;

    readonly HashSet<(string Type, string Id)> _written = [];
    readonly HashSet<(string Type, string Id)> _wanted = [];
    readonly List<string> _matches = [];

    /// <summary>An entry was written; it is in the bundle once.</summary>
    public bool Add(string type, string id) => _written.Add((type, id));

    public void Match(SearchPage row, IReadOnlyList<SearchInclude> includes)
    {
        _matches.Add(row.Id);
        foreach (var include in includes.Where(include => !include.IsReverse))
        {
            if (include.Parameter.Kind is SearchKind.Patient && row.Patient is { } patient && include.Target?.Name is null or "Patient")
            {
                _wanted.Add(("Patient", patient!));
            }

            Want(row.Refs, include.Parameter.Prefix, target => include.Target is null || include.Target.Name == target);
        }
    }

    /// <summary>Whatever these references lead to of certain types, whichever parameter they belong to.</summary>
    public void Want(string[] refs, IReadOnlySet<string> types) => Want(refs, null, types.Contains);

    void Want(string[] refs, string? prefix, Func<string, bool> isWanted)
    {
        foreach (var reference in refs.Where(each => prefix is null || each.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (reference[(reference.IndexOf('=', StringComparison.Ordinal) + 1)..].Split('/') is [var type, var id] && isWanted(type))
            {
                _wanted.Add((type, id));
            }
        }
    }

    /// <summary>What is wanted and not there yet. Empty: nothing more.</summary>
    /// <param name="except">A patient whose own resources come by another way.</param>
    public List<NpgsqlBatchCommand> Forward(string? except = null)
    {
        var commands = new List<NpgsqlBatchCommand>();
        foreach (var wanted in _wanted.Except(_written).GroupBy(each => each.Type))
        {
            if (SearchTable.Types.TryGetValue(wanted.Key, out var type) && !type.Source.IsTrail && grant.Allows(type, SmartPermissions.Read))
            {
                commands.Add(Command(type, sql =>
                    $"r.id = any({sql.Add(wanted.Select(each => each.Id).ToArray())}){(except is null ? "" : $" and r.patient is distinct from {sql.Add(except)}")}"));
            }
        }

        _wanted.Clear();
        return commands;
    }

    /// <summary>What leads to the matches, as they were asked for.</summary>
    public IEnumerable<NpgsqlBatchCommand> Reverse(FhirTypeInfo matched, IReadOnlyList<SearchInclude> includes) =>
        _matches.Count == 0
            ? []
            : includes.Where(include => include.IsReverse && grant.Allows(include.Source, SmartPermissions.Read)).Select(include => Command(
                include.Source,
                sql => include.Parameter.Kind is SearchKind.Patient && matched.Name == "Patient"
                    ? $"r.patient = any({sql.Add(_matches.ToArray())})"
                    : $"r.refs && {sql.Add(_matches.Select(id => $"{include.Parameter.Prefix}{matched.Name}/{id}").ToArray())}"));

    NpgsqlBatchCommand Command(FhirTypeInfo type, Func<SearchSql, string> which)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        return sql.Command(
            $"select r.type, r.id, r.content, r.patient, r.refs from infusion.fhir_resource r where {sql.Where(type, [], "r", SmartPermissions.Read)} and r.is_current and {which(sql)} order by r.id limit {Most + 1}");
    }
}
