using System.Buffers;
using System.IO.Pipelines;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// Reads a connection and ends it when its client keeps silent, or drips a packet out byte by byte. Only the time counts in
/// which the server listens: a client that is held back because commits are slow has not been silent. MQTTnet would count
/// that time as well, and end connections for the server's own delay.
/// </summary>
sealed class Silence : IDisposable
{
    readonly PipeReader _inner;
    readonly TimeProvider _time;
    readonly ITimer _timer;
    TimeSpan? _limit;
    long? _since;
    volatile PacketRefusal? _end;

    public Silence(PipeReader inner, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        _timer = time.CreateTimer(
            static state => ((PipeReader)state!).CancelPendingRead(), inner, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>From here on silence is measured. Before CONNECT there is another limit.</summary>
    public void Limit(TimeSpan limit) => _limit = limit;

    /// <summary>Nothing more is read; also what is buffered is not.</summary>
    public void End(PacketRefusal refusal)
    {
        _end = refusal;
        _inner.CancelPendingRead();
    }

    /// <summary>A packet is whole.</summary>
    public void Broken()
    {
        if (_since is not null)
        {
            _since = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_end is { } refusal)
            {
                throw new PacketRefusedException(refusal);
            }

            var reading = _inner.ReadAsync(cancellationToken);
            if (!reading.IsCompleted && _limit is { } limit && _since is null)
            {
                _since = _time.GetTimestamp();
                _timer.Change(limit, Timeout.InfiniteTimeSpan);
            }

            var result = await reading;
            if (!result.IsCanceled)
            {
                return result;
            }

            if (_since is { } since && _time.GetElapsedTime(since) >= _limit)
            {
                throw new PacketRefusedException(PacketRefusal.Silent);
            }

            // The timer fired as the packet became whole, or the connection is to end.
            _inner.AdvanceTo(result.Buffer.Start);
        }
    }

    public void Dispose() => _timer.Dispose();
}
