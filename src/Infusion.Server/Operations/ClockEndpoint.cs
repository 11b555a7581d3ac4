namespace Infusion.Server.Operations;

/// <param name="Speed">Above 1 only in a demo or a test.</param>
public sealed record ClockView(DateTimeOffset Now, double Speed);

static class ClockEndpoint
{
    /// <summary>No sign-in: a simulator follows it before it knows anybody, and it tells nothing about anyone.</summary>
    public static void MapClock(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/clock", (ClinicClock clock) => new ClockView(clock.Now, clock.Speed)).AllowAnonymous();
}
