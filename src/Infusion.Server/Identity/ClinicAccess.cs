using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Identity;

static class Roles
{
    public const string Nurse = "nurse";
    public const string ChargeNurse = "charge_nurse";
    public const string Physician = "physician";
    public const string Therapist = "therapist";
    public const string Manager = "manager";
    public const string Auditor = "auditor";
    public const string Integrator = "integrator";

    public static readonly IReadOnlyList<string> All = [Nurse, ChargeNurse, Physician, Therapist, Manager, Auditor, Integrator];
}

/// <summary>What a principal, person or client, may see.</summary>
static class ClinicClaims
{
    public const string Clinic = "clinic";
    public const string DisplayName = "display_name";

    public static bool MayEnter(this ClaimsPrincipal principal, string clinic) => principal.HasClaim(Clinic, clinic);

    public static IEnumerable<string> Clinics(this ClaimsPrincipal principal) => principal.FindAll(Clinic).Select(c => c.Value);

    /// <summary>Who plans for nobody but themselves.</summary>
    public static bool IsTherapistAlone(this ClaimsPrincipal principal) =>
        principal.IsInRole(Roles.Therapist) && !principal.May(Act.GiveAppointments);

    public static string DisplayNameOf(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(DisplayName) ?? principal.Identity?.Name ?? "";
}

/// <summary>Puts display name and clinics beside the name and the roles that Identity puts into the cookie.</summary>
sealed class PersonClaims(
    UserManager<Person> people, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, IdentityStore store)
    : UserClaimsPrincipalFactory<Person, IdentityRole<Guid>>(people, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Person user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new(ClinicClaims.DisplayName, user.DisplayName));
        var clinics = await store.Memberships.Where(m => m.PersonId == user.Id).Select(m => m.Clinic).OrderBy(c => c).ToListAsync();
        identity.AddClaims(clinics.Select(clinic => new Claim(ClinicClaims.Clinic, clinic)));
        return identity;
    }
}

/// <summary>The clinic in the route is one of the caller's.</summary>
sealed class OwnClinic : AuthorizationHandler<OwnClinic>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnClinic requirement)
    {
        if (context.Resource is HttpContext http && http.GetRouteValue("clinic") is string clinic && context.User.MayEnter(clinic))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
