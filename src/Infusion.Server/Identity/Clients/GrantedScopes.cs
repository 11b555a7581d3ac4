using System.Security.Claims;

namespace Infusion.Server.Identity;

/// <param name="Parameter">A search parameter of the resource: category or code.</param>
/// <param name="System">Null: of whichever system; empty: of none.</param>
sealed record ScopeCondition(string Parameter, string? System, string Code);

/// <summary>What narrows one scope: a resource has to meet all of it.</summary>
sealed record ScopeFilter(IReadOnlyList<ScopeCondition> All)
{
    static readonly string[] Enforced = ["category", "code"];

    /// <returns>Null: a condition that is not enforced here. To leave it out would allow too much.</returns>
    public static ScopeFilter? TryParse(string query)
    {
        var conditions = new List<ScopeCondition>();
        foreach (var part in query.Split('&'))
        {
            if (part.Split('=') is not [var parameter, { Length: > 0 } text] || !Enforced.Contains(parameter))
            {
                return null;
            }

            var (system, code) = Uri.UnescapeDataString(text).Split('|') switch
            {
                [var bare] => ((string?)null, bare),
                [var named, var coded] => (named, coded),
                _ => (null, ""),
            };
            // A comma would mean "or", and a code without letters anything of its system.
            if (code.Length == 0 || code.Contains(',', StringComparison.Ordinal) || code.Any(char.IsControl))
            {
                return null;
            }

            conditions.Add(new(parameter, system, code));
        }

        return new(conditions);
    }
}

/// <summary>What is left of a type to whoever holds only narrowed scopes of it: a resource has to meet one of these.</summary>
sealed record ScopeRestriction(IReadOnlyList<ScopeFilter> Any);

/// <summary>Everything that the principal of a FHIR request was granted.</summary>
sealed class GrantedScopes(IReadOnlyList<SmartScope> scopes)
{
    public static GrantedScopes Of(ClaimsPrincipal principal) => new(SmartScope.Of(principal));

    /// <summary>Whether there is anything of the type that may be done so; <see cref="Restriction"/> says whether it is all.</summary>
    public bool Allows(string resourceType, SmartPermissions permission) => For(resourceType, permission).Any();

    /// <returns>Null: nothing restricts it.</returns>
    public ScopeRestriction? Restriction(string resourceType, SmartPermissions permission)
    {
        var filters = For(resourceType, permission).Select(scope => scope.Query is null ? null : ScopeFilter.TryParse(scope.Query)).ToList();
        return filters.Contains(null) ? null : new([.. filters.OfType<ScopeFilter>()]);
    }

    /// <summary>
    /// What a client that asks for these scopes gets of those it is registered for: each asked one, as far as a registered one reaches.
    /// </summary>
    public static IReadOnlyList<SmartScope> Grant(IEnumerable<string> asked, IReadOnlyList<SmartScope> registered)
    {
        var granted = asked.Select(SmartScope.TryParse).OfType<SmartScope>()
            .SelectMany(wanted => registered.Select(wanted.Narrowed).OfType<SmartScope>())
            .DistinctBy(scope => scope.ToString()).ToList();
        return [.. granted.Where((scope, place) =>
            !granted.Where((other, at) => at != place && other.Covers(scope) && (!scope.Covers(other) || at < place)).Any())];
    }

    IEnumerable<SmartScope> For(string resourceType, SmartPermissions permission) =>
        scopes.Where(scope => scope.IsOf(resourceType) && (scope.Permissions & permission) == permission);
}
