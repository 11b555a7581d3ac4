using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks.Measuring;

/// <param name="EachSecondMiB">Resident memory, one sample a second, from the first message to the last acknowledgement.</param>
/// <param name="LastThirdRatio">While the load lasted, the highest of the last third over the highest before it; null: too short to tell.</param>
sealed record MemorySummary(double StartMiB, double PeakMiB, double EndMiB, double? LastThirdRatio, IReadOnlyList<double> EachSecondMiB)
{
    /// <summary>Memory that is still growing when the load ends was not bounded, only not yet full.</summary>
    const double MostGrowth = 1.1;

    /// <summary>Null: the load was too short to tell.</summary>
    public bool? IsBounded => LastThirdRatio is { } ratio ? ratio <= MostGrowth : null;
}

/// <summary>Looks at a process's resident memory once a second.</summary>
sealed class MemoryWatch : IAsyncDisposable
{
    const int FewestSamples = 60;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _ended = new();
    readonly List<double> _samples = [];
    readonly ChildProcess _process;
    readonly Task _watching;

    public MemoryWatch(ChildProcess process)
    {
        _process = process;
        _watching = WatchAsync();
    }

    /// <param name="load">How long messages fell due; what follows only catches up.</param>
    public async Task<MemorySummary> EndAsync(TimeSpan load)
    {
        await _ended.CancelAsync();
        await _watching;
        _samples.Add(_process.MemoryMiB);
        var loaded = _samples.Take((int)load.TotalSeconds).ToList();
        var early = loaded.Count * 2 / 3;
        double? ratio = loaded.Count < FewestSamples ? null : Math.Round(loaded.Skip(early).Max() / loaded.Take(early).Max(), 2);
        return new MemorySummary(_samples[0], _samples.Max(), _samples[^1], ratio, [.. _samples]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        _ended.Dispose();
    }

    async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                _samples.Add(_process.MemoryMiB);
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException)
        {
            // The window is over.
        }
    }
}
