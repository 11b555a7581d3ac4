namespace Infusion.Core.Telemetry;

/// <summary>How many messages of a device went missing of late. What arrives late after all was missing all the same.</summary>
public sealed class MissingCount
{
    const int Kept = 64;

    readonly List<(DateTimeOffset At, long Count)> _holes = [];

    /// <summary>No hole was ever met.</summary>
    public bool IsNone => _holes.Count == 0;

    /// <summary>Of holes met after that instant, exclusive.</summary>
    public long Since(DateTimeOffset instant)
    {
        var sum = 0L;
        for (var index = _holes.Count - 1; index >= 0 && _holes[index].At > instant; index--)
        {
            sum += _holes[index].Count;
        }

        return sum;
    }

    internal void Add(DateTimeOffset at, long count)
    {
        if (_holes.Count == Kept)
        {
            _holes.RemoveAt(0);
        }

        _holes.Add((at, count));
    }
}
