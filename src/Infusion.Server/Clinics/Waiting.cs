using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;

namespace Infusion.Server.Clinics;

/// <summary>A message on its way into a clinic. Done: on disk, in the store or in the spool.</summary>
/// <param name="arrivedAt">A timestamp of the <see cref="TimeProvider"/>.</param>
sealed class Waiting(Incoming message, long arrivedAt)
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Becomes a refusal when the store turns out not to take it.</summary>
    public Incoming Message { get; set; } = message;

    public long ArrivedAt { get; } = arrivedAt;

    /// <summary>Where the spool has it; null: nowhere.</summary>
    public SpoolSegment? KeptIn { get; private set; }

    public Task Done => _done.Task;

    public void Finish() => _done.TrySetResult();

    public void Fail(Exception reason) => _done.TrySetException(reason);

    public void IsKeptIn(SpoolSegment segment)
    {
        KeptIn = segment;
        Finish();
    }
}

/// <summary>Messages evaluated in one turn.</summary>
sealed class Batch(List<Waiting> messages, Evaluated evaluated)
{
    volatile bool _isCommitted;
    volatile bool _isAbandoned;

    public List<Waiting> Messages { get; } = messages;

    public Evaluated Evaluated { get; } = evaluated;

    public bool IsCommitted => _isCommitted;

    /// <summary>Its messages are evaluated again by the next writer: what becomes of this batch concerns nobody.</summary>
    public bool IsAbandoned => _isAbandoned;

    public void Commit()
    {
        _isCommitted = true;
        Messages.ForEach(waiting => waiting.Finish());
    }

    public void Abandon() => _isAbandoned = true;

    /// <summary>The number under which the writer took in a message of this batch.</summary>
    public long InputOf(int index) => Evaluated.Input - Messages.Count + 1 + index;
}
