using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Infusion.Server.Fhir.Rest;

/// <summary>One "and" of a search: a parameter and its alternatives.</summary>
sealed record SearchCriterion(SearchParameterInfo Parameter, IReadOnlyList<string> Alternatives);

/// <summary>A search as it was understood. What was not understood stands in <see cref="Ignored"/>, and is told.</summary>
sealed class SearchQuery
{
    public const int DefaultCount = 50;
    public const int MaxCount = 1000;

    readonly List<(string Name, string Value)> _applied = [];
    readonly List<string> _ignored = [];
    readonly List<SearchCriterion> _criteria = [];

    SearchQuery(FhirTypeInfo type)
    {
        Type = type;
        Sort = type.DefaultSort;
    }

    public FhirTypeInfo Type { get; }

    public IReadOnlyList<SearchCriterion> Criteria => _criteria;

    public IReadOnlyList<string> Ignored => _ignored;

    public int Count { get; private set; } = DefaultCount;

    public SortKey Sort { get; private set; }

    public bool Total { get; private set; }

    public string? Format { get; private set; }

    public SearchCursor? Cursor { get; private set; }

    /// <param name="query">Raw and still encoded: names are case-sensitive, which the framework's collections are not.</param>
    public static SearchQuery Parse(FhirTypeInfo type, IEnumerable<string> query, bool strict)
    {
        var search = new SearchQuery(type);
        var once = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        foreach (var part in query)
        {
            foreach (var pair in new QueryStringEnumerable(part))
            {
                var name = pair.DecodeName().ToString();
                var value = pair.DecodeValue().ToString();
                if (value.Length == 0 || value.Contains('\0', StringComparison.Ordinal))
                {
                    throw FhirFault.Invalid($"{Shown(name)} has no usable value.");
                }

                if (name.StartsWith('_') && name is not "_id" and not "_lastUpdated" && !once.Add(name))
                {
                    throw FhirFault.Invalid($"{Shown(name)} may be given once only.");
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
        }

        search.Cursor = cursor is null ? null : SearchCursor.Decode(cursor, search.FirstPage);
        return search;
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
        var (bare, modifier) = name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at
            ? (name[..at], name[(at + 1)..])
            : (name, null);
        var parameter = Type.Parameter(bare);
        if (modifier is not null && !(parameter is { Kind: SearchKind.Patient } && modifier == "Patient"))
        {
            // To leave a modifier out turns the question round (:not), so this is refused even when lenient.
            throw FhirFault.Invalid($"The modifier of {Shown(bare)} is not supported.");
        }

        if (parameter is not null)
        {
            _criteria.Add(new SearchCriterion(parameter, Alternatives(name, value)));
        }
        else if (!TakeControl(ref value, bare))
        {
            Ignore(bare, strict);
            return;
        }

        _applied.Add((name, value));
    }

    bool TakeControl(ref string value, string name)
    {
        switch (name)
        {
            case "_count":
                Count = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? Math.Min(count, MaxCount)
                    : throw FhirFault.Invalid("_count is not a whole number.");
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
                    _ => throw FhirFault.Invalid("_total is none, estimate or accurate."),
                };
                return true;
            case "_format":
                Format = value;
                return true;
            default:
                return false;
        }
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
            _ when name == Type.DateParameter?.Name => new SortKey(name, "date_from", descending),
            _ => throw FhirFault.Invalid("_sort takes one of the type's sort keys: _lastUpdated, or its date parameter."),
        };
    }

    void Ignore(string name, bool strict)
    {
        var known = Type.Parameters.Select(p => p.Name).Concat(["_count", "_sort", "_total", "_format", "_cursor"]);
        var stem = name.Split('.')[0];
        if (known.Any(k => k.Equals(stem, StringComparison.OrdinalIgnoreCase)))
        {
            // "Patient=..." or "patient.identifier=..." left out would answer with every patient of the clinic.
            throw FhirFault.Invalid($"{Shown(name)} is not supported; names are case-sensitive and are not chained.");
        }

        if (strict)
        {
            throw new FhirFault(
                StatusCodes.Status400BadRequest, "not-supported", $"The parameter {Shown(name)} is not supported.");
        }

        _ignored.Add(Shown(name));
    }

    static IReadOnlyList<string> Alternatives(string name, string value)
    {
        var alternatives = SearchValue.Split(value, ',');
        return alternatives.All(alternative => alternative.Length > 0)
            ? alternatives
            : throw FhirFault.Invalid($"{Shown(name)} has an empty alternative.");
    }

    /// <summary>A name is shown back only when it looks like one.</summary>
    static string Shown(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? name
            : "a parameter";
}
