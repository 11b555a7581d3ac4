using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace Infusion.Server.Trace;

/// <summary>At which chair a device was, by the associations of the sessions around that time.</summary>
sealed class TraceChairs(IReadOnlyList<SessionState> sessions)
{
    /// <summary>A session that has ended was planned or started this near to all that was charted in it.</summary>
    static readonly TimeSpan Around = TimeSpan.FromDays(2);

    /// <summary>The few events that say where devices were.</summary>
    static readonly Type[] Telling = [typeof(SessionPlanned), typeof(DeviceAssociated), typeof(DeviceReleased)];

    public static async Task<TraceChairs> LoadAsync(
        ClinicDocuments store, string clinic, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (earliest, latest) = (from - Around, to + Around);
        await using var query = store.QuerySession(clinic);
        var ids = await query.Query<SessionRow>()
            .Where(row => row.Phase != SessionPhase.Closed
                || (row.PlannedAt >= earliest && row.PlannedAt <= latest)
                || (row.StartedAt >= earliest && row.StartedAt <= latest))
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return new TraceChairs([]);
        }

        var wanted = ids.ToArray();
        var events = await query.Events.QueryAllRawEvents()
            .Where(e => e.StreamId.IsOneOf(wanted) && e.EventTypesAre(Telling))
            .OrderBy(e => e.Sequence)
            .ToListAsync(cancellationToken);
        return new TraceChairs([.. events.GroupBy(e => e.StreamId).Select(Fold)]);
    }

    /// <returns>Null: at no session.</returns>
    public SessionState? Of(string device, DateTimeOffset chartTime)
    {
        foreach (var session in sessions)
        {
            foreach (var association in session.Associations)
            {
                if (association.Device == device && association.Covers(chartTime))
                {
                    return session;
                }
            }
        }

        return null;
    }

    static SessionState Fold(IGrouping<Guid, IEvent> stream) =>
        stream.Aggregate((SessionState?)null, (state, e) => Session.Evolve(state, (SessionEvent)e.Data, stream.Key))!;
}
