using System.Reflection;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;

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

/// <summary>What the board itself reads, and the way back: answered also while the screen is locked. The live hub is too.</summary>
sealed record OpenWhenLocked;

/// <summary>The role allows the act, and the clinic that it is about, in the route or in a hub method's first argument, is one's own.</summary>
sealed record MayDo(Act Act) : IAuthorizationRequirement
{
    public sealed class Handler(AuditTrail trail, AuditClock clock, SignIns signIns, IdentityClock time) : AuthorizationHandler<MayDo>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MayDo requirement)
        {
            var clinic = ClinicOf(context.Resource);
            var may = context.User.May(requirement.Act) && (clinic is null || context.User.MayEnter(clinic));
            if (may && !IsHeld(context))
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

        /// <summary>Whoever sits down at a screen that somebody has left does nothing in their name, and reads no more than the board.</summary>
        bool IsHeld(AuthorizationHandlerContext context)
        {
            // A locked screen that lost its connection finds the board again, and to open one is no touch.
            if (context.Resource is not HttpContext http || http.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null
                || signIns.Of(context.User) is not { } signIn)
            {
                return false;
            }

            var isLocked = signIn.IsLocked(time.Now);
            if (!isLocked && !HttpMethods.IsGet(http.Request.Method))
            {
                signIn.Input(time.Now);
            }

            return isLocked && http.GetEndpoint()?.Metadata.GetMetadata<OpenWhenLocked>() is null;
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
        authorization.Services.TryAddSingleton(new IdentityClock(TimeProvider.System));
        authorization.Services.TryAddSingleton<SignIns>();
        authorization.Services.AddSingleton<IAuthorizationHandler, MayDo.Handler>();
        foreach (var right in Rights.All)
        {
            authorization.AddPolicy(RequiresAttribute.PolicyOf(right.Act), policy => policy.RequireAuthenticatedUser().AddRequirements(new MayDo(right.Act)));
        }

        return authorization;
    }

    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Act act) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new RequiresAttribute(act));

    public static TBuilder StaysOpenWhenLocked<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OpenWhenLocked());

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
            if (IsLocked(call.HttpContext))
            {
                return Locked();
            }

            Touched(call.HttpContext);
            return act is { } named && call.HttpContext.User.May(named) ? await next(call) : NotAllowed(call.HttpContext, act);
        });
    }

    public static Act? ActOf(Type command) => command.GetCustomAttribute<RequiresAttribute>(inherit: true)?.Act;

    static bool IsLocked(HttpContext http) => http.RequestServices.GetRequiredService<SignIns>().IsLocked(http.User);

    static void Touched(HttpContext http) =>
        http.RequestServices.GetRequiredService<SignIns>().Of(http.User)?.Input(http.RequestServices.GetRequiredService<IdentityClock>().Now);

    static IResult Locked() => Results.Problem(
        "This screen is locked. Come back with your password or passkey first.", statusCode: StatusCodes.Status423Locked, title: "Locked",
        extensions: new Dictionary<string, object?> { ["code"] = "locked" });

    public static IResult NotAllowed(HttpContext http, Act? act) => IsLocked(http) && (act is not { } held || http.User.May(held)) ? Locked() : Results.Problem(
        act is { } known && (http.GetRouteValue("clinic") is not string clinic || http.User.MayEnter(clinic)) ? Rights.Sentence(known) : "Your account may not do this here.",
        statusCode: StatusCodes.Status403Forbidden, title: "Not allowed", extensions: new Dictionary<string, object?> { ["code"] = "not-allowed" });
}
