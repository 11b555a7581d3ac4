using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>Messages that go to a clinic in one call, in order, and share their fate.</summary>
/// <param name="arrivedAt">When the first of them came; a timestamp of the <see cref="TimeProvider"/>.</param>
sealed class Batch(long arrivedAt)
{
    readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _isCommitted;

    public List<Incoming> Messages { get; } = [];

    public long ArrivedAt { get; } = arrivedAt;

    /// <summary>Where the writer took them in; another writer may take them in again.</summary>
    public Evaluated Evaluated { get; set; }

    /// <summary>Counts the times it was evaluated: what becomes of an earlier time concerns nobody.</summary>
    public int Round { get; set; }

    /// <summary>Where the spool has it; null: nowhere.</summary>
    public SpoolSegment? KeptIn { get; private set; }

    public bool IsCommitted => _isCommitted;

    /// <summary>Ends when they are on disk, in the store or in the spool.</summary>
    public Task Durable => _durable.Task;

    public void Commit()
    {
        _isCommitted = true;
        _durable.TrySetResult();
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
