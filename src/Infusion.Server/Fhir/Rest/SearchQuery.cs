using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Infusion.Server.Fhir.Rest;

/// <summary>A search as it was understood. What was not understood stands in <see cref="Ignored"/>, and is told.</summary>
sealed class SearchQuery
{
    public const int DefaultCount = 50;
    public const int MaxCount = 1000;

    /// <summary>More of them than anybody writes by hand; each costs a part of a statement.</summary>
    const int MostCriteria = 50;

    static readonly string[] Controls =
        ["_count", "_sort", "_total", "_format", "_cursor", "_include", "_revinclude", "_elements", "_summary", "_pretty", "_has"];

    readonly List<(string Name, string Value)> _applied = [];
    readonly List<string> _ignored = [];
    readonly List<SearchCriterion> _criteria = [];
    readonly List<SearchInclude> _includes = [];

    SearchQuery(FhirTypeInfo type)
    {
        Type = type;
        Sort = type.DefaultSort;
    }

    public FhirTypeInfo Type { get; }

    public IReadOnlyList<SearchCriterion> Criteria => _criteria;

    public IReadOnlyList<SearchInclude> Includes => _includes;

    public IReadOnlyList<string> Ignored => _ignored;

    public int Count { get; private set; } = DefaultCount;

    public SortKey Sort { get; private set; }

    public bool Total { get; private set; }

    public string? Format { get; private set; }

    /// <summary>Null: resources are given whole.</summary>
    public FhirProjection? Projection { get; private set; }

    public SearchCursor? Cursor { get; private set; }

    /// <summary>The parameters of a query string or a form, still encoded: names are case-sensitive, which the framework's collections are not.</summary>
    public static List<(string Name, string Value)> Pairs(string query)
    {
        var pairs = new List<(string, string)>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            pairs.Add(value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
                ? (name, value)
                : throw FhirFault.Invalid($"{Shown(name)} has no usable value.", At(name)));
        }

        return pairs;
    }

    public static SearchQuery Parse(FhirTypeInfo type, IEnumerable<(string Name, string Value)> parameters, bool strict)
    {
        var search = new SearchQuery(type);
        var once = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        foreach (var (name, value) in parameters)
        {
            if (name.StartsWith('_') && Controls.Contains(name) && name is not "_include" and not "_revinclude" && !once.Add(name))
            {
                throw FhirFault.Invalid($"{Shown(name)} may be given once only.", At(name));
            }

            if (name == "_cursor")
            {
                cursor = value;
            }
            else
            {
                search.Take(name, value, strict);
            }
        }

        if (search._ignored.Count > 0 && search._criteria.Count == 0)
        {
            // "Patient?mrn=1" answered without it would be every patient of the clinic.
            throw FhirFault.Invalid(
                $"Nothing is left to search by: {string.Join(", ", search._ignored)} is not supported, and without it everything would be returned.", At(search._ignored[0]));
        }

        if (search._criteria.Count + search._includes.Count > MostCriteria)
        {
            throw new FhirFault(StatusCodes.Status400BadRequest, "too-costly", $"A search has at most {MostCriteria} parameters.", "http.url");
        }

        search.Cursor = cursor is null ? null : SearchCursor.Decode(cursor, search.FirstPage);
        return search;
    }

    /// <summary>What narrows a scope. Null: something in it is not understood.</summary>
    public static IReadOnlyList<SearchCriterion>? CriteriaOf(FhirTypeInfo type, string query)
    {
        try
        {
            var search = new SearchQuery(type);
            foreach (var (name, value) in Pairs(query))
            {
                if (search.CriterionOf(type, name, value, 0) is not { } criterion)
                {
                    return null;
                }

                search._criteria.Add(criterion);
            }

            return search._criteria.Count > 0 ? search._criteria : null;
        }
        catch (FhirFault)
        {
            return null;
        }
    }

    /// <summary>This page. The parameters are those that were applied, no others.</summary>
    public string SelfLink() => Cursor is { } cursor ? LinkAfter(cursor) : FirstPage;

    public string LinkAfter(SearchCursor cursor) =>
        $"{FirstPage}{(_applied.Count == 0 ? '?' : '&')}_cursor={cursor.Encode(FirstPage)}";

    string FirstPage => _applied.Count == 0
        ? Type.Name
        : $"{Type.Name}?{string.Join('&', _applied.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"))}";

    void Take(string name, string value, bool strict)
    {
        if (CriterionOf(Type, name, value, 0) is { } criterion)
        {
            _criteria.Add(criterion);
        }
        else if (!TakeControl(ref value, name))
        {
            Ignore(name, strict);
            return;
        }

        _applied.Add((name, value));
    }

    /// <returns>Null: the type has no such parameter.</returns>
    SearchCriterion? CriterionOf(FhirTypeInfo type, string name, string value, int depth)
    {
        if (depth > 3)
        {
            throw new FhirFault(StatusCodes.Status400BadRequest, "too-costly", "A chain has at most three links.", "http.url");
        }

        if (name.StartsWith("_has:", StringComparison.Ordinal))
        {
            return HasOf(type, name, value, depth);
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var head = dot < 0 ? name : name[..dot];
        var (bare, modifier) = head.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at ? (head[..at], head[(at + 1)..]) : (head, null);
        var parameter = type.Parameter(bare);
        if (dot >= 0)
        {
            return parameter is null ? null : ChainOf(parameter, modifier, name, name[(dot + 1)..], value, depth);
        }

        if (modifier is not null && (parameter is null || !Knows(parameter, modifier)))
        {
            // To leave a modifier out turns the question round (:not), so this is refused even when lenient.
            throw FhirFault.Invalid($"The modifier of {Shown(bare)} is not supported.", At(bare));
        }

        if (modifier == "missing" && value is not "true" and not "false")
        {
            throw FhirFault.Invalid($"{Shown(bare)}:missing is true or false.", At(bare));
        }

        return parameter is null ? null : new SearchCriterion.Value(parameter, modifier, Alternatives(bare, value));
    }

    SearchCriterion.Chain ChainOf(SearchParameterInfo parameter, string? targetName, string name, string rest, string value, int depth)
    {
        var targets = parameter.Targets.Where(target => SearchTable.Types.TryGetValue(target, out var served) && !served.Source.IsTrail && (targetName is null || target == targetName)).ToArray();
        return parameter.Kind is not SearchKind.Patient and not SearchKind.Reference || targets.Length == 0
                ? throw FhirFault.Invalid($"{Shown(name)} does not lead from a reference to a type that is served.", At(name))
            : targets.Length > 1
                ? throw FhirFault.Invalid($"{Shown(name)} leads to several types; say which, as in {parameter.Name}:{targets[0]}.", At(name))
            : SearchTable.Types[targets[0]] is var target && CriterionOf(target, rest, value, depth + 1) is { } inner
                ? new(parameter, target, inner)
            : throw FhirFault.Invalid($"{Shown(name)} ends in a parameter that {target.Name} does not have; names are case-sensitive.", At(name));
    }

    SearchCriterion.Has HasOf(FhirTypeInfo type, string name, string value, int depth) =>
        name.Split(':', 4) is [_, var sourceName, var reference, var rest]
        && SearchTable.Types.TryGetValue(sourceName, out var source)
        && source.Parameter(reference) is { Kind: SearchKind.Patient or SearchKind.Reference } parameter && parameter.Targets.Contains(type.Name)
        && CriterionOf(source, rest, value, depth + 1) is { } inner
            ? source.Source.IsTrail ? throw NoWayBack("http._has") : new(source, parameter, inner)
            : throw FhirFault.Invalid("_has is _has:Type:reference:parameter, with a type, a reference to this type and a parameter that are served.", "http._has");

    /// <summary>It would go through the whole trail for each page of something else.</summary>
    static FhirFault NoWayBack(string at) => FhirFault.Invalid("Who did what is asked for by itself; search AuditEvent.", at);

    static bool Knows(SearchParameterInfo parameter, string modifier) => (parameter.Kind, modifier) switch
    {
        (SearchKind.Id or SearchKind.Instant or SearchKind.Composite, _) => false,
        (_, "missing") => true,
        (SearchKind.Token or SearchKind.Status, "not") => true,
        (SearchKind.String, "exact" or "contains") => true,
        (SearchKind.Patient or SearchKind.Reference, "identifier") => true,
        (SearchKind.Patient or SearchKind.Reference, _) => parameter.Targets.Contains(modifier),
        _ => false,
    };

    bool TakeControl(ref string value, string name)
    {
        switch (name)
        {
            case "_count":
                Count = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? Math.Min(count, MaxCount)
                    : throw FhirFault.Invalid("_count is not a whole number.", "http._count");
                value = Count.ToString(CultureInfo.InvariantCulture);
                return true;
            case "_sort":
                Sort = SortOf(value);
                return true;
            case "_total":
                Total = value switch
                {
                    "accurate" => true,
                    "none" or "estimate" => false,
                    _ => throw FhirFault.Invalid("_total is none, estimate or accurate.", "http._total"),
                };
                return true;
            case "_format":
                Format = value;
                return true;
            case "_pretty":
                return true;
            case "_summary" or "_elements":
                if (Projection is not null)
                {
                    throw FhirFault.Invalid("_summary and _elements exclude each other.", "http._elements");
                }

                Projection = name == "_elements" ? FhirProjection.OfElements(Type, value) : FhirProjection.OfSummary(value);
                Count = name == "_summary" && value == "count" ? 0 : Count;
                return true;
            case "_include" or "_revinclude":
                _includes.Add(IncludeOf(value, isReverse: name == "_revinclude"));
                return true;
            default:
                return false;
        }
    }

    SearchInclude IncludeOf(string value, bool isReverse)
    {
        var at = isReverse ? "http._revinclude" : "http._include";
        var parts = value.Split(':');
        if (parts.Length is < 2 or > 3 || !SearchTable.Types.TryGetValue(parts[0], out var source)
            || source.Parameter(parts[1]) is not { Kind: SearchKind.Patient or SearchKind.Reference } parameter)
        {
            throw FhirFault.Invalid("An include is Type:parameter or Type:parameter:Target, with a reference parameter that is served.", at);
        }

        FhirTypeInfo? target = null;
        if (parts.Length == 3 && (!parameter.Targets.Contains(parts[2]) || !SearchTable.Types.TryGetValue(parts[2], out target)))
        {
            throw FhirFault.Invalid("The include's target is no type that its parameter leads to.", at);
        }

        var touches = isReverse ? parameter.Targets.Contains(Type.Name) && (target is null || target == Type) : source == Type;
        return touches
            ? isReverse && source.Source.IsTrail ? throw NoWayBack(at) : new SearchInclude(isReverse, source, parameter, target)
            : throw FhirFault.Invalid("The include does not touch the type that is searched.", at);
    }

    SortKey SortOf(string value)
    {
        // The id always comes last, so to ask for it there changes nothing.
        var key = value.EndsWith(",_id", StringComparison.Ordinal) ? value[..^4] : value;
        var descending = key.StartsWith('-');
        var name = descending ? key[1..] : key;
        return name switch
        {
            "_lastUpdated" => new SortKey(name, "last_updated", descending),
            "_id" when !descending => new SortKey(name, "id", descending),
            _ when name == Type.DateParameter?.Name => new SortKey(name, "date_from", descending),
            _ => throw FhirFault.Invalid("_sort takes one of the type's sort keys: _lastUpdated, _id, or its date parameter.", "http._sort"),
        };
    }

    void Ignore(string name, bool strict)
    {
        var stem = name.Split('.', ':')[0];
        if (Type.Parameters.Select(p => p.Name).Concat(Controls).Any(k => k.Equals(stem, StringComparison.OrdinalIgnoreCase)))
        {
            // "Patient=..." left out would answer with every patient of the clinic.
            throw FhirFault.Invalid($"{Shown(name)} is not supported; names are case-sensitive.", At(name));
        }

        if (strict)
        {
            throw new FhirFault(
                StatusCodes.Status400BadRequest, "not-supported", $"The parameter {Shown(name)} is not supported.", At(name));
        }

        _ignored.Add(Shown(name));
    }

    static IReadOnlyList<string> Alternatives(string name, string value)
    {
        var alternatives = SearchValue.Split(value, ',');
        return alternatives.All(alternative => alternative.Length > 0)
            ? alternatives
            : throw FhirFault.Invalid($"{Shown(name)} has an empty alternative.", At(name));
    }

    /// <summary>A name is shown back only when it looks like one.</summary>
    public static string Shown(string name) => IsName(name) ? name : "a parameter";

    public static string At(string name) => IsName(name) ? FhirFault.AtParameter(name) : "http.url";

    static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
