using System.Text;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// A search as SQL over infusion.fhir_resource. Text holds names from <see cref="SearchTable"/> only; everything a
/// client sent is a parameter. Ordered by (sort key, id), of which the cursor is the last seen pair.
/// </summary>
sealed class SearchSql
{
    readonly SearchQuery _query;
    readonly string _base;
    readonly List<NpgsqlParameter> _parameters = [];

    /// <param name="baseUrl">A reference may be absolute when it is to us.</param>
    SearchSql(SearchQuery query, string clinic, string baseUrl)
    {
        (_query, _base) = (query, baseUrl);
        Add(clinic);
    }

    public static NpgsqlBatchCommand Page(SearchQuery query, string clinic, string baseUrl)
    {
        var sql = new SearchSql(query, clinic, baseUrl);
        var (sort, direction, beyond) = query.Sort.Descending
            ? (query.Sort.Column, "desc", "<")
            : (query.Sort.Column, "asc", ">");
        var where = sql.Where();
        if (query.Cursor is { } cursor)
        {
            var key = sql.Add(cursor.Key);
            where.Append($" and {sort} {beyond}= {key} and ({sort} {beyond} {key} or id > {sql.Add(cursor.Id)})");
        }

        // One more than the page tells whether there is a next.
        return sql.Command(
            $"select id, {sort}, content, patient from infusion.fhir_resource where {where} order by {sort} {direction}, id limit {sql.Add(query.Count + 1)}");
    }

    public static NpgsqlBatchCommand Total(SearchQuery query, string clinic, string baseUrl)
    {
        var sql = new SearchSql(query, clinic, baseUrl);
        return sql.Command($"select count(*) from infusion.fhir_resource where {sql.Where()}");
    }

    StringBuilder Where()
    {
        var where = new StringBuilder($"clinic = $1 and type = '{_query.Type.Name}' and is_current");
        foreach (var criterion in _query.Criteria)
        {
            where.Append(" and (").Append(Predicate(criterion)).Append(')');
        }

        return where;
    }

    string Predicate(SearchCriterion criterion)
    {
        var (parameter, alternatives) = criterion;
        return parameter.Kind switch
        {
            SearchKind.Id => OneOf("id", [.. alternatives.Select(SearchValue.Unescape)]),
            SearchKind.Token => Tokens(parameter.Column, [.. alternatives.Select(TokenOf)]),
            SearchKind.Status => OneOf("status", [.. alternatives.Select(TokenOf).Where(OfStatus).Select(t => t.Code)]),
            SearchKind.Patient => OneOf("patient", [.. alternatives.Select(a => PatientId(parameter.Name, a)).OfType<string>()]),
            SearchKind.Instant => AnyDate(alternatives, parameter.Name, InstantPredicate),
            SearchKind.Period => AnyDate(alternatives, parameter.Name, PeriodPredicate),
            _ => throw new NotSupportedException($"{parameter.Kind} is no search kind"),
        };
    }

    /// <summary>A single value is compared as such: an index then still gives the order.</summary>
    string OneOf(string column, string[] values) => values switch
    {
        [] => "false",
        [var single] => $"{column} = {Add(single)}",
        _ => $"{column} = any({Add(values)})",
    };

    string Tokens(string column, (string? System, string Code)[] tokens)
    {
        var exact = tokens.Where(t => t.Code.Length > 0)
            .Select(t => t.System is null ? FhirToken.Bare(t.Code) : FhirToken.Full(t.System, t.Code)).ToArray();
        var systems = tokens.Where(t => t.Code.Length == 0)
            .Select(t => $"exists (select from unnest({column}) token where starts_with(token, {Add(FhirToken.Prefix(t.System!))}))");
        return string.Join(" or ", [.. exact.Length == 0 ? [] : new[] { $"{column} && {Add(exact)}" }, .. systems]);
    }

    static (string? System, string Code) TokenOf(string alternative) => SearchValue.Split(alternative, '|') switch
    {
        [var code] => (null, SearchValue.Unescape(code)),
        ["", ""] => throw FhirFault.Invalid("A token needs a system or a code."),
        [var system, var code] => (SearchValue.Unescape(system), SearchValue.Unescape(code)),
        _ => throw FhirFault.Invalid("A token has one bar at most; escape others with a backslash."),
    };

    bool OfStatus((string? System, string Code) token) => token.System is null || token.System == _query.Type.StatusSystem;

    string? PatientId(string name, string alternative)
    {
        var reference = SearchValue.Unescape(alternative);
        reference = reference.StartsWith(_base + "/", StringComparison.Ordinal) ? reference[(_base.Length + 1)..] : reference;
        return reference.Split('/') switch
        {
            [{ Length: > 0 } id] => id,
            ["Patient", { Length: > 0 } id] => id,
            [.., ""] => throw FhirFault.Invalid($"{name} is not a reference."),
            _ => null,
        };
    }

    static string AnyDate(IReadOnlyList<string> alternatives, string name, Func<string, DateInterval, string> predicate) =>
        string.Join(" or ", alternatives.Select(alternative =>
        {
            var prefix = alternative.Length > 2 && char.IsAsciiLetter(alternative[0]) ? alternative[..2] : "eq";

            // The "+" of an offset that was not escaped has become a space.
            var date = (char.IsAsciiLetter(alternative[0]) ? alternative[prefix.Length..] : alternative).Replace(' ', '+');
            return DateInterval.TryParse(date, out var interval)
                ? predicate(prefix, interval)
                : throw FhirFault.Invalid($"{name} is not a FHIR date.");
        }));

    /// <summary>The stored instant is a point.</summary>
    string InstantPredicate(string prefix, DateInterval search)
    {
        return prefix switch
        {
            "eq" => $"last_updated >= {From()} and last_updated < {To()}",
            "ne" => $"last_updated < {From()} or last_updated >= {To()}",
            "gt" or "sa" => $"last_updated >= {To()}",
            "ge" => $"last_updated >= {From()}",
            "lt" or "eb" => $"last_updated < {From()}",
            "le" => $"last_updated < {To()}",
            _ => throw FhirFault.Invalid("_lastUpdated has a prefix that is not supported."),
        };

        string From() => Add(search.From!.Value);
        string To() => Add(search.To!.Value);
    }

    /// <summary>
    /// The stored date is a stretch, as the searched one is: eq means within, gt and lt that part of it lies beyond.
    /// What follows for date_from is said too, because that is what the index has.
    /// </summary>
    string PeriodPredicate(string prefix, DateInterval search)
    {
        var (from, to) = (Add(search.From!.Value), Add(search.To!.Value));
        return prefix switch
        {
            "eq" => $"date_from >= {from} and date_from < {to} and date_to <= {to}",
            "ne" => $"date_from < {from} or date_to > {to}",
            "gt" => $"date_to > {to}",
            "ge" => $"date_from >= {from} or date_to > {to}",
            "lt" => $"date_from < {from}",
            "le" => $"date_from < {to} and (date_from < {from} or date_to <= {to})",
            "sa" => $"date_from >= {to}",
            "eb" => $"date_from < {from} and date_to <= {from}",
            _ => throw FhirFault.Invalid("A date has a prefix that is not supported."),
        };
    }

    string Add<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    NpgsqlBatchCommand Command(string text)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }
}
