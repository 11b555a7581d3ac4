using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Ingestion.Decoding;
using Microsoft.AspNetCore.Authentication;

namespace Infusion.Server.Identity.Wall;

sealed record NewDisplayRequest(string? Name);

sealed record EnrolDisplayRequest(string? Secret);

sealed record WallSettingRequest(bool? ShowsInitials);

/// <param name="ShowsInitials">Beside each chair the initials of who sits there; otherwise the chair alone.</param>
sealed record WallDisplaysView(bool ShowsInitials, IReadOnlyList<WallDisplayView> Displays);

/// <summary>The clinic's wall displays, for its manager, and the door by which one comes in.</summary>
static class WallDisplayEndpoints
{
    const int LongestName = 60;

    public static void MapWallDisplays(this IEndpointRouteBuilder endpoints)
    {
        var clinic = endpoints.MapGroup("/api/clinics/{clinic}/displays").WithTags("wall displays");
        clinic.MapGet("", ListAsync).Requires(Act.ManageDisplays);
        clinic.MapPost("", MakeAsync).Requires(Act.ManageDisplays).Produces<NewDisplayView>();
        clinic.MapDelete("/{display:guid}", RevokeAsync).Requires(Act.ManageDisplays);
        clinic.MapPut("/setting", SetAsync).Requires(Act.ManageDisplays);
        endpoints.MapPost("/api/wall/enrol", EnrolAsync).AllowAnonymous().RequireRateLimiting(Web.SecretTries)
            .WithMetadata(new AuditedAs("EnrolDisplay", Actor.Display)).WithTags("wall displays");
    }

    static async Task<WallDisplaysView> ListAsync(string clinic, WallDisplays displays, CancellationToken cancellationToken)
    {
        var (showsInitials, all) = await displays.AllAsync(clinic, cancellationToken);
        return new(showsInitials, all);
    }

    static async Task<IResult> MakeAsync(string clinic, NewDisplayRequest request, ClaimsPrincipal me, WallDisplays displays, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim() ?? "";
        return name.Length is 0 or > LongestName || SafeText.Printable(name, LongestName) != name
            ? Invalid($"A display has a name of 1 to {LongestName} characters, such as where it hangs.")
            : Results.Ok(await displays.MakeAsync(clinic, name, me.Identity!.Name!, cancellationToken));
    }

    static async Task<IResult> RevokeAsync(string clinic, Guid display, ClaimsPrincipal me, WallDisplays displays, CancellationToken cancellationToken) =>
        await displays.RevokeAsync(clinic, display, me.Identity!.Name!, cancellationToken)
            ? Results.NoContent()
            : Results.Problem("This clinic has no such display.", statusCode: StatusCodes.Status404NotFound, title: "Not done");

    static async Task<IResult> SetAsync(string clinic, WallSettingRequest request, WallDisplays displays, CancellationToken cancellationToken)
    {
        if (request.ShowsInitials is not { } shows)
        {
            return Invalid("showsInitials is true or false.");
        }

        await displays.ShowInitialsAsync(clinic, shows, cancellationToken);
        return Results.NoContent();
    }

    static async Task<IResult> EnrolAsync(EnrolDisplayRequest request, WallDisplays displays, HttpContext http, CancellationToken cancellationToken)
    {
        if (await displays.EnrolAsync(request.Secret ?? "", cancellationToken) is not { } display)
        {
            return Results.Problem(
                "This link cannot be used: it was used already, or its time is over. A clinic manager makes a new one.",
                statusCode: StatusCodes.Status410Gone, title: "No such link");
        }

        (http.AuditNote().Who, http.AuditNote().Clinics) = (display.Name, [display.Clinic]);
        await http.SignInAsync(
            WallDoor.Scheme, WallDisplays.PrincipalOf(display.Id, display.Clinic, display.Name), new AuthenticationProperties { IsPersistent = true });
        return Results.NoContent();
    }

    static IResult Invalid(string sentence) => Results.Problem(
        sentence, statusCode: StatusCodes.Status400BadRequest, title: "Not done", extensions: new Dictionary<string, object?> { ["code"] = "invalid" });
}
