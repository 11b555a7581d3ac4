namespace Infusion.Server.Operations;

/// <summary>
/// Time for demos and tests: runs <c>speed</c> times as fast as the real one, timers included, so that a second of
/// simulated time takes 1/speed of a real second everywhere.
/// </summary>
sealed class ScaledTimeProvider : TimeProvider
{
    /// <summary>What the system's timers can resolve; a period below it would mean "never again".</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    readonly TimeProvider _real;
    readonly DateTimeOffset _origin;
    readonly long _realOrigin;

    /// <param name="origin">
    /// Simulated time at the start. A server that ran fast is ahead of the real time; starting again later than its
    /// last record keeps time from going back.
    /// </param>
    public ScaledTimeProvider(double speed, DateTimeOffset? origin = null, TimeProvider? real = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        Speed = speed;
        _real = real ?? System;
        _realOrigin = _real.GetTimestamp();
        _origin = origin ?? _real.GetUtcNow();
    }

    public double Speed { get; }

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <summary>From the monotonic clock: a correction of the machine's clock does not reach a simulation.</summary>
    public override DateTimeOffset GetUtcNow() => _origin + GetElapsedTime(_realOrigin, GetTimestamp());

    public override long GetTimestamp() => _realOrigin + (long)((_real.GetTimestamp() - _realOrigin) * Speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, _real.CreateTimer(callback, state, ToReal(dueTime), ToReal(period)));

    TimeSpan ToReal(TimeSpan simulated)
    {
        if (simulated <= TimeSpan.Zero)
        {
            return simulated;
        }

        var real = simulated / Speed;
        return real < Shortest ? Shortest : real;
    }

    sealed class ScaledTimer(ScaledTimeProvider time, ITimer real) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => real.Change(time.ToReal(dueTime), time.ToReal(period));

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
