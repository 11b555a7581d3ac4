using System.Security.Claims;
using System.Text.RegularExpressions;
using OpenIddict.Abstractions;

namespace Infusion.Server.Identity;

[Flags]
enum SmartPermissions
{
    None = 0,
    Create = 1,
    Read = 2,
    Update = 4,
    Delete = 8,
    Search = 16,
}

/// <summary>One SMART scope of a backend client: <c>system/Observation.rs?category=vital-signs</c>.</summary>
/// <param name="ResourceType"><c>*</c>: all.</param>
/// <param name="Query">What narrows it, without the question mark; null: nothing does.</param>
sealed partial record SmartScope(string ResourceType, SmartPermissions Permissions, string? Query)
{
    public static SmartScope? TryParse(string scope)
    {
        var match = Pattern.Match(scope);
        return match.Success
            ? new(match.Groups["type"].Value, ReadPermissions(match.Groups["may"].Value), match.Groups["query"] is { Success: true } query ? query.Value : null)
            : null;
    }

    /// <summary>Everything that the principal of a FHIR request was granted.</summary>
    public static IReadOnlyList<SmartScope> Of(ClaimsPrincipal principal) =>
        [.. principal.GetScopes().Select(TryParse).OfType<SmartScope>()];

    /// <summary>A scope with a filter allows nothing here: to honour it without the filter would allow too much.</summary>
    public bool Allows(string resourceType, SmartPermissions permission) =>
        Query is null && (ResourceType == "*" || ResourceType == resourceType) && (Permissions & permission) == permission;

    /// <summary>Whoever holds this scope may also hold the other.</summary>
    public bool Covers(SmartScope other) =>
        (ResourceType == "*" || ResourceType == other.ResourceType)
        && (Permissions & other.Permissions) == other.Permissions
        && (Query is null || Query == other.Query);

    /// <summary>Version 2 letters in their order; version 1 words mean what SMART 2 says they mean.</summary>
    static SmartPermissions ReadPermissions(string text) => text switch
    {
        "read" => SmartPermissions.Read | SmartPermissions.Search,
        "write" => SmartPermissions.Create | SmartPermissions.Update | SmartPermissions.Delete,
        "*" => SmartPermissions.Create | SmartPermissions.Read | SmartPermissions.Update | SmartPermissions.Delete | SmartPermissions.Search,
        _ => text.Aggregate(SmartPermissions.None, (all, letter) => all | letter switch
        {
            'c' => SmartPermissions.Create,
            'r' => SmartPermissions.Read,
            'u' => SmartPermissions.Update,
            'd' => SmartPermissions.Delete,
            _ => SmartPermissions.Search,
        }),
    };

    [GeneratedRegex(@"^system/(?<type>\*|[A-Z][A-Za-z]{1,63})\.(?<may>read|write|\*|(?=[cruds])c?r?u?d?s?)(\?(?<query>[^\s?]+))?$")]
    static partial Regex Pattern { get; }
}
