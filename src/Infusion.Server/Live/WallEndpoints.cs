using System.Security.Claims;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Identity.Wall;
using Infusion.Server.Storage;

namespace Infusion.Server.Live;

/// <param name="Clinic">The one clinic that it shows.</param>
sealed record WallDisplayMe(string Name, string Clinic);

/// <summary>What a wall display asks for beside the live feed.</summary>
static class WallEndpoints
{
    public static void MapWall(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHub<WallHub>("/hubs/wall");
        var wall = endpoints.MapGroup("/api/wall").RequireAuthorization(WallDoor.Policy).WithTags("wall displays").WithMetadata(new AuditedAs("WatchWall", Actor.Display));
        wall.MapGet("", (ClaimsPrincipal display) => new WallDisplayMe(display.Identity!.Name!, display.Clinics().First()));
        wall.MapGet("/initials", InitialsAsync);
    }

    /// <summary>By session. None of them where the clinic's walls show chairs alone.</summary>
    static async Task<IReadOnlyDictionary<Guid, string>> InitialsAsync(
        ClaimsPrincipal display, WallDisplays displays, IGrainFactory grains, PatientStore patients, HttpContext http, CancellationToken cancellationToken)
    {
        var initials = new Dictionary<Guid, string>();
        if (!displays.ShowsInitials(display))
        {
            return initials;
        }

        var clinic = display.Clinics().First();
        var sessions = (await grains.GetGrain<IClinicGrain>(clinic).SnapshotAsync()).Value.Chairs.Select(chair => chair.Session).OfType<SessionView>().ToList();
        http.AuditNote().Patients = [.. sessions.Select(session => session.Patient.ToString()).Distinct()];
        foreach (var session in sessions)
        {
            if (await patients.FindAsync(clinic, session.Patient, cancellationToken) is { } patient)
            {
                initials[session.Id] = patient.Initials;
            }
        }

        return initials;
    }
}
