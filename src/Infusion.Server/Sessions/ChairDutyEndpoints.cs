using System.Security.Claims;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Live;

namespace Infusion.Server.Sessions;

/// <summary>Stored nowhere: the names are the API's.</summary>
public enum ChairDutyAction
{
    Unknown,
    Take,
    TakeOver,
    Offer,
    AskToCover,
    Accept,
    Decline,
    EndBreak,
}

/// <param name="To">Whom it is offered to, or who is asked to cover.</param>
public sealed record ChairDutyRequest(Guid CommandId, ChairDutyAction Action, string? To = null);

/// <summary>Who has which chair now, and how it changes hands.</summary>
static class ChairDutyEndpoints
{
    public static void MapChairDuty(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/chairs/duty", HoldersAsync).Requires(Act.WatchBoard).StaysOpenWhenLocked();
        clinic.MapPost("/chairs/{chair}/duty", ActAsync).Requires(Act.HoldChair);
    }

    static async Task<IReadOnlyList<ChairHolderView>> HoldersAsync(string clinic, IGrainFactory grains) =>
        (await grains.GetGrain<IClinicGrain>(clinic).HoldersAsync()).Value;

    static async Task<IResult> ActAsync(
        string clinic, string chair, ChairDutyRequest request, ClaimsPrincipal user, IColleagues colleagues, IGrainFactory grains, HttpContext http,
        CancellationToken cancellationToken)
    {
        var (id, stream, by) = (request.CommandId, ClinicMemory.StreamOf(clinic), user.Identity!.Name!);
        if (request.Action == ChairDutyAction.TakeOver && !user.May(Act.TakeOverChair))
        {
            return RequiresExtensions.NotAllowed(http, Act.TakeOverChair);
        }

        if (request.Action is ChairDutyAction.Offer or ChairDutyAction.AskToCover
            && await colleagues.UnknownAsync(clinic, [request.To ?? ""], cancellationToken) is [_, ..])
        {
            return SessionEndpoints.Refused(
                "person-unknown", $"Nobody signs in to this clinic as \"{request.To}\": choose somebody of its people.");
        }

        SessionCommand? command = request.Action switch
        {
            ChairDutyAction.Take => new TakeChair(id, stream, by, chair, FromAnother: false),
            ChairDutyAction.TakeOver => new TakeChair(id, stream, by, chair, FromAnother: true),
            ChairDutyAction.Offer => new OfferChair(id, stream, by, chair, request.To!, IsBreak: false),
            ChairDutyAction.AskToCover => new OfferChair(id, stream, by, chair, request.To!, IsBreak: true),
            ChairDutyAction.Accept => new AcceptChair(id, stream, by, chair),
            ChairDutyAction.Decline => new DeclineChair(id, stream, by, chair),
            ChairDutyAction.EndBreak => new EndBreak(id, stream, by, chair),
            _ => null,
        };
        return command is null
            ? Results.Problem("The action is not known.", statusCode: StatusCodes.Status400BadRequest, title: "No action")
            : await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(command, null));
    }
}
