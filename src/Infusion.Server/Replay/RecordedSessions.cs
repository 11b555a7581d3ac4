using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Npgsql;

namespace Infusion.Server.Replay;

/// <summary>A session as far as it is recorded.</summary>
/// <param name="Initials">Of the patient; null: erased.</param>
/// <param name="ClosedAt">Null: it is open.</param>
/// <param name="Events">How many were stored at the cut.</param>
sealed record RecordedSession(
    Guid Session, string Chair, string? Initials, string Protocol, DateTimeOffset PlannedAt, DateTimeOffset? ClosedAt, long Events);

/// <summary>How far a clinic had been committed when it was asked: an open session is replayed to here.</summary>
/// <param name="TickedThrough">Null: nothing was ever committed.</param>
readonly record struct RecordCut(long Input, DateTimeOffset? TickedThrough);

/// <summary>What there is to run again.</summary>
sealed class RecordedSessions(NpgsqlDataSource dataSource, IDocumentStore store)
{
    /// <summary>The few events that say how long a session was.</summary>
    static readonly Type[] Telling = [typeof(SessionPlanned), typeof(SessionClosed)];

    /// <summary>Sessions planned in a stretch of time (from inclusive, to exclusive), oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> PlannedAsync(
        string clinic, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return await query.Query<SessionRow>().Where(row => row.PlannedAt >= from && row.PlannedAt < to)
            .OrderBy(row => row.PlannedAt).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Those of the sessions that the clinic has, oldest first, all at one cut.</summary>
    public async Task<(IReadOnlyList<RecordedSession> Sessions, RecordCut Cut)> ReadAsync(
        string clinic, IReadOnlyCollection<Guid> sessions, CancellationToken cancellationToken)
    {
        var (cut, versions) = await CutAsync(clinic, sessions, cancellationToken);
        await using var query = store.QuerySession(clinic);
        var wanted = versions.Keys.ToArray();
        var events = await query.Events.QueryAllRawEvents()
            .Where(e => e.StreamId.IsOneOf(wanted) && e.EventTypesAre(Telling)).ToListAsync(cancellationToken);
        var plans = events.Where(e => e.Data is SessionPlanned).ToDictionary(e => e.StreamId, e => (SessionPlanned)e.Data);
        var closed = events.Where(e => e.Data is SessionClosed && e.Version <= versions[e.StreamId]).ToDictionary(e => e.StreamId, e => ((SessionClosed)e.Data).At);
        var patients = plans.Values.Select(plan => plan.Patient).Distinct().ToArray();
        var initials = (await query.LoadManyAsync<PatientDocument>(cancellationToken, patients)).ToDictionary(patient => patient.Id, patient => patient.Initials);
        return (
            [.. plans.Select(pair => new RecordedSession(
                pair.Key, pair.Value.Chair, initials.GetValueOrDefault(pair.Value.Patient), pair.Value.Order.Protocol, pair.Value.At,
                closed.TryGetValue(pair.Key, out var at) ? at : null, versions[pair.Key]))
                .OrderBy(session => session.PlannedAt).ThenBy(session => session.Session)],
            cut);
    }

    /// <summary>The events of a session up to the cut, in order.</summary>
    public async Task<IReadOnlyList<IEvent>> EventsAsync(string clinic, RecordedSession session, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return await query.Events.FetchStreamAsync(session.Session, version: session.Events, token: cancellationToken);
    }

    /// <summary>Writer and streams in one statement: what is committed between two would look like a difference.</summary>
    async Task<(RecordCut Cut, Dictionary<Guid, long> Versions)> CutAsync(
        string clinic, IReadOnlyCollection<Guid> sessions, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select w.input, w.ticked_through, s.id, s.version
            from infusion.clinic_writer w
            left join infusion.mt_streams s on s.tenant_id = w.clinic and s.id = any($2)
            where w.clinic = $1
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = sessions.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (cut, versions) = (default(RecordCut), new Dictionary<Guid, long>());
        while (await reader.ReadAsync(cancellationToken))
        {
            cut = new RecordCut(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
            if (!reader.IsDBNull(2))
            {
                versions[reader.GetGuid(2)] = reader.GetInt64(3);
            }
        }

        return (cut, versions);
    }
}
