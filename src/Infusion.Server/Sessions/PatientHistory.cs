using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <summary>What a patient was given before, from the store's closed sessions.</summary>
static class PatientHistory
{
    public static async Task<DoseHistory> ReadAsync(
        IDocumentStore store, string clinic, Guid patient, TimeSpan seriesBreak, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var closed = await query.Query<SessionRow>()
            .Where(row => row.Patient == patient && row.Phase == SessionPhase.Closed)
            .Select(row => row.Id).ToListAsync(cancellationToken);
        var past = new List<PastSession>();
        foreach (var session in closed)
        {
            SessionState? state = null;
            foreach (var e in await query.Events.FetchStreamAsync(session, token: cancellationToken))
            {
                state = Session.Evolve(state, (SessionEvent)e.Data, session);
            }

            if (state is not null && PastSession.Of(state) is { } given)
            {
                past.Add(given);
            }
        }

        return DoseHistory.Of(past, now, seriesBreak);
    }
}
