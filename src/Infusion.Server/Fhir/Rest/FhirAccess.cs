using System.Security.Claims;
using Infusion.Server.Identity;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Who got past the policy is somebody; here it shows whether it is this clinic's, and may do this.</summary>
static class FhirAccess
{
    public const string Policy = SmartTokenServer.FhirPolicy;

    public static void Require(ClaimsPrincipal principal, string clinic, string type, SmartPermissions permission)
    {
        if (!principal.MayEnter(clinic))
        {
            throw FhirFault.Forbidden("The token is not for this clinic.");
        }

        var granted = GrantedScopes.Of(principal);
        if (!granted.Allows(type, permission))
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }

        // Until every query applies it, a narrowed scope opens nothing: without its filter it would open too much.
        if (granted.Restriction(type, permission) is not null)
        {
            throw FhirFault.Forbidden("The token's scopes of this type are narrowed, which is not served yet.");
        }
    }
}
