using System.Security.Claims;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Who got past the policy is somebody; here it shows whether it is this clinic's, and may do this.</summary>
static class FhirAccess
{
    public const string Policy = "fhir";

    public static void Require(ClaimsPrincipal principal, string clinic, string type, FhirInteraction interaction)
    {
        if (!principal.HasClaim("clinic", clinic))
        {
            throw FhirFault.Forbidden("The token is not for this clinic.");
        }

        var scopes = principal.Claims.Where(claim => claim.Type is "scope" or "oi_scp").Select(claim => claim.Value);
        if (!SmartScopes.Allows(scopes, type, interaction))
        {
            throw FhirFault.Forbidden("No scope of the token allows this.");
        }
    }
}
