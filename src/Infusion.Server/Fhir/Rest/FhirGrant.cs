using System.Security.Claims;
using Infusion.Server.Identity;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// What the token of a request may see. A scope may narrow a type by a search (<c>?category=vital-signs</c>): what it leaves is one
/// more condition of every statement that reads the type, whichever way it is reached.
/// </summary>
sealed class FhirGrant(IReadOnlyList<SmartScope> scopes)
{
    static readonly SearchCriterion[] Everything = [];

    /// <exception cref="FhirFault">It is another clinic's.</exception>
    public static FhirGrant Of(ClaimsPrincipal principal, string clinic) => principal.MayEnter(clinic)
        ? new FhirGrant(SmartScope.Of(principal))
        : throw FhirFault.Forbidden("The token is not for this clinic.");

    public bool Allows(FhirTypeInfo type, SmartPermissions permission) => Alternatives(type, permission).Any();

    public void Require(FhirTypeInfo type, SmartPermissions permission)
    {
        if (!Allows(type, permission))
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }
    }

    /// <summary>For what reads nothing that is stored, and so is asked of types that are not served, too.</summary>
    public void Require(string type, SmartPermissions permission)
    {
        if (SearchTable.Types.TryGetValue(type, out var served))
        {
            Require(served, permission);
        }
        else if (!scopes.Any(scope => scope.Allows(type, permission)))
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }
    }

    /// <returns>Of the types' resources only those that meet all of one of these; null: nothing narrows it.</returns>
    public IReadOnlyList<IReadOnlyList<SearchCriterion>>? Restriction(FhirTypeInfo type, SmartPermissions permission)
    {
        var alternatives = Alternatives(type, permission).ToList();
        return alternatives.Any(each => each.Count == 0) ? null : alternatives;
    }

    /// <summary>A scope whose narrowing search is not understood for the type opens nothing of it: without it, it would open too much.</summary>
    IEnumerable<IReadOnlyList<SearchCriterion>> Alternatives(FhirTypeInfo type, SmartPermissions permission) =>
        scopes.Where(scope => scope.IsOf(type.Name) && (scope.Permissions & permission) == permission)
            .Select(scope => scope.Query is null ? Everything : SearchQuery.CriteriaOf(type, scope.Query))
            .OfType<IReadOnlyList<SearchCriterion>>();
}
