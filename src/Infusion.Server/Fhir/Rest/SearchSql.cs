using System.Globalization;
using System.Text;
using Infusion.Server.Identity;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// A search as SQL over infusion.fhir_resource. Text holds names from <see cref="SearchTable"/> only; everything a
/// client sent is a parameter. Ordered by (sort key, id), of which the cursor is the last seen pair.
/// </summary>
sealed partial class SearchSql
{
    readonly string _base;
    readonly FhirGrant _grant;
    readonly List<NpgsqlParameter> _parameters = [];
    int _aliases;

    /// <param name="baseUrl">A reference may be absolute when it is to us.</param>
    /// <param name="grant">What it leaves of each type, the one that is searched and those on the way alike.</param>
    public SearchSql(string clinic, string baseUrl, FhirGrant grant)
    {
        (_base, _grant) = (baseUrl, grant);
        Add(clinic);
    }

    /// <summary>What a page's row has, in this order: see <see cref="SearchPage"/>.</summary>
    /// <param name="key">Of the sort.</param>
    public static string Columns(string key, bool withRefs, FhirSource source) =>
        $"r.type, r.id, r.version, {key} as key, r.content, r.patient, {(withRefs ? "r.refs" : "null::text[]")} as refs, (select {source.Seq} from {source.Head} where clinic = $1) as seq";

    public static NpgsqlBatchCommand Page(SearchQuery query, string clinic, string baseUrl, FhirGrant grant)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        var byId = query.Sort.Column == "id";
        var (sort, direction, beyond) = query.Sort.Descending ? (query.Sort.Column, "desc", "<") : (query.Sort.Column, "asc", ">");
        var where = sql.Where(query.Type, query.Criteria, "r", SmartPermissions.Search);
        if (query.Cursor is { } cursor)
        {
            where.Append(byId
                ? $" and r.id > {sql.Add(cursor.Id)}"
                : sql.Add(cursor.Key) is var key ? $" and r.{sort} {beyond}= {key} and (r.{sort} {beyond} {key} or r.id > {sql.Add(cursor.Id)})" : "");
        }

        var order = byId ? "order by id" : $"order by key {direction}, id";
        var columns = Columns(byId ? "r.last_updated" : $"r.{sort}", query.Includes.Count > 0, query.Type.Source);

        // One more than the page tells whether there is a next.
        return sql.Command(sql.AsOf(query.Cursor, $"select {columns} from {query.Type.Source.Rows} r where {where} and ", $" {order} limit {sql.Add(query.Count + 1)}"));
    }

    /// <summary>One version of one resource, null: the newest, and when the clinic last committed.</summary>
    public static NpgsqlBatchCommand Read(FhirTypeInfo type, string id, int? version, string clinic, string baseUrl, FhirGrant grant)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        var where = sql.Where(type, [], "r", SmartPermissions.Read).Append(" and ").Append(sql.HasId(type, "r", [id]))
            .Append(version is { } wanted ? $" and r.version = {sql.Add(wanted)}" : " and r.is_current");
        return sql.Command(
            $"select r.version, r.last_updated, r.content, r.patient, (select {type.Source.Updated} from {type.Source.Head} where clinic = $1) from {type.Source.Rows} r where {where}");
    }

    public static NpgsqlBatchCommand Total(SearchQuery query, string clinic, string baseUrl, FhirGrant grant)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        var where = sql.Where(query.Type, query.Criteria, "r", SmartPermissions.Search);
        return sql.Command(query.Cursor is { } cursor
            ? $"select count(*) from {query.Type.Source.Rows} r where {where} and {sql.Was(cursor)}"
            : $"select count(*) from {query.Type.Source.Rows} r where {where} and r.is_current");
    }

    /// <summary>The newest few of each code: those of a clinical date first, and none that was charted by mistake unless a status was asked for.</summary>
    public static NpgsqlBatchCommand LastN(SearchQuery query, int most, string clinic, string baseUrl, FhirGrant grant)
    {
        var sql = new SearchSql(clinic, baseUrl, grant);
        var where = sql.Where(query.Type, query.Criteria, "r", SmartPermissions.Search).Append(" and r.is_current and r.date_from < 'infinity'");
        if (!query.Criteria.Any(criterion => criterion is SearchCriterion.Value { Parameter.Name: "status" }))
        {
            where.Append(" and r.status <> 'entered-in-error'");
        }

        return sql.Command(
            $"""
            select type, id, version, key, content, patient, refs, seq from (
                select {Columns("r.date_from", withRefs: true, query.Type.Source)}, row_number() over (partition by r.codes order by r.date_from desc, r.id) as place
                from infusion.fhir_resource r where {where}) as newest
            where place <= {sql.Add(most)} order by key desc, id
            """);
    }

    /// <summary>Now, or as it was when the cursor's first page was read: then a version that was replaced since is still the one to show.</summary>
    public string AsOf(SearchCursor? cursor, string select, string end) => cursor is not { } at
        ? $"{select} r.is_current {end}"
        : Add(at.Seq) is var seq
            ? $"(select * from ({select} r.is_current and r.seq <= {seq} {end}) standing union all select * from ({select} r.retired > {seq} and r.seq <= {seq} {end}) replaced) {end}"
            : "";

    string Was(SearchCursor cursor) => Add(cursor.Seq) is var seq ? $"r.seq <= {seq} and (r.is_current or r.retired > {seq})" : "";

    /// <summary>Everything but whether it is the current version.</summary>
    public StringBuilder Where(FhirTypeInfo type, IReadOnlyList<SearchCriterion> criteria, string alias, SmartPermissions permission)
    {
        var where = new StringBuilder($"{alias}.clinic = $1 and {alias}.type = '{type.Name}'");
        foreach (var criterion in criteria)
        {
            where.Append(" and (").Append(Predicate(type, criterion, alias)).Append(')');
        }

        return Restrict(where, type, alias, permission);
    }

    /// <summary>Of several types at once, each as far as the grant goes.</summary>
    public StringBuilder AnyOf(IReadOnlyList<FhirTypeInfo> types, SmartPermissions permission)
    {
        var narrowed = types.Where(type => _grant.Restriction(type, permission) is not null).ToList();
        var any = narrowed.Select(type => Restrict(new StringBuilder($"r.type = '{type.Name}'"), type, "r", permission).ToString())
            .Prepend($"r.type = any({Add(types.Except(narrowed).Select(type => type.Name).ToArray())})");
        return new StringBuilder($"r.clinic = $1 and (({string.Join(") or (", any)}))");
    }

    StringBuilder Restrict(StringBuilder where, FhirTypeInfo type, string alias, SmartPermissions permission)
    {
        if (_grant.Restriction(type, permission) is not { } alternatives)
        {
            return where;
        }

        var any = alternatives.Select(all => string.Join(" and ", all.Select(criterion => $"({Predicate(type, criterion, alias)})")));
        return where.Append(" and (").Append(alternatives.Count == 0 ? "false" : string.Join(" or ", any)).Append(')');
    }

    string Predicate(FhirTypeInfo type, SearchCriterion criterion, string alias) => criterion switch
    {
        SearchCriterion.Value value => ValuePredicate(type, value, alias),
        SearchCriterion.Chain chain => ChainPredicate(chain, alias),
        SearchCriterion.Has has => HasPredicate(type, has, alias),
        _ => throw new NotSupportedException($"{criterion.GetType().Name} is no search criterion"),
    };

    string ChainPredicate(SearchCriterion.Chain chain, string alias)
    {
        var inner = NewAlias();
        var from = $"from infusion.fhir_resource {inner} where {Where(chain.Target, [chain.Inner], inner, SmartPermissions.Search)} and {inner}.is_current";
        return chain.Parameter.Kind is SearchKind.Patient && chain.Target.Name == "Patient"
            ? $"{alias}.patient in (select {inner}.id {from})"
            : chain.Parameter.Column == "patients" ? $"{alias}.patients && array(select {inner}.id {from})"
            : $"{alias}.refs && array(select {Add($"{chain.Parameter.Prefix}{chain.Target.Name}/")} || {inner}.id {from})";
    }

    string HasPredicate(FhirTypeInfo type, SearchCriterion.Has has, string alias)
    {
        var inner = NewAlias();
        var where = $"{Where(has.Source, [has.Inner], inner, SmartPermissions.Search)} and {inner}.is_current";
        if (has.Parameter.Kind is SearchKind.Patient && type.Name == "Patient")
        {
            return $"{alias}.id in (select {inner}.patient from infusion.fhir_resource {inner} where {where})";
        }

        var prefix = $"{has.Parameter.Prefix}{type.Name}/";
        return $"{alias}.id in (select substr(ref, {prefix.Length + 1}) from infusion.fhir_resource {inner}, unnest({inner}.refs) ref where {where} and starts_with(ref, {Add(prefix)}))";
    }

    /// <summary>By number, where the id is one: that is what the trail's index has.</summary>
    public string HasId(FhirTypeInfo type, string alias, string[] ids) => type.Source.IsTrail
        ? $"{alias}.number = any({Add(ids.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && id[0] != '0' ? number : -1).ToArray())})"
        : OneOf($"{alias}.id", ids);

    string NewAlias() => $"c{++_aliases}";

    public string Add<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    public NpgsqlBatchCommand Command(string text)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }
}
