namespace Infusion.Simulator.Time;

/// <summary>The time that the simulated devices live in: real time, scaled, from a point that may be set again.</summary>
public sealed class DeviceClock
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    readonly TimeProvider _time;
    volatile Anchor _anchor;

    public DeviceClock(TimeProvider time, DateTimeOffset start, double speed)
    {
        _time = time;
        _anchor = new Anchor(start, time.GetTimestamp(), speed);
    }

    public DateTimeOffset Now => _anchor.Device + (_time.GetElapsedTime(_anchor.Timestamp) * _anchor.Speed);

    public double Speed => _anchor.Speed;

    public void Set(DateTimeOffset now, double speed) => _anchor = new Anchor(now, _time.GetTimestamp(), speed);

    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellation)
    {
        // In pieces, because the clock may be set while we wait.
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
        {
            var wait = left / Speed;
            var piece = wait > LongestWait ? LongestWait : wait < ShortestWait ? ShortestWait : wait;
            await Task.Delay(piece, _time, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    sealed record Anchor(DateTimeOffset Device, long Timestamp, double Speed);
}
