using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Rest;

/// <summary>How a parameter is compared with what is stored for it.</summary>
enum SearchKind : byte
{
    Unknown = 0,
    Id = 1,
    Instant = 2,
    Token = 3,
    Status = 4,
    Patient = 5,

    /// <summary>The type's clinical date: it has columns and an index of its own.</summary>
    Period = 6,
    Reference = 7,
    String = 8,
    Date = 9,
    Quantity = 10,
    Uri = 11,

    /// <summary>Two parameters that hold together, their values divided by a dollar sign.</summary>
    Composite = 12,
}

/// <summary>The way from a resource to the elements that a parameter looks at.</summary>
/// <param name="As">Only elements of this type; null: of any.</param>
/// <param name="Target">Only references to this type; null: to any.</param>
sealed partial record ElementPath(string[] Segments, string? As, string? Target)
{
    /// <summary>Of the alternatives of an R4 expression those of one type. A path with a condition of another kind is not understood.</summary>
    public static ElementPath[] Parse(string type, string expression)
    {
        var paths = expression.Split('|', StringSplitOptions.TrimEntries).Select(part => Pattern.Match(part))
            .Where(match => match.Success && match.Groups["type"].Value == type)
            .Select(match => new ElementPath(match.Groups["path"].Value.Split('.'), Of(match, "as"), Of(match, "target"))).ToArray();
        return paths.Length > 0 ? paths : throw new NotSupportedException($"the expression \"{expression}\" of {type} is not understood");
    }

    static string? Of(Match match, string group) => match.Groups[group] is { Success: true } found ? found.Value : null;

    [GeneratedRegex(@"^\(?(?<type>[A-Za-z]+)\.(?<path>[A-Za-z.]+?)( as (?<as>[A-Za-z]+)\)|\.where\(resolve\(\) is (?<target>[A-Za-z]+)\))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    static partial Regex Pattern { get; }
}

/// <param name="Definition">Canonical of the SearchParameter: R4's own, or one of ours.</param>
/// <param name="Column">
/// Where its values stand; "terms" and "refs" hold those of many parameters, each with its name before it. "who" and "patients" are the
/// trail's own, for their indexes; "names" are terms that have one.
/// </param>
/// <param name="Targets">Types a reference may lead to.</param>
/// <param name="Parts">Of a composite; empty otherwise.</param>
sealed record SearchParameterInfo(
    string Name, SearchKind Kind, string Column, string Definition, IReadOnlyList<ElementPath> Paths, IReadOnlyList<string> Targets,
    IReadOnlyList<SearchParameterInfo> Parts)
{
    /// <summary>What stands before each of its values in a shared column.</summary>
    public string Prefix { get; } = Name + "=";

    public SearchParamType Type => Kind switch
    {
        SearchKind.Instant or SearchKind.Period or SearchKind.Date => SearchParamType.Date,
        SearchKind.Patient or SearchKind.Reference => SearchParamType.Reference,
        SearchKind.String => SearchParamType.String,
        SearchKind.Quantity => SearchParamType.Quantity,
        SearchKind.Uri => SearchParamType.Uri,
        SearchKind.Composite => SearchParamType.Composite,
        _ => SearchParamType.Token,
    };
}
