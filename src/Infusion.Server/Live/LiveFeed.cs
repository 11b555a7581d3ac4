namespace Infusion.Server.Live;

/// <summary>
/// A clinic's deltas, numbered from 1 within its epoch and kept for clients that missed some.
/// </summary>
sealed class LiveFeed(string clinic, long epoch)
{
    /// <summary>Half a minute and more of a busy clinic. Who missed more gets a snapshot.</summary>
    internal const int Kept = 2_048;

    /// <summary>And not more than so much, so that hundreds of busy clinics do not fill the memory with what nobody asks for.</summary>
    internal const int KeptBytes = 1024 * 1024;

    readonly Queue<EncodedDelta> _kept = new();
    int _keptBytes;
    List<EncodedDelta> _unsent = [];

    public long Epoch { get; } = epoch;

    /// <summary>Number of the newest delta; 0 before the first.</summary>
    public long N { get; private set; }

    public void Add(Func<long, Delta> create)
    {
        var delta = EncodedDelta.Of(create(++N));
        _unsent.Add(delta);
        _kept.Enqueue(delta);
        _keptBytes += delta.Json.Length;
        while (_kept.Count > Kept || _keptBytes > KeptBytes)
        {
            _keptBytes -= _kept.Dequeue().Json.Length;
        }
    }

    /// <summary>A hole that nothing fills: whoever had followed so far takes a snapshot. What is unsent still goes at once; an alarm may be among it.</summary>
    public void Break()
    {
        N++;
        _kept.Clear();
        _keptBytes = 0;
    }

    /// <returns>What is to be sent now; null when there is nothing.</returns>
    public DeltaBatch? TakeUnsent(long input, long committedInput)
    {
        if (_unsent.Count == 0)
        {
            return null;
        }

        var batch = new DeltaBatch(clinic, Epoch, input, committedInput, _unsent);
        _unsent = [];
        return batch;
    }

    /// <returns>Everything after <paramref name="n"/>; null when it is not at hand (another epoch, or too long ago).</returns>
    public DeltaBatch? Since(long epochOfClient, long n, long input, long committedInput)
    {
        if (epochOfClient != Epoch || n > N || n < N - _kept.Count)
        {
            return null;
        }

        return new DeltaBatch(clinic, Epoch, input, committedInput, [.. _kept.Where(delta => delta.N > n)]);
    }
}
