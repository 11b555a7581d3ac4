using Infusion.Server.Fhir.Validation;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// FHIR R4 over HTTP: /fhir/{clinic}. Needs the policy "fhir" and <see cref="FhirErrors.UseFhirErrors"/> before
/// authentication.
/// </summary>
static class FhirEndpoints
{
    public static void AddFhir(this IServiceCollection services)
    {
        services.AddSingleton<FhirReader>();
        services.AddSingleton(_ => new ValidationDesk());
        services.AddHostedService<FhirReindex>();
    }

    public static IEndpointRouteBuilder MapFhir(this IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup("/fhir/{clinic}").AllowAnonymous().ExcludeFromDescription();
        open.MapGet("metadata", Metadata);

        var guarded = endpoints.MapGroup("/fhir/{clinic}").RequireAuthorization(SmartTokenServer.FhirPolicy).ExcludeFromDescription();
        guarded.AddEndpointFilter(AsWrittenAsync);
        Searches(guarded.MapGet("{type}", SearchEndpoints.SearchAsync));
        Searches(guarded.MapPost("{type}/_search", SearchEndpoints.SearchAsync));
        guarded.MapValidate();
        Searches(guarded.MapGet("Patient/{id}/{type:alpha}", SearchEndpoints.CompartmentAsync));
        Reads(guarded.MapGet("{type}/{id}", (HttpContext context, string clinic, string type, string id) => ReadEndpoints.ReadAsync(context, clinic, type, id, null)));
        Reads(guarded.MapGet("{type}/{id}/_history/{version}", ReadEndpoints.ReadAsync));
        Reads(guarded.MapGet("{type}/{id}/_history", (HttpContext context, string clinic, string type, string id) => ReadEndpoints.HistoryAsync(context, clinic, type, id)));
        Searches(guarded.MapGet("{type}/_history", (HttpContext context, string clinic, string type) => ReadEndpoints.HistoryAsync(context, clinic, type, null)));
        Searches(guarded.MapGet("_history", (HttpContext context, string clinic) => ReadEndpoints.HistoryAsync(context, clinic, null, null)));
        foreach (var methods in new[] { HttpMethods.Get, HttpMethods.Post })
        {
            Searches(guarded.MapMethods("Patient/{id}/$everything", [methods], Everything.GetAsync));
            Reads(guarded.MapMethods("Composition/{id}/$document", [methods], ReadEndpoints.DocumentAsync));
            Searches(guarded.MapMethods("DocumentReference/$docref", [methods], SearchOperations.DocRefAsync));
            Searches(guarded.MapMethods("Observation/$lastn", [methods], SearchOperations.LastNAsync));
        }

        // Less specific than every route, so it gets only what none of them takes.
        endpoints.Map("/fhir/{**path}", Unrouted).AllowAnonymous().ExcludeFromDescription();
        return endpoints;
    }

    /// <summary>Routing takes "observation" for "Observation"; FHIR does not.</summary>
    static ValueTask<object?> AsWrittenAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var asked = (call.HttpContext.Request.Path.Value ?? "").Trim('/').Split('/');
        var pattern = ((RouteEndpoint)call.HttpContext.GetEndpoint()!).RoutePattern;
        var isAsWritten = pattern.PathSegments.Select((segment, place) => segment.Parts is not [RoutePatternLiteralPart literal] || literal.Content == asked[place]).All(each => each);
        return isAsWritten ? next(call) : throw FhirFault.NotFound("There is nothing at this address; names are case-sensitive.");
    }

    static void Searches(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(new AuditedAs("FhirSearch", Actor.Client));

    static void Reads(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(new AuditedAs("FhirRead", Actor.Client));

    static Task Metadata(HttpContext context, string clinic, SmartTokenUrl tokenUrl)
    {
        FhirResponse.RequireJson(context.Request, context.Request.Query["_format"]);
        return FhirResponse.WriteAsync(
            context, FhirBytes.Of(Capability.Of(FhirResponse.BaseOf(context.Request, clinic), tokenUrl.Announced(context.Request))));
    }

    /// <summary>An address that some method would reach gets 405 and their names, any other 404.</summary>
    static void Unrouted(HttpContext context, string? path)
    {
        var allowed = (path ?? "").Split('/') switch
        {
            [_, "metadata" or "_history"] => "GET",
            [_, "Patient", _, "$everything"] or [_, "Composition", _, "$document"] or [_, "DocumentReference", "$docref"] or [_, "Observation", "$lastn"] => "GET, POST",
            [_, var type] when SearchTable.Types.ContainsKey(type) => "GET",
            [_, var type, "_search"] when SearchTable.Types.ContainsKey(type) => "POST",
            [_, var type, "$validate"] when SearchTable.Types.ContainsKey(type) => "POST",
            [_, var type, not ""] when SearchTable.Types.ContainsKey(type) => "GET",
            [_, var type, _, "_history"] when SearchTable.Types.ContainsKey(type) => "GET",
            [_, var type, _, "_history", _] when SearchTable.Types.ContainsKey(type) => "GET",
            _ => null,
        };
        throw allowed is null ? FhirFault.NotFound("There is nothing at this address.") : Refused(context, allowed);
    }

    static FhirFault Refused(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return new(StatusCodes.Status405MethodNotAllowed, "not-supported", "This method is not supported here.", "http.method");
    }
}
