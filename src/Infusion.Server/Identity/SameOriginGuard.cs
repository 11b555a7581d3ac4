namespace Infusion.Server.Identity;

/// <summary>
/// Refuses what another origin makes a signed-in browser send. SameSite=Strict keeps the cookie from other sites; a page
/// on another port or subdomain of ours counts as the same site, and WebSockets ask no permission at all. So whatever
/// changes something, or opens a socket, must come from our own pages, by what the browser itself says and no script
/// can forge. Clients that are no browsers send neither header, and carry no cookie that someone else could ride on.
/// </summary>
static class SameOriginGuard
{
    public static void UseSameOriginGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsForeign(context.Request))
        {
            await Results.Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: "Request from another origin",
                detail: "This request was made by a page that is not part of Infusion.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    static bool IsForeign(HttpRequest request)
    {
        var guarded = request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/hubs");
        var harmless = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            && !IsWebSocket(request);
        if (!guarded || harmless)
        {
            return false;
        }

        // Browsers send it to trustworthy addresses only; over plain HTTP on a clinic's network there is just Origin.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }

        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var url) && string.Equals(url.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>HTTP/1.1 upgrades a GET; HTTP/2 uses CONNECT, which is guarded by its method.</summary>
    static bool IsWebSocket(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);
}
