using System.Globalization;
using System.IO.Compression;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Infusion.Server.Identity;

/// <summary>What every answer says to a browser, how often a password may be tried, and how much may be sent.</summary>
static class Web
{
    /// <summary>On the endpoints that check a secret.</summary>
    public const string SecretTries = "secret-tries";

    /// <summary>On what a browser says without a sign-in: that a push came. Apart from the secrets, or a storm of alarms would keep people from signing in.</summary>
    public const string Receipts = "receipts";

    const int ReceiptsPerMinute = 600;

    /// <summary>More than any form of ours; an import says itself that it may be larger.</summary>
    const long LargestBody = 1024 * 1024;

    /// <summary>Of what is refused for its size, still read.</summary>
    const long LargestHeardOut = 16 * 1024 * 1024;

    /// <summary>
    /// Scripts, pictures and connections of this server alone. Styles may stand in elements: the dashboard's components set sizes so.
    /// </summary>
    const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What has its content's digest in its name is kept for good by whoever has it; whether the rest is still the same is asked each time.</summary>
    static readonly StaticFileOptions Files = new()
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
    };

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.ExcludedHosts.Clear();
        });
        builder.Services.AddCompression();
        var tries = builder.Configuration.GetValue("Infusion:SecretTriesPerMinute", 60);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(SecretTries, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = tries, Window = TimeSpan.FromMinutes(1) }));
            limiter.AddPolicy(Receipts, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = ReceiptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
            limiter.OnRejected = async (context, cancellationToken) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                    ? ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                    : "60";
                await Results.Problem(
                    "Too many tries from this address. Wait a minute.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many tries")
                    .ExecuteAsync(context.HttpContext);
            };
        });
    }

    /// <summary>Of what holds a secret beside another's text, only what no browser asks for by itself: a bearer token goes with that alone.</summary>
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/fhir+json", "text/javascript", "text/css", "image/svg+xml"];
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>Outermost, so that errors say it too.</summary>
    public static void UseWeb(this WebApplication app)
    {
        // From a proxy on this machine alone: who else says for whom it speaks is not believed.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseHsts();
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy = ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                // What one person read must not lie in the browser's cache for the next at this workstation.
                if (headers.CacheControl.Count == 0
                    && (http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/fhir") || http.Request.Path.StartsWithSegments("/auth")))
                {
                    headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            });
            return next(http);
        });
        app.Use(HearOutAsync);
    }

    /// <summary>The dashboard's own files.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(Files);
    }

    /// <summary>Every address that nothing else answers is one of the dashboard's own.</summary>
    public static void MapDashboard(this WebApplication app) => app.MapFallbackToFile("index.html", Files).AllowAnonymous();

    /// <summary>
    /// What is refused for its size is read to its end all the same, within a bound: a client that is still sending would find
    /// its connection reset, and never read why.
    /// </summary>
    static async Task HearOutAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response.StatusCode != StatusCodes.Status413PayloadTooLarge)
        {
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestHeardOut;
        }

        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It is beyond the bound, or the client has gone.
        }
    }
}
