using Infusion.Core.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.External;
using Infusion.Server.Live;
using Infusion.Server.Spooling;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>How a writer begins: the state of the last one, then what the spool still holds, then the present.</summary>
sealed partial class ClinicGrain
{
    /// <summary>A spool can hold more than one transaction should.</summary>
    const int RecoveredInAUnit = 1_000;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var takeover = await store.TakeOverAsync(Clinic, cancellationToken);
        (_epoch, _input, _committedInput) = (takeover.Epoch, takeover.Input, takeover.Input);
        _memory = await ClinicMemory.LoadAsync(store, inputs, Clinic, takeover, clock.Now, cancellationToken);
        _pathway = await plans.LoadAsync(Clinic, cancellationToken);
        _live = new LivePublisher(_memory, new LiveFeed(Clinic, _epoch));
        var watchedUntil = _memory.WatchedUntil(takeover);
        _now = watchedUntil ?? clock.Now;

        var unit = NewUnit();
        var leftovers = spool.Leftovers.Take(Clinic);
        for (var index = 0; index < leftovers.Count; index++)
        {
            try
            {
                Recover(leftovers[index].Message, unit);
            }
            catch (Exception reason)
            {
                GiveBackWithout(index, leftovers, reason);
                throw;
            }

            if (unit.Readings.Count >= RecoveredInAUnit)
            {
                Enqueue(unit);
                unit = NewUnit();
            }
        }

        if (leftovers.Count > 0)
        {
            watchedUntil = _now;
        }

        _now = clock.Now > _now ? clock.Now : _now;
        TakeNumbered(new ClinicInput.Begun(watchedUntil), unit);
        if (_memory.Reconfigured() is { } changed)
        {
            TakeNumbered(changed, unit);
        }

        AddCheckpoint(unit);
        unit.TakeOver(_sink);
        _sink.Clear();
        Enqueue(unit);
        _ = ForgetAsync(leftovers, unit);
        this.RegisterGrainTimer(
            OnTimerAsync, new GrainTimerCreationOptions(FlushEvery, FlushEvery) { Interleave = true, KeepAlive = true });
        _externalBroker = ServiceProvider.GetService<ExternalBroker>();
        _externalBroker?.Follow(Clinic);
        LogActivated(Clinic, _epoch, _memory.State.Sessions.Count, leftovers.Count);
    }

    /// <summary>
    /// A message that was acknowledged by a server that ended before it could store it. It is taken in at the time at which it
    /// came, as it was then, so that what the nurse saw stands on the chart; nothing of it is announced anew. If another server
    /// has gone on meanwhile, it is late.
    /// </summary>
    void Recover(SpooledMessage message, CommitUnit unit)
    {
        var isLate = message.Raw.ReceivedAt < _now;
        _now = isLate ? _now : message.Raw.ReceivedAt;
        var kept = isLate ? message with { Raw = message.Raw with { IsLate = true } } : message;

        // What a device said of itself before what is known is no news.
        if (kept.ToIncoming(decoder) is { } incoming && !(isLate && incoming is Incoming.Status))
        {
            Take(incoming, unit);
        }

        unit.TakeOver(_sink);
        _sink.Clear();
    }

    /// <summary>The engine failed on a message: the next attempt meets it as a refused one.</summary>
    void GiveBackWithout(int index, IReadOnlyList<(SpooledMessage Message, SpoolSegment Segment)> leftovers, Exception reason)
    {
        var (message, segment) = leftovers[index];
        LogLost(reason, Clinic, _epoch);
        var refused = message with { Reason = RefusalReason.Unevaluable, Detail = new UnevaluableMessageException(index, reason).Message };
        spool.Leftovers.GiveBack(Clinic, [.. leftovers.Take(index), (refused, segment), .. leftovers.Skip(index + 1)]);
    }

    async Task ForgetAsync(IReadOnlyList<(SpooledMessage Message, SpoolSegment Segment)> leftovers, CommitUnit unit)
    {
        try
        {
            await unit.Committed;
            foreach (var segment in leftovers.GroupBy(left => left.Segment))
            {
                spool.Forget(segment.Key, segment.Count());
            }
        }
        catch (Exception)
        {
            // FollowAsync says why; the next writer gets them.
            spool.Leftovers.GiveBack(Clinic, leftovers);
        }
    }

    void TakeNumbered(ClinicInput input, CommitUnit unit)
    {
        _input++;
        TakeInput(input, unit);
    }

    /// <summary>Clinics do not all write theirs at the same second.</summary>
    void AddCheckpoint(CommitUnit unit)
    {
        unit.Checkpoint = new Checkpoint(_input, _now, StateImage.Write(_memory.State));
        var share = TimeSpan.FromSeconds(_nextCheckpoint == default ? (uint)ClinicMemory.StreamOf(Clinic).GetHashCode() % 60 : 0);
        _nextCheckpoint = _now + CheckpointEvery - share;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Clinic {Clinic} is written here, epoch {Epoch}, {Sessions} open sessions, {Leftovers} messages from the spool")]
    partial void LogActivated(string clinic, long epoch, int sessions, int leftovers);
}
