using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Reporting;

/// <summary>The sessions that a stretch of time can touch, for every report.</summary>
static class ReportedSessions
{
    /// <summary>A session that is not closed yet, or was planned this long before, may still have a patient watched.</summary>
    static readonly TimeSpan Around = TimeSpan.FromDays(2);

    /// <returns>By when they were planned.</returns>
    public static async Task<IReadOnlyList<Guid>> TouchingAsync(
        IQuerySession query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var earliest = from - Around;
        return await query.Query<SessionRow>()
            .Where(row => row.PlannedAt < to && (row.Phase != SessionPhase.Closed || row.PlannedAt >= earliest))
            .OrderBy(row => row.PlannedAt).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One whole stream, as it is stored.</summary>
    public static async Task<IReadOnlyList<SessionEvent>> EventsAsync(IQuerySession query, Guid stream, CancellationToken cancellationToken) =>
        [.. (await query.Events.FetchStreamAsync(stream, token: cancellationToken)).Select(e => (SessionEvent)e.Data)];
}
