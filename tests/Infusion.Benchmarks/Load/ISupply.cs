using System.Collections.Concurrent;
using System.Diagnostics;

namespace Infusion.Benchmarks.Load;

/// <summary>What a connection sends next.</summary>
interface ISupply
{
    bool TryTake(out Due due);
}

/// <summary>Always has a next message: each device of the connection in turn, as fast as acknowledgements allow.</summary>
sealed class EndlessSupply(IReadOnlyList<Device> devices) : ISupply
{
    int _next;
    volatile bool _ended;

    public void End() => _ended = true;

    public bool TryTake(out Due due)
    {
        due = new Due(devices[_next], Stopwatch.GetTimestamp(), RaisesAlarm: false);
        _next = (_next + 1) % devices.Count;
        return !_ended;
    }
}

/// <summary>Messages that fell due by the clock, whether or not the server keeps pace.</summary>
sealed class ScheduledSupply : ISupply
{
    readonly ConcurrentQueue<Due> _due = new();

    public int Waiting => _due.Count;

    public void Add(in Due due) => _due.Enqueue(due);

    public bool TryTake(out Due due) => _due.TryDequeue(out due);
}
