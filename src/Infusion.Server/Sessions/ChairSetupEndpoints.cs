using System.Security.Claims;
using Infusion.Core.Clinics;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <param name="Chair">What it is called: new, or from now on.</param>
public sealed record ChairRequest(Guid CommandId, string? Chair, string? Room);

public sealed record RetireChairRequest(Guid CommandId);

public sealed record RenameRoomRequest(Guid CommandId, string? Room, string? To);

/// <summary>Which rooms and chairs there are, by the clinic's manager.</summary>
static class ChairSetupEndpoints
{
    public static void MapChairSetup(this RouteGroupBuilder clinic)
    {
        var managed = clinic.MapGroup("").Requires(Act.SetUpChairs);
        managed.MapPost("/chairs", (string clinic, ChairRequest request, ClaimsPrincipal user, IGrainFactory grains) => SendAsync(
            grains, clinic, new AddChair(request.CommandId, ClinicMemory.StreamOf(clinic), By(user), request.Chair ?? "", request.Room ?? "")));
        managed.MapPut("/chairs/{chair}", (string clinic, string chair, ChairRequest request, ClaimsPrincipal user, IGrainFactory grains) => SendAsync(
            grains, clinic, new RenameChair(request.CommandId, ClinicMemory.StreamOf(clinic), By(user), chair, request.Chair ?? "", request.Room ?? "")));
        managed.MapPost("/chairs/{chair}/retire", (string clinic, string chair, RetireChairRequest request, ClaimsPrincipal user, IGrainFactory grains) =>
            SendAsync(grains, clinic, new RetireChair(request.CommandId, ClinicMemory.StreamOf(clinic), By(user), chair)));
        managed.MapPut("/rooms", (string clinic, RenameRoomRequest request, ClaimsPrincipal user, IGrainFactory grains) => SendAsync(
            grains, clinic, new RenameRoom(request.CommandId, ClinicMemory.StreamOf(clinic), By(user), request.Room ?? "", request.To ?? "")));
    }

    static string By(ClaimsPrincipal user) => user.Identity!.Name!;

    static Task<IResult> SendAsync(IGrainFactory grains, string clinic, ChairSetupCommand command) =>
        SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.SetUpChairs(command));
}
