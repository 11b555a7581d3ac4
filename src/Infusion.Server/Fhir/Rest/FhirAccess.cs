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

        if (!SmartScope.Of(principal).Any(scope => scope.Allows(type, permission)))
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }
    }
}
