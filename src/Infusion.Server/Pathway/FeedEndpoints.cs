using System.Security.Claims;
using Infusion.Server.Identity;
using Infusion.Server.Storage;

namespace Infusion.Server.Pathway;

/// <summary>Calendar feeds: made, listed and revoked by people, read by a calendar program that knows the address.</summary>
static class FeedEndpoints
{
    /// <summary>Longer than any secret of ours.</summary>
    const int LongestSecret = 100;
    static readonly TimeSpan Past = TimeSpan.FromDays(30);

    public static void MapFeeds(this RouteGroupBuilder clinic)
    {
        var feeds = clinic.MapGroup("/feeds").Requires(Act.ReadPlans);
        feeds.MapGet("", AllAsync).Produces<IReadOnlyList<FeedView>>();
        feeds.MapPost("", IssueAsync).Produces<FeedView>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        feeds.MapDelete("/{feed:guid}", RevokeAsync).Produces(StatusCodes.Status204NoContent).Produces(StatusCodes.Status404NotFound);
    }

    public static void MapFeedText(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/calendar-feeds/{feed:guid}/{secret}.ics", TextAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task<IReadOnlyList<FeedView>> AllAsync(string clinic, ClaimsPrincipal user, CalendarFeeds feeds, CancellationToken cancellationToken) =>
        [.. (await feeds.AllAsync(clinic, cancellationToken)).Where(feed => IsTheirs(user, feed.Kind, feed.Of))];

    static async Task<IResult> IssueAsync(
        string clinic, IssueFeedRequest request, ClaimsPrincipal user, HttpRequest http, PlanDesk desk, CalendarFeeds feeds, CancellationToken cancellationToken)
    {
        if (!IsTheirs(user, request.Kind, request.Of))
        {
            return PlanDesk.NotAllowed("A therapist makes a feed of their own calendar.");
        }

        var isKnown = request.Kind switch
        {
            FeedKind.Chair => (await desk.OpenAsync(clinic)).Clinic.Chairs.Any(chair => chair.Code == request.Of),
            FeedKind.Therapist => (await desk.TherapistsAsync(clinic, cancellationToken)).Any(each => each.Name == request.Of),
            _ => false,
        };
        if (!isKnown)
        {
            return PlanDesk.Refused("feed-of", "A feed is of a chair or of a therapist of this clinic; choose one from the calendar.");
        }

        var (feed, secret) = await feeds.IssueAsync(clinic, request.Kind, request.Of, user.Identity!.Name!, cancellationToken);
        return Results.Ok(feed with { Url = $"{http.Scheme}://{http.Host}/calendar-feeds/{feed.Id}/{secret}.ics" });
    }

    static async Task<IResult> RevokeAsync(string clinic, Guid feed, ClaimsPrincipal user, CalendarFeeds feeds, CancellationToken cancellationToken)
    {
        if ((await feeds.AllAsync(clinic, cancellationToken)).FirstOrDefault(each => each.Id == feed) is not { } found || !IsTheirs(user, found.Kind, found.Of))
        {
            return Results.NotFound();
        }

        await feeds.RevokeAsync(clinic, feed, user.Identity!.Name!, cancellationToken);
        return Results.NoContent();
    }

    static async Task<IResult> TextAsync(
        Guid feed, string secret, CalendarFeeds feeds, PlanDesk desk, PathwayStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (secret.Length > LongestSecret || await feeds.FindAsync(feed, secret, cancellationToken) is not var (clinic, kind, of))
        {
            return Results.NotFound();
        }

        var now = await desk.OpenAsync(clinic);
        var closed = await store.ClosedAsync(clinic, desk.Now - Past, DateTimeOffset.MaxValue, cancellationToken);
        response.Headers.CacheControl = "no-store";
        return Results.Text(
            FeedText.Of(now, [.. now.Pathway.Open, .. closed.Where(plan => now.Pathway.Plans.GetValueOrDefault(plan.Id) is not { Closed: null })], kind, of, desk.Now - Past, desk.Now),
            "text/calendar; charset=utf-8");
    }

    static bool IsTheirs(ClaimsPrincipal user, FeedKind kind, string of) =>
        !user.IsTherapistAlone() || (kind is FeedKind.Therapist && of == user.Identity!.Name);
}
