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
    All = Create | Read | Update | Delete | Search,
}

/// <summary>One SMART scope of a backend client: <c>system/Observation.rs?category=vital-signs</c>.</summary>
/// <param name="ResourceType"><c>*</c>: all but AuditEvent.</param>
/// <param name="Query">What narrows it, without the question mark, as it was written; null: nothing does.</param>
/// <param name="IsVersion1">Written as <c>.read</c>, <c>.write</c> or <c>.*</c>.</param>
sealed partial record SmartScope(string ResourceType, SmartPermissions Permissions, string? Query, bool IsVersion1 = false)
{
    const string Trail = "AuditEvent";
    const SmartPermissions Reading = SmartPermissions.Read | SmartPermissions.Search;
    const SmartPermissions Writing = SmartPermissions.Create | SmartPermissions.Update | SmartPermissions.Delete;

    /// <returns>Null: no scope of a backend client, or one narrowed by something that is not enforced here.</returns>
    public static SmartScope? TryParse(string scope)
    {
        var match = Pattern.Match(scope);
        if (!match.Success || match.Groups["query"] is { Success: true } query && !IsEnforced(query.Value))
        {
            return null;
        }

        var may = match.Groups["may"].Value;
        return new(
            match.Groups["type"].Value, PermissionsOf(may), match.Groups["query"] is { Success: true } narrowed ? narrowed.Value : null,
            may is "read" or "write" or "*");
    }

    /// <summary>Everything that the principal of a FHIR request was granted.</summary>
    public static IReadOnlyList<SmartScope> Of(ClaimsPrincipal principal) => [.. principal.GetScopes().Select(TryParse).OfType<SmartScope>()];

    /// <summary>A scope with a filter allows nothing by this: to honour it without the filter would allow too much.</summary>
    public bool Allows(string resourceType, SmartPermissions permission) => Query is null && IsOf(resourceType) && (Permissions & permission) == permission;

    /// <summary>
    /// What a client that asks for these scopes gets of those it is registered for: each asked one, as far as a registered one reaches.
    /// </summary>
    public static IReadOnlyList<SmartScope> Grant(IEnumerable<string> asked, IEnumerable<string> registered)
    {
        List<SmartScope> given = [.. registered.Select(TryParse).OfType<SmartScope>()];
        var granted = asked.Select(TryParse).OfType<SmartScope>()
            .SelectMany(wanted => given.Select(wanted.Narrowed).OfType<SmartScope>())
            .DistinctBy(scope => scope.ToString()).ToList();
        return [.. granted.Where((scope, place) =>
            !granted.Where((other, at) => at != place && other.Covers(scope) && (!scope.Covers(other) || at < place)).Any())];
    }

    /// <summary>Whoever holds this scope may do the other's whole.</summary>
    public bool Covers(SmartScope other) =>
        IsOf(other.ResourceType)
        && (Permissions & other.Permissions) == other.Permissions
        && (Query is null || Query == other.Query);

    /// <summary>What both allow; null: nothing.</summary>
    public SmartScope? Narrowed(SmartScope by)
    {
        if (by.Covers(this))
        {
            return this;
        }

        var permissions = Permissions & by.Permissions;
        return permissions == SmartPermissions.None || !(IsOf(by.ResourceType) || by.IsOf(ResourceType))
            ? null
            : new(ResourceType == "*" ? by.ResourceType : ResourceType, permissions, BothOf(Query, by.Query), IsVersion1);
    }

    /// <summary>Who asks for everything means patients' data: the trail of who did what is named or not given.</summary>
    public bool IsOf(string resourceType) => ResourceType == resourceType || ResourceType == "*" && resourceType != Trail;

    public override string ToString() => $"system/{ResourceType}.{Letters}{(Query is null ? "" : $"?{Query}")}";

    string Letters => (IsVersion1, Permissions) switch
    {
        (true, Reading) => "read",
        (true, Writing) => "write",
        (true, SmartPermissions.All) => "*",
        _ => string.Concat("cruds".Where((_, place) => Permissions.HasFlag((SmartPermissions)(1 << place)))),
    };

    /// <summary>Conditions of one scope hold together.</summary>
    static string? BothOf(string? one, string? other) =>
        one is null || one == other ? other : other is null ? one : string.Join('&', one.Split('&').Union(other.Split('&')));

    /// <summary>Each condition is a category or a code; a comma would mean "or", and no code anything of its system.</summary>
    static bool IsEnforced(string query) => query.Split('&').All(part =>
        part.Split('=') is ["category" or "code", var text]
        && Uri.UnescapeDataString(text) is var token && !token.Contains(',', StringComparison.Ordinal) && !token.Any(char.IsControl)
        && token.Split('|') is [{ Length: > 0 }] or [_, { Length: > 0 }]);

    /// <summary>Version 2 letters in their order; version 1 words mean what SMART 2 says they mean.</summary>
    static SmartPermissions PermissionsOf(string text) => text switch
    {
        "read" => Reading,
        "write" => Writing,
        "*" => SmartPermissions.All,
        _ => text.Aggregate(SmartPermissions.None, (all, letter) => all | (SmartPermissions)(1 << "cruds".IndexOf(letter, StringComparison.Ordinal))),
    };

    [GeneratedRegex(@"^system/(?<type>\*|[A-Z][A-Za-z]{1,63})\.(?<may>read|write|\*|(?=[cruds])c?r?u?d?s?)(\?(?<query>[^\s?]{1,512}))?\z")]
    static partial Regex Pattern { get; }
}
