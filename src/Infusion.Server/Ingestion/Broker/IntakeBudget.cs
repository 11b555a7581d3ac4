namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// What all connections together may have between receipt and commit. A thousand messages of each connection is no bound
/// for the server: connections come and go, and what they sent waits on. When it is used up, sockets are not read.
/// </summary>
sealed class IntakeBudget(long maxBytes)
{
    /// <summary>Some seconds of what a small server sustains: by then what is not committed is in the spool.</summary>
    public const long Max = 256L * 1024 * 1024;

    /// <summary>What a message costs beside its payload, decoded and waiting.</summary>
    public const int Overhead = 1024;

    readonly Lock _gate = new();
    readonly LinkedList<Waiting> _waiting = [];

    /// <summary>Bytes that each commit will give back. Many messages wait for one, and one continuation is enough for all.</summary>
    readonly Dictionary<Task, long> _held = [];
    long _used;

    public IntakeBudget()
        : this(Max)
    {
    }

    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>Connections that are not read now.</summary>
    public int HeldBack
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for room, first come first served. The last one let in may go beyond the bound by itself.</summary>
    public ValueTask TakeAsync(int payloadLength, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && _used < maxBytes)
            {
                _used += payloadLength + Overhead;
                return ValueTask.CompletedTask;
            }

            return new ValueTask(WaitAsync(
                _waiting.AddLast(new Waiting(payloadLength, new(TaskCreationOptions.RunContinuationsAsynchronously))), cancellationToken));
        }
    }

    /// <summary>Gives back what the message took when it is on disk or given up, whatever became of its connection.</summary>
    public void GiveBackAfter(Task committed, int payloadLength)
    {
        if (committed.IsCompletedSuccessfully)
        {
            Give(payloadLength + Overhead);
            return;
        }

        lock (_gate)
        {
            var isFirst = !_held.TryGetValue(committed, out var held);
            _held[committed] = held + payloadLength + Overhead;
            if (!isFirst)
            {
                return;
            }
        }

        // Its failure is the business of whoever acknowledges; after the connection's end that is nobody, so it is seen here.
        _ = committed.ContinueWith(
            task =>
            {
                _ = task.Exception;
                Settle(task);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    void Settle(Task committed)
    {
        lock (_gate)
        {
            _held.Remove(committed, out var held);
            Give(held);
        }
    }

    void Give(long bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            while (_used < maxBytes && _waiting.First is { } next)
            {
                _waiting.RemoveFirst();
                _used += next.Value.PayloadLength + Overhead;
                next.Value.Room.SetResult();
            }
        }
    }

    async Task WaitAsync(LinkedListNode<Waiting> place, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Room.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is not null)
                {
                    _waiting.Remove(place);
                    throw;
                }
            }

            // Let in at the moment it gave up.
            Give(place.Value.PayloadLength + Overhead);
            throw;
        }
    }

    sealed record Waiting(int PayloadLength, TaskCompletionSource Room);
}
