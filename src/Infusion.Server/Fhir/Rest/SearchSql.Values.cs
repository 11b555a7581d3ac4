using System.Globalization;

namespace Infusion.Server.Fhir.Rest;

/// <summary>How each kind of value is compared with its column.</summary>
sealed partial class SearchSql
{
    const int NamePrefix = 12;

    string ValuePredicate(FhirTypeInfo type, SearchCriterion.Value criterion, string alias)
    {
        var (parameter, modifier, alternatives) = criterion;
        if (modifier == "missing")
        {
            var absent = Missing(parameter, alias);
            return alternatives is ["true"] ? absent : $"not ({absent})";
        }

        var predicate = parameter.Kind switch
        {
            SearchKind.Id => HasId(type, alias, [.. alternatives.Select(SearchValue.Unescape)]),
            SearchKind.Token when parameter.Column == "who" => OneOf(
                $"{alias}.who", [.. alternatives.Select(each => TokenOf(parameter, each)).Where(token => token.System is null or "").Select(token => token.Code)]),
            SearchKind.Token => Tokens(parameter, alias, [.. alternatives.Select(each => TokenOf(parameter, each))]),
            SearchKind.Status => OneOf(
                $"{alias}.status",
                [.. alternatives.Select(each => TokenOf(parameter, each)).Where(token => token.System is null || token.System == type.StatusSystem).Select(token => token.Code)]),
            SearchKind.Patient or SearchKind.Reference when modifier == "identifier" => Identified(criterion, alias),
            SearchKind.Patient => Patients(parameter, modifier, alternatives, alias),
            SearchKind.Reference => References(parameter, modifier, alternatives, alias),
            SearchKind.Instant => AnyDate(parameter, alternatives, (prefix, date) => InstantPredicate(alias, prefix, date)),
            SearchKind.Period => $"{alias}.date_from < 'infinity' and ({AnyDate(parameter, alternatives, (prefix, date) => PeriodPredicate($"{alias}.date_from", $"{alias}.date_to", prefix, date))})",
            SearchKind.Date => AnyDate(parameter, alternatives, (prefix, date) => TermExists(
                parameter, alias, PeriodPredicate("split_part(value, '/', 1)::timestamptz", "split_part(value, '/', 2)::timestamptz", prefix, date))),
            SearchKind.String => string.Join(" or ", alternatives.Select(each => StringPredicate(parameter, modifier, SearchValue.Unescape(each), alias))),
            SearchKind.Uri => Terms(alias, [.. alternatives.Select(each => parameter.Prefix + SearchValue.Unescape(each))]),
            SearchKind.Quantity => string.Join(" or ", alternatives.Select(each => QuantityPredicate(parameter, each, alias))),
            SearchKind.Composite => string.Join(" or ", alternatives.Select(each => CompositePredicate(type, parameter, each, alias))),
            _ => throw new NotSupportedException($"{parameter.Kind} is no search kind"),
        };
        return modifier == "not" ? $"not coalesce(({predicate}), false)" : predicate;
    }

    string Missing(SearchParameterInfo parameter, string alias) => parameter.Column switch
    {
        "codes" or "categories" or "identifiers" => $"cardinality({alias}.{parameter.Column}) = 0",
        "status" => $"{alias}.status is null",
        "who" => $"{alias}.who = ''",
        "patient" => $"{alias}.patient is null and {NothingIn("refs", parameter.Prefix)}",
        "date_from" => $"{alias}.date_from = 'infinity'",
        "refs" or "patients" => $"{NothingIn("refs", parameter.Prefix)} and {NothingIn("terms", parameter.Name + ":identifier=")}",
        _ => NothingIn("terms", parameter.Prefix),
    };

    string NothingIn(string column, string prefix) => $"not exists (select from unnest({column}) term where starts_with(term, {Add(prefix)}))";

    /// <summary>A single value is compared as such: an index then still gives the order.</summary>
    string OneOf(string column, string[] values) => values switch
    {
        [] => "false",
        [var single] => $"{column} = {Add(single)}",
        _ => $"{column} = any({Add(values)})",
    };

    string Tokens(SearchParameterInfo parameter, string alias, (string? System, string Code)[] tokens)
    {
        var (column, prefix) = ($"{alias}.{parameter.Column}", parameter.Column == "terms" ? parameter.Prefix : "");
        var exact = tokens.Where(t => t.Code.Length > 0)
            .Select(t => prefix + (t.System is null ? FhirToken.Bare(t.Code) : FhirToken.Full(t.System, t.Code))).ToArray();
        var systems = tokens.Where(t => t.Code.Length == 0)
            .Select(t => $"exists (select from unnest({column}) token where starts_with(token, {Add(prefix + FhirToken.Prefix(t.System!))}))");
        return string.Join(" or ", [.. exact.Length == 0 ? [] : new[] { $"{column} && {Add(exact)}" }, .. systems]);
    }

    static (string? System, string Code) TokenOf(SearchParameterInfo parameter, string alternative) => SearchValue.Split(alternative, '|') switch
    {
        [var code] => (null, SearchValue.Unescape(code)),
        ["", ""] => throw Wrong(parameter, "needs a system or a code"),
        [var system, var code] => (SearchValue.Unescape(system), SearchValue.Unescape(code)),
        _ => throw Wrong(parameter, "has one bar at most; escape others with a backslash"),
    };

    string Terms(string alias, string[] terms) => $"{alias}.terms && {Add(terms)}";

    /// <summary>A case, because the terms of other parameters are no such values, and an "and" may be read from its end.</summary>
    string TermExists(SearchParameterInfo parameter, string alias, string predicate) =>
        $"exists (select from unnest({alias}.terms) term, substr(term, {parameter.Prefix.Length + 1}) value where case when starts_with(term, {Add(parameter.Prefix)}) then {predicate} else false end)";

    /// <summary>A reference by what the other side calls it: also where we know who that is.</summary>
    string Identified(SearchCriterion.Value criterion, string alias)
    {
        var (parameter, _, alternatives) = criterion;
        var tokens = alternatives.Select(each => TokenOf(parameter, each)).ToList();
        var terms = tokens.Select(t => $"{parameter.Name}:identifier={(t.System is null ? FhirToken.Bare(t.Code) : FhirToken.Full(t.System, t.Code))}").ToArray();
        var said = Terms(alias, terms);
        if (parameter.Kind is not SearchKind.Patient || !_grant.Allows(SearchTable.Types["Patient"], Identity.SmartPermissions.Search))
        {
            return said;
        }

        var patient = SearchTable.Types["Patient"];
        return $"{said} or {ChainPredicate(new(parameter, patient, new SearchCriterion.Value(patient.Parameter("identifier")!, null, alternatives)), alias)}";
    }

    string Patients(SearchParameterInfo parameter, string? type, IReadOnlyList<string> alternatives, string alias)
    {
        var references = alternatives.Select(each => ReferenceOf(parameter, each)).ToList();
        var patients = references.Where(each => (type ?? each.Type) is null or "Patient" && each.Type is null or "Patient").Select(each => each.Id).ToArray();
        var others = parameter.Targets.Where(target => target != "Patient" && SearchTable.Types.ContainsKey(target) && (type is null || type == target))
            .SelectMany(target => references.Where(each => each.Type is null || each.Type == target).Select(each => $"{parameter.Prefix}{target}/{each.Id}")).ToArray();
        return others.Length == 0 ? OneOf($"{alias}.patient", patients) : $"{OneOf($"{alias}.patient", patients)} or {alias}.refs && {Add(others)}";
    }

    string References(SearchParameterInfo parameter, string? type, IReadOnlyList<string> alternatives, string alias)
    {
        if (parameter.Column == "patients")
        {
            return $"{alias}.patients && {Add(alternatives.Select(each => ReferenceOf(parameter, each)).Where(each => (type ?? each.Type) is null or "Patient" && each.Type is null or "Patient").Select(each => each.Id).ToArray())}";
        }

        var values = new List<string>();
        foreach (var alternative in alternatives)
        {
            var text = SearchValue.Unescape(alternative);
            if (!text.StartsWith(_base + "/", StringComparison.Ordinal) && text.Contains("://", StringComparison.Ordinal) || text.StartsWith("urn:", StringComparison.Ordinal))
            {
                values.Add(parameter.Prefix + text);
                continue;
            }

            var (named, id) = ReferenceOf(parameter, alternative);
            values.AddRange(parameter.Targets.Where(target => (named is null || named == target) && (type is null || type == target))
                .Select(target => $"{parameter.Prefix}{target}/{id}"));
        }

        return $"{alias}.refs && {Add(values.ToArray())}";
    }

    /// <summary>"id", "Type/id", or the same under our own address. Another's address is nothing of ours.</summary>
    (string? Type, string Id) ReferenceOf(SearchParameterInfo parameter, string alternative)
    {
        var reference = SearchTerm.WithoutVersion(SearchValue.Unescape(alternative));
        reference = reference.StartsWith(_base + "/", StringComparison.Ordinal) ? reference[(_base.Length + 1)..] : reference;
        return reference.Split('/') switch
        {
            [{ Length: > 0 } id] => (null, id),
            [{ Length: > 0 } type, { Length: > 0 } id] => (type, id),
            [.., ""] or [] => throw Wrong(parameter, "is not a reference"),
            _ => (reference, ""),
        };
    }

    string StringPredicate(SearchParameterInfo parameter, string? modifier, string text, string alias)
    {
        if (modifier == "exact")
        {
            return Terms(alias, [$"{parameter.Name}:exact={text}"]);
        }

        if (text.All(each => CharUnicodeInfo.GetUnicodeCategory(each) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
        {
            // Left out like every accent, nothing would be left, and everything begins with that.
            throw Wrong(parameter, "is marks without a letter");
        }

        if (modifier == "contains")
        {
            return TermExists(parameter, alias, $"strpos(infusion.folded(value), infusion.folded({Add(SearchTerm.Folded(text))})) > 0");
        }

        var folded = $"infusion.folded({Add(parameter.Prefix + SearchTerm.Folded(text))})";
        var begins = $"exists (select from unnest({alias}.terms) term where starts_with(infusion.folded(term), {folded}))";

        // The index has the beginnings of names, so long and no longer: see fhir_resource_names.
        return parameter.Column == "names"
            ? $"infusion.name_prefixes({alias}.clinic, {alias}.terms) && array[$1 || '/' || left({folded}, {parameter.Prefix.Length + NamePrefix})] and {begins}"
            : begins;
    }

    string CompositePredicate(FhirTypeInfo type, SearchParameterInfo parameter, string alternative, string alias)
    {
        var values = SearchValue.Split(alternative, '$');
        return values.Count == parameter.Parts.Count && values.All(value => value.Length > 0)
            ? "(" + string.Join(" and ", parameter.Parts.Zip(values, (part, value) => $"({ValuePredicate(type, new SearchCriterion.Value(part, null, [value]), alias)})")) + ")"
            : throw Wrong(parameter, "takes its parts divided by a dollar sign");
    }

    /// <summary>72 stands for 71.5 to 72.5, as far as it was written: see FHIR on precision. A unit is its code, or as it is shown.</summary>
    string QuantityPredicate(SearchParameterInfo parameter, string alternative, string alias)
    {
        var parts = SearchValue.Split(alternative, '|');
        var (prefix, text) = SearchValue.Prefixed(parts[0]);
        if (parts.Count is not 1 and not 3 || text.Length > 30
            || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > 1_000_000_000_000m)
        {
            throw Wrong(parameter, "is a number, or a number, system and code divided by bars");
        }

        var scale = (byte)((decimal.GetBits(number)[3] >> 16) & 0xff);
        var half = text.Contains('e', StringComparison.OrdinalIgnoreCase) ? Math.Abs(number) * 0.05m : new decimal(5, 0, 0, false, (byte)Math.Min(scale + 1, 28));
        var tenth = Math.Max(Math.Abs(number) * 0.1m, half);
        const string Value = "split_part(value, '|', 1)::numeric";
        var compared = prefix switch
        {
            "eq" => $"{Value} >= {Add(number - half)} and {Value} < {Add(number + half)}",
            "ne" => $"({Value} < {Add(number - half)} or {Value} >= {Add(number + half)})",
            "gt" or "sa" => $"{Value} > {Add(number)}",
            "ge" => $"{Value} >= {Add(number)}",
            "lt" or "eb" => $"{Value} < {Add(number)}",
            "le" => $"{Value} <= {Add(number)}",
            "ap" => $"{Value} between {Add(number - tenth)} and {Add(number + tenth)}",
            _ => throw Wrong(parameter, "has a prefix that is not supported"),
        };
        if (parts is [_, var system, var unit])
        {
            compared += system.Length > 0 ? $" and split_part(value, '|', 2) = {Add(FhirToken.Bare(SearchValue.Unescape(system)))}" : "";
            compared += unit.Length > 0 && Add(FhirToken.Bare(SearchValue.Unescape(unit))) is var code
                ? $" and (split_part(value, '|', 3) = {code}{(system.Length > 0 ? "" : $" or split_part(value, '|', 4) = {code}")})"
                : "";
        }

        return TermExists(parameter, alias, compared);
    }

    static string AnyDate(SearchParameterInfo parameter, IReadOnlyList<string> alternatives, Func<string, DateInterval, string> predicate) =>
        string.Join(" or ", alternatives.Select(alternative =>
        {
            var (prefix, text) = SearchValue.Prefixed(alternative);

            // The "+" of an offset that was not escaped has become a space.
            if (!DateInterval.TryParse(text.Replace(' ', '+'), out var interval))
            {
                throw Wrong(parameter, "is not a FHIR date");
            }

            return prefix is "eq" or "ne" or "gt" or "ge" or "lt" or "le" or "sa" or "eb" or "ap"
                ? predicate(prefix, interval)
                : throw Wrong(parameter, "has a prefix that is not supported");
        }));

    /// <summary>The stored instant is a point.</summary>
    string InstantPredicate(string alias, string prefix, DateInterval search)
    {
        return prefix switch
        {
            "eq" => $"{alias}.last_updated >= {From()} and {alias}.last_updated < {To()}",
            "ne" => $"{alias}.last_updated < {From()} or {alias}.last_updated >= {To()}",
            "gt" or "sa" => $"{alias}.last_updated >= {To()}",
            "ge" => $"{alias}.last_updated >= {From()}",
            "lt" or "eb" => $"{alias}.last_updated < {From()}",
            "le" => $"{alias}.last_updated < {To()}",
            _ => $"{alias}.last_updated >= {Add(Widened(search).From!.Value)} and {alias}.last_updated < {Add(Widened(search).To!.Value)}",
        };

        string From() => Add(search.From!.Value);
        string To() => Add(search.To!.Value);
    }

    /// <summary>
    /// The stored date is a stretch, as the searched one is: eq means within, gt and lt that part of it lies beyond, ap that they
    /// touch when the searched one is made longer. What follows for the start is said too, because that is what the index has.
    /// </summary>
    string PeriodPredicate(string start, string end, string prefix, DateInterval search)
    {
        if (prefix == "ap")
        {
            var wide = Widened(search);
            return $"{start} < {Add(wide.To!.Value)} and {end} > {Add(wide.From!.Value)}";
        }

        var (from, to) = (Add(search.From!.Value), Add(search.To!.Value));
        return prefix switch
        {
            "eq" => $"{start} >= {from} and {start} < {to} and {end} <= {to}",
            "ne" => $"{start} < {from} or {end} > {to}",
            "gt" => $"{end} > {to}",
            "ge" => $"{start} >= {from} or {end} > {to}",
            "lt" => $"{start} < {from}",
            "le" => $"{start} < {to} and ({start} < {from} or {end} <= {to})",
            "sa" => $"{start} >= {to}",
            _ => $"{start} < {from} and {end} <= {from}",
        };
    }

    /// <summary>Approximately: its own length more on either side, an hour at least.</summary>
    static DateInterval Widened(DateInterval date)
    {
        var (from, to) = (date.From!.Value, date.To!.Value);
        var more = to - from < TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : to - from;
        return new(
            from - DateTimeOffset.MinValue > more ? from - more : DateTimeOffset.MinValue, DateTimeOffset.MaxValue - to > more ? to + more : DateTimeOffset.MaxValue);
    }

    static FhirFault Wrong(SearchParameterInfo parameter, string what) =>
        FhirFault.Invalid($"{parameter.Name} {what}.", FhirFault.AtParameter(parameter.Name));
}
