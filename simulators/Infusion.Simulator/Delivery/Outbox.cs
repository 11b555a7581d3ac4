namespace Infusion.Simulator.Delivery;

/// <summary>A message as it is kept until the broker has acknowledged it.</summary>
public sealed record StoredMessage(long Ordinal, string Boot, byte[] Payload);

/// <summary>
/// What one device has measured and nobody has acknowledged yet, in order of measurement. Bounded: when it is full
/// the oldest message is lost, counted, and told.
/// </summary>
public sealed class Outbox(int capacity, Action firstLoss)
{
    readonly Lock _gate = new();
    readonly LinkedList<StoredMessage> _unsent = [];
    readonly SortedDictionary<long, StoredMessage> _inFlight = [];
    TaskCompletionSource _arrival = NewSignal();
    TaskCompletionSource _emptied = NewSignal();
    long _lastOrdinal;
    DeliveryCounts _counts = new();

    public DeliveryCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts with { InFlight = _inFlight.Count, Waiting = _unsent.Count };
            }
        }
    }

    /// <summary>Everything measured up to now has an ordinal up to this one.</summary>
    public long LastOrdinal
    {
        get
        {
            lock (_gate)
            {
                return _lastOrdinal;
            }
        }
    }

    public void Add(string boot, byte[] payload)
    {
        var lost = false;
        TaskCompletionSource arrived;
        lock (_gate)
        {
            _unsent.AddLast(new StoredMessage(++_lastOrdinal, boot, payload));
            if (_unsent.Count + _inFlight.Count > capacity)
            {
                _unsent.RemoveFirst();
                lost = _counts.Dropped == 0;
                _counts = _counts with { Dropped = _counts.Dropped + 1 };
            }

            arrived = _arrival;
            _arrival = NewSignal();
        }

        arrived.SetResult();
        if (lost)
        {
            firstLoss();
        }
    }

    /// <summary>The oldest unsent message, which is in flight from now on.</summary>
    public async Task<StoredMessage> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_unsent.First is { } oldest)
                {
                    _unsent.RemoveFirst();
                    _inFlight.Add(oldest.Value.Ordinal, oldest.Value);
                    _counts = _counts with { Sent = _counts.Sent + 1 };
                    return oldest.Value;
                }

                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellation);
        }
    }

    /// <summary>Answered for good. A refused message is never sent again: the standard forbids it, and it would be refused again.</summary>
    public void Settle(StoredMessage message, bool accepted)
    {
        lock (_gate)
        {
            _inFlight.Remove(message.Ordinal);
            _counts = accepted
                ? _counts with { Acknowledged = _counts.Acknowledged + 1 }
                : _counts with { Refused = _counts.Refused + 1 };
            if (_inFlight.Count + _unsent.Count == 0)
            {
                _emptied.TrySetResult();
            }
        }
    }

    /// <summary>The connection is gone: whatever was not answered goes back to the front, in its old order.</summary>
    public void ReturnUnanswered()
    {
        lock (_gate)
        {
            foreach (var message in _inFlight.Values.Reverse())
            {
                _unsent.AddFirst(message);
            }

            _inFlight.Clear();
        }
    }

    public async Task WaitUntilEmptyAsync(CancellationToken cancellation)
    {
        Task emptied;
        lock (_gate)
        {
            if (_inFlight.Count + _unsent.Count == 0)
            {
                return;
            }

            _emptied = NewSignal();
            emptied = _emptied.Task;
        }

        await emptied.WaitAsync(cancellation);
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
