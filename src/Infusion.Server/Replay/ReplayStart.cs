using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace Infusion.Server.Replay;

/// <summary>From what a replay began. Only a checkpoint of this build is the very state that ran.</summary>
public enum ReplayBasis : byte
{
    Unknown = 0,

    /// <summary>The state of the evening before, as this build stored it.</summary>
    Checkpoint = 1,

    /// <summary>The clinic's first input, under the configuration it has today: its first one is stored nowhere.</summary>
    Beginning = 2,

    /// <summary>Another build stored the state; in its place stand folded events and recalled readings, as for a writer after an upgrade.</summary>
    Folded = 3,
}

/// <param name="Input">The last input before the replay.</param>
/// <param name="At">When it was evaluated; the earliest time there is, for the beginning.</param>
readonly record struct StartPoint(ReplayBasis Basis, DateOnly Day, long Input, DateTimeOffset At);

/// <summary>Finds and makes the state that a replay begins from. Each call makes a state of its own.</summary>
sealed class ReplayStart(IDocumentStore documents, ClinicStore store, InputStore inputs)
{
    /// <summary>Clocks, numbers and cuffs of devices are known again from this much before.</summary>
    static readonly TimeSpan Recalled = TimeSpan.FromHours(1);
    static readonly TimeSpan SequencesKnown = TimeSpan.FromHours(48);

    /// <summary>The nearest point before each of the sessions was planned.</summary>
    public async Task<IReadOnlyList<(StartPoint Start, IReadOnlyList<RecordedSession> Sessions)>> GroupAsync(
        string clinic, IEnumerable<RecordedSession> sessions, CancellationToken cancellationToken)
    {
        var checkpoints = await inputs.CheckpointsAsync(clinic, cancellationToken);
        return [.. sessions.GroupBy(session => Before(session.PlannedAt, checkpoints)).OrderBy(group => group.Key.At)
            .Select(group => (group.Key, (IReadOnlyList<RecordedSession>)[.. group]))];
    }

    public async Task<ClinicState> StateAsync(string clinic, StartPoint start, CancellationToken cancellationToken)
    {
        if (start.Basis is ReplayBasis.Checkpoint)
        {
            return (await inputs.StateAsync(clinic, start.Day, cancellationToken))?.State
                ?? throw new InvalidOperationException($"the checkpoint of {start.Day:O} of clinic {clinic} has been replaced");
        }

        var (configuration, _) = await store.ConfigurationAsync(clinic, cancellationToken) ?? throw new UnknownClinicException(clinic);
        var state = new ClinicState(configuration, ClinicMemory.StreamOf(clinic));
        return start.Basis is ReplayBasis.Folded ? await FoldAsync(state, clinic, start, cancellationToken) : state;
    }

    static StartPoint Before(DateTimeOffset plannedAt, IReadOnlyList<StoredCheckpoint> checkpoints)
    {
        // That of the session's own day is replaced every minute.
        var before = checkpoints.Where(checkpoint => checkpoint.Day < DateOnly.FromDateTime(plannedAt.UtcDateTime)).ToList();
        var readable = before.FindLastIndex(checkpoint => checkpoint.IsReadable);
        return (readable, before.Count) switch
        {
            ( >= 0, _) => At(ReplayBasis.Checkpoint, before[readable]),
            (_, > 0) => At(ReplayBasis.Folded, before[^1]),
            _ => new StartPoint(ReplayBasis.Beginning, default, 0, DateTimeOffset.MinValue),
        };

        static StartPoint At(ReplayBasis basis, StoredCheckpoint checkpoint) =>
            new(basis, checkpoint.Day, checkpoint.Input, checkpoint.EvaluatedAt);
    }

    async Task<ClinicState> FoldAsync(ClinicState state, string clinic, StartPoint start, CancellationToken cancellationToken)
    {
        foreach (var stored in await EventsAsync(clinic, start.At, cancellationToken))
        {
            ClinicEngine.Restore(state, stored);
        }

        await RecallAsync(state, clinic, start, cancellationToken);
        ClinicEngine.Resume(state, null, start.At, new FindingSink());
        return state;
    }

    /// <summary>Of the sessions that were open then, up to then.</summary>
    async Task<IReadOnlyList<StreamEvent>> EventsAsync(string clinic, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var query = documents.QuerySession(clinic);
        var planned = await query.Query<SessionRow>().Where(row => row.PlannedAt <= at).Select(row => row.Id).ToListAsync(cancellationToken);
        var closing = await query.Events.QueryAllRawEvents()
            .Where(e => e.EventTypesAre(typeof(SessionClosed))).ToListAsync(cancellationToken);
        var closed = closing.Where(e => ((SessionClosed)e.Data).At <= at).Select(e => e.StreamId).ToHashSet();
        var events = new List<StreamEvent>();
        foreach (var session in planned.Where(session => !closed.Contains(session)))
        {
            var stream = await query.Events.FetchStreamAsync(session, token: cancellationToken);
            events.AddRange(stream.Select(e => new StreamEvent(session, (SessionEvent)e.Data, null, null)).Where(e => e.Event.At <= at));
        }

        return events;
    }

    async Task RecallAsync(ClinicState state, string clinic, StartPoint start, CancellationToken cancellationToken)
    {
        await foreach (var (_, evaluatedAt, body) in inputs.BetweenAsync(
            clinic, 0, start.At - Recalled, start.Input, start.At, cancellationToken))
        {
            if (body is ClinicInput.Observed observed)
            {
                ClinicEngine.Recall(state, observed.Reading, evaluatedAt);
            }
        }

        var runs = await store.SequencesAsync(clinic, start.At - SequencesKnown, start.Input, cancellationToken);
        foreach (var boot in runs.GroupBy(run => (run.Device, run.Boot)))
        {
            ClinicEngine.RecallSequence(state, boot.Key.Device, boot.Key.Boot, boot.Select(run => (run.First, run.Last)));
        }
    }
}
