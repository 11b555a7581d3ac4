using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// Whatever goes wrong under /fhir, in whichever layer, is answered with an OperationOutcome: also what authentication,
/// routing and the server itself refuse. Stands before authentication in the pipeline.
/// </summary>
static class FhirErrors
{
    public static IApplicationBuilder UseFhirErrors(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase),
            branch => branch.Use(AnswerAsync));

    public static OperationOutcome Outcome(
        string code, string diagnostics, string expression, OperationOutcome.IssueSeverity severity = OperationOutcome.IssueSeverity.Error) => new()
        {
            Issue =
            [
                new OperationOutcome.IssueComponent
                {
                    Severity = severity,
                    Code = EnumUtility.ParseLiteral<OperationOutcome.IssueType>(code),
                    Diagnostics = diagnostics,
                    Expression = [expression],
                },
            ],
        };

    static async System.Threading.Tasks.Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, FaultOf(context, exception));
            return;
        }
        catch (Exception exception)
        {
            // Half a bundle is out: a cut connection is the only way left to say that it is not whole.
            Log(context, exception);
            context.Abort();
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null)
        {
            await WriteAsync(context, FaultOf(response.StatusCode));
        }
    }

    static FhirFault FaultOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case FhirFault fault:
                return fault;
            case BadHttpRequestException bad:
                return FaultOf(bad.StatusCode);
            case NpgsqlException { IsTransient: true }:
                Log(context, exception);
                context.Response.Headers.RetryAfter = "5";
                return FaultOf(StatusCodes.Status503ServiceUnavailable);
            default:
                Log(context, exception);
                return FaultOf(StatusCodes.Status500InternalServerError);
        }
    }

    static FhirFault FaultOf(int status) => status switch
    {
        401 => new(status, "login", "A bearer token is needed.", "http.authorization"),
        403 => new(status, "forbidden", "The token does not allow this.", "http.authorization"),
        404 => new(status, "not-found", "There is nothing at this address.", "http.url"),
        405 => new(status, "not-supported", "This method is not supported here.", "http.method"),
        413 => new(status, "too-long", "The request is too large.", "http.body"),
        415 => new(status, "not-supported", "This media type is not supported here.", FhirFault.AtParameter("content-type")),
        429 => new(status, "throttled", "Too many requests.", "http.url"),
        503 => new(status, "transient", "The store is not reachable now.", "http.url"),
        >= 500 => new(status, "exception", "The server failed.", "http.url"),
        _ => new(status, "invalid", "The request cannot be answered.", "http.url"),
    };

    static async System.Threading.Tasks.Task WriteAsync(HttpContext context, FhirFault fault)
    {
        var response = context.Response;
        response.StatusCode = fault.Status;
        if (fault.Status is StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        else if (fault.Status is StatusCodes.Status403Forbidden && response.Headers.WWWAuthenticate.Count == 0)
        {
            response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        }

        response.Headers.Remove(HeaderNames.ETag);
        await FhirResponse.WriteAsync(context, FhirBytes.Of(Outcome(fault.Code, fault.Message, fault.Expression)));
    }

    static void Log(HttpContext context, Exception exception) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FhirErrors))
            .LogError(exception, "FHIR request failed");
}
