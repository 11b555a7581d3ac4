using Infusion.Core.Telemetry;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <summary>The estimated concentration of a session: its course, and three forecasts.</summary>
static class ConcentrationReads
{
    const decimal HighestRate = 10_000m;
    const double HighestLevel = 100_000d;

    public static void MapConcentration(this RouteGroupBuilder clinic) =>
        clinic.MapGet("/sessions/{session:guid}/concentration", ConcentrationAsync).Requires(Act.ReadChart).Produces<ConcentrationCourseView>();

    /// <param name="rateMlPerHour">Asks for the forecast of this rate too.</param>
    /// <param name="belowNgPerMl">Asks when the effect site will be below this.</param>
    static async Task<IResult> ConcentrationAsync(
        string clinic, Guid session, decimal? rateMlPerHour, double? belowNgPerMl,
        ClinicDocuments store, ClinicStore clinics, ClinicClock clock, CancellationToken cancellationToken)
    {
        if (rateMlPerHour is < 0m or > HighestRate)
        {
            return Results.Problem($"A rate is from 0 to {HighestRate} mL/h.", statusCode: StatusCodes.Status400BadRequest, title: "No such rate");
        }

        if (belowNgPerMl is { } level && !(level > 0d && level <= HighestLevel))
        {
            return Results.Problem($"A level is above 0 and up to {HighestLevel} ng/mL.", statusCode: StatusCodes.Status400BadRequest, title: "No such level");
        }

        await using var query = store.QuerySession(clinic);
        if (await SessionReads.StateAsync(query, session, cancellationToken) is not { } state)
        {
            return Results.NotFound();
        }

        var now = clock.Now;
        var pumps = state.Associations.Where(association => association.Kind == DeviceKind.Pump).ToList();
        if (pumps.Count == 0)
        {
            return Results.Ok(ConcentrationBuilder.Build(state, [], now, rateMlPerHour, belowNgPerMl));
        }

        // The counter's last word before the association is where it counts from; and a pump's clock may be a little ahead.
        var from = pumps.Min(association => association.From) - DeviceLive.PumpStaleAfter;
        var to = pumps.Max(association => association.To ?? now) + DeviceLive.PumpStaleAfter;
        var readings = await clinics.ReadingsAsync(clinic, [.. pumps.Select(association => association.Device).Distinct()], from, to, cancellationToken);
        return Results.Ok(ConcentrationBuilder.Build(state, readings, now, rateMlPerHour, belowNgPerMl));
    }
}
