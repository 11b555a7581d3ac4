using System.Diagnostics;
using Infusion.Benchmarks.Measuring;

namespace Infusion.Benchmarks.Load;

/// <summary>What the connections of one run have counted together.</summary>
sealed class LoadStatistics
{
    long _sent;
    long _acknowledged;
    long _measureFrom = long.MaxValue;
    long _measureTo = long.MaxValue;
    string? _failure;

    public long Sent => Interlocked.Read(ref _sent);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>First thing that went wrong. A run with one is no measurement.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>From a message's scheduled time to its PUBACK.</summary>
    public LatencyHistogram ToAcknowledgement { get; } = new();

    /// <summary>Latencies count for messages that fall due in this window.</summary>
    public void Measure(TimeSpan window)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _measureTo, now + (long)(window.TotalSeconds * Stopwatch.Frequency));
        Interlocked.Exchange(ref _measureFrom, now);
    }

    public bool Counts(long scheduledAt) =>
        scheduledAt >= Interlocked.Read(ref _measureFrom) && scheduledAt < Interlocked.Read(ref _measureTo);

    public void AddSent(int messages) => Interlocked.Add(ref _sent, messages);

    public void AddAcknowledged(long scheduledAt, long now)
    {
        Interlocked.Increment(ref _acknowledged);
        if (Counts(scheduledAt))
        {
            ToAcknowledgement.Record(scheduledAt, now);
        }
    }

    public void Fail(string what) => Interlocked.CompareExchange(ref _failure, what, null);

    public void ThrowIfFailed()
    {
        if (Failure is { } what)
        {
            throw new RunFailedException(what);
        }
    }
}

/// <summary>The run went wrong and measured nothing. A missed target is not that.</summary>
sealed class RunFailedException(string message, Exception? inner = null) : Exception(message, inner);
