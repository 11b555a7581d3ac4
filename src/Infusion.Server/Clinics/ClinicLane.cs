using System.Collections.Concurrent;
using System.Threading.Channels;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Spooling;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>
/// The way to one clinic: one call to its writer at a time, so order holds; what arrives meanwhile goes with the next call.
/// What is not committed after two seconds is kept in the spool and acknowledged from there, while the wait for the commit
/// goes on. A writer that loses the clinic leaves all that it had not committed, in order, to the next one, which knows by
/// (device, boot, seq) whether it has a message.
/// </summary>
sealed partial class ClinicLane
{
    const int MaxBatch = 500;
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    /// <summary>A device does not wait longer than this for a store that is away.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Batches that the spool may sync together.</summary>
    const int KeptTogether = 100;

    readonly string _clinic;
    readonly IClinicGrain _grain;
    readonly Journal _journal;
    readonly Unevaluated _unevaluated;
    readonly Spool _spool;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Lock _gate = new();

    /// <summary>What has come and is not taken up yet. The last one still takes messages.</summary>
    readonly Queue<Batch> _gathered = new();
    readonly ConcurrentQueue<Loss> _lost = new();
    readonly Channel<bool> _woken = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Taken up, and to be evaluated, perhaps again; in order.</summary>
    readonly Queue<Batch> _backlog = new();

    /// <summary>Evaluated and not known to be committed; in order. Under the gate.</summary>
    readonly Queue<Batch> _underWay = new();

    Batch? _gathering;
    int _waiting;
    TaskCompletionSource _fewer = NewSignal();

    public ClinicLane(
        string clinic, IClinicGrain grain, Journal journal, Unevaluated unevaluated, Spool spool, TimeProvider time, ILogger logger,
        CancellationToken ended)
    {
        (_clinic, _grain, _journal, _unevaluated, _spool, _time, _logger) = (clinic, grain, journal, unevaluated, spool, time, logger);
        _ = RunAsync(ended);
        _ = WatchAsync(ended);
    }

    public Task Gather(Incoming message)
    {
        Count(1);
        lock (_gate)
        {
            if (_gathering is null || _gathering.Messages.Count == MaxBatch)
            {
                _gathering = new Batch(_time.GetTimestamp());
                _gathered.Enqueue(_gathering);
            }

            _gathering.Messages.Add(message);
            _gathering.Waiting++;
            return _gathering.Durable;
        }
    }

    /// <summary>Ends when the server has room for another message of this clinic. It ends at once unless all have too many and this one more than its share.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (_unevaluated.IsFull)
        {
            var fewer = Volatile.Read(ref _fewer).Task;
            if (Volatile.Read(ref _waiting) <= Unevaluated.Share)
            {
                return;
            }

            await fewer.WaitAsync(cancellationToken);
        }
    }

    public void Wake() => _woken.Writer.TryWrite(true);

    void Count(int change)
    {
        _unevaluated.Count(change);
        Interlocked.Add(ref _waiting, change);
    }

    /// <summary>Evaluated, or kept: either way its devices may go on.</summary>
    void NoLongerWaits(Batch batch)
    {
        if (batch.Waiting > 0)
        {
            Count(-batch.Waiting);
            batch.Waiting = 0;
            Interlocked.Exchange(ref _fewer, NewSignal()).SetResult();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    async Task RunAsync(CancellationToken ended)
    {
        try
        {
            while (await _woken.Reader.WaitToReadAsync(ended))
            {
                _woken.Reader.TryRead(out _);
                while (TakeUp() is { } next)
                {
                    if (!await TryEvaluateAsync(next))
                    {
                        await KeepLateAsync();
                        await Task.Delay(Retry, _time, ended);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The server has ended. What it did not acknowledge is sent again.
        }
    }

    /// <returns>What is to be evaluated next; null: nothing.</returns>
    Batch? TakeUp()
    {
        lock (_gate)
        {
            while (_underWay.TryPeek(out var oldest) && oldest.IsCommitted)
            {
                _underWay.Dequeue();
            }
        }

        TakeGathered();
        while (_lost.TryDequeue(out var loss))
        {
            if (loss.Batch.Round == loss.Round)
            {
                EvaluateAgain(loss.Refused);
            }
        }

        return _backlog.TryPeek(out var next) ? next : null;
    }

    void TakeGathered()
    {
        lock (_gate)
        {
            while (_gathered.TryDequeue(out var batch))
            {
                _backlog.Enqueue(batch);
            }

            _gathering = null;
        }
    }

    /// <summary>The writer is another one now: what the last one had not committed comes before all that is new.</summary>
    void EvaluateAgain(UnstorableMessagesException? refused)
    {
        var fresh = _backlog.ToArray();
        _backlog.Clear();
        foreach (var batch in UnderWay())
        {
            for (var index = 0; index < batch.Messages.Count && refused?.Epoch == batch.Evaluated.Epoch; index++)
            {
                if (refused.Inputs.Contains(batch.InputOf(index)))
                {
                    batch.Messages[index] = Refused(batch.Messages[index], RefusalReason.Unstorable, refused.Message);
                }
            }

            batch.Round++;
            batch.Waiting = batch.Durable.IsCompleted ? 0 : batch.Messages.Count;
            Count(batch.Waiting);
            _backlog.Enqueue(batch);
        }

        lock (_gate)
        {
            _underWay.Clear();
        }

        Array.ForEach(fresh, _backlog.Enqueue);
    }

    Incoming.Quarantined Refused(Incoming message, string reason, string detail)
    {
        LogRefused(_clinic, reason, detail);
        var raw = message.Raw ?? new RawMessage($"{DeviceTopic.Prefix}{_clinic}", default, message.ReceivedAt);
        return MessageDecoder.Refused(raw, DeviceTopic.Parse(raw.Topic).Device, reason, detail);
    }

    /// <returns>False: there is no writer now (the store is away). Nothing is skipped, it is tried again.</returns>
    async Task<bool> TryEvaluateAsync(Batch batch)
    {
        try
        {
            var evaluating = _grain.EvaluateAsync(new Immutable<IReadOnlyList<Incoming>>(batch.Messages));
            while (!await EndsWithinAsync(evaluating, Retry))
            {
                // The writer is still beginning. Devices do not wait for that.
                TakeGathered();
                await KeepLateAsync();
            }

            batch.Evaluated = await evaluating;
            NoLongerWaits(batch);
            lock (_gate)
            {
                _underWay.Enqueue(_backlog.Dequeue());
            }

            _ = FollowAsync(batch, batch.Round);
            return true;
        }
        catch (UnevaluableMessageException refused)
        {
            batch.Messages[refused.Index] = Refused(batch.Messages[refused.Index], RefusalReason.Unevaluable, refused.Message);
            return false;
        }
        catch (Exception reason)
        {
            LogRetry(reason.Message, _clinic, _backlog.Sum(waiting => waiting.Messages.Count));
            return false;
        }
    }

    async Task FollowAsync(Batch batch, int round)
    {
        try
        {
            var committed = _journal.Committed(_clinic, batch.Evaluated) ?? CommittedElsewhereAsync(batch.Evaluated);
            if (!committed.IsCompleted && _journal.IsDelayed(_clinic))
            {
                // While the store is known to be away nobody waits: a device that awaits each answer goes on.
                await batch.KeepOnceAsync(KeepAsync);
            }

            await committed;
            await batch.CommitAsync();
            if (batch.KeptIn is { } segment)
            {
                _spool.Forget(segment, batch.Messages.Count);
            }
        }
        catch (Exception reason)
        {
            LogRetry(reason.Message, _clinic, batch.Messages.Count);
            _lost.Enqueue(new Loss(batch, round, reason as UnstorableMessagesException));
            Wake();
        }
    }

    /// <summary>
    /// Keeps what was evaluated before the store was known to be away. One watch for all batches: if each had its own, they would
    /// wake up more often the more of them wait, and in overload leave no time for the commits that they wait for.
    /// </summary>
    async Task WatchAsync(CancellationToken ended)
    {
        try
        {
            using var timer = new PeriodicTimer(WatchEvery, _time);
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (_journal.IsDelayed(_clinic))
                {
                    await KeepAllAsync();
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // As in RunAsync.
        }
    }

    /// <summary>As far as the spool takes them. When the store is away for long, what it does not take fails, all of it.</summary>
    async Task KeepAllAsync()
    {
        foreach (var together in UnderWay().Where(batch => !batch.Durable.IsCompleted).Chunk(KeptTogether))
        {
            var kept = await Task.WhenAll(together.Select(batch => batch.KeepOnceAsync(KeepAsync)));
            if (kept.Contains(false) && !_journal.IsAway(_clinic))
            {
                return;
            }
        }
    }

    List<Batch> UnderWay()
    {
        lock (_gate)
        {
            return [.. _underWay.Where(batch => !batch.IsCommitted)];
        }
    }

    async Task CommittedElsewhereAsync(Evaluated evaluated)
    {
        while (true)
        {
            try
            {
                await _grain.WhenCommittedAsync(evaluated);
                return;
            }
            catch (TimeoutException)
            {
                // The store takes longer than one call may; the wait goes on.
            }
        }
    }

    async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        if (!task.IsCompleted && limit > TimeSpan.Zero)
        {
            await task.WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return task.IsCompleted;
    }

    async Task KeepLateAsync()
    {
        foreach (var batch in _backlog.Where(batch => _time.GetElapsedTime(batch.ArrivedAt) >= Patience).ToList())
        {
            await batch.KeepOnceAsync(KeepAsync);
        }
    }

    /// <summary>
    /// To the spool, and so acknowledged. What it cannot take waits on for a commit; when the store is away for long, it must be
    /// sent again: its connection is closed.
    /// </summary>
    /// <returns>False: the spool takes no more.</returns>
    async Task<bool> KeepAsync(Batch batch)
    {
        var spooled = batch.Messages.Select(message => SpooledMessage.Of(_clinic, message)).ToList();
        if (spooled.Contains(null))
        {
            return true;
        }

        try
        {
            batch.Keep(await _spool.KeepAsync(spooled!));
            NoLongerWaits(batch);
            return true;
        }
        catch (SpoolFullException reason)
        {
            if (_journal.IsAway(_clinic))
            {
                batch.Fail(reason);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Messages} messages wait for a writer of clinic {Clinic}: {Reason}")]
    partial void LogRetry(string reason, string clinic, int messages);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of clinic {Clinic} goes to quarantine as {Reason}: {Detail}")]
    partial void LogRefused(string clinic, string reason, string detail);

    /// <summary>A batch that its writer did not commit, and perhaps why.</summary>
    readonly record struct Loss(Batch Batch, int Round, UnstorableMessagesException? Refused);
}
