using System.Reflection;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Infusion.Server.Identity;

/// <summary>On an endpoint, a hub method or a kind of command: what whoever uses it does.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
sealed class RequiresAttribute(Act act) : AuthorizeAttribute(PolicyOf(act))
{
    public Act Act { get; } = act;

    public static string PolicyOf(Act act) => $"may:{act}";
}

/// <summary>On an endpoint that takes commands of many kinds: each kind says by itself what it requires.</summary>
sealed record RequiresByKind(Type Commands);

/// <summary>The role allows the act, and the clinic that it is about, in the route or in a hub method's first argument, is one's own.</summary>
sealed record MayDo(Act Act) : IAuthorizationRequirement
{
    public sealed class Handler(AuditTrail trail, AuditClock clock) : AuthorizationHandler<MayDo>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MayDo requirement)
        {
            var clinic = ClinicOf(context.Resource);
            var may = context.User.May(requirement.Act) && (clinic is null || context.User.MayEnter(clinic));
            if (may)
            {
                context.Succeed(requirement);
            }

            // A call that is refused here reaches nothing else that could write it down.
            if (context.Resource is HubInvocationContext call)
            {
                trail.Add(Auditing.LineOf(call, clinic ?? "", requirement.Act, may, clock.Now));
            }

            return Task.CompletedTask;
        }
    }

    static string? ClinicOf(object? resource) => resource switch
    {
        HttpContext http => http.GetRouteValue("clinic") as string,
        // A hub method without a clinic is nobody's.
        HubInvocationContext { HubMethodArguments: [string clinic, ..] } => clinic,
        _ => "",
    };
}

static class RequiresExtensions
{
    public static AuthorizationBuilder AddRights(this AuthorizationBuilder authorization)
    {
        authorization.Services.AddAuditTrail();
        authorization.Services.AddSingleton<IAuthorizationHandler, MayDo.Handler>();
        foreach (var right in Rights.All)
        {
            authorization.AddPolicy(RequiresAttribute.PolicyOf(right.Act), policy => policy.RequireAuthenticatedUser().AddRequirements(new MayDo(right.Act)));
        }

        return authorization;
    }

    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Act act) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new RequiresAttribute(act));

    /// <summary>A kind of command that says nothing is nobody's.</summary>
    public static RouteHandlerBuilder RequiresByKind<TCommand>(this RouteHandlerBuilder endpoint) where TCommand : class
    {
        endpoint.WithMetadata(new RequiresByKind(typeof(TCommand)));
        return endpoint.AddEndpointFilter(async (call, next) =>
        {
            if (call.Arguments.OfType<TCommand>().FirstOrDefault() is not { } command || command.GetType() == typeof(TCommand))
            {
                return await next(call);
            }

            var act = ActOf(command.GetType());
            call.HttpContext.AuditNote().Act = act is { } known ? $"{known}: {command.GetType().Name}" : null;
            return act is { } named && call.HttpContext.User.May(named) ? await next(call) : NotAllowed(call.HttpContext, act);
        });
    }

    public static Act? ActOf(Type command) => command.GetCustomAttribute<RequiresAttribute>(inherit: true)?.Act;

    public static IResult NotAllowed(HttpContext http, Act? act) => Results.Problem(
        act is { } known && (http.GetRouteValue("clinic") is not string clinic || http.User.MayEnter(clinic)) ? Rights.Sentence(known) : "Your account may not do this here.",
        statusCode: StatusCodes.Status403Forbidden, title: "Not allowed", extensions: new Dictionary<string, object?> { ["code"] = "not-allowed" });
}
