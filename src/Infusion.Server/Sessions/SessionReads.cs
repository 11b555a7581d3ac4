using System.Security.Claims;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
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
    double? ClockBehindSeconds = null, ClockConfidence ClockConfidence = ClockConfidence.Unknown)
{
    /// <summary>Where its gateway says that it stands; null: it does not say.</summary>
    public string? HintChair { get; init; }
}

/// <param name="EnteredAt">Chart time of a late entry; null: charted when it happened.</param>
public sealed record ChartEventView(
    Guid Id, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, string? By, string Text, Core.Alarms.AlarmPriority? Priority,
    DateTimeOffset? EnteredAt = null)
{
    /// <summary>It tells of a device that was another patient's then, or sounded because of one. It did happen, and stays.</summary>
    public bool OfAnotherPatient { get; init; }

    /// <summary>The entry's id; null: it is none, or from before entries had ids.</summary>
    public Guid? Entry { get; init; }

    /// <summary>Who reads this charted it, and may take it back until then, inclusive. Null: not, or no more.</summary>
    public DateTimeOffset? MayWithdrawUntil { get; init; }

    /// <summary>It was entered in error and counts for nothing. Null: it stands.</summary>
    public WithdrawnView? Withdrawn { get; init; }
}

/// <param name="AfterSeconds">From when it was charted.</param>
public sealed record WithdrawnView(DateTimeOffset At, string By, double AfterSeconds)
{
    internal static WithdrawnView? Of(EntryWithdrawn? withdrawn) =>
        withdrawn is null ? null : new(withdrawn.At, withdrawn.By, Math.Round((withdrawn.At - withdrawn.EnteredAt).TotalSeconds, 1));
}

/// <summary>What the pages read beside the live feed.</summary>
static class SessionReads
{
    public static void MapReads(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/patients/{patient:guid}", PatientAsync).Requires(Act.ReadPatients).StaysOpenWhenLocked();
        clinic.MapGet("/devices", DevicesAsync).Requires(Act.ReadDevices);
        clinic.MapGet("/sessions", SessionsAsync).Requires(Act.ReadChart);
        clinic.MapGet("/sessions/{session:guid}/events", EventsAsync).Requires(Act.ReadChart);
        clinic.MapGet("/sessions/{session:guid}/trends", TrendsAsync).Requires(Act.ReadChart).StaysOpenWhenLocked();
        clinic.MapGet("/sessions/{session:guid}/minutes", AfterEndpoint.MinutesAsync).Requires(Act.ReadChart);
        clinic.MapGet("/sessions/{session:guid}/after", AfterEndpoint.ReadAsync).Requires(Act.ReadChart);
        clinic.MapAdmission();
        clinic.MapConcentration();
    }

    static async Task<IResult> PatientAsync(string clinic, Guid patient, ClinicDocuments store, CancellationToken cancellationToken)
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
        return [.. (await store.DevicesAsync(clinic, cancellationToken)).Where(row => row.PutAside == DevicePutAside.None).Select(row => live.TryGetValue(row.Device, out var device)
            ? device
            : new ClinicDeviceView(row.Device, row.Kind, null, null, null, null, row.HomeChair, null, !row.Accepted))];
    }

    static async Task<IReadOnlyList<SessionRow>> SessionsAsync(string clinic, ClinicDocuments store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession(clinic);
        return await session.Query<SessionRow>().OrderByDescending(row => row.PlannedAt).Take(200).ToListAsync(cancellationToken);
    }

    static async Task<IResult> EventsAsync(
        string clinic, Guid session, ClaimsPrincipal user, IDocumentStore store, Operations.ClinicClock clock, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = await query.Events.FetchStreamAsync(session, token: cancellationToken);
        if (events.Count == 0)
        {
            return Results.NotFound();
        }

        // The reason of a correction stands with one of the charts that it is about.
        var reasons = events.Select(e => e.Data).OfType<Core.Associations.AssociationCorrected>().Select(each => each.Reason).OfType<Guid>().ToArray();
        var notes = (await query.Query<NoteDocument>().Where(note => note.Session == session || reasons.Contains(note.Id)).ToListAsync(cancellationToken))
            .ToDictionary(note => note.Id);
        var raised = events.Select(e => e.Data).OfType<AlarmRaised>().ToDictionary(alarm => alarm.Alarm);
        var all = events.Select(e => (SessionEvent)e.Data).ToList();
        var state = Fold(all, session);
        var (entries, withdrawn, by, now) = (ChartEvents.Entries(all), Withdrawals.Of(all), user.Identity!.Name!, clock.Now);
        return Results.Ok(events
            .Select(e => (e.Id, e.Timestamp, Event: (SessionEvent)e.Data, Entry: EntryMemory.IdOf((SessionEvent)e.Data)))
            .Select(e => ChartEvents.Build(e.Id, e.Event, e.Timestamp, notes, raised, entries: entries) with
            {
                OfAnotherPatient = state is not null && AssociationSentences.IsOfAnotherPatient(e.Event, state, all),
                Entry = e.Entry,
                MayWithdrawUntil = state is not null && e.Entry is { } entry ? Session.MayWithdrawUntil(state, entry, by, now) : null,
                Withdrawn = WithdrawnView.Of(withdrawn.WithdrawalOf(e.Event)),
            }).OrderBy(e => e.At));
    }

    static async Task<IResult> TrendsAsync(
        string clinic, Guid session, DateTimeOffset? from, DateTimeOffset? to,
        ClinicDocuments store, ClinicStore clinics, Operations.ClinicClock clock, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = (await query.Events.FetchStreamAsync(session, token: cancellationToken)).Select(e => (SessionEvent)e.Data).ToList();
        if (Fold(events, session) is not { } state)
        {
            return Results.NotFound();
        }

        var start = from ?? state.Associations.Select(association => association.From).DefaultIfEmpty(state.CheckedInAt ?? state.PhaseSince).Min();
        var end = to ?? clock.Now;
        var devices = state.Associations.Select(association => association.Device).Distinct().ToList();
        var readings = await clinics.ReadingsAsync(clinic, devices, start, end, cancellationToken);
        return Results.Ok(TrendBuilder.Build(state, readings, start, end) with
        {
            ByHand = TrendBuilder.ByHand(events, start, end),
            Reviews = TrendBuilder.Reviews(events, start, end),
        });
    }

    /// <returns>Null: there is no such session.</returns>
    public static async Task<SessionState?> StateAsync(IQuerySession query, Guid session, CancellationToken cancellationToken)
    {
        var events = await query.Events.FetchStreamAsync(session, token: cancellationToken);
        return Fold(events.Select(e => (SessionEvent)e.Data), session);
    }

    static SessionState? Fold(IEnumerable<SessionEvent> events, Guid session)
    {
        SessionState? state = null;
        foreach (var happened in events)
        {
            state = Session.Evolve(state, happened, session);
        }

        return state;
    }
}
