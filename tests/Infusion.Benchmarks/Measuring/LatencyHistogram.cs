using System.Diagnostics;
using System.Numerics;

namespace Infusion.Benchmarks.Measuring;

/// <summary>Latencies counted in buckets no wider than 1.6 % of their value, so that a long run costs no memory.</summary>
sealed class LatencyHistogram
{
    const int ExactBelow = 128;
    const int StepsPerDoubling = 64;
    const int Doublings = 34;

    readonly long[] _counts = new long[ExactBelow + Doublings * StepsPerDoubling];

    public long Count => _counts.Sum();

    public void Record(long fromTimestamp, long toTimestamp)
    {
        var microseconds = (long)(Stopwatch.GetElapsedTime(fromTimestamp, toTimestamp).TotalMicroseconds);
        Interlocked.Increment(ref _counts[BucketOf(Math.Max(0, microseconds))]);
    }

    /// <param name="quantile">0 to 1.</param>
    /// <returns>Milliseconds; null when nothing was recorded.</returns>
    public double? At(double quantile)
    {
        var total = Count;
        var rank = (long)Math.Ceiling(total * quantile);
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length && total > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank && seen > 0)
            {
                return UpperMicroseconds(bucket) / 1000.0;
            }
        }

        return null;
    }

    public LatencySummary Summary() => new(Count, At(0.5), At(0.99), At(0.999), At(1));

    static int BucketOf(long microseconds)
    {
        if (microseconds < ExactBelow)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2((ulong)microseconds) - 6;
        var step = (int)(microseconds >> shift) - StepsPerDoubling;
        return Math.Min(ExactBelow + (shift - 1) * StepsPerDoubling + step, ExactBelow + Doublings * StepsPerDoubling - 1);
    }

    static long UpperMicroseconds(int bucket)
    {
        if (bucket < ExactBelow)
        {
            return bucket;
        }

        var shift = (bucket - ExactBelow) / StepsPerDoubling + 1;
        var step = (bucket - ExactBelow) % StepsPerDoubling + StepsPerDoubling;
        return ((step + 1L) << shift) - 1;
    }
}

/// <summary>All in milliseconds; null: nothing was recorded.</summary>
sealed record LatencySummary(long Count, double? P50Ms, double? P99Ms, double? P999Ms, double? MaxMs);
