using System.Collections.Immutable;
using System.Security.Claims;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Live;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <param name="People">Sign-in names.</param>
public sealed record DutyStepView(IReadOnlyList<string> People, int AnswerWithinSeconds);

/// <summary>Who is called to alarms, in order.</summary>
/// <param name="Chairs">Those with a chain of their own.</param>
public sealed record DutyView(IReadOnlyList<DutyStepView> Clinic, IReadOnlyDictionary<string, IReadOnlyList<DutyStepView>> Chairs)
{
    public static DutyView Of(DutyList duty) =>
        new(Steps(duty.OfClinic), duty.OfChairs.ToDictionary(each => each.Key, each => Steps(each.Value)));

    static IReadOnlyList<DutyStepView> Steps(ImmutableArray<DutyStep> chain) =>
        [.. chain.Select(step => new DutyStepView(step.People, (int)step.AnswerWithin.TotalSeconds))];
}

/// <param name="Chair">Null: for every chair that has no chain of its own.</param>
/// <param name="Chain">Empty: nobody; for a chair: those of the clinic again.</param>
public sealed record SetDutyRequest(Guid CommandId, string? Chair, IReadOnlyList<DutyStepView> Chain);

/// <summary>Why an alarm was raised and what became of it, and who is called to alarms.</summary>
static class AlarmEndpoints
{
    public static void MapAlarms(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/sessions/{session:guid}/alarms", OpenAsync).Requires(Act.ReadChart);
        clinic.MapGet("/sessions/{session:guid}/alarms/{alarm:guid}", HistoryAsync).Requires(Act.ReadChart);
        clinic.MapGet("/duty", DutyAsync).Requires(Act.WatchBoard);
        clinic.MapPut("/duty", SetDutyAsync).Requires(Act.AssignDuty);
    }

    /// <summary>Active and latched, as the board has them.</summary>
    static async Task<IReadOnlyList<AlarmView>> OpenAsync(string clinic, Guid session, IGrainFactory grains) =>
        [.. (await grains.GetGrain<IClinicGrain>(clinic).SnapshotAsync()).Value.Chairs
            .Where(chair => chair.Session?.Id == session)
            .SelectMany(chair => chair.Alarms)];

    static async Task<IResult> HistoryAsync(
        string clinic, Guid session, Guid alarm, ClinicDocuments store, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = await query.Events.FetchStreamAsync(session, token: cancellationToken);
        return AlarmHistory.Build(session, alarm, events.Select(e => (e.Id, (SessionEvent)e.Data, e.Timestamp))) is { } history
            ? Results.Ok(history)
            : Results.NotFound();
    }

    static async Task<DutyView> DutyAsync(string clinic, IGrainFactory grains) =>
        (await grains.GetGrain<IClinicGrain>(clinic).DutyAsync()).Value;

    static async Task<IResult> SetDutyAsync(
        string clinic, SetDutyRequest request, ClaimsPrincipal user, IColleagues colleagues, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (request.Chain is null || request.Chain.Any(step => step?.People is null))
        {
            return Results.Problem("A duty list has a chain of steps, and each step its people.", statusCode: StatusCodes.Status400BadRequest);
        }

        var names = request.Chain.SelectMany(step => step.People).Distinct().ToList();
        if (await colleagues.UnknownAsync(clinic, names, cancellationToken) is [_, ..] unknown)
        {
            return SessionEndpoints.Refused(
                "person-unknown", $"Nobody signs in to this clinic as {string.Join(", ", unknown)}: choose people of the clinic.");
        }

        var chain = request.Chain.Select(step => new DutyStep([.. step.People], TimeSpan.FromSeconds(step.AnswerWithinSeconds)));
        return await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(
            new SetDuty(request.CommandId, ClinicMemory.StreamOf(clinic), user.Identity!.Name!, request.Chair, [.. chain]), null));
    }
}
