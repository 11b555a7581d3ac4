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

    /// <summary>A device does not wait longer than this for a commit.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly string _clinic;
    readonly IClinicGrain _grain;
    readonly Journal _journal;
    readonly Spool _spool;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Channel<News> _news = Channel.CreateUnbounded<News>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Not evaluated yet, or to be evaluated again; in order.</summary>
    readonly Queue<Waiting> _backlog = new();

    /// <summary>Evaluated and not known to be committed; in order.</summary>
    readonly Queue<Batch> _underWay = new();

    readonly Queue<News> _lost = new();

    public ClinicLane(string clinic, IClinicGrain grain, Journal journal, Spool spool, TimeProvider time, ILogger logger)
    {
        (_clinic, _grain, _journal, _spool, _time, _logger) = (clinic, grain, journal, spool, time, logger);
        _ = RunAsync();
    }

    public Task DeliverAsync(Incoming message)
    {
        var waiting = new Waiting(message, _time.GetTimestamp());
        _journal.CountUnevaluated(1);
        _news.Writer.TryWrite(new News(waiting, null, null));
        return waiting.Done;
    }

    async Task RunAsync()
    {
        while (_backlog.Count > 0 || await _news.Reader.WaitToReadAsync())
        {
            TakeNews();
            while (_lost.TryDequeue(out var news))
            {
                EvaluateAgain(news);
            }

            if (_backlog.Count > 0 && !await TryEvaluateAsync([.. _backlog.Take(MaxBatch)]))
            {
                await KeepLateAsync();
                await Task.Delay(Retry, _time);
            }
        }
    }

    void TakeNews()
    {
        while (_underWay.TryPeek(out var oldest) && oldest.IsCommitted)
        {
            _underWay.Dequeue();
        }

        while (_news.Reader.TryRead(out var news))
        {
            if (news.Message is { } waiting)
            {
                _backlog.Enqueue(waiting);
            }
            else
            {
                _lost.Enqueue(news);
            }
        }
    }

    /// <summary>The writer is another one now: what the last one had not committed comes before all that is new.</summary>
    void EvaluateAgain(in News news)
    {
        if (news.Lost is not { IsAbandoned: false })
        {
            return;
        }

        var refused = news.Refused;
        var fresh = _backlog.ToArray();
        _backlog.Clear();
        foreach (var batch in _underWay.Where(batch => !batch.IsCommitted))
        {
            batch.Abandon();
            for (var index = 0; index < batch.Messages.Count; index++)
            {
                var waiting = batch.Messages[index];
                if (refused?.Epoch == batch.Evaluated.Epoch && refused.Inputs.Contains(batch.InputOf(index)))
                {
                    waiting.Message = Unstorable(waiting.Message, refused);
                }

                _backlog.Enqueue(waiting);
            }
        }

        _underWay.Clear();
        _journal.CountUnevaluated(_backlog.Count);
        Array.ForEach(fresh, _backlog.Enqueue);
    }

    Incoming.Quarantined Unstorable(Incoming message, UnstorableMessagesException refused)
    {
        LogUnstorable(_clinic, refused.Message);
        var raw = message.Raw ?? new RawMessage($"{DeviceTopic.Prefix}{_clinic}", default, message.ReceivedAt);
        return MessageDecoder.Refused(raw, DeviceTopic.Parse(raw.Topic).Device, RefusalReason.Unstorable, refused.Message);
    }

    /// <returns>False: there is no writer now (the store is away). Nothing is skipped, it is tried again.</returns>
    async Task<bool> TryEvaluateAsync(List<Waiting> messages)
    {
        try
        {
            var incoming = new Immutable<IReadOnlyList<Incoming>>([.. messages.Select(waiting => waiting.Message)]);
            var evaluating = _grain.EvaluateAsync(incoming);
            while (!await EndsWithinAsync(evaluating, Retry))
            {
                // The writer is still beginning. Devices do not wait for that.
                TakeNews();
                await KeepLateAsync();
            }

            var batch = new Batch(messages, await evaluating);
            messages.ForEach(_ => _backlog.Dequeue());
            _journal.CountUnevaluated(-messages.Count);
            _underWay.Enqueue(batch);
            _ = FollowAsync(batch);
            return true;
        }
        catch (Exception reason)
        {
            LogRetry(reason.Message, _clinic, _backlog.Count);
            return false;
        }
    }

    async Task FollowAsync(Batch batch)
    {
        try
        {
            var committed = CommittedAsync(batch.Evaluated);
            if (!await EndsInTimeAsync(committed, batch.Messages[0]))
            {
                await KeepAsync(batch.Messages);
            }

            await committed;
            batch.Commit();
            foreach (var kept in batch.Messages.Where(waiting => waiting.KeptIn is not null).GroupBy(waiting => waiting.KeptIn!))
            {
                _spool.Forget(kept.Key, kept.Count());
            }
        }
        catch (Exception reason)
        {
            LogRetry(reason.Message, _clinic, batch.Messages.Count);
            _news.Writer.TryWrite(new News(null, batch, reason as UnstorableMessagesException));
        }
    }

    async Task CommittedAsync(Evaluated evaluated)
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

    /// <summary>While the store is known to be slow nobody waits the two seconds out: a device that awaits each answer goes on.</summary>
    Task<bool> EndsInTimeAsync(Task committed, Waiting oldest) =>
        EndsWithinAsync(committed, _journal.IsDelayed(_clinic) ? TimeSpan.Zero : Patience - _time.GetElapsedTime(oldest.ArrivedAt));

    async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        if (!task.IsCompleted && limit > TimeSpan.Zero)
        {
            await task.WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return task.IsCompleted;
    }

    Task KeepLateAsync() => KeepAsync([.. _backlog.Where(waiting => _time.GetElapsedTime(waiting.ArrivedAt) >= Patience)]);

    /// <summary>To the spool, and so acknowledged. What it cannot take must be sent again: its connection is closed.</summary>
    async Task KeepAsync(IReadOnlyList<Waiting> messages)
    {
        var waiting = messages.Where(message => !message.Done.IsCompleted)
            .Select(message => (message, Spooled: SpooledMessage.Of(_clinic, message.Message)))
            .Where(pair => pair.Spooled is not null).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        try
        {
            var segment = await _spool.KeepAsync([.. waiting.Select(pair => pair.Spooled!)]);
            waiting.ForEach(pair => pair.message.IsKeptIn(segment));
        }
        catch (SpoolFullException reason)
        {
            waiting.ForEach(pair => pair.message.Fail(reason));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Messages} messages wait for a writer of clinic {Clinic}: {Reason}")]
    partial void LogRetry(string reason, string clinic, int messages);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of clinic {Clinic} goes to quarantine: {Reason}")]
    partial void LogUnstorable(string clinic, string reason);

    /// <summary>A message that came, or a batch that was lost.</summary>
    readonly record struct News(Waiting? Message, Batch? Lost, UnstorableMessagesException? Refused);
}
