using System.Buffers.Text;
using System.Security.Claims;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Microsoft.AspNetCore.Identity;

namespace Infusion.Server.Push;

/// <param name="IsOffered">False: whoever runs this server has switched it off.</param>
/// <param name="Key">What a browser subscribes with.</param>
sealed record PushView(bool IsOffered, string Key, IReadOnlyList<PushBrowserView> Browsers);

/// <param name="Name">Of the browser, as its owner calls it.</param>
/// <param name="Endpoint">At the browser's vendor.</param>
sealed record AddPushRequest(string? Name, string? Endpoint, string? P256dh, string? Auth);

sealed record ReceiptRequest(string? Token);

/// <summary>One's own browsers that are told of alarms; the receipt of one; and what was told of an alarm.</summary>
static class PushEndpoints
{
    const int KeyBytes = 65;
    const int AuthBytes = 16;
    const int LongestToken = 100;

    public static void MapPush(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/account/push", ReadAsync).Requires(Act.ReadOwnAccount).WithTags("push").Produces<PushView>();
        var own = endpoints.MapGroup("/api/account/push").WithTags("push").WithMetadata(new AuditedAs(nameof(Act.ChangeOwnAccount), Actor.Person));
        own.MapPost("", AddAsync).Requires(Act.ChangeOwnAccount);
        own.MapDelete("/{browser:guid}", RemoveAsync).Requires(Act.ChangeOwnAccount);
        own.MapPost("/{browser:guid}/trial", TryAsync).Requires(Act.ChangeOwnAccount).RequireRateLimiting(Web.SecretTries);
        endpoints.MapGet("/api/clinics/{clinic}/alarms/{alarm:guid}/pushes", (string clinic, Guid alarm, PushDeliveries deliveries, CancellationToken cancellationToken) =>
            deliveries.OfAsync(clinic, alarm, cancellationToken)).Requires(Act.ReadChart).WithTags("push");
        // A service worker has no sign-in to show: that it came is proven by what came.
        endpoints.MapPost("/api/push/receipts", ReceiveAsync).AllowAnonymous().RequireRateLimiting(Web.Receipts).WithTags("push");
    }

    static async Task<PushView> ReadAsync(
        ClaimsPrincipal me, UserManager<Person> people, PushSettings settings, PushClient client, PushSubscriptions subscriptions, CancellationToken cancellationToken) =>
        new(settings.IsEnabled, client.PublicKey, await subscriptions.ListAsync(IdOf(me, people), cancellationToken));

    static async Task<IResult> AddAsync(
        AddPushRequest request, ClaimsPrincipal me, UserManager<Person> people, PushSettings settings, PushClient client, PushSubscriptions subscriptions,
        IdentityClock clock, CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled)
        {
            return Refused(StatusCodes.Status409Conflict, "push-off", "Whoever runs this server has switched pushes off.");
        }

        if (FaultOf(request, client) is { } fault)
        {
            return Refused(StatusCodes.Status400BadRequest, "invalid", fault);
        }

        return await subscriptions.AddAsync(
            IdOf(me, people), SignIns.IdOf(me), request.Name!.Trim(), request.Endpoint!, request.P256dh!, request.Auth!, clock.Now, cancellationToken)
            ? Results.NoContent()
            : Refused(StatusCodes.Status409Conflict, "too-many", $"There are {PushSubscriptions.Most} browsers already. Remove one first.");
    }

    /// <returns>Null: it will do.</returns>
    static string? FaultOf(AddPushRequest request, PushClient client) =>
        request.Name?.Trim() is not { Length: > 0 and <= PushSubscription.LongestName } name || name.Any(char.IsControl)
            ? $"The name of the browser has 1 to {PushSubscription.LongestName} characters."
        : request.Endpoint is not { Length: > 0 and <= PushSubscription.LongestEndpoint } endpoint || !client.MayBe(endpoint)
            ? $"endpoint must be an address of a push service on the public internet, https://..., of at most {PushSubscription.LongestEndpoint} characters."
        : !IsBase64Url(request.P256dh, KeyBytes) ? "p256dh must be the browser's public key: 65 bytes, base64url."
        : !IsBase64Url(request.Auth, AuthBytes) ? "auth must be the browser's secret: 16 bytes, base64url."
        : null;

    static bool IsBase64Url(string? text, int bytes) => text is not null && Base64Url.IsValid(text, out var length) && length == bytes && !text.Contains('=', StringComparison.Ordinal);

    static async Task<IResult> RemoveAsync(Guid browser, ClaimsPrincipal me, UserManager<Person> people, PushSubscriptions subscriptions, CancellationToken cancellationToken) =>
        await subscriptions.RemoveAsync(IdOf(me, people), browser, cancellationToken) ? Results.NoContent() : Unknown();

    /// <summary>The way that an alarm would go, without one.</summary>
    static async Task<IResult> TryAsync(
        Guid browser, ClaimsPrincipal me, UserManager<Person> people, PushSettings settings, PushSubscriptions subscriptions, PushDeliveries deliveries, PushSender sender,
        ClinicClock clock, IdentityClock time, CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled || await subscriptions.FindAsync(IdOf(me, people), browser, cancellationToken) is not { } target || me.Clinics().FirstOrDefault() is not { } clinic)
        {
            return Unknown();
        }

        var (id, token, now) = (Guid.NewGuid(), DeviceSecret.New(), time.Now);
        await deliveries.ClaimAsync(clinic, id, id, null, null, target, OneTimeLinks.Hash(token), clock.Now, clock.Now, cancellationToken);
        var words = PushWords.Trial(id, target.DisplayName, token, now);
        sender.Enqueue(new PushJob(id, target, words.ToJson(), words.Tag, true, now + PushWatch.Fresh));
        return Results.Accepted();
    }

    static async Task<IResult> ReceiveAsync(ReceiptRequest request, PushDeliveries deliveries, PushMetrics metrics, ClinicClock clock, CancellationToken cancellationToken)
    {
        if (request.Token is not { Length: > 0 and <= LongestToken } token || !await deliveries.ReceiveAsync(OneTimeLinks.Hash(token), clock.Now, cancellationToken))
        {
            return Results.Problem("Nobody awaits this receipt, or no longer.", statusCode: StatusCodes.Status404NotFound, title: "Not done");
        }

        metrics.Received();
        return Results.NoContent();
    }

    static Guid IdOf(ClaimsPrincipal me, UserManager<Person> people) => Guid.Parse(people.GetUserId(me)!);

    static IResult Unknown() => Refused(StatusCodes.Status404NotFound, "browser-unknown", "You have no such browser here.");

    static IResult Refused(int status, string code, string sentence) => Results.Problem(
        sentence, statusCode: status, title: "Not done", extensions: new Dictionary<string, object?> { ["code"] = code });
}
