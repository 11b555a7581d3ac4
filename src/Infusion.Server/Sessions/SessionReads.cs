using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Live;
using Infusion.Server.Storage;
using Marten;
using Orleans.Concurrency;

namespace Infusion.Server.Sessions;

public sealed record PatientView(Guid Id, string Initials, string Name, DateOnly? BirthDate, string? Mrn);

/// <param name="Waiting">Not yet accepted: it charts nothing.</param>
/// <param name="ClockBehindSeconds">The server's time less the device's (ahead: negative); null: unknown.</param>
public sealed record ClinicDeviceView(
    string Device, DeviceKind Kind, bool? Online, DateTimeOffset? LastSeenAt, string? Model, decimal? Battery,
    string? HomeChair, Guid? Session, bool Waiting,
    double? ClockBehindSeconds = null, ClockConfidence ClockConfidence = ClockConfidence.Unknown);

public sealed record ChartEventView(
    Guid Id, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, string? By, string Text, Core.Alarms.AlarmPriority? Priority);

/// <summary>What the pages read beside the live feed.</summary>
static class SessionReads
{
    public static void MapReads(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/patients/{patient:guid}", PatientAsync);
        clinic.MapGet("/devices", DevicesAsync);
        clinic.MapGet("/sessions", SessionsAsync);
        clinic.MapGet("/sessions/{session:guid}/events", EventsAsync);
        clinic.MapGet("/sessions/{session:guid}/trends", TrendsAsync);
        clinic.MapConcentration();
    }

    static async Task<IResult> PatientAsync(string clinic, Guid patient, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession(clinic);
        return await session.LoadAsync<PatientDocument>(patient, cancellationToken) is { } found
            ? Results.Ok(new PatientView(found.Id, found.Initials, $"{found.FamilyName}, {found.GivenName}", found.BirthDate, found.Mrn))
            : Results.NotFound();
    }

    static async Task<IReadOnlyList<ClinicDeviceView>> DevicesAsync(
        string clinic, IGrainFactory grains, ClinicStore store, CancellationToken cancellationToken)
    {
        var live = (await grains.GetGrain<IClinicGrain>(clinic).DevicesAsync()).Value.ToDictionary(device => device.Device);
        return [.. (await store.DevicesAsync(clinic, cancellationToken)).Select(row => live.TryGetValue(row.Device, out var device)
            ? device
            : new ClinicDeviceView(row.Device, row.Kind, null, null, null, null, row.HomeChair, null, !row.Accepted))];
    }

    static async Task<IReadOnlyList<SessionRow>> SessionsAsync(string clinic, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession(clinic);
        return await session.Query<SessionRow>().OrderByDescending(row => row.PlannedAt).Take(200).ToListAsync(cancellationToken);
    }

    static async Task<IResult> EventsAsync(string clinic, Guid session, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = await query.Events.FetchStreamAsync(session, token: cancellationToken);
        if (events.Count == 0)
        {
            return Results.NotFound();
        }

        var notes = (await query.Query<NoteDocument>().Where(note => note.Session == session).ToListAsync(cancellationToken))
            .ToDictionary(note => note.Id);
        var raised = events.Select(e => e.Data).OfType<AlarmRaised>().ToDictionary(alarm => alarm.Alarm);
        return Results.Ok(events
            .Select(e => ChartEvents.Build(e.Id, (SessionEvent)e.Data, e.Timestamp, notes, raised)).OrderBy(e => e.At));
    }

    static async Task<IResult> TrendsAsync(
        string clinic, Guid session, DateTimeOffset? from, DateTimeOffset? to,
        IDocumentStore store, ClinicStore clinics, Operations.ClinicClock clock, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        if (await StateAsync(query, session, cancellationToken) is not { } state)
        {
            return Results.NotFound();
        }

        var start = from ?? state.Associations.Select(association => association.From).DefaultIfEmpty(state.PhaseSince).Min();
        var end = to ?? clock.Now;
        var devices = state.Associations.Select(association => association.Device).Distinct().ToList();
        var readings = await clinics.ReadingsAsync(clinic, devices, start, end, cancellationToken);
        return Results.Ok(TrendBuilder.Build(state, readings, start, end));
    }

    /// <returns>Null: there is no such session.</returns>
    public static async Task<SessionState?> StateAsync(IQuerySession query, Guid session, CancellationToken cancellationToken)
    {
        SessionState? state = null;
        foreach (var e in await query.Events.FetchStreamAsync(session, token: cancellationToken))
        {
            state = Session.Evolve(state, (SessionEvent)e.Data, session);
        }

        return state;
    }
}
