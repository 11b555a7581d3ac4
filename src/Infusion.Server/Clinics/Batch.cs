using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>Messages that go to a clinic in one call, in order, and share their fate.</summary>
/// <param name="arrivedAt">When the first of them came; a timestamp of the <see cref="TimeProvider"/>.</param>
sealed class Batch(long arrivedAt)
{
    readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Lock _gate = new();
    Task<bool> _keeping = Task.FromResult(false);
    volatile bool _isCommitted;

    public List<Incoming> Messages { get; } = [];

    public long ArrivedAt { get; } = arrivedAt;

    /// <summary>Where the writer took them in; another writer may take them in again.</summary>
    public Evaluated Evaluated { get; set; }

    /// <summary>Counts the times it was evaluated: what becomes of an earlier time concerns nobody.</summary>
    public int Round { get; set; }

    /// <summary>How many of its messages count as neither evaluated nor kept.</summary>
    public int Waiting { get; set; }

    /// <summary>Where the spool has it; null: nowhere.</summary>
    public SpoolSegment? KeptIn { get; private set; }

    public bool IsCommitted => _isCommitted;

    /// <summary>Ends when they are on disk, in the store or in the spool.</summary>
    public Task Durable => _durable.Task;

    /// <returns>Ends when it is no longer on its way to the spool: only then <see cref="KeptIn"/> says what is to be forgotten.</returns>
    public Task CommitAsync()
    {
        lock (_gate)
        {
            _isCommitted = true;
        }

        _durable.TrySetResult();
        return _keeping;
    }

    /// <summary>Once at a time, whoever asks, and not after the commit: what is kept twice would be forgotten once.</summary>
    /// <returns>False: the spool takes no more.</returns>
    public Task<bool> KeepOnceAsync(Func<Batch, Task<bool>> keep)
    {
        lock (_gate)
        {
            if (_isCommitted || Durable.IsCompleted)
            {
                return Task.FromResult(true);
            }

            return _keeping.IsCompleted ? _keeping = keep(this) : _keeping;
        }
    }

    public void Keep(SpoolSegment segment)
    {
        KeptIn = segment;
        _durable.TrySetResult();
    }

    public void Fail(Exception reason) => _durable.TrySetException(reason);

    /// <summary>The number under which the writer took in a message of this batch.</summary>
    public long InputOf(int index) => Evaluated.Input - Messages.Count + 1 + index;
}
